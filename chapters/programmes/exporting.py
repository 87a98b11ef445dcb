"""A term's programmes as a spreadsheet, with headings that an upload reads again."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from chapters import months
from chapters.programmes.reading import Reached, Report, Row
from chapters.programmes.spreadsheet import COLUMNS
from ipspi.spreadsheets import writing

Cell = str | int


def workbook(report: Report) -> bytes:
    """Return the programmes of a report as XLSX: one line for each target, money on the first line of a programme."""
    headings = [str(column.label) for column in COLUMNS]
    more = [
        _("Capaian"),
        _("Capaian menurut pengurus"),
        _("Keadaan"),
        _("Penanggung jawab"),
        _("Dibawa dari"),
    ]
    return writing.workbook([[*headings, *more], *(line for row in report.rows for line in _lines(row))])


def _lines(row: Row) -> Iterator[list[Cell]]:
    for place, target in enumerate(row.targets or [None]):
        yield _line(row, target, is_first=place == 0)


def _line(row: Row, reached: Reached | None, *, is_first: bool) -> list[Cell]:
    programme, target = row.programme, reached.target if reached else None
    money = [_number(programme.budget), _number(programme.spent)] if is_first else ["", ""]
    starts_on, ends_on = programme.starts_on, programme.ends_on
    past = programme.carried_over_from
    return [
        programme.division,
        programme.name,
        programme.aim if is_first else "",
        target.what if target else "",
        target.number if target else "",
        target.unit if target else "",
        f"{starts_on:%m-%Y}" if starts_on else "",
        f"{months.last(ends_on):%m-%Y}" if ends_on else "",
        *money,
        _number(reached.value if reached else None),
        _number(target.stated if target else None),
        str(row.stage.label),
        programme.in_charge.holder_name if programme.in_charge else "",
        past.term.name if past else "",
    ]


def _number(count: int | None) -> Cell:
    return "" if count is None else count

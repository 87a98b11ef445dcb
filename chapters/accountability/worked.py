"""What a board planned and did, as a report tells it: its programmes with their money, and whom it worked with."""

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters.accountability.blocks import Block, Cell, Figure, Figures, Table, Words
from chapters.accountability.sections import Scope
from chapters.models import Programme, Term
from chapters.partners import reading as partners_reading
from chapters.programmes import reading as programmes_reading

Stage = Programme.Stage


def programmes(scope: Scope) -> Iterator[Block]:
    """The programmes of the term, or of all that the time touches: planned, done, carried over, and their money."""
    terms = [scope.term] if scope.term else list(_terms(scope))
    reports = [programmes_reading.report_of(term, today=scope.today) for term in terms]
    rows = [row for report in reports for row in report.rows]
    if not rows:
        yield Words(_("Belum ada program kerja yang dicatat."))
        return
    totals = programmes_reading.totals_of(rows)
    carried = sum(hasattr(row.programme, "carried_over_to") for row in rows)
    yield Figures(
        (
            Figure(_("Program"), totals.programmes),
            Figure(str(Stage.DONE.label), totals.stages[Stage.DONE]),
            Figure(_("Dibawa ke masa bakti berikutnya"), carried),
            Figure(
                _("Sasaran tercapai"),
                totals.reached,
                _("dari %(number)d sasaran") % {"number": totals.targets},
            ),
        )
    )
    yield Table(
        title=_("Daftar program"),
        columns=(_("Program"), _("Bidang"), _("Keadaan"), _("Anggaran (Rp)"), _("Realisasi (Rp)")),
        rows=tuple(
            (
                row.programme.name,
                row.programme.division,
                str(row.stage.label),
                row.programme.budget,
                row.programme.spent,
            )
            for row in rows
        ),
        summed=(3, 4),
        said=_money(totals),
    )
    targets = tuple(_target(reached) for row in rows for reached in row.targets)
    if targets:
        columns = (_("Sasaran"), _("Rencana"), _("Capaian"), _("Satuan"), _("Catatan"))
        yield Table(title=_("Sasaran program"), columns=columns, rows=targets)


def partners(scope: Scope) -> Iterator[Block]:
    """Agreements and what was done together, with how many people it reached."""
    end = scope.until + dt.timedelta(1)
    report = partners_reading.report_of(scope.chapter, start=scope.since, end=end)
    if not report.rows:
        yield Words(_("Tidak ada kerja sama yang dicatat pada masa ini."))
        return
    yield Table(
        title=_("Mitra"),
        columns=(
            _("Mitra"),
            _("Jenis"),
            _("Perjanjian berlaku"),
            _("Kegiatan bersama"),
            _("Orang dijangkau"),
        ),
        rows=tuple(
            (
                row.partner.name,
                row.partner.get_kind_display(),
                len(row.in_force),
                len(row.activities),
                row.reached,
            )
            for row in report.rows
        ),
        summed=(2, 3, 4),
        said=_("%(number)d kegiatan belum menyebut jumlah orangnya.") % {"number": report.totals.not_counted}
        if report.totals.not_counted
        else "",
    )


def _terms(scope: Scope) -> Iterator[Term]:
    terms = Term.objects.filter(chapter=scope.chapter, starts_on__lte=scope.until, ends_on__gt=scope.since)
    yield from terms.order_by("starts_on")


def _target(reached: programmes_reading.Reached) -> tuple[Cell, ...]:
    notes = []
    if reached.now is not None:
        notes.append(_("dihitung registri pada %(day)s") % {"day": date_format(reached.until)})
    if reached.differs:
        notes.append(_("pengurus menyebut %(number)d") % {"number": reached.target.stated})
    target = reached.target
    return target.what, target.number, reached.value, target.unit, "; ".join(notes)


def _money(totals: programmes_reading.Totals) -> str:
    if not totals.without_spent:
        return ""
    words = _("%(number)d program belum menyebut realisasinya, jadi tidak masuk jumlah.")
    return words % {"number": totals.without_spent}

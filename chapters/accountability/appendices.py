"""The tables of a report as a spreadsheet: a sheet for each, every number a number, and the sum below."""

import io
import re
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from chapters.accountability.blocks import Cell, Table, from_data
from ipspi.spreadsheets.writing import safe

LONGEST_NAME = 31  # of a sheet
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def workbook(content: dict[str, Any]) -> bytes:
    """Return the XLSX of a report's tables."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold, plain = book.add_format({"bold": True}), book.add_format()
    names = set[str]()
    _write(book.add_worksheet(_named(_("Laporan"), names)), _head(content), bold=bold, plain=plain)
    for section, table in _tables(content):
        sheet = book.add_worksheet(_named(table.title, names))
        lines = [(section,), (table.title,), (), table.columns, *table.rows, table.totals, *_said(table)]
        _write(sheet, lines, bold=bold, plain=plain)
    book.close()
    return file.getvalue()


def _tables(content: dict[str, Any]) -> Iterator[tuple[str, Table]]:
    for data in content["sections"]:
        section = from_data(data)
        for block in section.blocks:
            if isinstance(block, Table):
                yield section.title, block


def _head(content: dict[str, Any]) -> list[tuple[Cell, ...]]:
    return [
        (content["title"],),
        (content["chapter"],),
        (_("Masa laporan"), content["since"], content["until"]),
        (_("Nomor"), content["number"]),
        (_("Versi"), content["version"]),
    ]


def _said(table: Table) -> Iterator[tuple[Cell, ...]]:
    for column, stated, counted in table.discrepancies:
        yield (_("Jumlah yang disebut berbeda dari barisnya"), column, stated, counted)


def _write(sheet: Any, lines: list[tuple[Cell, ...]], *, bold: Any, plain: Any) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 12, 18)
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            look = bold if number in (0, 1, 3) else plain
            if isinstance(cell, int):
                sheet.write_number(number, place, cell, look)
            elif cell:
                sheet.write_string(number, place, safe(cell), look)


def _named(title: str, taken: set[str]) -> str:
    """A name that no other sheet has, as spreadsheets allow it."""
    bare = FORBIDDEN.sub(" ", title).strip()[:LONGEST_NAME] or "-"
    name, number = bare, 2
    while name.lower() in taken:
        name = f"{bare[: LONGEST_NAME - 4]} {number}"
        number += 1
    taken.add(name.lower())
    return name

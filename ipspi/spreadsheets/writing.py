"""Tables on their way out: CSV that Excel in Indonesian opens, and XLSX; in neither is a cell a formula."""

import csv
import io
from collections.abc import Iterable

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST, SAMPLE = 6, 60, 200


def safe(cell: str) -> str:
    """Return the cell as text in every spreadsheet: what would be a formula is written after an apostrophe."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV with semicolons and a byte-order mark."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()


def workbook(rows: list[list[str]]) -> bytes:
    """Return rows, of which the first are headings, as XLSX in which every cell is text, long numbers too."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(_widths(rows[:SAMPLE])):
        sheet.set_column(place, place, width)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, bold if number == 0 else None)
    book.close()
    return file.getvalue()


def _widths(rows: list[list[str]]) -> list[int]:
    columns = zip(*rows, strict=True)
    return [min(max(NARROWEST, *map(len, column)) + 1, WIDEST) for column in columns]

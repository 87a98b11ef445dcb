"""Tables on their way out: CSV that Excel in Indonesian opens, and XLSX; in neither is a cell a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, USUAL_WIDTH, WIDEST, SAMPLE = 6, 24, 60, 200


def safe(cell: str) -> str:
    """Return the cell as text in every spreadsheet: what would be a formula is written after an apostrophe."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV with semicolons and a byte-order mark."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()


def workbook(rows: Sequence[Sequence[str | int]]) -> bytes:
    """Return rows, of which the first are headings, as XLSX: all text but ints, so that long numbers stay whole."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    whole = book.add_format({"num_format": "#,##0"})
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(_widths(rows[:SAMPLE])):
        sheet.set_column(place, place, width)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell, whole)
            else:
                sheet.write_string(number, place, cell, bold if number == 0 else None)
    book.close()
    return file.getvalue()


def csv_pieces(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Yield rows, of any number, as `csv_text` writes them, line by line."""
    yield "\ufeff".encode()
    for row in rows:
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow([safe(cell) for cell in row])
        yield line.getvalue().encode()


def workbook_pieces(rows: Iterable[Sequence[str]], *, size: int) -> Iterator[bytes]:
    """
    Yield rows, of any number, as `workbook` writes them, in pieces of `size` bytes.

    Only one row is in memory; what was written meanwhile lies in a folder that nobody else may read, and goes with it.
    """
    with TemporaryDirectory(prefix="ipspi-") as folder:
        path = Path(folder) / "book.xlsx"
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder})
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            if number == 0:
                sheet.set_column(0, max(0, len(row) - 1), USUAL_WIDTH)
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell, bold if number == 0 else None)
        book.close()
        with path.open("rb") as file:
            while piece := file.read(size):
                yield piece


def _widths(rows: Sequence[Sequence[str | int]]) -> list[int]:
    columns = zip(*rows, strict=True)
    return [min(max(NARROWEST, *(len(str(cell)) for cell in column)) + 1, WIDEST) for column in columns]

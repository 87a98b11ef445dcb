"""Tables on their way out: CSV that Excel in Indonesian opens, and in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: str) -> str:
    """Return the cell as text in every spreadsheet: what would be a formula is written after an apostrophe."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV with semicolons and a byte-order mark."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()

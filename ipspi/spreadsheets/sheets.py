"""What a spreadsheet is once it is read: lines of text cells. And the words for files that cannot be read. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ipspi.errors import RuleError

LARGEST_FILE = 20 * 1024 * 1024
MOST_LINES = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
EVERY = "*"  # instead of a worksheet's name, where "*" may not stand


class Unreadable(RuleError):
    """A file that cannot be read as a table; `code` says why, `message` says it in words, with a way out."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file as people count them, from 1, and what its cells say."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    The lines of a file that are not empty.

    All lines have the same number of cells, stripped, without control characters; dates are ISO, whole numbers have no
    decimals.
    `name` is the worksheet's, `passed_over` are the names of others that hold something too; `encoding` and `separator`
    are told for text files.
    """

    lines: list[Line]
    name: str = ""
    passed_over: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""


def clean(text: str) -> str:
    """Return the cell's words in one line: spaces of all kinds as one, no control or invisible characters."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf"}
    )
    return " ".join(kept.split())


def sheet_of(lines: Sequence[Line], **told: str | tuple[str, ...]) -> Sheet:
    """
    Return the sheet with these lines: cells cleaned, empty lines and columns at the end left out, all of one length.

    Raises Unreadable with code empty, too_many_lines, too_many_columns or long_cell.
    """
    cleaned = [Line(line.number, [clean(cell) for cell in line.cells]) for line in lines]
    filled = [line for line in cleaned if any(line.cells)]
    if not filled:
        raise Unreadable("empty", _("Berkas ini kosong: tidak ada satu baris pun yang berisi."))
    if len(filled) > MOST_LINES:
        raise Unreadable("too_many_lines", too_many_lines())
    width = max(_filled_width(line.cells) for line in filled)
    if width > MOST_COLUMNS:
        raise Unreadable("too_many_columns", too_many_columns())
    for line in filled:
        _require_short_cells(line)
        line.cells[:] = (line.cells + [""] * width)[:width]
    return Sheet(lines=filled, **told)  # type: ignore[arg-type]  # the names and types are those of Sheet's fields


def too_many_lines() -> str:
    return _("Berkas ini berisi lebih dari %(most)s baris. Bagilah menjadi beberapa berkas.") % {
        "most": _grouped(MOST_LINES)
    }


def too_many_columns() -> str:
    return _("Berkas ini berisi lebih dari %(most)d kolom. Hapus kolom yang tidak diperlukan.") % {
        "most": MOST_COLUMNS
    }


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _filled_width(cells: list[str]) -> int:
    return max(index for index, cell in enumerate(cells, 1) if cell)


def _require_short_cells(line: Line) -> None:
    if any(len(cell) > LONGEST_CELL for cell in line.cells):
        message = _(
            "Baris %(line)d berisi sel dengan lebih dari %(most)s huruf; mungkin ada tanda kutip yang tidak ditutup."
        )
        raise Unreadable("long_cell", message % {"line": line.number, "most": _grouped(LONGEST_CELL)})

"""Where the table is on a sheet: the headings, what stands above them, and the rows below. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ipspi.spreadsheets.columns import SURE, Column, Places, likeness, words_of
from ipspi.spreadsheets.sheets import Line, Sheet

# A letterhead, a title and a date are above a table, no more than that.
LINES_ABOVE = 30
NUMBERING = re.compile(r"\(?([0-9]{1,2})\)?\.?")
SAME_HEADINGS = 0.8


@dataclass(slots=True)
class Row:
    """
    A line of the table: its number in the file, and what it says by the name of each column ("" where nothing).

    `read` is for its importer: what it made of the row when it checked it, so that it need not read it again to apply.
    """

    line: int
    values: dict[str, str]
    read: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table on a sheet.

    `headings` has one text for every place, "" for all where `heading_line` is None: no headings were found. `above`
    are the lines over the headings (titles), `repeated` the numbers of lines that only repeat them. `sheet` and
    `passed_over` are the names of the worksheet and of others that hold something; `joined` are those whose lines
    follow, each with the number that its first line has here.
    """

    headings: list[str]
    heading_line: int | None
    lines: list[Line]
    above: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    sheet: str = ""
    passed_over: tuple[str, ...] = ()
    joined: tuple[tuple[str, int], ...] = ()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all worksheets that hold something."""
        return tuple(filter(None, (self.sheet, *(name for name, _line in self.joined), *self.passed_over)))


def letter(place: int) -> str:
    """Return the name that spreadsheets give to the column at `place`: A, B, … Z, AA."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def table_of(sheet: Sheet, columns: Sequence[Column]) -> Table:
    """Return the table on `sheet`. Its headings are the line that names most of `columns`."""
    at = _heading_index(sheet.lines, columns)
    if at is None:
        headings = [""] * len(sheet.lines[0].cells)
        return Table(headings, None, sheet.lines, sheet=sheet.name, passed_over=sheet.passed_over)
    heading, below = sheet.lines[at], sheet.lines[at + 1 :]
    if below and _is_numbering(below[0]):
        below = below[1:]
    repeated = {line.number for line in below if _repeats(line, heading)}
    return Table(
        headings=heading.cells,
        heading_line=heading.number,
        lines=[line for line in below if line.number not in repeated],
        above=tuple(line.number for line in sheet.lines[:at]),
        repeated=tuple(sorted(repeated)),
        sheet=sheet.name,
        passed_over=sheet.passed_over,
    )


def table_of_all(sheets: Sequence[Sheet], columns: Sequence[Column]) -> Table:
    """
    Return one table of several worksheets: the one with most lines, and after it those with the same headings.

    Lines are counted on: a worksheet that follows begins after the last line of the one before.
    """
    tables = [table_of(sheet, columns) for sheet in sheets]
    first = max(tables, key=lambda table: len(table.lines))
    alike = [table for table in tables if table is not first and _same_headings(table, first)]
    lines, joined = list(first.lines), []
    for table in alike:
        last = lines[-1].number if lines else 0
        joined.append((table.sheet, last + 1))
        lines += [Line(last + at, line.cells) for at, line in enumerate(table.lines, 1)]
    read = {first.sheet, *(table.sheet for table in alike)}
    left = tuple(name for name in (first.sheet, *first.passed_over) if name not in read)
    return replace(first, lines=lines, joined=tuple(joined), passed_over=left)


def rows_of(table: Table, places: Places, columns: Sequence[Column]) -> list[Row]:
    """Return the rows of `table` by the names of `columns`; lines that are empty in all of them are left out."""
    rows = [
        Row(
            line.number,
            {
                column.name: line.cells[places[column.name]] if column.name in places else ""
                for column in columns
            },
        )
        for line in table.lines
    ]
    return [row for row in rows if any(row.values.values())]


def _same_headings(one: Table, other: Table) -> bool:
    return [*map(words_of, one.headings)] == [*map(words_of, other.headings)]


def _heading_index(lines: Sequence[Line], columns: Sequence[Column]) -> int | None:
    named = [_columns_named(line, columns) for line in lines[:LINES_ABOVE]]
    most = max(map(len, named), default=0)
    if most == 0:
        return None
    at = next(index for index, each in enumerate(named) if len(each) == most)
    # Headings in two lines: where the upper cells reach down, the lower line says the same and more.
    while at + 1 < len(named) and len(named[at + 1]) == most and not _repeats(lines[at + 1], lines[at]):
        at += 1
    required = {column.name for column in columns if column.required}
    # One word alone may stand in a row by chance; not so the one that must be there, and not where no other stands.
    sure = most > 1 or (required and required <= named[at]) or _all_named(lines[at], columns)
    return at if sure else None


def _columns_named(line: Line, columns: Sequence[Column]) -> set[str]:
    filled = [cell for cell in line.cells if cell and not cell.isdigit()]
    return {column.name for column in columns if any(likeness(cell, column) == SURE for cell in filled)}


def _all_named(line: Line, columns: Sequence[Column]) -> bool:
    return all(any(likeness(cell, column) == SURE for column in columns) for cell in line.cells if cell)


def _is_numbering(line: Line) -> bool:
    """The line under the headings of official tables that counts the columns: (1) (2) (3)."""
    found = [NUMBERING.fullmatch(cell) for cell in line.cells if cell]
    return len(found) > 2 and [int(each[1]) if each else 0 for each in found] == list(
        range(1, len(found) + 1)
    )


def _repeats(line: Line, heading: Line) -> bool:
    pairs = [(cell, above) for cell, above in zip(line.cells, heading.cells, strict=True) if above]
    # Cheap first, for there are many lines: one cell at least is repeated letter by letter.
    if not any(cell.casefold() == above.casefold() for cell, above in pairs):
        return False
    return sum(words_of(cell) == words_of(above) for cell, above in pairs) >= SAME_HEADINGS * len(pairs)

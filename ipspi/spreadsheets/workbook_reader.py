"""
Reads one workbook from standard input and writes it to standard output as JSON: a program of its own.

It is run as a child process with little memory and time, because a file of a few kilobytes can ask for half a terabyte
(one cell in the last corner of a sheet), and the library then ends the whole process. It imports nothing of this
project, so that it starts in a few milliseconds.

Its argument, if it has one, is the name of the worksheet that is wanted, or "*" for all; else it is the fullest.
Answers {"names": [...], "sheets": [{"name", "lines": [[number, [cells]]]}]} or {"refused": code}.
"""

import datetime as dt
import io
import json
import resource
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

MEMORY = 1_500_000_000
SECONDS = 40
MOST_SHEETS = 50
EVERY = "*"  # no worksheet can have this name
LONGEST_CELL = 10_001  # one more than the caller takes, who then refuses it
LONGEST_ANSWER = 200_000_000


def text_of(value: Any) -> str:
    """Return a cell as text: ISO dates, whole numbers without decimals, all digits of long numbers."""
    if isinstance(value, str):
        return value[:LONGEST_CELL]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # repr has the shortest digits that mean this number; a spreadsheet shows zeros after them
        exact = Decimal(repr(value))
        return f"{exact:.0f}" if exact == exact.to_integral_value() else f"{exact:f}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    return str(value)


def lines_of(sheet: Any) -> dict[int, list[str]]:
    """Return the lines that are not empty, by their number from 1; a cell merged downwards counts for all its lines."""
    lines = {
        number: [text_of(cell) for cell in row]
        for number, row in enumerate(sheet.iter_rows(), 1)
        if any(cell != "" for cell in row)
    }
    left = sheet.start[1] if sheet.start else 0
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or []:
        value = lines[top + 1][column - left] if top + 1 in lines and column >= left else ""
        for number in range(top + 2, bottom + 2) if value else ():
            if number in lines:
                lines[number][column - left] = value
    return lines


def sheets_of(workbook: Any, kinds: Any) -> Iterator[tuple[str, dict[int, list[str]]]]:
    """Yield the worksheets that people see, or all where none is visible."""
    worksheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == kinds.SheetTypeEnum.WorkSheet]
    visible = [sheet for sheet in worksheets if sheet.visible == kinds.SheetVisibleEnum.Visible]
    for sheet in (visible or worksheets)[:MOST_SHEETS]:
        yield sheet.name, lines_of(workbook.get_sheet_by_name(sheet.name))


def answer(content: bytes, wanted: str) -> dict[str, Any]:
    """Return the names of the worksheets that hold something, and the lines of those that are wanted."""
    import python_calamine as calamine  # noqa: PLC0415 (after the limits are set: they bind the library too)

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = {name: lines for name, lines in sheets_of(workbook, calamine) if lines}
    except calamine.PasswordError:
        return {"refused": "password"}
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError):
        return {"refused": "damaged"}
    if not found:
        return {"refused": "empty"}
    if wanted not in found and wanted != EVERY:
        wanted = max(
            found, key=lambda name: sum(bool(cell) for cells in found[name].values() for cell in cells)
        )
    chosen = found if wanted == EVERY else {wanted: found[wanted]}
    sheets = [{"name": name, "lines": sorted(lines.items())} for name, lines in chosen.items()]
    return {"names": list(found), "sheets": sheets}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # as one text, within our own limits: who reads it has none, and a merged cell may stand in a million lines
    said = json.dumps(answer(sys.stdin.buffer.read(), *(sys.argv[1:2] or [""])))
    sys.stdout.write(said if len(said) <= LONGEST_ANSWER else '{"refused": "too_big_inside"}')

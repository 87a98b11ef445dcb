"""A table as bytes, small enough to keep, and quick to read again for every page of a preview. Pure."""

import json
import zlib

from ipspi.spreadsheets.sheets import Line
from ipspi.spreadsheets.tables import Table


def packed(table: Table) -> bytes:
    """Return the bytes from which `unpacked` makes the same table."""
    facts = {
        "headings": table.headings,
        "heading_line": table.heading_line,
        "above": table.above,
        "repeated": table.repeated,
        "sheet": table.sheet,
        "passed_over": table.passed_over,
        "joined": table.joined,
        "lines": [[line.number, *line.cells] for line in table.lines],
    }
    return zlib.compress(json.dumps(facts, ensure_ascii=False).encode(), level=3)


def unpacked(content: bytes) -> Table:
    """Return the table that `packed` packed."""
    facts = json.loads(zlib.decompress(content))
    return Table(
        headings=facts["headings"],
        heading_line=facts["heading_line"],
        lines=[Line(number, cells) for number, *cells in facts["lines"]],
        above=tuple(facts["above"]),
        repeated=tuple(facts["repeated"]),
        sheet=facts["sheet"],
        passed_over=tuple(facts["passed_over"]),
        joined=tuple((name, line) for name, line in facts["joined"]),
    )

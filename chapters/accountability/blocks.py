"""
What a section of a report is made of, as plain data: the same on a page, in the PDF, in the appendix, and frozen. Pure.

A total is computed from its rows; where somebody stated another one, both are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """
    Rows of cells below `columns`, of which the first is a label.

    `summed`: the numbers of the columns that add up. `stated`: what somebody said the sum is, by number of column.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    summed: tuple[int, ...] = ()
    stated: tuple[tuple[int, int], ...] = ()
    said: str = ""

    @property
    def totals(self) -> tuple[Cell, ...]:
        """The last line: the sum of each column that adds up; empty where none does."""
        if not self.summed:
            return ()
        return tuple(self._sum(place) if place in self.summed else None for place in range(len(self.columns)))

    @property
    def discrepancies(self) -> tuple[tuple[str, int, int], ...]:
        """The columns whose stated total is another than that of their rows: (column, stated, counted)."""
        return tuple(
            (self.columns[place], said, self._sum(place))
            for place, said in self.stated
            if said != self._sum(place)
        )

    def _sum(self, place: int) -> int:
        return sum(cell for row in self.rows if isinstance(cell := row[place], int))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a report with the words that say how certain it is, or what it means."""

    label: str
    number: int
    said: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers that stand beside each other."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing of rows that a table has: a line or bars for each of `series` above `labels`."""

    kind: Literal["lines", "bars"]
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence about what is missing, or how something was counted."""

    said: str


Block = Table | Figures | Plot | Words
KINDS: Mapping[str, type[Any]] = {"table": Table, "figures": Figures, "plot": Plot, "words": Words}


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report: what the registry knows, and `text`, what its authors wrote."""

    key: str
    title: str
    text: str
    blocks: tuple[Block, ...]


def as_data(section: Section) -> dict[str, Any]:
    """Return a section as it is kept: made of dicts, lists, texts and numbers."""
    names = {kind: name for name, kind in KINDS.items()}
    return {
        "key": section.key,
        "title": section.title,
        "text": section.text,
        "blocks": [{"block": names[type(block)], **asdict(block)} for block in section.blocks],
    }


def from_data(data: Mapping[str, Any]) -> Section:
    """Return the section that `as_data` told."""
    return Section(
        data["key"], data["title"], data["text"], tuple(_block(dict(block)) for block in data["blocks"])
    )


def _block(data: dict[str, Any]) -> Block:
    kind = KINDS[data.pop("block")]
    if kind is Figures:
        return Figures(tuple(Figure(**each) for each in data["figures"]))
    block: Block = kind(**{name: _tuples(value) for name, value in data.items()})
    return block


def _tuples(value: Any) -> Any:
    return (
        tuple(_tuples(each) for each in value)
        if isinstance(value, Sequence) and not isinstance(value, str)
        else value
    )

"""What people have decided: a row and a member who are the same person, or who are not. It goes before all evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from members.matching.columns import Columns, Ints, stable_hash

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Decided:
    """
    Decisions about the rows of lists, by the keys of rows and members; keys that nobody has are passed over.

    `same`: the member that each row is. `apart`: pairs that are never linked and never offered.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()

    def candidates(self, rows: Columns, members: Columns, row: Ints, member: Ints) -> tuple[Ints, Ints]:
        """Return the pairs by position without those decided against; a decided row has its member only."""
        if not self.same and not self.apart:
            return row, member
        settled = self._settled(rows, members)
        kept = ~np.isin(row, settled[0]) & ~self._apart(rows, members, row, member)
        row, member = np.concatenate([row[kept], settled[0]]), np.concatenate([member[kept], settled[1]])
        order = np.lexsort((member, row))
        return row[order], member[order]

    def are(self, rows: Columns, members: Columns, row: Ints, member: Ints) -> Bools:
        """Tell of each pair whether somebody decided that it is one person."""
        if not self.same:
            return np.zeros(len(row), bool)
        at, whom = self._settled(rows, members)
        of_row = np.full(len(rows), -1, np.int64)
        of_row[at] = whom
        same: Bools = of_row[row] == member
        return same

    def marks(self, rows: Sequence[str], numbers: Mapping[str, int]) -> Ints:
        """
        Return of each row a number that says what is decided about it, 0 if nothing.

        It is another one if the member whom the row was decided to be comes, goes or changes: `numbers` tells by key
        which one that is.
        """
        marks = np.zeros(len(rows), np.int64)
        apart: dict[str, list[str]] = defaultdict(list)
        for row, member in sorted(self.apart):
            apart[row].append(member)
        for at, row in enumerate(rows if self.same or apart else ()):
            whom = self.same.get(row)
            if whom is not None or row in apart:
                marks[at] = stable_hash(repr((whom, numbers.get(whom or ""), apart.get(row))))
        return marks

    def whom(self, rows: Iterable[str]) -> list[str]:
        """Return the members whom some rows were decided to be."""
        return [self.same[row] for row in rows if row in self.same]

    def _settled(self, rows: Columns, members: Columns) -> tuple[Ints, Ints]:
        """The positions of decided rows and of their members, where both are there."""
        asked = set(self.same.values())
        position = {key: at for at, key in enumerate(members.keys) if key in asked}
        found = [
            (at, position[whom])
            for at, key in enumerate(rows.keys)
            if (whom := self.same.get(key)) in position and whom is not None
        ]
        both = np.array(found, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _apart(self, rows: Columns, members: Columns, row: Ints, member: Ints) -> Bools:
        if not self.apart:
            return np.zeros(len(row), bool)
        refused = {key for key, _member in self.apart}
        asked = np.isin(row, [at for at, key in enumerate(rows.keys) if key in refused])
        against = np.zeros(len(row), bool)
        for at in np.flatnonzero(asked).tolist():
            against[at] = (rows.keys[row[at]], members.keys[member[at]]) in self.apart
        return against


NOTHING = Decided()

"""The national side of a comparison."""

from collections.abc import Iterable, Mapping

import numpy as np

from members.matching.alignment import Grades, align
from members.matching.columns import NONE, Columns, Ints, Vocabularies, columns, sorted_people
from members.matching.comparison import MISSING, Sides, compare, level
from members.matching.decided import NOTHING, Decided
from members.matching.frequencies import Frequencies, Shares
from members.matching.keys import Index
from members.matching.places import aliased, regency
from members.matching.records import Person
from members.matching.weights import Pairs


class Register:
    """
    The national side: everybody registered, in canonical forms, with the index that finds candidates.

    `places` maps a regency's other names ("OKU") to the name in use ("Ogan Komering Ulu").
    Raises ValueError if a key occurs twice.
    """

    def __init__(self, people: Iterable[Person], places: Mapping[str, str] | None = None) -> None:
        ordered = sorted_people(people)
        aliases = {regency(alias).name: regency(name) for alias, name in (places or {}).items()}
        self.vocabularies = Vocabularies(aliases=aliases)
        for place in [*aliases.values(), *(aliased(regency(person.regency), aliases) for person in ordered)]:
            if place.name:
                self.vocabularies.regency_kinds.setdefault(place.name, set()).add(place.kind)
        for kinds in self.vocabularies.regency_kinds.values():
            kinds.discard("")
        self.members = columns(ordered, self.vocabularies)
        self.index = Index(self.members, self.vocabularies)
        self.frequencies = Frequencies(self.vocabularies.words, self.members)
        self.grades = Grades(self.vocabularies.words)
        self._workplaces = Shares(self.members.workplace, NONE)
        self._regencies = Shares(self.members.regency, 0)
        self._provinces = Shares(self.members.province, 0)

    def __len__(self) -> int:
        return len(self.members)

    def sides(self, rows: Columns) -> Sides:
        """Return both sides, ready to compare."""
        self.frequencies.refresh()
        return Sides(rows, self.members, self.vocabularies.workplaces)

    def columns(self, people: Iterable[Person]) -> Columns:
        """Return rows as columns, by key."""
        return columns(sorted_people(people), self.vocabularies)

    def pairs(self, rows: Columns, decided: Decided = NOTHING) -> Pairs:
        """Return the candidates of all rows, as far as nothing else is decided, compared."""
        row, member = decided.candidates(rows, self.members, *self.index.candidates(rows, self.vocabularies))
        pairs = self.compared(rows, row, member)
        # of members elsewhere a NIK says nothing: whoever uploads guesses must not see which one was right
        pairs.levels["nik"][rows.province[row] != self.members.province[member]] = MISSING
        return pairs

    def compared(self, rows: Columns, row: Ints, member: Ints) -> Pairs:
        """Return the given pairs, compared."""
        sides = self.sides(rows)
        levels = compare(sides, row, member)
        names = align(rows, self.members, row, member, grades=self.grades, frequencies=self.frequencies)
        regency_share = np.where(
            levels["regency"] == level("regency", "same"), self._regencies.of[member],
            np.where(
                (levels["regency"] == level("regency", "same_province"))
                | (levels["regency"] == level("regency", "only_province")),
                self._provinces.of[member], 0.0,
            ),
        )  # fmt: skip
        workplace_share = np.where(
            levels["workplace"] == level("workplace", "same"), self._workplaces.of[member], 0.0
        )
        return Pairs(row, member, levels, names, {"regency": regency_share, "workplace": workplace_share})

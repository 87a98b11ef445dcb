"""The national side of a comparison."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from members.matching.alignment import Grades, align
from members.matching.columns import Columns, Ints, Vocabularies, columns, sorted_people, together
from members.matching.comparison import MISSING, Sides, compare, level
from members.matching.counts import Counts, count
from members.matching.decided import NOTHING, Decided
from members.matching.frequencies import Frequencies
from members.matching.keys import Index, keys_of
from members.matching.places import aliased, regency
from members.matching.records import Person
from members.matching.weights import Floats, Pairs


class Register:
    """
    The national side: people who are registered, in canonical forms.

    Everybody, by key, or as a night needs it those only who are compared with a row (`add`). `places` maps a regency's
    other names ("OKU") to the name in use ("Ogan Komering Ulu"). `counts` are those of a numbered model; without them
    the people themselves are counted.
    Raises ValueError if a key occurs twice.
    """

    def __init__(
        self,
        people: Iterable[Person] = (),
        places: Mapping[str, str] | None = None,
        counts: Counts | None = None,
    ) -> None:
        ordered = sorted_people(people)
        aliases = {regency(alias).name: regency(name) for alias, name in (places or {}).items()}
        self.vocabularies = Vocabularies(aliases=aliases)
        if counts is None:
            self._learn_regencies(ordered)
        else:
            self.counts = counts
            self.vocabularies.regency_kinds |= {name: set(kinds) for name, kinds in counts.kinds.items()}
        self.members = columns(ordered, self.vocabularies)

    def _learn_regencies(self, people: list[Person]) -> None:
        aliases, kinds = self.vocabularies.aliases, self.vocabularies.regency_kinds
        for place in [*aliases.values(), *(aliased(regency(person.regency), aliases) for person in people)]:
            if place.name:
                kinds.setdefault(place.name, set()).add(place.kind)
        for written in kinds.values():
            written.discard("")

    def __len__(self) -> int:
        return len(self.members)

    def add(self, people: Iterable[Person]) -> None:
        """Take in more people, after those who are there."""
        self.members = together(self.members, columns(list(people), self.vocabularies))
        self.__dict__.pop("index", None)
        self.__dict__.pop("_shares", None)

    @cached_property
    def counts(self) -> Counts:
        """How often what occurs among the people."""
        return count(self.members, self.vocabularies)

    @cached_property
    def index(self) -> Index:
        """The keys of the people."""
        return Index(keys_of(self.members, self.vocabularies))

    @cached_property
    def frequencies(self) -> Frequencies:
        """How rare words and names are."""
        return Frequencies(self.vocabularies.words, self.counts)

    @cached_property
    def grades(self) -> Grades:
        """How alike two words are."""
        return Grades(self.vocabularies.words)

    def make_ready(self) -> None:
        """Compute now what is computed at first use, before others share it."""
        _ready = self.index, self.frequencies, self.grades, self._shares

    @cached_property
    def _shares(self) -> dict[str, Floats]:
        workplaces = self.vocabularies.workplaces.hashes()[self.members.workplace].astype(np.int64)
        return {
            "workplace": self.counts.workplaces.shares(workplaces, unknown=0),
            "regency": self.counts.regencies.shares(self.members.regency, unknown=0),
            "province": self.counts.provinces.shares(self.members.province, unknown=0),
        }

    def keys_of(self, people: Iterable[Person]) -> dict[str, bytes]:
        """Return the keys for the index of people who need not be in the register, by their own keys."""
        ordered = list(people)
        keys = keys_of(columns(ordered, self.vocabularies), self.vocabularies)
        return {person.key: keys[at].tobytes() for at, person in enumerate(ordered)}

    def keys_held(self, wanted: Iterable[str]) -> dict[str, bytes]:
        """Return the keys for the index of people in the register, by their own keys."""
        position = {key: at for at, key in enumerate(self.members.keys)}
        return {key: self.index.keys[position[key]].tobytes() for key in wanted}

    def sides(self, rows: Columns) -> Sides:
        """Return both sides, ready to compare."""
        self.frequencies.refresh()
        return Sides(rows, self.members, self.vocabularies.workplaces)

    def columns(self, people: Iterable[Person]) -> Columns:
        """Return rows as columns, by key."""
        return columns(sorted_people(people), self.vocabularies)

    def pairs(self, rows: Columns, decided: Decided = NOTHING) -> Pairs:
        """Return the candidates of all rows, as far as nothing else is decided, compared."""
        row, member = self.index.candidates(keys_of(rows, self.vocabularies))
        return self.compared_with_rows(rows, *decided.candidates(rows, self.members, row, member))

    def compared_with_rows(self, rows: Columns, row: Ints, member: Ints) -> Pairs:
        """Return pairs of a list's rows and members, given by position, compared as lists are."""
        pairs = self.compared(rows, row, member)
        # of members elsewhere a NIK says nothing: whoever uploads guesses must not see which one was right
        pairs.levels["nik"][rows.province[row] != self.members.province[member]] = MISSING
        return pairs

    def compared(self, rows: Columns, row: Ints, member: Ints) -> Pairs:
        """Return the given pairs, compared."""
        sides = self.sides(rows)
        levels = compare(sides, row, member)
        names = align(rows, self.members, row, member, grades=self.grades, frequencies=self.frequencies)
        place, work = levels["regency"], levels["workplace"]
        in_province = (place == level("regency", "same_province")) | (
            place == level("regency", "only_province")
        )
        same_place, same_work = place == level("regency", "same"), work == level("workplace", "same")
        shares = {
            "regency": np.where(
                same_place,
                self._shares["regency"][member],
                np.where(in_province, self._shares["province"][member], 0.0),
            ),
            "workplace": np.where(same_work, self._shares["workplace"][member], 0.0),
        }
        return Pairs(row, member, levels, names, shares)

"""
What changed since a list was linked, and no more than that, is linked anew.

A row is linked anew if it changed, or what was decided about it; if a member who is new or changed is worth comparing
with it; if a member whom it claimed is gone; if a block of one of its keys grew too large to be opened, or small enough
again; or if another row has begun or ceased to be the one that fits a member best whom this row claims as well. All
other rows keep their links. The first time everything is new: that is a full run, so that both give the same.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from members.matching import assignment
from members.matching.claims import Booleans, Claims, Judged, compete, judge
from members.matching.columns import Columns, Ints
from members.matching.decided import NOTHING, Decided
from members.matching.keys import LARGEST, Index, Keys, keys_of
from members.matching.model import Model
from members.matching.records import Link, Person
from members.matching.register import Register

NOBODY = -1


class Entries:
    """
    The members as a night finds them: a number and the keys of each, and the rest when it is needed.

    Numbers ascend; who changes is a new entry with a new number, so that a number means the same for ever. `newest` is
    the highest that was given. `read` gives people by their numbers, those whom it finds and perhaps more; `known`
    gives the numbers of people by their keys.
    """

    def __init__(
        self,
        register: Register,
        numbers: Ints,
        index: Index,
        read: Callable[[list[int]], Mapping[int, Person]],
        known: Callable[[Collection[str]], Mapping[str, int]],
        *,
        newest: int,
    ) -> None:
        self.register, self.numbers, self.index, self.known = register, numbers, index, known
        self.newest = newest
        self._read = read
        self._position = np.full(len(numbers), NOBODY, np.int64)
        self.number_of = np.empty(0, np.int64)  # by position in the register

    @classmethod
    def of(cls, register: Register) -> Self:
        """Return the entries of a register that holds everybody."""
        position = {key: at for at, key in enumerate(register.members.keys)}
        entries = cls(
            register,
            np.arange(len(register)),
            register.index,
            lambda numbers: {},
            lambda keys: {key: position[key] for key in keys if key in position},
            newest=len(register) - 1,
        )
        entries.hold(dict(enumerate(register.members.keys)))
        return entries

    def hold(self, keys: Mapping[int, str]) -> None:
        """Say who is in the register already: keys by number."""
        position = {key: at for at, key in enumerate(self.register.members.keys)}
        at = self.at(np.array(sorted(keys), np.int64))
        self._position[at] = [position[keys[number]] for number in sorted(keys)]
        self.number_of = np.full(len(self.register), NOBODY)
        self.number_of[self._position[at]] = self.numbers[at]

    def at(self, numbers: Ints) -> Ints:
        """Return the places of numbers among the entries, NOBODY for those who are gone."""
        if not len(self.numbers):
            return np.full(len(numbers), NOBODY)
        at = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[at] == numbers, at, NOBODY)

    def positions(self, at: Ints) -> Ints:
        """Return where the register has the entries at some places; who is not in it yet is read; NOBODY if gone."""
        missing = np.unique(at[self._position[at] == NOBODY])
        read = self._read(self.numbers[missing].tolist()) if len(missing) else {}
        if read:
            found = np.flatnonzero((self._position == NOBODY) & np.isin(self.numbers, list(read)))
            self._position[found] = len(self.register) + np.arange(len(found))
            self.number_of = np.concatenate([self.number_of, self.numbers[found]])
            self.register.add([read[number] for number in self.numbers[found].tolist()])
        return self._position[at]


@dataclass(frozen=True, slots=True)
class Listed:
    """
    A list as it stands: keys of rows, ascending, and a number and a version of each; `read` gives rows by number.

    A row with the same number and version is the same row and says the same.
    """

    keys: Sequence[str]
    numbers: Ints
    versions: Ints
    read: Callable[[list[int]], list[Person]]


@dataclass(frozen=True, slots=True)
class Memory:
    """
    What is kept of a list until the next night: its rows, their keys, which of them were opened, and who claimed whom.

    `claims` are of rows by place, of members by number; `newest` and `entries` tell whether the members are the same.
    """

    numbers: Ints
    versions: Ints
    decisions: Ints
    keys: Keys
    open: Booleans
    claims: Claims
    newest: int
    entries: int

    def as_bytes(self) -> bytes:
        """Return all of it as bytes."""
        into = io.BytesIO()
        np.savez(
            into, numbers=self.numbers, versions=self.versions, decisions=self.decisions, keys=self.keys,
            open=np.packbits(self.open, axis=1), row=self.claims.row, member=self.claims.member,
            belief=self.claims.belief, members=np.array([self.newest, self.entries]),
        )  # fmt: skip
        return into.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return what `as_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as read:
            return cls(
                read["numbers"], read["versions"], read["decisions"], read["keys"],
                np.unpackbits(read["open"], axis=1, count=len(LARGEST)).astype(bool),
                Claims(read["row"], read["member"], read["belief"]), *read["members"].tolist(),
            )  # fmt: skip


NOTHING_KEPT = Memory(
    numbers=np.empty(0, np.int64), versions=np.empty(0, np.int64), decisions=np.empty(0, np.int64),
    keys=np.empty((0, len(LARGEST)), np.uint32), open=np.empty((0, len(LARGEST)), bool),
    claims=Claims(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)), newest=NOBODY, entries=0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relinked:
    """All links of a list, in order; the keys of the rows that were linked anew; what to keep until the next time."""

    links: list[Link]
    rows: frozenset[str]
    memory: Memory


def relink(
    entries: Entries,
    listed: Listed,
    model: Model,
    decided: Decided = NOTHING,
    *,
    memory: Memory = NOTHING_KEPT,
    kept: Collection[Link] = (),
) -> Relinked:
    """
    Return the links of one list; `kept` are those of the time of `memory`, whose evidence is not looked at.

    `memory` must come from the same model, and from entries with the same counts.
    """
    night = _Night(entries, listed, model, decided, memory)
    anew = night.rows_to_link()
    fresh = night.judged(anew)
    claims = night.unchanged_claims(anew).plus(fresh.claims())
    leaders = claims.leaders()
    drawn_in = night.drawn_in(claims, leaders, anew)
    again = night.judged_again(drawn_in, claims)
    links = [*fresh.links(leaders), *again.links(leaders)]
    rows = frozenset(listed.keys[at] for at in [*anew.tolist(), *drawn_in.tolist()])
    stay = frozenset(listed.keys) - rows
    links += [link for link in kept if link.row in stay]
    return Relinked(assignment.in_order(links), rows, night.memory(claims))


class _Night:
    """One list between two nights; rows are named by their places in the list as it stands."""

    def __init__(
        self, entries: Entries, listed: Listed, model: Model, decided: Decided, before: Memory
    ) -> None:
        self.entries, self.listed, self.model, self.decided, self.before = (
            entries,
            listed,
            model,
            decided,
            before,
        )
        self.decisions = decided.marks(listed.keys, entries.known(decided.whom(listed.keys)))
        self.place_of = np.full(len(before.numbers), NOBODY)  # of a row of then that is the same now
        self.keys = np.zeros((len(listed.keys), len(LARGEST)), np.uint32)
        self.open = np.ones(self.keys.shape, bool)
        self._recognise()

    def _recognise(self) -> None:
        before, listed = self.before, self.listed
        order = np.argsort(before.numbers)
        if not len(order):
            return
        then = order[np.minimum(np.searchsorted(before.numbers[order], listed.numbers), len(order) - 1)]
        same = (before.numbers[then] == listed.numbers) & (before.versions[then] == listed.versions)
        same &= before.decisions[then] == self.decisions
        self.place_of[then[same]] = np.flatnonzero(same)
        self.keys[same], self.open[same] = before.keys[then[same]], before.open[then[same]]

    def rows_to_link(self) -> Ints:
        """Return the rows that changed, or whose candidates did."""
        anew = np.ones(len(self.listed.keys), bool)
        same = np.sort(self.place_of[self.place_of != NOBODY])
        anew[same] = False
        members = self.entries
        if len(same) and (members.newest, len(members.numbers)) != (self.before.newest, self.before.entries):
            claims = self._claims_of_then()
            anew[claims.row[members.at(claims.member) == NOBODY]] = True
            opened = members.index.blocks(self.keys[same]).open
            anew[same[(opened != self.open[same]).any(axis=1)]] = True
            anew[self._met_by_newcomers(same[~anew[same]])] = True
        return np.flatnonzero(anew)

    def _met_by_newcomers(self, rows: Ints) -> Ints:
        """Return those of some rows that a new or changed member claims or is claimed by."""
        new = np.flatnonzero(self.entries.numbers > self.before.newest)
        newcomers = Index(self.entries.index.keys[new])
        row, at = newcomers.blocks(self.keys[rows]).pairs(self.open[rows])
        met, row = np.unique(row, return_inverse=True)
        judged = self._judged(rows[met], row, new[at])
        return judged.places[judged.judged.pairs.row]

    def judged(self, places: Ints) -> _Judged:
        """Return some rows with all their candidates."""
        rows = self._read(places)
        self.keys[places] = keys_of(rows, self.entries.register.vocabularies)
        blocks = self.entries.index.blocks(self.keys[places])
        self.open[places] = blocks.open
        return self._judged(places, *blocks.pairs(), rows)

    def judged_again(self, places: Ints, claims: Claims) -> _Judged:
        """Return some rows with the members whom they claim."""
        claimed = claims.only(np.isin(claims.row, places))
        return self._judged(places, np.searchsorted(places, claimed.row), self.entries.at(claimed.member))

    def _judged(self, places: Ints, row: Ints, at: Ints, rows: Columns | None = None) -> _Judged:
        rows = self._read(places) if rows is None else rows
        settled = self.entries.known(self.decided.whom(rows.keys))
        self.entries.positions(self.entries.at(np.array(sorted(settled.values()), np.int64)))
        member = self.entries.positions(at)
        there = member != NOBODY
        judged = judge(self.entries.register, rows, (row[there], member[there]), self.model, self.decided)
        return _Judged(self.entries, self.model, places, rows, judged)

    def _read(self, places: Ints) -> Columns:
        return self.entries.register.columns(
            self.listed.read(self.listed.numbers[places].tolist()) if len(places) else []
        )

    def _claims_of_then(self) -> Claims:
        then = self.before.claims
        claims = Claims(self.place_of[then.row], then.member, then.belief)
        return claims.only(claims.row != NOBODY)

    def unchanged_claims(self, anew: Ints) -> Claims:
        """Return the claims of the rows that are not linked anew."""
        claims = self._claims_of_then()
        return claims.only(~np.isin(claims.row, anew))

    def drawn_in(self, claims: Claims, leaders: Claims, anew: Ints) -> Ints:
        """Return the other rows that claim a member whom another row fits best now, or fits not as well as then."""
        then = _who_leads(self.before.claims.leaders(), self.before.numbers)
        now = _who_leads(leaders, self.listed.numbers)
        contested = [member for member, _row, _belief in then ^ now]
        return np.setdiff1d(claims.row[np.isin(claims.member, contested)], anew)

    def memory(self, claims: Claims) -> Memory:
        """Return what to keep until the next night."""
        listed = self.listed
        order = np.lexsort((claims.member, claims.row))
        claims = Claims(claims.row[order], claims.member[order], claims.belief[order])
        return Memory(
            listed.numbers, listed.versions, self.decisions, self.keys, self.open, claims,
            self.entries.newest, len(self.entries.numbers),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Judged:
    """Rows of a list whose pairs are judged."""

    entries: Entries
    model: Model
    places: Ints
    rows: Columns
    judged: Judged

    def claims(self) -> Claims:
        pairs = self.judged.pairs
        return Claims(self.places[pairs.row], self.entries.number_of[pairs.member], self.judged.belief)

    def links(self, leaders: Claims) -> list[Link]:
        claims = self.claims()
        at = np.searchsorted(leaders.member, claims.member)
        leads = leaders.row[at] == claims.row
        belief = compete(self.judged, leads, leaders.belief[at], self.model, len(self.rows))
        return assignment.links(self.entries.register, self.rows, self.judged, belief)


def _who_leads(leaders: Claims, numbers: Ints) -> set[tuple[int, int, float]]:
    return set(
        zip(leaders.member.tolist(), numbers[leaders.row].tolist(), leaders.belief.tolist(), strict=True)
    )

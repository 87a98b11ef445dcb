"""
How often what occurs in the whole register: names, words of names, regencies, workplaces.

Counts belong to a numbered model as its weights do: a member who joins does not change how rare everybody's name is
before the next learning, so that a night need not judge everybody anew. They hold hashes, but for the regencies' names.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from members.matching.columns import NONE, Columns, Hashes, Ints, Vocabularies
from members.matching.places import Kind

_ODD, _ODDER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Tally:
    """Values, ascending, and how often each occurs."""

    values: Hashes
    times: Ints

    @classmethod
    def of(cls, values: npt.NDArray[np.generic], least: int = 1) -> Self:
        """Count values; those that occur less than `least` times are left out."""
        distinct, times = np.unique(values.astype(np.uint64), return_counts=True)
        kept = times >= least
        return cls(distinct[kept], times[kept].astype(np.int64))

    def count(self, wanted: npt.NDArray[np.generic]) -> Ints:
        """Return how often each wanted value occurs."""
        if not len(self.values):
            return np.zeros(wanted.shape, np.int64)
        wanted = wanted.astype(np.uint64)
        at = np.minimum(np.searchsorted(self.values, wanted), len(self.values) - 1)
        found: Ints = np.where(self.values[at] == wanted, self.times[at], 0)
        return found

    def shares(self, wanted: npt.NDArray[np.generic], *, unknown: int) -> npt.NDArray[np.float64]:
        """Return the share of those who have a value who have the wanted one, at least one; 0 for the unknown."""
        known = max(int(self.times.sum()), 1)
        return np.where(wanted == unknown, 0.0, np.maximum(self.count(wanted), 1) / known)


@dataclass(frozen=True, slots=True)
class Counts:
    """
    What a model knows of the register it was learned from.

    `words` are folded words, each once a name; `whole` are names of at least two members; `local` and `local_whole` are
    those of each province. `kinds` are the regencies, and which of kabupaten and kota are written with each.
    """

    people: int
    provinces: Tally
    words: Tally
    local: Tally
    whole: Tally
    local_whole: Tally
    workplaces: Tally
    regencies: Tally
    kinds: dict[str, list[Kind]]

    def as_bytes(self) -> bytes:
        """Return the counts as bytes, always the same for the same counts."""
        arrays = {
            f"{name}.{part}": getattr(getattr(self, name), part)
            for name in _TALLIES
            for part in ("values", "times")
        }
        rest = json.dumps({"people": self.people, "kinds": self.kinds}, sort_keys=True).encode()
        into = io.BytesIO()
        np.savez_compressed(into, rest=np.frombuffer(rest, np.uint8), **arrays)
        return into.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the counts that `as_bytes` wrote."""
        with np.load(io.BytesIO(data), allow_pickle=False) as read:
            rest = json.loads(read["rest"].tobytes())
            tallies = {name: Tally(read[f"{name}.values"], read[f"{name}.times"]) for name in _TALLIES}
        return cls(people=rest["people"], kinds=rest["kinds"], **tallies)


_TALLIES = ("provinces", "words", "local", "whole", "local_whole", "workplaces", "regencies")


def count(members: Columns, vocabularies: Vocabularies) -> Counts:
    """Count a whole register."""
    folds = _each_once(vocabularies.words.fold_of()[members.words])
    hashes = vocabularies.words.hashes_of_folded()[folds]
    bears = folds != NONE
    provinces = np.broadcast_to(members.province[:, None], folds.shape)
    whole = whole_name(hashes, folds == NONE)
    named = members.workplace != NONE
    return Counts(
        people=max(len(members), 1),
        provinces=Tally.of(members.province[members.province != 0]),
        words=Tally.of(hashes[bears]),
        local=Tally.of(within(provinces[bears], hashes[bears])),
        whole=Tally.of(whole, least=2),
        local_whole=Tally.of(within(members.province, whole), least=2),
        workplaces=Tally.of(vocabularies.workplaces.hashes()[members.workplace[named]]),
        regencies=Tally.of(members.regency[members.regency != 0]),
        kinds={name: sorted(kinds) for name, kinds in sorted(vocabularies.regency_kinds.items())},
    )


def within(provinces: Ints, hashes: Hashes) -> Hashes:
    """Return the hash of each thing in its province."""
    with np.errstate(over="ignore"):
        mixed: Hashes = (provinces.astype(np.uint64) * _ODD ^ hashes) * _ODDER
    return mixed ^ (mixed >> np.uint64(29))


def whole_name(hashes: Hashes, absent: npt.NDArray[np.bool_]) -> Hashes:
    """Return a hash of the set of words, whatever their order."""
    with np.errstate(over="ignore"):
        mixed = hashes * _ODD
        mixed = (mixed ^ (mixed >> np.uint64(31))) * _ODDER
        words = np.where(absent, np.uint64(0), mixed ^ (mixed >> np.uint64(27)))
    whole: Hashes = words.sum(axis=1, dtype=np.uint64)
    return whole


def _each_once(folds: Ints) -> Ints:
    """Return each name's words with repetitions blanked."""
    ordered = np.sort(folds, axis=1)
    repeated = np.zeros(ordered.shape, bool)
    repeated[:, 1:] = ordered[:, 1:] == ordered[:, :-1]
    return np.where(repeated, NONE, ordered)

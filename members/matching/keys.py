"""
Candidates: which members are worth comparing with a row.

Every record has some seventy keys, each a 64-bit hash of a few of its facts; a row is compared with the members that
share a key whose block is small enough to be worth opening. Sizes are absolute, so that work grows with the rows and
not with their product; where a block is too large, a narrower key of the same record finds the member.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from members.matching.columns import (
    NONE,
    Columns,
    Hashes,
    Ints,
    Vocabularies,
    stable_hash,
)

Key = tuple[Hashes, int]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
ABSENT = np.uint64(0)


def mix(*parts: npt.NDArray[Any] | int) -> Hashes:
    """Return one hash per record of all the parts."""
    mixed = np.array(0x243F6A8885A308D3, np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            mixed = (mixed ^ np.asarray(part).astype(np.uint64)) * _MULTIPLIER
            mixed = mixed ^ (mixed >> _SHIFT)
    return mixed


class Index:
    """The register's keys, each once and in order, and who has them."""

    def __init__(self, columns: Columns, vocabularies: Vocabularies) -> None:
        hashes: list[Hashes] = []
        members: list[npt.NDArray[np.int32]] = []
        for key, _ in keys_of(columns, vocabularies):
            present = np.flatnonzero(key != ABSENT)
            hashes.append(key[present])
            members.append(present.astype(np.int32))
        everything = np.concatenate(hashes)
        order = np.argsort(everything, kind="stable")
        self._members = np.concatenate(members)[order]
        self._hashes, self._starts, self._sizes = np.unique(
            everything[order], return_index=True, return_counts=True
        )

    def candidates(self, rows: Columns, vocabularies: Vocabularies) -> tuple[Ints, Ints]:
        """Return pairs (row, member) by position, each once, in order."""
        found = [np.empty(0, np.int64)]
        for key, largest in keys_of(rows, vocabularies):
            present = np.flatnonzero(key != ABSENT)
            if len(present) and len(self._hashes):
                found.append(self._opened(present, key[present], largest))
        pairs = np.unique(np.concatenate(found))
        row: Ints = pairs >> 32
        member: Ints = pairs & 0xFFFFFFFF
        return row, member

    def _opened(self, rows: Ints, keys: Hashes, largest: int) -> Ints:
        """Every row with every member of its block, as one number each, if the block is small enough."""
        order = np.argsort(keys)  # neighbours in the query are neighbours in memory: four times as fast
        keys, rows = keys[order], rows[order]
        at = np.minimum(np.searchsorted(self._hashes, keys), len(self._hashes) - 1)
        opened = (self._hashes[at] == keys) & (self._sizes[at] <= largest)
        start, size = self._starts[at[opened]], self._sizes[at[opened]]
        offset = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        pairs: Ints = (np.repeat(rows[opened], size) << 32) | self._members[np.repeat(start, size) + offset]
        return pairs


def keys_of(people: Columns, vocabularies: Vocabularies) -> Iterator[Key]:
    """Yield hashes (0 where a record lacks the facts) with the largest block worth opening."""
    for facts, wanted, largest in _facts(people, vocabularies):
        key = mix(*facts)
        yield np.where(wanted, key | np.uint64(1), ABSENT), largest


_Facts = tuple[tuple[npt.NDArray[Any] | int, ...], npt.NDArray[np.bool_], int]


def _facts(people: Columns, vocabularies: Vocabularies) -> Iterator[_Facts]:
    skeletons = vocabularies.words.skeletons()[people.words]
    yield from _numbers(people)
    yield from _births(people, skeletons)
    yield from _names(people, skeletons, vocabularies)


def _numbers(people: Columns) -> Iterator[_Facts]:
    """
    NIK, NIP and phones: equal, or equal in one half.

    One wrong, lost or added digit, or two swapped ones, leave a half as it was, counted from its own end.
    """
    yield (1, people.nik), people.nik != NONE, 50
    nip = people.nip
    long = (people.nip_state > 0) & (nip >= 10**14)
    digits = np.where(long, np.floor(np.log10(np.maximum(nip, 1)) + 1e-12).astype(np.int64) + 1, 0)
    yield (2, nip), people.nip_state == 1, 50
    for kept in (14, 10):
        yield (3, kept, nip // 10 ** np.maximum(digits - kept, 0)), long, 60
    yield (4, nip % 10**9), long & (people.nip_state != 2), 40
    for phone in people.phones.T:
        known = phone != NONE
        yield (5, phone), known, 40
        yield (6, phone % 10**6), known, 40
        yield (7, phone // 10**4), known, 20
        yield (8, phone // 10**4, people.regency), known & (people.regency != 0), 40


def _births(people: Columns, skeletons: Hashes) -> Iterator[_Facts]:
    """The birth date with a word or the regency, day and month swapped, and any two of its parts with a word."""
    birth = people.birth
    known = birth > 0
    year, month, day = birth // 10_000, birth // 100 % 100, birth % 100
    low, high = np.minimum(month, day), np.maximum(month, day)
    yield (10, birth, people.regency), known & (people.regency != 0), 60
    yield (11, birth, people.province), known, 40
    for column in range(4):
        word = skeletons[:, column]
        has_word = known & (word != 0)
        yield (12, birth, word), has_word, 60
        yield (13, year, low, high, word), has_word & (day <= 12), 60
        yield (14, year, month, word), has_word, 40
        yield (15, month, day, word), has_word, 40
        yield (16, year, day, word), has_word, 40


def _names(people: Columns, skeletons: Hashes, vocabularies: Vocabularies) -> Iterator[_Facts]:
    """The whole name, pairs of words, a word with the regency, a rare word alone, and words written together."""
    ordered = np.sort(skeletons, axis=1)
    named = people.word_count > 0
    whole = tuple(ordered[:, column] for column in range(ordered.shape[1]))
    yield (20, *whole), named, 60
    yield (21, *whole, people.province), named, 150
    has_regency = people.regency != 0
    yield (22, *whole, people.regency), named & has_regency, 80
    for one, other in combinations(range(4), 2):
        low = np.minimum(skeletons[:, one], skeletons[:, other])
        high = np.maximum(skeletons[:, one], skeletons[:, other])
        both = (low != 0) & (low != high)
        yield (23, low, high), both, 40
        yield (24, low, high, people.province), both, 80
        yield (25, low, high, people.regency), both & has_regency, 60
    for column in range(4):
        word = skeletons[:, column]
        yield (26, word, people.regency), (word != 0) & has_regency, 40
        yield (27, word), word != 0, 15
        yield (
            (28, word, people.workplace, people.province),
            (word != 0) & (people.workplace != NONE),
            20,
        )
    yield from _joined(people, vocabularies)


def _joined(people: Columns, vocabularies: Vocabularies) -> Iterator[_Facts]:
    """The first letters of the folded words written together, for names whose spaces were lost."""
    forms = vocabularies.words.folded
    folds = vocabularies.words.fold_of()[people.words].tolist()
    names = [[forms[word] for word in words if word >= 0] for words in folds]
    for turned in (False, True):
        texts = ["".join(parts[1:] + parts[:1] if turned else parts)[:9] for parts in names]
        joined = np.fromiter((stable_hash(text) if text else 0 for text in texts), np.uint64)
        yield (
            (29, joined, people.province),
            (joined != 0) & (people.word_count > int(turned)),
            40,
        )

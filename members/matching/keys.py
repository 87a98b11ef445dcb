"""
Candidates: which members are worth comparing with a row.

Every record has some seventy keys, each a hash of a few of its facts; a row is compared with the members that
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
    columns,
    stable_hash,
)

Keys = npt.NDArray[np.uint32]  # a row per record, a column per kind of key, ABSENT where it lacks the facts
Booleans = npt.NDArray[np.bool_]
ABSENT = np.uint32(0)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
EDITION = 1  # of the forms and keys below: raise it with any change of them, and kept keys are made anew
_AT_ONCE = 1 << 22  # keys of members that are looked through in one piece


def mix(*parts: npt.NDArray[Any] | int) -> Hashes:
    """Return one hash per record of all the parts."""
    mixed = np.array(0x243F6A8885A308D3, np.uint64)
    with np.errstate(over="ignore"):
        for part in parts:
            mixed = (mixed ^ np.asarray(part).astype(np.uint64)) * _MULTIPLIER
            mixed = mixed ^ (mixed >> _SHIFT)
    return mixed


class Index:
    """
    The members' keys, as they stand in memory or in a database: nothing is sorted, nobody is known by position only.

    Looking for the members of some rows goes through all keys once, past a table of those that are wanted: for a list
    that takes some hundredths of a second among 100,000 members.
    """

    def __init__(self, keys: Keys) -> None:
        self.keys = keys

    @classmethod
    def from_bytes(cls, data: bytes) -> Index:
        """Return the index of members whose keys stand in `data`, one after the other."""
        return cls(np.frombuffer(data, np.uint32).reshape(-1, len(LARGEST)))

    def blocks(self, rows: Keys) -> Blocks:
        """Return the members who share keys with some rows."""
        return Blocks(rows, self.keys)

    def candidates(self, rows: Keys) -> tuple[Ints, Ints]:
        """Return pairs (row, member) by position that share a key whose block is small enough, each once, in order."""
        return self.blocks(rows).pairs()


class Blocks:
    """The blocks of all keys of some rows; `open` tells of every key whether its block is small enough to be opened."""

    def __init__(self, rows: Keys, keys: Keys) -> None:
        wanted, of = np.unique(rows, return_inverse=True)
        self._of = of.reshape(rows.shape)
        block, self._members = self._looked_up(wanted, keys)
        self._sizes = np.bincount(block, minlength=len(wanted))
        self._starts = np.cumsum(self._sizes) - self._sizes
        self.open: Booleans = self._sizes[self._of] <= LARGEST

    def pairs(self, opened: Booleans | None = None) -> tuple[Ints, Ints]:
        """Return pairs (row, member) by position that share an open key, each once, in order."""
        row, column = np.nonzero(self.open if opened is None else opened)
        block = self._of[row, column]
        size = self._sizes[block]
        offset = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        members = self._members[np.repeat(self._starts[block], size) + offset]
        pairs = np.unique(np.repeat(row, size) << 32 | members)
        return pairs >> 32, pairs & 0xFFFFFFFF

    @staticmethod
    def _looked_up(wanted: Keys, keys: Keys) -> tuple[Ints, Ints]:
        """Return every occurrence of a wanted key: which one, and whose it is, by key and member."""
        shift = np.uint32(32 - min(max(len(wanted).bit_length() + 5, 12), 24))
        table = np.zeros(1 << int(32 - shift), bool)
        table[(wanted >> shift)[wanted != ABSENT]] = True
        flat, found = keys.reshape(-1), [np.empty(0, np.int64)]
        for start in range(0, len(flat), _AT_ONCE):
            maybe = np.flatnonzero(table[flat[start : start + _AT_ONCE] >> shift]) + start
            at = np.searchsorted(wanted, flat[maybe])
            sure = wanted[np.minimum(at, len(wanted) - 1)] == flat[maybe]
            sure &= flat[maybe] != ABSENT
            found.append(at[sure] << 32 | maybe[sure] // keys.shape[1])
        occurrences = np.sort(np.concatenate(found))
        return occurrences >> 32, occurrences & 0xFFFFFFFF


def keys_of(people: Columns, vocabularies: Vocabularies) -> Keys:
    """Return the keys of people: 32 bits are enough, as two facts that fall together cost a comparison and no more."""
    keys = np.empty((len(people), len(LARGEST)), np.uint32)
    for column, (facts, wanted, _largest) in enumerate(_facts(people, vocabularies)):
        mixed = (mix(*facts) >> np.uint64(32)).astype(np.uint32)
        keys[:, column] = np.where(wanted, np.maximum(mixed, np.uint32(1)), ABSENT)
    return keys


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
    workplaces = vocabularies.workplaces.hashes()[people.workplace]  # NONE is the last one
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
            (28, word, workplaces, people.province),
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


# the largest block worth opening, of every kind of key
LARGEST = np.array(
    [largest for _, _, largest in _facts(columns([], Vocabularies()), Vocabularies())], np.int64
)

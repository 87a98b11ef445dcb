"""
Names word by word: which word of the row is which word of the member, and how well they agree.

Each pair of words has a grade. The best grades are aligned first, and every word is used once; the order of the words
does not matter, because lists and accounts write it differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler, Postfix, Prefix
from rapidfuzz.process import cpdist

from members.matching.columns import Bytes, Columns, Ints, Vocabulary
from members.matching.frequencies import (
    EXACT,
    FOLDED,
    INITIAL,
    LOOSE,
    NEAR,
    PART,
    UNLIKE,
    VARIANT,
    Frequencies,
)  # fmt: skip
from members.matching.joining import another_vowel, joined_words

Booleans = npt.NDArray[np.bool_]

MOST_OTHER_LETTERS = 6  # of words that are written together on one side
JOINED, EXTRA, LACKING = 7, 8, 9
COUNTED = ("exact", "folded", "near", "variant", "part", "loose", "initial", "joined", "extra", "lacking")
COUNTS = len(COUNTED)


@dataclass(frozen=True, slots=True)
class Alignment:
    """
    Per pair of records: how many words have each grade of COUNTED, and what the rarity of those that agree is worth.

    `rarity` is in bits: the sum over aligned words, before the grades' own rates count.
    """

    counts: Bytes
    rarity: npt.NDArray[np.float64]


class Grades:
    """Grades of pairs of words, each computed once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known_codes: Ints = np.empty(0, np.int64)
        self._known_grades: Bytes = np.empty(0, np.int8)

    def of(self, row_folds: Ints, member_folds: Ints) -> Bytes:
        """Return the grade of each pair of folded words (numbers of the vocabulary), which are known to differ."""
        codes = row_folds.astype(np.int64) << 32 | member_folds
        distinct, where = np.unique(codes, return_inverse=True)
        at = np.searchsorted(self._known_codes, distinct)
        inside = np.minimum(at, max(len(self._known_codes) - 1, 0))
        new = (
            np.ones(len(distinct), bool)
            if not len(self._known_codes)
            else self._known_codes[inside] != distinct
        )
        if new.any():
            self._learn(distinct[new])
            at = np.searchsorted(self._known_codes, distinct)
        found: Bytes = self._known_grades[at][where.reshape(codes.shape)]
        return found

    def _learn(self, codes: Ints) -> None:
        forms = self._vocabulary.folded
        ones = [forms[number] for number in (codes >> 32).tolist()]
        others = [forms[number] for number in (codes & 0xFFFFFFFF).tolist()]
        at = np.searchsorted(self._known_codes, codes)
        self._known_codes = np.insert(self._known_codes, at, codes)
        self._known_grades = np.insert(self._known_grades, at, grades_of(ones, others))


def grades_of(ones: list[str], others: list[str]) -> Bytes:
    """Return the grade of each pair of folded words that are not equal."""
    lengths = np.array([[*map(len, ones)], [*map(len, others)]], np.int64)
    short, long = lengths.min(axis=0), lengths.max(axis=0)
    edits = cpdist(ones, others, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    alike = cpdist(ones, others, scorer=JaroWinkler.similarity, dtype=np.float32)
    begins = cpdist(ones, others, scorer=Prefix.similarity, dtype=np.uint8)
    ends = cpdist(ones, others, scorer=Postfix.similarity, dtype=np.uint8)
    grades = np.full(len(ones), UNLIKE, np.int8)
    grades[(short >= 4) & ((alike >= 0.93) | ((edits <= 2) & (short >= 6)))] = LOOSE
    grades[(short >= 3) & (long >= 5) & ((begins == short) | (ends == short))] = PART  # Tuti for Widiastuti
    grades[(edits <= 1) & (short >= 3) & (long >= 4)] = NEAR
    for at in np.flatnonzero((grades == NEAR) & (short == long)).tolist():
        if another_vowel(ones[at], others[at]):
            grades[at] = VARIANT
    grades[(short == 1) & (begins == 1)] = INITIAL
    return grades


def align(
    rows: Columns, members: Columns, row: Ints, member: Ints, *, grades: Grades, frequencies: Frequencies
) -> Alignment:
    """Return the alignment of the names of every pair (row, member), given by position."""
    counts = np.zeros((len(row), COUNTS), np.int8)
    rarity = np.zeros(len(row))
    scope = frequencies.scope(rows.province[row], members.province[member])
    shape = rows.word_count[row].astype(np.int64) * 8 + members.word_count[member]
    for kind in np.unique(shape).tolist():
        width, height = divmod(kind, 8)
        if not width or not height:
            continue
        of_kind = np.flatnonzero(shape == kind)
        work = _Work(
            rows.words[row[of_kind], :width],
            members.words[member[of_kind], :height],
            scope[of_kind],
            frequencies,
        )
        table = work.graded(grades)
        work.take_words(table, EXACT, VARIANT)
        work.take_joined_words()
        work.take_words(table, PART, INITIAL)
        counts[of_kind], rarity[of_kind] = work.result()
    return Alignment(counts, rarity)


@dataclass(frozen=True, slots=True)
class _Left:
    """The words of one side that are left: length, first letter and letters of each; no length where there is none."""

    sizes: Ints
    starts: Ints
    letters: Bytes

    def may_be_one_of_two(self, other: _Left) -> Booleans:
        """Tell where a word may be two words of the other side, written together."""
        fits = np.zeros(len(self.sizes), bool)
        for first, second in permutations(range(other.sizes.shape[1]), 2):
            both = (other.sizes[:, first] > 0) & (other.sizes[:, second] > 0)
            together = other.sizes[:, first] + other.sizes[:, second]
            for word in range(self.sizes.shape[1]):
                like = both & (self.sizes[:, word] > 0) & (self.starts[:, word] == other.starts[:, first])
                maybe = np.flatnonzero(like & ~fits & (np.abs(self.sizes[:, word] - together) <= 1))
                letters = other.letters[maybe, first] + other.letters[maybe, second]
                fits[maybe] = _few_other_letters(self.letters[maybe, word], letters)
        return fits

    def may_be(self, other: _Left) -> Booleans:
        """Tell where all words may be all words of the other side, with their spaces elsewhere."""
        fits: Booleans = np.abs(self.sizes.sum(axis=1) - other.sizes.sum(axis=1)) <= 2
        alike = self.starts[:, :, None] == other.starts[:, None, :]
        left = (self.sizes > 0)[:, :, None] & (other.sizes > 0)[:, None, :]
        maybe = np.flatnonzero(fits & (alike & left).any(axis=(1, 2)))
        fits[:] = False
        letters, others = self.letters[maybe].sum(axis=1), other.letters[maybe].sum(axis=1)
        fits[maybe] = _few_other_letters(letters, others)
        return fits


def _few_other_letters(some: Bytes, others: Bytes) -> Booleans:
    """A slip of the pen, and what folding does where two words meet, change few letters."""
    few: Booleans = np.abs(some.astype(np.int8) - others).sum(axis=1) <= MOST_OTHER_LETTERS
    return few


class _Work:
    """Pairs whose names have the same numbers of words, while their words are being taken."""

    def __init__(self, row_words: Ints, member_words: Ints, scope: Ints, frequencies: Frequencies) -> None:
        self.row_words, self.member_words = row_words, member_words
        self.row_folds = frequencies.fold_of[row_words]
        self.member_folds = frequencies.fold_of[member_words]
        self.scope = scope
        self.frequencies = frequencies
        self.row_free = np.ones(row_words.shape, bool)
        self.member_free = np.ones(member_words.shape, bool)
        self.counts = np.zeros((len(row_words), COUNTS), np.int8)
        self.rarity = np.zeros(len(row_words))

    def take_words(self, table: Bytes, best: int, worst: int) -> None:
        """Take pairs of words of the given grades, the best grade first."""
        for grade in range(best, worst + 1):
            at_grade = table == grade
            if not at_grade.any():
                continue
            for i in range(table.shape[1]):
                for j in range(table.shape[2]):
                    self._take(at_grade[:, i, j], grade, i, j)

    def _take(self, wanted: Booleans, grade: int, i: int, j: int) -> None:
        hit = np.flatnonzero(wanted & self.row_free[:, i] & self.member_free[:, j])
        if len(hit):
            self.row_free[hit, i] = self.member_free[hit, j] = False
            self.counts[hit, grade] += 1
            self.rarity[hit] += self.frequencies.bits(
                grade, self.row_folds[hit, i], self.member_folds[hit, j], self.scope[hit]
            )

    def graded(self, grades: Grades) -> Bytes:
        """Return the grade of every word of the row with every word of the member."""
        shape = (len(self.row_words), self.row_words.shape[1], self.member_words.shape[1])
        table = np.full(shape, UNLIKE, np.int8)
        row_folds = np.broadcast_to(self.row_folds[:, :, None], shape)
        member_folds = np.broadcast_to(self.member_folds[:, None, :], shape)
        same = row_folds == member_folds
        worth = ~same & self.frequencies.may_be_alike(row_folds, member_folds)
        table[worth] = grades.of(row_folds[worth], member_folds[worth])
        table[same] = FOLDED
        table[self.row_words[:, :, None] == self.member_words[:, None, :]] = EXACT
        return table

    def take_joined_words(self) -> None:
        """Where one side wrote two words as one, or all that is left with its spaces elsewhere, take them as joined."""
        mine, theirs = (
            self._left(self.row_folds, self.row_free),
            self._left(self.member_folds, self.member_free),
        )
        words_left = (mine.sizes > 0).sum(axis=1) + (theirs.sizes > 0).sum(axis=1)
        fits = mine.may_be(theirs) | mine.may_be_one_of_two(theirs) | theirs.may_be_one_of_two(mine)
        for case in np.flatnonzero(fits & (words_left > 2)).tolist():
            self._join(case)

    def _left(self, folds: Ints, free: Booleans) -> _Left:
        sizes = np.where(free, self.frequencies.size_of[folds], 0)
        letters = np.where(free[:, :, None], self.frequencies.alphabet_of[folds], np.int8(0))
        return _Left(sizes, self.frequencies.start_of[folds], letters)

    def _join(self, case: int) -> None:
        words = self.frequencies.words
        row_at = np.flatnonzero(self.row_free[case])
        member_at = np.flatnonzero(self.member_free[case])
        way = joined_words(
            [words[word] for word in self.row_words[case, row_at].tolist()],
            [words[word] for word in self.member_words[case, member_at].tolist()],
        )
        if way:
            taken = member_at[way[1]]
            self.row_free[case, row_at[way[0]]] = self.member_free[case, taken] = False
            self.counts[case, JOINED] += 1
            share = self.frequencies.share(
                self.member_folds[case, taken], np.repeat(self.scope[case], len(taken))
            )
            self.rarity[case] -= np.log2(share).sum()

    def result(self) -> tuple[Bytes, npt.NDArray[np.float64]]:
        """Return the counts and the rarity; a whole name that agrees is worth what few bear it, no more."""
        self.counts[:, EXTRA] = self.row_free.sum(axis=1)
        self.counts[:, LACKING] = self.member_free.sum(axis=1)
        imperfect = self.counts[:, [NEAR, VARIANT, PART, LOOSE, INITIAL, EXTRA, LACKING]].sum(axis=1)
        ceiling = self.frequencies.ceiling(self.member_folds, self.scope)
        return self.counts, np.where(imperfect == 0, np.minimum(self.rarity, ceiling), self.rarity)

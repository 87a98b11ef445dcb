"""
Names word by word: which word of the row is which word of the member, and how well they agree.

Each pair of words has a grade. The best grades are aligned first, and every word is used once; the order of the words
does not matter, because lists and accounts write it differently.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from members.matching.columns import NONE, Bytes, Columns, Ints, Vocabulary

EXACT, FOLDED, NEAR, LOOSE, INITIAL, UNLIKE = range(6)
GRADES = UNLIKE
JOINED = 5
EXTRA, LACKING = 6, 7
COUNTS = 8  # exact, folded, near, loose, initial, joined, extra (only the row has it), lacking (only the member has it)


@dataclass(frozen=True, slots=True)
class Alignment:
    """
    Per pair of records: how many words have each grade, and the chance that a stranger's name would agree as well.

    `chance` is in bits: the sum over aligned words of what their rarity is worth before the grades' own rates count.
    `sound` is the number of words that agree in sound (exact or folded).
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
        all_codes = np.concatenate([self._known_codes, codes])
        all_grades = np.concatenate([self._known_grades, grades_of(ones, others)])
        order = np.argsort(all_codes)
        self._known_codes, self._known_grades = all_codes[order], all_grades[order]


def grades_of(ones: list[str], others: list[str]) -> Bytes:
    """Return the grade of each pair of folded words that are not equal."""
    lengths = np.array([[len(one), len(other)] for one, other in zip(ones, others, strict=True)]).reshape(
        -1, 2
    )
    short, long = lengths.min(axis=1), lengths.max(axis=1)
    edits = cpdist(ones, others, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    alike = cpdist(ones, others, scorer=JaroWinkler.similarity, dtype=np.float32)
    same_start = np.array([one[:1] == other[:1] for one, other in zip(ones, others, strict=True)], bool)
    inside = np.array(
        [one in other or other in one for one, other in zip(ones, others, strict=True)],
        bool,
    )
    grades = np.full(len(ones), UNLIKE, np.int8)
    loose = (short >= 4) & ((alike >= 0.93) | ((edits <= 2) & (short >= 6)) | (inside & (short >= 4)))
    grades[loose] = LOOSE
    grades[(edits <= 1) & (short >= 3) & (long >= 4)] = NEAR
    grades[(short == 1) & same_start] = INITIAL
    return grades


def align(
    rows: Columns,
    members: Columns,
    row: Ints,
    member: Ints,
    grades: Grades,
    frequency: Frequencies,
) -> Alignment:
    """Return the alignment of the names of every pair (row, member), given by position."""
    counts = np.zeros((len(row), COUNTS), np.int8)
    rarity = np.zeros(len(row))
    shape = rows.word_count[row].astype(np.int64) * 8 + members.word_count[member]
    for kind in np.unique(shape).tolist():
        of_kind = np.flatnonzero(shape == kind)
        width, height = divmod(kind, 8)
        if not width or not height:
            continue
        row_words = rows.words[row[of_kind], :width]
        member_words = members.words[member[of_kind], :height]
        counts[of_kind], rarity[of_kind] = _align_kind(row_words, member_words, grades, frequency)
    return Alignment(counts, rarity)


def _align_kind(
    row_words: Ints, member_words: Ints, grades: Grades, frequency: Frequencies
) -> tuple[Bytes, npt.NDArray[np.float64]]:
    """Align pairs whose names have the same numbers of words."""
    row_folds, member_folds = (
        frequency.fold_of[row_words],
        frequency.fold_of[member_words],
    )
    table = _grade_table(row_words, member_words, row_folds, member_folds, grades)
    size, width, height = table.shape
    counts = np.zeros((size, COUNTS), np.int8)
    rarity = np.zeros(size)
    row_free, member_free = np.ones((size, width), bool), np.ones((size, height), bool)
    for grade in range(GRADES):
        at_grade = table == grade
        if not at_grade.any():
            continue
        for i in range(width):
            for j in range(height):
                hit = at_grade[:, i, j] & row_free[:, i] & member_free[:, j]
                if not hit.any():
                    continue
                row_free[hit, i] = member_free[hit, j] = False
                counts[hit, grade] += 1
                rarity[hit] += frequency.bits(grade, row_folds[hit, i], member_folds[hit, j])
    _join(row_folds, member_folds, row_free, member_free, counts, rarity, frequency)
    counts[:, EXTRA], counts[:, LACKING] = row_free.sum(axis=1), member_free.sum(axis=1)
    return counts, frequency.capped(rarity, counts, member_folds)


def _grade_table(
    row_words: Ints,
    member_words: Ints,
    row_folds: Ints,
    member_folds: Ints,
    grades: Grades,
) -> Bytes:
    shape = (len(row_words), row_words.shape[1], member_words.shape[1])
    table = np.full(shape, UNLIKE, np.int8)
    same = np.broadcast_to(row_folds[:, :, None], shape) == member_folds[:, None, :]
    table[~same] = grades.of(
        np.broadcast_to(row_folds[:, :, None], shape)[~same],
        np.broadcast_to(member_folds[:, None, :], shape)[~same],
    )
    table[same] = FOLDED
    table[row_words[:, :, None] == member_words[:, None, :]] = EXACT
    return table


def _join(
    row_folds: Ints, member_folds: Ints, row_free: npt.NDArray[np.bool_], member_free: npt.NDArray[np.bool_],
    counts: Bytes, rarity: npt.NDArray[np.float64], frequency: Frequencies,
) -> None:  # fmt: skip
    """Where one side wrote two words as one, count both words as joined."""
    left_row, left_member = row_free.sum(axis=1), member_free.sum(axis=1)
    for case in np.flatnonzero((left_row > 0) & (left_member > 0) & (left_row + left_member > 2)).tolist():
        row_left = row_folds[case][row_free[case]].tolist()
        member_left = member_folds[case][member_free[case]].tolist()
        joined = frequency.joined(row_left, member_left)
        if joined:
            row_free[case] = member_free[case] = False
            counts[case, JOINED] += max(len(row_left), len(member_left))
            rarity[case] += frequency.joined_bits(member_left)


class Frequencies:
    """How common names are in the register: a shared Muhammad proves little, a shared Tumanggor much."""

    def __init__(self, vocabulary: Vocabulary, members: Columns) -> None:
        self._vocabulary = vocabulary
        self.people = max(len(members), 1)
        folds = vocabulary.fold_of()[members.words]
        ordered = np.sort(folds, axis=1)
        repeated = (ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] != NONE)
        counted = np.where(np.pad(repeated, ((0, 0), (1, 0))), NONE, ordered)
        self._bearers = np.bincount(counted[counted != NONE].ravel(), minlength=1)
        whole, times = np.unique(_whole_name(folds), return_counts=True)
        self._whole, self._whole_times = whole, times
        self.refresh()

    def refresh(self) -> None:
        """Take in the words that the vocabulary has learned since."""
        self.fold_of = self._vocabulary.fold_of()
        missing = len(self._vocabulary.folded) - len(self._bearers)
        if missing > 0:
            self._bearers = np.pad(self._bearers, (0, missing))

    def share(self, folds: Ints) -> npt.NDArray[np.float64]:
        """Return the share of members who bear each word."""
        return (self._bearers[folds] + 0.5) / self.people

    def bits(self, grade: int, row_folds: Ints, member_folds: Ints) -> npt.NDArray[np.float64]:
        """Return what an aligned word's rarity is worth, per grade, before the grade's own rate is counted."""
        share = self.share(member_folds)
        if grade == EXACT:
            return -np.log2(np.minimum(share, 1))
        if grade == FOLDED:
            return -np.log2(np.minimum(share * 1.2, 1))
        if grade == INITIAL:
            return np.full(len(row_folds), -np.log2(0.09))
        typed = np.maximum(self.share(row_folds) - 0.5 / self.people, 0)
        slips = 8_000 if grade == LOOSE else 300
        return -np.log2(np.minimum(share * 3 + 3e-4 * (4 if grade == LOOSE else 1) + typed * slips * 0.2, 1))

    def joined(self, row_left: list[int], member_left: list[int]) -> bool:
        """Tell whether the words are the same letters with the spaces elsewhere, one slip allowed in a long name."""
        forms = self._vocabulary.folded
        row_text = "".join(forms[word] for word in row_left)
        for turned in (member_left, member_left[1:] + member_left[:1]):
            text = "".join(forms[word] for word in turned)
            if row_text == text or (len(text) > 7 and OSA.distance(row_text, text, score_cutoff=1) <= 1):
                return True
        return False

    def joined_bits(self, member_left: list[int]) -> float:
        """Return what a run of words written together is worth."""
        return min(18.0, float(-np.log2(self.share(np.array(member_left))).sum()))

    def capped(
        self, rarity: npt.NDArray[np.float64], counts: Bytes, member_folds: Ints
    ) -> npt.NDArray[np.float64]:
        """A whole name that agrees is worth no more than how few bear the whole name."""
        whole = _whole_name(member_folds)
        at = np.minimum(np.searchsorted(self._whole, whole), len(self._whole) - 1)
        bearers = np.where(self._whole[at] == whole, self._whole_times[at], 0)
        ceiling = -np.log2(np.minimum((bearers + 1.0) / self.people, 1)) + 1
        agrees = counts[:, [NEAR, LOOSE, INITIAL, EXTRA, LACKING]].sum(axis=1) == 0
        return np.where(agrees, np.minimum(rarity, ceiling), rarity)


def _whole_name(folds: Ints) -> npt.NDArray[np.uint64]:
    """Return a hash of the set of words, whatever their order."""
    with np.errstate(over="ignore"):
        mixed = (folds.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
        words = np.where(folds == NONE, np.uint64(0), mixed ^ (mixed >> np.uint64(27)))
    whole: npt.NDArray[np.uint64] = words.sum(axis=1, dtype=np.uint64)
    return whole

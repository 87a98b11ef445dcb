"""How common each word and each whole name is: a shared Muhammad proves little, a shared Tumanggor much."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from members.matching.columns import NONE, Ints, Vocabulary
from members.matching.counts import Counts, whole_name, within

Floats = npt.NDArray[np.float64]

# The grades of two words, best first; alignment.py gives them.
EXACT, FOLDED, NEAR, VARIANT, PART, LOOSE, INITIAL, UNLIKE = range(8)

MOST_OTHER_LETTERS = 4  # two slips of the pen change no more letters than that
INITIAL_CHANCE = 0.09  # two words of strangers begin alike
PROVINCE_WEIGHT = 50.0  # a province's own count of a word is blended with this many members of the nation
# of a whole name that only the candidate bears: strangers of the same name not registered
UNSEEN_BEARERS = 0.3
ELSEWHERE = np.int64(-1)
# How many slips of the pen one word can suffer: a typed word that is itself a name is a slip in one of so many cases.
SLIPS = {NEAR: 60.0, VARIANT: 60.0, PART: 60.0, LOOSE: 1600.0}
NEIGHBOURS = {NEAR: 3e-4, VARIANT: 3e-4, PART: 1.2e-3, LOOSE: 1.2e-3}


class Frequencies:
    """Shares of members who bear a word or a whole name, in the nation and in each province, by the model's counts."""

    def __init__(self, vocabulary: Vocabulary, counts: Counts) -> None:
        self._vocabulary = vocabulary
        self._counts = counts
        self._people = counts.people
        self._provinces = counts.provinces.values
        self._province_people = np.append(counts.provinces.times, counts.people)
        self._bearers: Ints = np.empty(0, np.int64)
        self._local: Ints = np.empty((len(self._provinces), 0), np.int64)
        self.refresh()

    def refresh(self) -> None:
        """Take in the words that the vocabulary has learned since."""
        self.fold_of = self._vocabulary.fold_of()
        self.words = self._vocabulary.words
        self.size_of = np.array([*self._vocabulary.sizes, 0], np.int64)
        self.start_of = np.array([*self._vocabulary.starts, 0], np.int64)
        self.letters_of = self._vocabulary.letters()
        self.alphabet_of = self._vocabulary.alphabets()
        self.hash_of = self._vocabulary.hashes_of_folded()
        new = self.hash_of[len(self._bearers) : -1]
        if len(new):
            self._bearers = np.append(self._bearers, self._counts.words.count(new))
            codes = within(
                self._provinces[:, None].astype(np.int64),
                np.broadcast_to(new, (len(self._provinces), len(new))),
            )
            self._local = np.hstack([self._local, self._counts.local.count(codes)])

    def scope(self, row_provinces: Ints, member_provinces: Ints) -> Ints:
        """Return the province that each pair shares, ELSEWHERE if they are of two: names are at home in regions."""
        if not len(self._provinces):
            return np.full(len(row_provinces), ELSEWHERE)
        wanted = member_provinces.astype(np.uint64)
        at = np.minimum(np.searchsorted(self._provinces, wanted), len(self._provinces) - 1)
        shared = (row_provinces == member_provinces) & (self._provinces[at] == wanted)
        return np.where(shared, at, ELSEWHERE)

    def may_be_alike(self, ones: Ints, others: Ints) -> npt.NDArray[np.bool_]:
        """Tell folded words whose letters differ by few, or are all in the other: no other words have a grade."""
        some, more = self.letters_of[ones], self.letters_of[others]
        shared = some & more
        alike: npt.NDArray[np.bool_] = np.bitwise_count(some ^ more) <= MOST_OTHER_LETTERS
        alike |= (shared == some) | (shared == more)
        return alike

    def share(self, folds: Ints, scope: Ints) -> Floats:
        """Return the share of members who bear each word, in the pair's province where it has one."""
        nation = (self._bearers[folds] + 0.5) / self._people
        if not len(self._provinces):
            return nation
        local = (self._local[scope, folds] + PROVINCE_WEIGHT * nation) / (
            self._province_people[scope] + PROVINCE_WEIGHT
        )
        shares: Floats = np.where(scope == ELSEWHERE, nation, local)
        return shares

    def bits(self, grade: int, row_folds: Ints, member_folds: Ints, scope: Ints) -> Floats:
        """Return what an aligned word's rarity is worth, per grade, before the grade's own rate is counted."""
        if grade == INITIAL:
            return np.full(len(row_folds), -np.log2(INITIAL_CHANCE))
        share = self.share(member_folds, scope)
        if grade == EXACT:
            return -np.log2(np.minimum(share, 1))
        if grade == FOLDED:
            return -np.log2(np.minimum(share * 1.2, 1))
        typed = self._bearers[row_folds] / self._people
        return -np.log2(np.minimum(share * 3 + NEIGHBOURS[grade] + typed * SLIPS[grade], 1))

    def ceiling(self, member_folds: Ints, scope: Ints) -> Floats:
        """Return the most that a whole name can be worth: how few others bear it."""
        whole = whole_name(self.hash_of[member_folds], member_folds == NONE)
        share = (
            np.maximum(self._counts.whole.count(whole) - 1 + UNSEEN_BEARERS, UNSEEN_BEARERS) / self._people
        )
        if not len(self._provinces):
            return np.asarray(-np.log2(np.minimum(share, 1)))
        province = self._provinces[scope].astype(np.int64)
        bearers = self._counts.local_whole.count(within(province, whole))
        local = np.maximum(bearers - 1 + UNSEEN_BEARERS, UNSEEN_BEARERS) / self._province_people[scope]
        most: Floats = -np.log2(np.minimum(np.where(scope == ELSEWHERE, share, local), 1))
        return most

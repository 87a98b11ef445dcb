"""How common each word and each whole name is: a shared Muhammad proves little, a shared Tumanggor much."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from members.matching.columns import NONE, Columns, Ints, Vocabulary

Floats = npt.NDArray[np.float64]

# The grades of two words, best first; alignment.py gives them.
EXACT, FOLDED, NEAR, VARIANT, PART, LOOSE, INITIAL, UNLIKE = range(8)

INITIAL_CHANCE = 0.09  # two words of strangers begin alike
PROVINCE_WEIGHT = 50.0  # a province's own count of a word is blended with this many members of the nation
# of a whole name that only the candidate bears: strangers of the same name not registered
UNSEEN_BEARERS = 0.3
ELSEWHERE = np.int64(-1)
# How many slips of the pen one word can suffer: a typed word that is itself a name is a slip in one of so many cases.
SLIPS = {NEAR: 60.0, VARIANT: 60.0, PART: 60.0, LOOSE: 1600.0}
NEIGHBOURS = {NEAR: 3e-4, VARIANT: 3e-4, PART: 1.2e-3, LOOSE: 1.2e-3}


class Frequencies:
    """Shares of members who bear a word or a whole name, in the nation and in each province."""

    def __init__(self, vocabulary: Vocabulary, members: Columns) -> None:
        self._vocabulary = vocabulary
        self._people = max(len(members), 1)
        self._provinces = np.unique(members.province)
        folds = _each_once(vocabulary.fold_of()[members.words])
        bears = folds != NONE
        province = np.searchsorted(self._provinces, members.province)
        self._bearers = np.bincount(folds[bears], minlength=1)
        of_province = np.broadcast_to(province[:, None], folds.shape)[bears]
        self._local, self._local_bearers = np.unique(of_province << 32 | folds[bears], return_counts=True)
        self._province_people = np.append(np.bincount(province, minlength=len(self._provinces)), self._people)
        whole = _whole_name(folds)
        self._whole, self._whole_bearers = np.unique(whole, return_counts=True)
        self._local_whole, self._local_whole_bearers = np.unique(
            _in_province(whole, province), return_counts=True
        )
        self.refresh()

    def refresh(self) -> None:
        """Take in the words that the vocabulary has learned since."""
        self.fold_of = self._vocabulary.fold_of()
        self.words = self._vocabulary.words
        self.size_of = np.array([*self._vocabulary.sizes, 0], np.int64)
        self.start_of = np.array([*self._vocabulary.starts, 0], np.int64)
        missing = len(self._vocabulary.folded) - len(self._bearers)
        if missing > 0:
            self._bearers = np.pad(self._bearers, (0, missing))

    def scope(self, row_provinces: Ints, member_provinces: Ints) -> Ints:
        """Return the province that each pair shares, ELSEWHERE if they are of two: names are at home in regions."""
        at = np.searchsorted(self._provinces, member_provinces)
        return np.where((row_provinces == member_provinces) & (row_provinces != 0), at, ELSEWHERE)

    def share(self, folds: Ints, scope: Ints) -> Floats:
        """Return the share of members who bear each word, in the pair's province where it has one."""
        nation = (self._bearers[folds] + 0.5) / self._people
        bearers = _counted(self._local, self._local_bearers, scope << 32 | folds)
        local = (bearers + PROVINCE_WEIGHT * nation) / (self._province_people[scope] + PROVINCE_WEIGHT)
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
        whole = _whole_name(member_folds)
        bearers = _counted(self._whole, self._whole_bearers, whole)
        share = np.maximum(bearers - 1 + UNSEEN_BEARERS, UNSEEN_BEARERS) / self._people
        local_bearers = _counted(self._local_whole, self._local_whole_bearers, _in_province(whole, scope))
        local = np.maximum(local_bearers - 1 + UNSEEN_BEARERS, UNSEEN_BEARERS) / self._province_people[scope]
        most: Floats = -np.log2(np.minimum(np.where(scope == ELSEWHERE, share, local), 1))
        return most


class Shares:
    """The share of members who have what each member has; 0 for those who lack the field."""

    def __init__(self, values: Ints, unknown: int) -> None:
        distinct, where, times = np.unique(values, return_inverse=True, return_counts=True)
        known = max(int((values != unknown).sum()), 1)
        self.of: Floats = np.where(distinct == unknown, 0.0, times / known)[where]


def _each_once(folds: Ints) -> Ints:
    """Return each name's words with repetitions blanked."""
    ordered = np.sort(folds, axis=1)
    repeated = np.zeros(ordered.shape, bool)
    repeated[:, 1:] = ordered[:, 1:] == ordered[:, :-1]
    return np.where(repeated, NONE, ordered)


def _counted(values: npt.NDArray[np.generic], counts: Ints, wanted: npt.NDArray[np.generic]) -> Ints:
    """Return the count of each wanted value, 0 for those not among the sorted values."""
    at = np.minimum(np.searchsorted(values, wanted), len(values) - 1)
    found: Ints = np.where(values[at] == wanted, counts[at], 0)
    return found


def _whole_name(folds: Ints) -> npt.NDArray[np.uint64]:
    """Return a hash of the set of words, whatever their order."""
    with np.errstate(over="ignore"):
        mixed = (folds.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
        words = np.where(folds == NONE, np.uint64(0), mixed ^ (mixed >> np.uint64(27)))
    whole: npt.NDArray[np.uint64] = words.sum(axis=1, dtype=np.uint64)
    return whole


def _in_province(whole: npt.NDArray[np.uint64], province: Ints) -> npt.NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        local: npt.NDArray[np.uint64] = whole * np.uint64(31) + (province + 2).astype(np.uint64)
    return local

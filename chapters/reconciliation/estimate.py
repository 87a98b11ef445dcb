"""How many people there are in all, known or not, from two lists that overlap. Pure arithmetic."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

NORMAL_95 = 1.959964  # two-sided 95 % of the normal distribution
FEWEST_ON_BOTH = 7  # below, Chapman's estimator is no longer nearly unbiased (Robson & Regier 1964)


@dataclass(frozen=True, slots=True)
class Estimate:
    """People in total, on either side or on neither, with the interval of 95 %."""

    total: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """
    People of whom `first` are on one list, `second` on another and `both` on the two.

    They may be expected numbers, with fractions. `doubt` is the variance of `both`: what is linked only probably.
    """

    first: float
    second: float
    both: float
    doubt: float = 0.0

    def __add__(self, other: Self) -> "Overlap":
        return Overlap(
            self.first + other.first,
            self.second + other.second,
            self.both + other.both,
            self.doubt + other.doubt,
        )

    @property
    def is_telling(self) -> bool:
        """Whether enough people are on both lists to say anything from these alone."""
        return self.both >= FEWEST_ON_BOTH


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of one stratum: people seen, people expected to be unseen, and the variance of these."""

    seen: float
    unseen: float
    variance: float


def estimate(strata: Iterable[Overlap], *, missed: float = 0.0) -> Estimate | None:
    """
    Return the number of people in some strata, such as civil servants and others, who are counted apart.

    `missed` is the share of the people on both lists whom the linking does not find, give or take as many.

    Within each it is Chapman's estimator (first+1)(second+1)/(both+1) − 1, which is nearly unbiased where few are on
    both, with Seber's variance, the doubt of the links added; the interval is that of Chao for the unseen of all
    strata, which never falls below the people who were seen. A stratum where a list is empty says nothing: None if one
    is. None for no strata, too.

    It holds as far as: nobody joins or leaves between the two lists; being on one makes being on the other neither
    likelier nor less likely; within a stratum everybody is as likely to be on a list as the next; and the links are
    right. Where who registers also tends to be on the list, the true number is higher: see `unseen_if_dependent`.
    Source: docs/sources.md#dual-system
    """
    parts = [_part(stratum, missed) for stratum in strata]
    if not parts or None in parts:
        return None
    known = [part for part in parts if part]
    seen, unseen = sum(part.seen for part in known), sum(part.unseen for part in known)
    variance = sum(part.variance for part in known)
    return _interval(seen, unseen, variance)


def summed(parts: Iterable[tuple[float, Estimate]]) -> Estimate | None:
    """
    Return the sum of estimates of different people, each with how many were seen; None for none.

    The variance of each is read from its interval, and they are added as independent of each other.
    """
    known = list(parts)
    seen = sum(seen for seen, _estimate in known)
    unseen = sum(max(estimate.total - seen, 0.0) for seen, estimate in known)
    variance = sum(_variance(seen, estimate) for seen, estimate in known)
    return _interval(seen, unseen, variance) if known else None


def unseen_if_dependent(unseen: float, *, odds: float) -> float:
    """
    Return how many would be unseen if being on one list multiplied the odds of being on the other by `odds`.

    Exactly so, because the unseen are odds · (only first) · (only second) / both.
    """
    return unseen * odds


def _interval(seen: float, unseen: float, variance: float) -> Estimate:
    spread = math.exp(NORMAL_95 * math.sqrt(math.log1p(variance / unseen**2))) if unseen else 1.0
    return Estimate(
        total=round(seen + unseen), low=round(seen + unseen / spread), high=round(seen + unseen * spread)
    )


def _variance(seen: float, estimate: Estimate) -> float:
    """Of the unseen, as the interval of an estimate says it."""
    unseen, most = estimate.total - seen, estimate.high - seen
    if unseen <= 0 or most <= unseen:
        return 0.0
    return float(unseen**2 * math.expm1((math.log(most / unseen) / NORMAL_95) ** 2))


def _part(stratum: Overlap, missed: float) -> _Part | None:
    first, second = stratum.first, stratum.second
    if first <= 0 or second <= 0:
        return None
    both = min(stratum.both / (1 - missed), first, second)
    seen = first + second - both
    total = (first + 1) * (second + 1) / (both + 1) - 1
    of_chance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    # of the links, too: one more on both makes total / (both + 1) fewer people
    of_links = (total / (both + 1)) ** 2 * (stratum.doubt + (missed * both) ** 2)
    unseen = max(total - seen, 0.0)
    return _Part(seen, unseen, of_chance + of_links if unseen else 0.0)

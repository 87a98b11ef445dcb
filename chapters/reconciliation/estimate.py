"""How many people there are in all, known or not, from two lists that overlap. Pure arithmetic."""

import math
from dataclasses import dataclass

NORMAL_95 = 1.959964  # two-sided 95 % of the normal distribution


@dataclass(frozen=True, slots=True)
class Estimate:
    """People in total, on either side or on neither, with the interval of 95 %."""

    total: int
    low: int
    high: int


def chapman(*, first: float, second: float, both: float) -> Estimate | None:
    """
    Return the number of people of whom `first` are on one list, `second` on another and `both` on the two.

    Chapman's estimator (first+1)(second+1)/(both+1) − 1, which is nearly unbiased where few are on both, with Seber's
    variance; the interval is that of Chao for the unseen, which never falls below the people who were seen. Counts may
    be expected ones, with fractions. None where a list is empty: one list alone says nothing about who is missing.

    It holds as far as: nobody joins or leaves between the two lists; being on one makes being on the other neither
    likelier nor less likely; on each list everybody is as likely to be as the next; and the links are right. Where who
    registers also tends to be on the list, the true number is higher.
    Source: docs/sources.md#dual-system
    """
    if first <= 0 or second <= 0:
        return None
    both = min(both, first, second)
    seen = first + second - both
    total = (first + 1) * (second + 1) / (both + 1) - 1
    unseen = max(total - seen, 0.0)
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    spread = math.exp(NORMAL_95 * math.sqrt(math.log1p(variance / unseen**2))) if unseen else 1.0
    return Estimate(
        total=round(seen + unseen), low=round(seen + unseen / spread), high=round(seen + unseen * spread)
    )

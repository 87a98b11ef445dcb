"""
How likely a candidate is, as people are told it: the engine's own probability, set right by what officers decided.

The engine's probability is careful, which the gates want: of the pairs that it gives 15 % most are one person. What is
told is calibrated: of the pairs that are told to be 80 % likely, 80 % are right. Bands never change by it.
Source: docs/reconciliation.md#calibration
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from members.matching.model import DIGITS
from members.matching.records import Link
from members.matching.weights import Floats

SMALLEST = 1e-6  # no probability is told as none, nor as certain
OFFSET, SLOPE = (
    2.0,
    0.6,
)  # before anybody has decided anything: the least that was measured at any level of noise
OFFSET_SPREAD, SLOPE_SPREAD = 0.5, 0.2  # how far they may be off (standard deviations)
STEPS = 30  # it settles in six


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    Log odds as they are told: `offset` + `slope` · log odds of the engine. `cases` decisions were learned from.

    What is set right is that a row is one of its candidates at all; they keep their shares of it.
    """

    offset: float = OFFSET
    slope: float = SLOPE
    cases: int = 0

    def of(self, probability: float) -> float:
        """Return what is told of a row that has some candidate with this probability."""
        inside = min(max(probability, SMALLEST), 1 - SMALLEST)
        odds = self.offset + self.slope * math.log(inside / (1 - inside))
        return min(max(1 / (1 + math.exp(-odds)), SMALLEST), 1 - SMALLEST)

    def told(self, links: Sequence[Link]) -> list[Link]:
        """Return links of any rows, in their order, with what is told of those to review; the others stay."""
        pairs = ((link.row, link.band, link.probability) for link in links)
        return [
            link if link.probability == told else replace(link, probability=told)
            for link, told in zip(links, self.told_of(pairs), strict=True)
        ]

    def told_of(self, pairs: Iterable[tuple[Hashable, str, float]]) -> list[float]:
        """Return what is told of pairs (row, band, the engine's probability), the same to the last bit in any order."""
        kept = list(pairs)
        candidates: dict[Hashable, list[float]] = defaultdict(list)
        for row, band, probability in kept:
            if band == "review":
                candidates[row].append(probability)
        sums = {row: math.fsum(each) for row, each in candidates.items()}
        told = {row: self.of(total) for row, total in sums.items()}
        return [
            probability / sums[row] * told[row] if band == "review" and sums[row] else probability
            for row, band, probability in kept
        ]


def calibrate(cases: Iterable[tuple[float, bool]]) -> Calibration:
    """
    Return the calibration that explains decisions best: pairs of the engine's probability and whether it was right.

    A logistic regression that starts from what was believed, so that few decisions bend it little. Nine digits.
    """
    read = sorted(cases)
    if not read:
        return Calibration()
    inside = np.clip([probability for probability, _right in read], SMALLEST, 1 - SMALLEST)
    facts = np.column_stack([np.ones(len(read)), np.log(inside / (1 - inside))])
    offset, slope = _likeliest(facts, np.array([right for _probability, right in read], float))
    return Calibration(float(f"{offset:.{DIGITS}g}"), float(f"{slope:.{DIGITS}g}"), len(read))


def _likeliest(facts: Floats, right: Floats) -> Floats:
    """Climb to the likeliest offset and slope by Newton's steps, halved where they would lead down."""
    believed, precision = np.array([OFFSET, SLOPE]), np.diag([OFFSET_SPREAD**-2, SLOPE_SPREAD**-2])

    def height(place: Floats) -> float:
        odds, away = facts @ place, place - believed
        return float(right @ odds - np.logaddexp(0, odds).sum() - away @ precision @ away / 2)

    place = believed
    for _step in range(STEPS):
        said = 1 / (1 + np.exp(-facts @ place))
        uphill = facts.T @ (right - said) - precision @ (place - believed)
        step = np.linalg.solve(precision + facts.T @ (facts * (said * (1 - said))[:, None]), uphill)
        while height(place + step) < height(place) and np.abs(step).max() > SMALLEST:
            step = step / 2
        place = place + step
    return place

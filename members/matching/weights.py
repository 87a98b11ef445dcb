"""Bits: what the model says of compared pairs, field by field, and what is left for "nobody registered"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from members.matching.alignment import EXTRA, LACKING, Alignment
from members.matching.columns import Ints
from members.matching.comparison import FIELDS, Levels, level
from members.matching.model import Likeness, Model

Floats = npt.NDArray[np.float64]

UNMATCHED_BY_CHANCE = 0.7  # of a stranger's words have no counterpart
SAFE_BITS = 90.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """
    Compared pairs, by position, in order.

    `shares` holds, for some fields, the share of members who have what the member has: agreeing on a common
    workplace says little, on a rare one much.
    """

    row: Ints
    member: Ints
    levels: Levels
    names: Alignment
    shares: dict[str, Floats]

    def only(self, kept: Ints) -> Pairs:
        """Return the pairs at the given positions."""
        return Pairs(
            self.row[kept],
            self.member[kept],
            {field: levels[kept] for field, levels in self.levels.items()},
            Alignment(self.names.counts[kept], self.names.rarity[kept]),
            {field: shares[kept] for field, shares in self.shares.items()},
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """The bits of every field of every pair; `double` is what the chance of a relative or namesake takes away."""

    fields: dict[str, Floats]

    @property
    def total(self) -> Floats:
        """The sum of all bits of every pair."""
        total: Floats = summed(self.fields.values())
        return total

    def only(self, kept: Ints) -> Weighed:
        """Return the evidence of the pairs at the given positions."""
        return Weighed({field: bits[kept] for field, bits in self.fields.items()})


def summed(parts: Iterable[Floats]) -> Floats:
    """Return the sum of arrays, one after the other: numpy's own sum rounds as the arrays' length says."""
    return reduce(np.add, parts)


def weigh_alone(model: Model, pairs: Pairs) -> Weighed:
    """Return the evidence of every pair for being one person rather than strangers."""
    return Weighed(_bits(model.same, model, pairs))


def weigh(model: Model, pairs: Pairs) -> Weighed:
    """Return the evidence of every pair for being one person, rather than strangers or doubles."""
    fields = _bits(model.same, model, pairs)
    fields["double"] = -np.log2(1 + summed(double_odds(model, pairs).values()))
    return Weighed(fields)


def double_odds(model: Model, pairs: Pairs) -> dict[str, Floats]:
    """Return the odds that the row's person is a double of the member, against being a stranger, per kind of double."""
    found = {}
    for kind, double in model.doubles.items():
        bits = summed(_bits(double, model, pairs).values())
        found[kind] = np.exp2(np.clip(bits, -SAFE_BITS, SAFE_BITS)) * (
            model.double_rates[kind] / model.members
        )
    return found


def odds(model: Model, bits: Floats) -> Floats:
    """Return the odds of every pair for being one person, before it competes with others."""
    found: Floats = np.exp2(np.clip(bits, -SAFE_BITS, SAFE_BITS)) * (model.registered / model.members)
    return found


def posterior(model: Model, pairs: Pairs, bits: Floats, rows: int) -> Floats:
    """Return the probability of every pair: a row is exactly one of its candidates, or nobody registered."""
    each = odds(model, bits)
    total = np.bincount(pairs.row, each, rows) + (1 - model.registered)
    probability: Floats = each / total[pairs.row]
    return probability


def _bits(likeness: Likeness, model: Model, pairs: Pairs) -> dict[str, Floats]:
    """Return the bits for this likeness against strangers, dependent evidence counted once."""
    bits = {"name": _name_bits(likeness, pairs.names)}
    for field in FIELDS:
        levels = pairs.levels[field]
        rate = np.log2(np.array(likeness.fields[field]))[levels]
        chance = np.log2(np.array(model.chance[field]))[levels]
        if field in pairs.shares:
            chance = np.where(pairs.shares[field] > 0, np.log2(np.maximum(pairs.shares[field], 1e-9)), chance)
        bits[field] = np.where(levels >= 0, rate - chance, 0.0)
    _count_birth_once(bits, likeness, pairs.levels)
    return bits


def _count_birth_once(bits: dict[str, Floats], likeness: Likeness, levels: Levels) -> None:
    """A NIP holds the birth date: agreeing, it leaves the date nothing to add; a date alone speaks against."""
    nip, birth = levels["nip"], levels["birth"]
    agrees = (nip >= 0) & (nip <= level("nip", "near"))
    bits["birth"] = np.where(agrees & (bits["birth"] > 0), 0.0, bits["birth"])
    same_birth = (nip == level("nip", "same_birth")) & (birth == 0)
    rates = likeness.fields["nip"]
    within = rates[3] / (1 - rates[4] - rates[5])
    bits["nip"] = np.where(same_birth, np.log2(within / 0.97), bits["nip"])


def _name_bits(likeness: Likeness, names: Alignment) -> Floats:
    rates = np.log2(np.array(likeness.words))
    rates[[EXTRA, LACKING]] -= np.log2(UNMATCHED_BY_CHANCE)
    bits: Floats = names.rarity.copy()
    for grade, rate in enumerate(
        rates.tolist()
    ):  # in this order: a product of matrices would round as their size says
        bits += names.counts[:, grade] * rate
    return bits

"""Weights from data that nobody has labelled: expectation maximisation over the candidates of each row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from members.matching.alignment import COUNTS, LACKING
from members.matching.columns import Columns
from members.matching.comparison import LEVELS, compare
from members.matching.model import (
    PRIOR,
    PRIOR_CHANCE,
    PRIOR_SAME,
    PRIOR_WORDS,
    Floats,
    Model,
    field_bits,
    name_bits,
)

if TYPE_CHECKING:
    from members.matching.engine import Pairs, Register

ROUNDS = 12
RANDOM_PAIRS = 100_000
PRIOR_ROWS = 40.0  # the beliefs weigh as much as this many rows
KEPT_CHANCE = (
    "nik",
    "nip",
    "phone",
    "birth",
)  # too rare among random pairs to be counted there


def fit(register: Register, rows: Columns, chance: np.random.Generator) -> Model:
    """Return the model that explains these rows best, starting from common sense."""
    model = replace(PRIOR, members=max(len(register), 1))
    if not len(rows) or not len(register):
        return model
    model = replace(model, chance=_chance_rates(register, rows, chance))
    pairs = register.pairs(rows)
    for _ in range(ROUNDS):
        belief = posterior(model, pairs, len(rows))
        model = _maximised(model, pairs, belief, len(rows))
    return model.rounded()


def posterior(model: Model, pairs: Pairs, rows: int) -> Floats:
    """Return the probability of every pair: a row is exactly one of its candidates, or nobody registered."""
    bits = total_bits(model, pairs)
    odds = np.exp2(np.clip(bits, -80, 80)) * (model.registered / model.members)
    total = np.bincount(pairs.row, odds, rows) + (1 - model.registered)
    return odds / total[pairs.row]


def total_bits(model: Model, pairs: Pairs) -> Floats:
    """Return the sum of all evidence of every pair."""
    bits = name_bits(model, pairs.names.counts, pairs.names.rarity)
    for field in field_bits(model, pairs.levels).values():
        bits = bits + field
    return bits


def _chance_rates(
    register: Register, rows: Columns, chance: np.random.Generator
) -> dict[str, tuple[float, ...]]:
    """Return how often strangers agree, counted on random pairs where that is often enough to count."""
    row = chance.integers(0, len(rows), RANDOM_PAIRS)
    member = chance.integers(0, len(register), RANDOM_PAIRS)
    levels = compare(register.sides(rows), row, member)
    rates = dict(PRIOR_CHANCE)
    for field, believed in PRIOR_CHANCE.items():
        if field not in KEPT_CHANCE:
            rates[field] = _rates(levels[field], np.ones(RANDOM_PAIRS), believed)
    return rates


def _rates(
    levels: np.ndarray[tuple[int], np.dtype[np.int8]],
    weight: Floats,
    believed: tuple[float, ...],
) -> tuple[float, ...]:
    known = levels >= 0
    counted = np.bincount(levels[known], weight[known], len(believed)) + PRIOR_ROWS * np.array(believed)
    return tuple((counted / counted.sum()).tolist())


def _maximised(model: Model, pairs: Pairs, belief: Floats, rows: int) -> Model:
    same = {field: _rates(pairs.levels[field], belief, PRIOR_SAME[field]) for field in LEVELS}
    counted = belief @ pairs.names.counts + PRIOR_ROWS * np.array(PRIOR_WORDS)
    of_row = counted[:LACKING] / counted[:LACKING].sum()
    lacking = counted[LACKING] / (counted[: COUNTS - 2].sum() + counted[LACKING])
    registered = (belief.sum() + PRIOR_ROWS * PRIOR.registered) / (rows + PRIOR_ROWS)
    return replace(
        model,
        same=same,
        words=(*of_row.tolist(), float(lacking)),
        registered=float(min(0.98, max(0.05, registered))),
    )

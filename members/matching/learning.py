"""Weights from data that nobody has labelled: expectation maximisation over the candidates of each row."""

from dataclasses import replace

import numpy as np

from members.matching.alignment import JOINED, LACKING
from members.matching.columns import Bytes, Columns
from members.matching.comparison import FIELDS, compare
from members.matching.model import (
    DOUBLE_RATES,
    DOUBLES,
    REGISTERED,
    SAME,
    STRANGERS,
    Likeness,
    Model,
    Rates,
    beliefs,
)  # fmt: skip
from members.matching.register import Register
from members.matching.weights import Floats, Pairs, double_odds, posterior, summed, weigh

ROUNDS = 15
HOPELESS_BITS, HOPELESS_ODDS = -2.0, 1e-3
RANDOM_PAIRS = 100_000
BELIEF_ROWS = 40.0  # the beliefs weigh as much as this many rows
# agree often enough among random pairs to be counted there
COUNTABLE = ("workplace", "regency", "employment", "sex")


def fit(register: Register, rows: Columns, chance: np.random.Generator) -> Model:
    """Return the model that explains these rows best, starting from common sense."""
    model = beliefs(len(register))
    if not len(rows) or not len(register):
        return model
    model = replace(model, chance=_strangers(register, rows, chance))
    pairs = _telling(model, register.pairs(rows))
    for _ in range(ROUNDS):
        belief = posterior(model, pairs, weigh(model, pairs).total, len(rows))
        odds = double_odds(model, pairs)
        others = (1 - belief) / (1 + summed(odds.values()))
        doubles = {kind: others * of_kind for kind, of_kind in odds.items()}
        model = _maximised(model, pairs, belief, doubles, len(rows))
    return model.rounded()


def _telling(model: Model, pairs: Pairs) -> Pairs:
    """Return the pairs that can be one person or doubles; the rest, strangers beyond doubt, would teach nothing."""
    doubles = summed(double_odds(model, pairs).values())
    return pairs.only(np.flatnonzero((weigh(model, pairs).total > HOPELESS_BITS) | (doubles > HOPELESS_ODDS)))


def _maximised(model: Model, pairs: Pairs, belief: Floats, doubles: dict[str, Floats], rows: int) -> Model:
    registered = (belief.sum() + BELIEF_ROWS * REGISTERED) / (rows + BELIEF_ROWS)
    rates = {
        kind: float((weight.sum() + BELIEF_ROWS * DOUBLE_RATES[kind]) / (rows + BELIEF_ROWS))
        for kind, weight in doubles.items()
    }
    return replace(
        model,
        same=_likeness(pairs, belief, SAME),
        doubles={
            kind: _two_people(_likeness(pairs, weight, DOUBLES[kind]), kind)
            for kind, weight in doubles.items()
        },
        registered=float(np.clip(registered, 0.05, 0.98)),
        double_rates=rates,
    )


def _two_people(double: Likeness, kind: str) -> Likeness:
    """Two persons never share a NIK or a NIP: what a mistaken pair would teach of them is not learned."""
    return replace(
        double, fields=double.fields | {field: DOUBLES[kind].fields[field] for field in ("nik", "nip")}
    )


def _likeness(pairs: Pairs, weight: Floats, believed: Likeness) -> Likeness:
    fields = {field: _rates(pairs.levels[field], weight, believed.fields[field]) for field in FIELDS}
    counted = weight @ pairs.names.counts + BELIEF_ROWS * np.array(believed.words)
    of_row = counted[:LACKING] / counted[:LACKING].sum()
    lacking = counted[LACKING] / (counted[: JOINED + 1].sum() + counted[LACKING])
    return Likeness(fields, (*of_row.tolist(), float(lacking)))


def _strangers(register: Register, rows: Columns, chance: np.random.Generator) -> dict[str, Rates]:
    """Return how often strangers agree, counted on random pairs where that is often enough to count."""
    row = chance.integers(0, len(rows), RANDOM_PAIRS)
    member = chance.integers(0, len(register), RANDOM_PAIRS)
    levels = compare(register.sides(rows), row, member)
    everybody = np.ones(RANDOM_PAIRS)
    counted = {field: _rates(levels[field], everybody, STRANGERS[field]) for field in COUNTABLE}
    return STRANGERS | counted


def _rates(levels: Bytes, weight: Floats, believed: Rates) -> Rates:
    known = levels >= 0
    counted = np.bincount(levels[known], weight[known], len(believed)) + BELIEF_ROWS * np.array(believed)
    return tuple((counted / counted.sum()).tolist())

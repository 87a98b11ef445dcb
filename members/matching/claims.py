"""
Who claims whom in one list: the pairs that are worth weighing, and which row of the list fits each member best.

Distinct people are linked one to one, so what a row is depends on the other rows that claim the same members, and on
nothing else in the list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from members.matching.columns import Columns, Ints
from members.matching.comparison import level
from members.matching.decided import Decided
from members.matching.model import Model
from members.matching.register import Register
from members.matching.weights import Floats, Pairs, Weighed, odds, posterior, weigh, weigh_alone

Booleans = npt.NDArray[np.bool_]

LEAST = 1e-4  # of the odds of a row's best candidate: with less, a row claims nobody and takes nothing from anybody


@dataclass(frozen=True, slots=True)
class Claims:
    """Rows (in the order of their keys) that claim members, by numbers, and how surely each does before it competes."""

    row: Ints
    member: Ints
    belief: Floats

    def only(self, kept: Booleans) -> Claims:
        """Return some of the claims."""
        return Claims(self.row[kept], self.member[kept], self.belief[kept])

    def plus(self, other: Claims) -> Claims:
        """Return both."""
        return Claims(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.member, other.member]),
            np.concatenate([self.belief, other.belief]),
        )

    def leaders(self) -> Claims:
        """Return of each claimed member, in order, the claim of the row that fits them best, of equals the first."""
        order = np.lexsort((self.row, -self.belief, self.member))
        member = self.member[order]
        leads = np.ones(len(order), bool)
        leads[1:] = member[1:] != member[:-1]
        first = order[leads]
        return Claims(self.row[first], self.member[first], self.belief[first])


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs that are worth weighing, in the order of rows and members' keys, with all evidence but the competition."""

    pairs: Pairs
    weighed: Weighed
    settled: Booleans
    belief: Floats


def judge(
    register: Register, rows: Columns, pairs: tuple[Ints, Ints], model: Model, decided: Decided
) -> Judged:
    """Compare and weigh pairs, given by position, as far as nothing else is decided."""
    row, member = decided.candidates(rows, register.members, *pairs)
    order = np.lexsort((_rank(register.members, member), row))
    compared = register.compared_with_rows(rows, row[order], member[order])
    settled = decided.are(rows, register.members, compared.row, compared.member)
    # what doubles take away is asked of those only who have enough without
    for weigh_more in (weigh_alone, weigh):
        weighed = weigh_more(model, compared)
        enough = odds(model, weighed.total) >= LEAST * (1 - model.registered)
        kept = np.flatnonzero(enough | settled)
        compared, weighed, settled = compared.only(kept), weighed.only(kept), settled[kept]
    kept = np.flatnonzero(_beside_the_best(odds(model, weighed.total), compared.row, model) | settled)
    compared, weighed, settled = compared.only(kept), weighed.only(kept), settled[kept]
    belief = np.where(settled, 1.0, posterior(model, compared, weighed.total, len(rows)))
    return Judged(compared, weighed, settled, belief)


def _beside_the_best(each: Floats, row: Ints, model: Model) -> Booleans:
    """
    Tell which pairs count beside their row's best one and "nobody registered".

    It must not hang on other weak pairs: somebody who hardly resembles a row may come and go without changing it.
    """
    best = np.zeros(int(row.max()) + 1 if len(row) else 0)
    np.maximum.at(best, row, each)
    return each >= LEAST * (best[row] + 1 - model.registered)


def compete(judged: Judged, leads: Booleans, strongest: Floats, model: Model, rows: int) -> Floats:
    """
    Return the probability of every pair, once those lose bits whose member another row fits better.

    The row may repeat the better one: that is as likely as rows repeat each other, unless a number of its own agrees,
    which says that it is the same person.
    """
    pairs, weighed = judged.pairs, judged.weighed
    lost = np.where(leads, 0.0, np.log2(1 - strongest + strongest * model.repeated))
    weighed.fields["claimed"] = np.where(_number_agrees(pairs) | judged.settled, 0.0, lost)
    return np.where(judged.settled, 1.0, posterior(model, pairs, weighed.total, rows))


def _rank(members: Columns, member: Ints) -> Ints:
    """The place of each member's key among those at hand: sums are made in this order, whoever else was read."""
    distinct, where = np.unique(member, return_inverse=True)
    keys = [members.keys[at] for at in distinct.tolist()]
    rank = np.empty(len(keys), np.int64)
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return rank[where]


def _number_agrees(pairs: Pairs) -> Booleans:
    agrees = np.zeros(len(pairs.row), bool)
    for field, worst in (("nik", "same"), ("nip", "near"), ("birth", "near"), ("phone", "near")):
        levels = pairs.levels[field]
        agrees |= (levels >= 0) & (levels <= level(field, worst))
    return agrees

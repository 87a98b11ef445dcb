"""The engine: weights learned from rows, and the links of one list's rows."""

from collections.abc import Mapping, Sequence
from multiprocessing import get_context

import numpy as np

from members.matching import learning
from members.matching.columns import columns, sorted_people
from members.matching.decided import NOTHING, Decided
from members.matching.model import Model
from members.matching.records import Link, Person
from members.matching.register import Register
from members.matching.relinking import Entries, Listed, relink


def learn(register: Register, rows: Sequence[Person], seed: int = 7, sample: int = 8_000) -> Model:
    """
    Return weights learned from rows without knowing who is who, from a sample of at most `sample` rows.

    Give it the rows of all lists: a chapter alone is little to learn from, and what it cannot tell stays as believed
    beforehand. The same rows in any order and the same seed give the same model.
    """
    ordered = sorted_people(rows)
    chance = np.random.default_rng(seed)
    if len(ordered) > sample:
        ordered = [ordered[i] for i in sorted(chance.choice(len(ordered), sample, replace=False).tolist())]
    return learning.fit(register, columns(ordered, register.vocabularies), chance)


def link(register: Register, rows: Sequence[Person], model: Model, decided: Decided = NOTHING) -> list[Link]:
    """
    Return the links and the review candidates of the rows of ONE list, by row, falling probability and member.

    Distinct people are linked one to one; a row that repeats another is linked to the same member. What is `decided`
    goes before all evidence.
    """
    ordered = sorted_people(rows)
    numbers = np.arange(len(ordered))
    listed = Listed(
        [person.key for person in ordered], numbers, numbers, lambda wanted: [ordered[at] for at in wanted]
    )
    return relink(Entries.of(register), listed, model, decided).links


def link_lists(
    register: Register, lists: Mapping[str, Sequence[Person]], model: Model, processes: int = 1
) -> dict[str, list[Link]]:
    """
    Return the links of many lists by their names: what `link` says of each, by as many processes as are given.

    The processes are copies of this one (fork), which share the register; a list is the work of one of them.
    """
    names = sorted(
        lists, key=lambda name: (-len(lists[name]), name)
    )  # the long ones first: nobody waits at the end
    if processes < 2:
        return {name: link(register, lists[name], model) for name in names}
    register.make_ready()
    _shared[:] = [(register, lists, model)]
    try:
        with get_context("fork").Pool(processes) as pool:
            return dict(zip(names, pool.map(_link_shared, names, chunksize=1), strict=True))
    finally:
        _shared.clear()


_shared: list[tuple[Register, Mapping[str, Sequence[Person]], Model]] = []


def _link_shared(name: str) -> list[Link]:
    register, lists, model = _shared[0]
    return link(register, lists[name], model)

"""From compared pairs to links: each member's claims settled, a posterior per row, bands, evidence."""

from dataclasses import replace

import numpy as np

from members.matching import gates
from members.matching.alignment import COUNTED
from members.matching.columns import Columns
from members.matching.comparison import DISAGREES, FIELDS, LEVELS, level
from members.matching.decided import NOTHING, Decided
from members.matching.model import Model
from members.matching.records import Evidence, Link
from members.matching.register import Register
from members.matching.weights import Floats, Pairs, Weighed, posterior, weigh

REVIEW = 0.03
DECIDED = Evidence("decided", "same", 0.0)  # what is decided has no weight: it is not weighed


def links(register: Register, rows: Columns, model: Model, decided: Decided = NOTHING) -> list[Link]:
    """Return the links and review candidates of one list's rows, by row, falling probability and member."""
    pairs = register.pairs(rows, decided)
    settled = decided.are(rows, register.members, pairs.row, pairs.member)
    weighed = weigh(model, pairs)
    first = np.where(settled, 1.0, posterior(model, pairs, weighed.total, len(rows)))
    weighed.fields["claimed"] = np.where(settled, 0.0, _claimed(pairs, first, model.repeated))
    belief = np.where(settled, 1.0, posterior(model, pairs, weighed.total, len(rows)))
    found = []
    for at in np.flatnonzero(belief >= REVIEW).tolist():
        row, member = pairs.row[at], pairs.member[at]
        keys = rows.keys[row], register.members.keys[member]
        titled = bool(rows.titled[row] or register.members.titled[member])
        made = _link(keys, pairs, weighed, round(float(belief[at]), 6), at, titled=titled)
        found.append(_decided(made) if settled[at] else made)
    found.sort(key=lambda item: (item.row, -item.probability, item.member))
    return _with_duplicates(found)


def _claimed(pairs: Pairs, belief: Floats, repeated: float) -> Floats:
    """
    Return the bits that a pair loses because another row of the list fits the member better.

    Distinct people are linked one to one. The row may repeat the better one: that is as likely as rows repeat each
    other, unless a number of its own agrees, which says that it is the same person.
    """
    order = np.lexsort((pairs.row, -belief, pairs.member))
    member = pairs.member[order]
    leads = np.ones(len(order), bool)
    leads[1:] = member[1:] != member[:-1]
    leader = np.flatnonzero(leads)[np.cumsum(leads) - 1]
    strongest = belief[order][leader]
    lost = np.zeros(len(order))
    lost[order] = np.where(leads, 0.0, np.log2(1 - strongest + strongest * repeated))
    return np.where(_number_agrees(pairs), 0.0, lost)


def _number_agrees(pairs: Pairs) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    agrees = np.zeros(len(pairs.row), bool)
    for field, worst in (("nik", "same"), ("nip", "near"), ("birth", "near"), ("phone", "near")):
        levels = pairs.levels[field]
        agrees |= (levels >= 0) & (levels <= level(field, worst))
    return agrees


def _link(
    keys: tuple[str, str], pairs: Pairs, weighed: Weighed, probability: float, at: int, *, titled: bool
) -> Link:
    levels = {
        field: LEVELS[field][pairs.levels[field][at]] for field in FIELDS if pairs.levels[field][at] >= 0
    }
    words = {grade: int(n) for grade, n in zip(COUNTED, pairs.names.counts[at], strict=True) if n}
    rule = gates.opens(gates.Agreement(levels, words), probability)
    evidence = _evidence(at, levels, words | {"titled": 1} if titled else words, weighed)
    return Link(
        row=keys[0],
        member=keys[1],
        probability=probability,
        band="auto" if rule else "review",
        bits=round(sum(item.bits for item in evidence), 3),
        evidence=evidence,
        duplicate_of=None,
        disagreements=tuple(field for field, found in levels.items() if found in DISAGREES.get(field, ())),
        gate=rule,
    )


def _decided(made: Link) -> Link:
    return replace(made, band="auto", gate="decided", evidence=(*made.evidence, DECIDED))


def _evidence(
    at: int, levels: dict[str, str], words: dict[str, int], weighed: Weighed
) -> tuple[Evidence, ...]:
    """Return what each field says of the pair, rounded before it is summed; what takes nothing away is left out."""
    named = {"name": " ".join(f"{grade}={n}" for grade, n in words.items())} | levels
    against = {"double": "possible", "claimed": "better_row"}
    evidence = [_piece(field, text, weighed, at) for field, text in (named | against).items()]
    return tuple(item for item in evidence if item.bits or item.field not in against)


def _piece(field: str, text: str, weighed: Weighed, at: int) -> Evidence:
    return Evidence(field, text, round(float(weighed.fields[field][at]), 3) + 0.0)


def _with_duplicates(found: list[Link]) -> list[Link]:
    """Name, on every automatic link but the member's best, the row that it repeats."""
    best: dict[str, Link] = {}
    for item in found:
        if item.band == "auto" and _comes_before(item, best.get(item.member)):
            best[item.member] = item
    return [
        replace(item, duplicate_of=best[item.member].row)
        if item.band == "auto" and best[item.member].row != item.row
        else item
        for item in found
    ]


def _comes_before(one: Link, other: Link | None) -> bool:
    return other is None or (-one.bits, one.row) < (-other.bits, other.row)

"""From weighed pairs to links: bands, evidence in words, and which rows repeat others."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from members.matching import gates
from members.matching.alignment import COUNTED
from members.matching.claims import Judged
from members.matching.columns import Columns
from members.matching.comparison import DISAGREES, FIELDS, LEVELS
from members.matching.records import Evidence, Link
from members.matching.register import Register
from members.matching.weights import Floats

REVIEW = 0.03
DECIDED = Evidence("decided", "same", 0.0)  # what is decided has no weight: it is not weighed


def links(register: Register, rows: Columns, judged: Judged, belief: Floats) -> list[Link]:
    """Return the links and review candidates among judged pairs, in no order, none as a repetition yet."""
    kept = np.flatnonzero(belief >= REVIEW)
    pairs = judged.pairs.only(kept)
    levels = {field: pairs.levels[field].tolist() for field in FIELDS}
    bits = {field: np.round(found[kept], 3).tolist() for field, found in judged.weighed.fields.items()}
    titled = rows.titled[pairs.row] | register.members.titled[pairs.member]
    counts, probability = pairs.names.counts.tolist(), np.round(belief[kept], 6).tolist()
    found = []
    for at, (row, member) in enumerate(zip(pairs.row.tolist(), pairs.member.tolist(), strict=True)):
        known = {field: LEVELS[field][level[at]] for field, level in levels.items() if level[at] >= 0}
        words = {grade: n for grade, n in zip(COUNTED, counts[at], strict=True) if n}
        keys = rows.keys[row], register.members.keys[member]
        evidence = _evidence(known, words | {"titled": 1} if titled[at] else words, bits, at)
        made = _link(keys, probability[at], gates.Agreement(known, words), evidence)
        found.append(_decided(made) if judged.settled[kept[at]] else made)
    return found


def _link(
    keys: tuple[str, str], probability: float, agreement: gates.Agreement, evidence: tuple[Evidence, ...]
) -> Link:
    rule = gates.opens(agreement, probability)
    return Link(
        row=keys[0],
        member=keys[1],
        probability=probability,
        band="auto" if rule else "review",
        bits=round(sum(item.bits for item in evidence), 3),
        evidence=evidence,
        duplicate_of=None,
        disagreements=tuple(
            field for field, found in agreement.levels.items() if found in DISAGREES.get(field, ())
        ),
        gate=rule,
    )


def _decided(made: Link) -> Link:
    return replace(made, band="auto", gate="decided", evidence=(*made.evidence, DECIDED))


def _evidence(
    levels: dict[str, str], words: dict[str, int], bits: dict[str, list[float]], at: int
) -> tuple[Evidence, ...]:
    """Return what each field says of the pair, rounded before it is summed; what takes nothing away is left out."""
    named = {"name": " ".join(f"{grade}={n}" for grade, n in words.items())} | levels
    against = {"double": "possible", "claimed": "better_row"}
    evidence = [Evidence(field, text, bits[field][at] + 0.0) for field, text in (named | against).items()]
    return tuple(item for item in evidence if item.bits or item.field in named)


def in_order(found: Iterable[Link]) -> list[Link]:
    """
    Return the links of one list by row, falling probability and member.

    Every automatic link but the member's best names the row that it repeats.
    """
    ordered = sorted(found, key=lambda item: (item.row, -item.probability, item.member))
    best: dict[str, Link] = {}
    for item in ordered:
        if item.band == "auto" and _comes_before(item, best.get(item.member)):
            best[item.member] = item
    return [_repeating(item, best) for item in ordered]


def _repeating(item: Link, best: dict[str, Link]) -> Link:
    repeated = best[item.member].row if item.band == "auto" else item.row
    named = None if repeated == item.row else repeated
    return item if item.duplicate_of == named else replace(item, duplicate_of=named)


def _comes_before(one: Link, other: Link | None) -> bool:
    return other is None or (-one.bits, one.row) < (-other.bits, other.row)

"""
What becomes of a row's links when one of them changes by a decision, without comparing anything anew.

A row is one of its candidates or nobody: what one of them loses, the others and "nobody" gain in proportion. Candidates
who were too unlikely to be told are among "nobody" here; the next run weighs them again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from members.matching import gates
from members.matching.assignment import DECIDED, REVIEW
from members.matching.records import Evidence, Link

NEVER = -math.inf
NUMBERS = {
    ("nik", "same"), ("nip", "same"), ("nip", "spreadsheet"), ("nip", "near"),
    ("birth", "same"), ("birth", "swapped"), ("birth", "near"), ("phone", "same"), ("phone", "near"),
}  # fmt: skip
NOT_FIELDS = {"name", "double", "claimed", "decided"}


def accepted(link: Link) -> Link:
    """Return the link of a pair of which somebody decided that it is one person, whoever else fits the member."""
    if is_decided(link):
        return link
    kept = tuple(item for item in link.evidence if item.field != "claimed")
    bits = round(sum(item.bits for item in kept), 3)
    evidence = (*kept, DECIDED)
    return replace(link, band="auto", gate="decided", probability=1.0, bits=bits, evidence=evidence)


def reweighed(links: Sequence[Link], gains: Mapping[str, float]) -> list[Link]:
    """
    Return the links of one row after some members gained (or lost) bits; NEVER takes a member out.

    Bands follow the gates, as in a run; whoever is too unlikely by now is left out.
    """
    weights = {link.member: link.probability * _odds(gains.get(link.member, 0.0)) for link in links}
    nobody = max(1 - sum(link.probability for link in links), 0.0)
    total = sum(weights.values()) + nobody
    found = []
    for link in links:
        probability = round(weights[link.member] / total, 6) if total else 0.0
        if probability >= REVIEW:
            found.append(_banded(replace(link, probability=probability)))
    return found


def claimed(link: Link, *, repeated: float) -> tuple[Link, float]:
    """
    Return the link, and the bits it gained, now that another row of the list is decided to be the member.

    It may repeat that row: as likely as rows repeat each other, or surely where a number of its own agrees.
    """
    before = sum(item.bits for item in link.evidence if item.field == "claimed")
    now = 0.0 if repeats(link) else round(math.log2(repeated), 3)
    if now == before:
        return link, 0.0
    others = tuple(item for item in link.evidence if item.field != "claimed")
    evidence = (*others, Evidence("claimed", "better_row", now)) if now else others
    return replace(link, evidence=evidence, bits=round(link.bits + now - before, 3)), now - before


def repeats(link: Link) -> bool:
    """Tell whether a number of the row's own says that it is the member, whatever other rows are."""
    return any((item.field, item.level) in NUMBERS for item in link.evidence)


def is_decided(link: Link) -> bool:
    """Tell whether somebody decided that it is one person."""
    return DECIDED in link.evidence


def _banded(link: Link) -> Link:
    if is_decided(link):
        return link
    rule = gates.opens(agreement(link), link.probability)
    return replace(link, band="auto" if rule else "review", gate=rule)


def agreement(link: Link) -> gates.Agreement:
    """Return what a gate looks at, as the link's evidence keeps it."""
    levels = {item.field: item.level for item in link.evidence if item.field not in NOT_FIELDS}
    name = next((item.level for item in link.evidence if item.field == "name"), "")
    words = {grade: int(n) for grade, _is, n in (part.partition("=") for part in name.split())}
    return gates.Agreement(levels, words)


def _odds(bits: float) -> float:
    return 0.0 if bits == NEVER else float(2.0**bits)

"""The figures of a run: each row of the lists once, each member of the chapter once. Pure counting over the links."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from chapters.reconciliation.estimate import Estimate, chapman
from members.matching import Link


@dataclass(frozen=True, slots=True)
class Figures:
    """
    What one run found; named as in `LedgerEntry`.

    rows = linked + review + only_list; duplicates, moved and conflicts are among the rows. `only_national` are members
    of the chapter to whom no row is linked for certain.
    """

    national: int
    rows: int
    linked: int
    review: int
    only_list: int
    only_national: int
    conflicts: int
    duplicates: int
    moved: int
    estimate: Estimate | None


def count(*, rows: int, members: frozenset[str], links: Iterable[Link]) -> Figures:
    """
    Return the figures of a chapter with `rows` rows on its lists and the members `members`.

    A row with an automatic link is linked; a row with candidates only is to review, however likely they are.
    """
    automatic: dict[str, Link] = {}
    offered: dict[str, list[Link]] = defaultdict(list)
    repeats = set()
    for link in links:
        if link.band == "auto":
            automatic[link.row] = link
        else:
            offered[link.row].append(link)
        if link.duplicate_of is not None:
            repeats.add(link.row)
    review = {row: candidates for row, candidates in offered.items() if row not in automatic}
    here = {link.member for link in automatic.values()} & members
    return Figures(
        national=len(members),
        rows=rows,
        linked=len(automatic),
        review=len(review),
        only_list=rows - len(automatic) - len(review),
        only_national=len(members) - len(here),
        conflicts=sum(bool(link.disagreements) for link in automatic.values()),
        duplicates=len(repeats),
        moved=sum(link.member not in members for link in automatic.values()),
        estimate=_estimate(
            members=members,
            linked=len(here),
            review=[candidates for row, candidates in review.items() if row not in repeats],
            only_list=rows - len(automatic) - len(review),
        ),
    )


def _estimate(
    *, members: frozenset[str], linked: int, review: list[list[Link]], only_list: int
) -> Estimate | None:
    """
    Estimate the people of the chapter, repeated rows and people who are members elsewhere left out.

    A row to review counts as what it is expected to be: with its probability as one of the chapter's members, with that
    of candidates elsewhere as nobody of the chapter. Counting it as unregistered would find people who do not exist.
    """
    here = elsewhere = 0.0
    for candidates in review:
        own = sum(link.probability for link in candidates if link.member in members)
        other = sum(link.probability for link in candidates if link.member not in members)
        scale = max(own + other, 1.0)
        here += own / scale
        elsewhere += other / scale
    listed = linked + only_list + len(review) - elsewhere
    return chapman(first=len(members), second=listed, both=linked + here)

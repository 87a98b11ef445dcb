"""The figures of a run: each row of the lists once, each member of the chapter once. Pure counting over the links."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chapters.reconciliation import strata
from chapters.reconciliation.estimate import Estimate, estimate
from chapters.reconciliation.strata import Counts, Stratum
from members.matching import Link

# Of the people on both sides the engine misses some, who look like two people: one in a hundred, give or take as many
# (docs/reconciliation.md: rows neither linked nor offered, light 0.1 %, medium 0.8 %).
MISSED = 0.01


@dataclass(frozen=True, slots=True)
class Figures:
    """
    What one run found; named as in `LedgerEntry`.

    rows = linked + review + only_list; duplicates, moved and conflicts are among the rows. `only_national` are members
    of the chapter to whom no row is linked for certain. `differing` counts the conflicts of each field.
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
    differing: Mapping[str, int]
    strata: Counts
    estimate: Estimate | None


def count(*, rows: Mapping[str, Stratum], members: Mapping[str, Stratum], links: Sequence[Link]) -> Figures:
    """
    Return the figures of a chapter: of the `rows` on its lists and its `members`, by key, with what is known of them.

    A row with an automatic link is linked; a row with candidates only is to review, however likely they are.
    """
    automatic = {link.row: link for link in links if link.band == "auto"}
    review = {link.row for link in links} - automatic.keys()
    here = {link.member for link in automatic.values()} & members.keys()
    only_list = len(rows) - len(automatic) - len(review)
    by_stratum = strata.counted(members=members, rows=rows, links=links)
    return Figures(
        national=len(members),
        rows=len(rows),
        linked=len(automatic),
        review=len(review),
        only_list=only_list,
        only_national=len(members) - len(here),
        conflicts=sum(bool(link.disagreements) for link in automatic.values()),
        duplicates=len({link.row for link in links if link.duplicate_of is not None}),
        moved=sum(link.member not in members for link in automatic.values()),
        differing=Counter(field for link in automatic.values() for field in link.disagreements),
        strata=by_stratum,
        estimate=estimate([people.overlap for people in by_stratum.values()], missed=MISSED),
    )

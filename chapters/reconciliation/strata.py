"""
The strata of the estimate: civil servants and others of a province are counted apart. Pure.

They register, and are listed, with different likelihoods: counted together they would seem fewer than they are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from chapters.reconciliation.estimate import Overlap
from members.matching import Link

LEAST_KNOWN = 0.5  # of those on either side only, and of those on both; else sectors are not told apart


@dataclass(frozen=True, order=True, slots=True)
class Stratum:
    """A province and a sector ("asn", "non_asn"); either is empty where it is not known or not told apart."""

    province: str = ""
    sector: str = ""

    def holds(self, other: "Stratum") -> bool:
        """Whether somebody of whom `other` is known may be one of these."""
        return other.province in ("", self.province) and other.sector in ("", self.sector)


@dataclass(frozen=True, slots=True)
class Counted:
    """People expected on either side only and on both; `doubt` is the variance of the last."""

    only_national: float = 0.0
    only_list: float = 0.0
    both: float = 0.0
    doubt: float = 0.0

    def __add__(self, other: Self) -> "Counted":
        return Counted(
            self.only_national + other.only_national,
            self.only_list + other.only_list,
            self.both + other.both,
            self.doubt + other.doubt,
        )

    @property
    def people(self) -> float:
        return self.only_national + self.only_list + self.both

    @property
    def overlap(self) -> Overlap:
        return Overlap(self.only_national + self.both, self.only_list + self.both, self.both, self.doubt)


Counts = dict[Stratum, Counted]


def counted(*, members: Mapping[str, Stratum], rows: Mapping[str, Stratum], links: Iterable[Link]) -> Counts:
    """
    Return the people of a chapter by stratum; members elsewhere who are on its lists are left out.

    `members` and `rows` say, by key, what is known of everybody. A linked row is its member; a row to review is each of
    its candidates with their probability, else nobody registered; a repeated row is nobody further. Whose sector is not
    known is spread over the sectors as the others of the same side are. Where too few are known, or too few are on both
    sides to say anything, sectors are counted together, then provinces.
    """
    found = _people(members, rows, links)
    if not _sectors_are_known(found):
        found = _merged(found, _province)
    found = _spread(found)
    for coarser in (_province, _everybody):
        unsure = {coarser(stratum) for stratum, people in found.items() if not people.overlap.is_telling}
        found = _merged(found, coarser, only=unsure)
    return dict(sorted(found.items()))


def _province(stratum: Stratum) -> Stratum:
    return Stratum(stratum.province)


def _everybody(_stratum: Stratum) -> Stratum:
    return Stratum()


def _merged(
    counts: Counts, coarser: Callable[[Stratum], Stratum], *, only: Iterable[Stratum] | None = None
) -> Counts:
    """Return the counts by the coarser strata; of these only some, if told, while the others stay as they are."""
    wanted = None if only is None else set(only)
    merged: dict[Stratum, Counted] = defaultdict(Counted)
    for stratum, people in counts.items():
        wide = coarser(stratum)
        merged[wide if wanted is None or wide in wanted else stratum] += people
    return dict(merged)


def _sectors_are_known(counts: Counts) -> bool:
    """Whether of those on either side only, and of those on both, enough have a known sector."""
    everybody = sum(counts.values(), Counted())
    known = sum((people for stratum, people in counts.items() if stratum.sector), Counted())
    sides = ("only_national", "only_list", "both")
    return all(getattr(known, side) >= LEAST_KNOWN * getattr(everybody, side) for side in sides)


def _spread(counts: Counts) -> Counts:
    """Spread those of whom not all is known over the strata that can be theirs, as the known ones of their side are."""
    whole = {stratum for stratum in counts if _is_most_precise(stratum, counts)}
    spread = {stratum: counts[stratum] for stratum in sorted(whole)}
    for vague in sorted(counts.keys() - whole):
        homes = [stratum for stratum in sorted(whole) if stratum.holds(vague)]
        only_national = _portions(counts, homes, "only_national")
        only_list, both = _portions(counts, homes, "only_list"), _portions(counts, homes, "both")
        people = counts[vague]
        for home, national, listed, shared in zip(homes, only_national, only_list, both, strict=True):
            spread[home] += Counted(
                people.only_national * national,
                people.only_list * listed,
                people.both * shared,
                people.doubt * shared,
            )
    return spread


def _is_most_precise(stratum: Stratum, counts: Counts) -> bool:
    return not any(other != stratum and other.holds(stratum) for other in counts)


def _portions(counts: Counts, homes: list[Stratum], side: str) -> list[float]:
    """Return the shares of some strata in the known people of a side; of all people where that side knows nobody."""
    for name in (side, "people"):
        known = [getattr(counts[home], name) for home in homes]
        if total := sum(known):
            return [each / total for each in known]
    return [1 / len(homes)] * len(homes)


def _people(members: Mapping[str, Stratum], rows: Mapping[str, Stratum], links: Iterable[Link]) -> Counts:
    """Count everybody once, by what is known of them."""
    automatic: dict[str, Link] = {}
    offered: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.band == "auto":
            automatic[link.row] = link
        else:
            offered[link.row].append(link)
    tally = _Tally(members, rows)
    for row, link in sorted(automatic.items()):
        tally.link(row, link.member, 1.0)
    for row, candidates in sorted(offered.items()):
        if row not in automatic and not any(link.duplicate_of for link in candidates):
            tally.offer(row, candidates)
    for row in sorted(rows.keys() - automatic.keys() - offered.keys()):
        tally.counts[rows[row]] += Counted(only_list=1)
    return tally.with_the_others()


class _Tally:
    """Counts people as their rows come; a member is one person, however many rows are, or could be, theirs."""

    def __init__(self, members: Mapping[str, Stratum], rows: Mapping[str, Stratum]) -> None:
        self.counts: dict[Stratum, Counted] = defaultdict(Counted)
        self._members, self._rows = members, rows
        self._listed: dict[str, float] = {}  # how surely a member is on a list

    def link(self, row: str, member: str, probability: float) -> None:
        """Count a row as a member, with a probability; one of another chapter is nobody here."""
        if member not in self._members:
            return
        before = self._listed.get(member, 0.0)
        added = min(probability, 1 - before)
        self._listed[member] = before + added
        one, other = self._members[member], self._rows[row]
        known = Stratum(one.province or other.province, one.sector or other.sector)
        self.counts[known] += Counted(both=added, doubt=added * (1 - added))

    def offer(self, row: str, candidates: list[Link]) -> None:
        """Count a row to review as each of its candidates in part, and for the rest as nobody registered."""
        total = sum(link.probability for link in candidates)
        scale = max(total, 1.0)
        for link in candidates:
            self.link(row, link.member, link.probability / scale)
        self.counts[self._rows[row]] += Counted(only_list=1 - total / scale)

    def with_the_others(self) -> Counts:
        """Return the counts, with the members who are on no list."""
        unlisted: dict[Stratum, float] = defaultdict(float)  # summed bare: they are nearly everybody
        for member, stratum in self._members.items():
            unlisted[stratum] += 1 - self._listed.get(member, 0.0)
        for stratum, people in unlisted.items():
            self.counts[stratum] += Counted(only_national=people)
        return dict(self.counts)

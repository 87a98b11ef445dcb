"""What the page of the ledger says of the people whom neither side knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from chapters.models import LedgerEntry, LedgerStratum
from chapters.reconciliation.estimate import Estimate, summed, unseen_if_dependent
from ipspi.regions.models import Province

DEPENDENT_ODDS = 2.0  # what the page shows the consequences of


@dataclass(frozen=True, slots=True)
class Part:
    """People who were counted apart, in whole persons."""

    label: str
    both: int
    only_national: int
    only_list: int
    total: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Guess:
    """
    People in total and how many of them nobody knows; `if_dependent` is the total if the sides depend on each other.

    `parts` are empty where everybody was counted together.
    """

    total: int
    low: int
    high: int
    unseen: int
    if_dependent: int
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class OfNation:
    """
    What the estimates of `chapters` chapters say together, of the people in their provinces.

    `members` are those of the other chapters, of which nobody can say how many people they are among.
    """

    total: int
    low: int
    high: int
    unseen: int
    chapters: int
    members: int


def of_nation(entries: Sequence[LedgerEntry]) -> OfNation | None:
    """Return the sum of what chapters' latest figures estimate, or None where none estimates anything; one query."""
    prefetch_related_objects(list(entries), "strata")
    telling = [(entry, found) for entry in entries if (found := _estimate(entry))]
    seen = [_seen(entry, entry.strata.all()) for entry, _found in telling]
    whole = summed(zip(seen, [found for _entry, found in telling], strict=True))
    if whole is None:
        return None
    return OfNation(
        total=whole.total,
        low=whole.low,
        high=whole.high,
        unseen=max(whole.total - round(sum(seen)), 0),
        chapters=len(telling),
        members=sum(entry.national for entry in entries if _estimate(entry) is None),
    )


def guess(entry: LedgerEntry) -> Guess | None:
    """Return what a page of the ledger estimates, or None where it has no list to compare with."""
    found = _estimate(entry)
    if found is None:
        return None
    strata = list(entry.strata.all())
    seen = _seen(entry, strata)
    unseen = max(found.total - seen, 0)
    return Guess(
        total=found.total,
        low=found.low,
        high=found.high,
        unseen=round(unseen),
        if_dependent=round(seen + unseen_if_dependent(unseen, odds=DEPENDENT_ODDS)),
        parts=_parts(strata) if len(strata) > 1 else [],
    )


def _estimate(entry: LedgerEntry) -> Estimate | None:
    total, low, high = entry.estimate_total, entry.estimate_low, entry.estimate_high
    return None if total is None or low is None or high is None else Estimate(total, low, high)


def _seen(entry: LedgerEntry, strata: Iterable[LedgerStratum]) -> float:
    seen = [each.both + each.only_national + each.only_list for each in strata]
    # none on a page from before the people were counted apart
    return sum(seen) if seen else entry.national + entry.only_list


def _parts(strata: list[LedgerStratum]) -> list[Part]:
    provinces = {stratum.province for stratum in strata}
    names = (
        dict(Province.objects.filter(pk__in=provinces).values_list("pk", "name"))
        if len(provinces) > 1
        else {}
    )
    return [
        Part(
            _label(stratum, names),
            round(stratum.both),
            round(stratum.only_national),
            round(stratum.only_list),
            stratum.total,
            stratum.low,
            stratum.high,
        )
        for stratum in strata
    ]


def _label(stratum: LedgerStratum, names: dict[str, str]) -> str:
    sector = stratum.get_sector_display() if stratum.sector else ""
    return ", ".join(filter(None, [names.get(stratum.province, ""), sector])) or _("Lainnya")

"""What the page of the ledger says of the people whom neither side knows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from chapters.models import LedgerEntry, LedgerStratum
from chapters.reconciliation.estimate import unseen_if_dependent
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


def guess(entry: LedgerEntry) -> Guess | None:
    """Return what a page of the ledger estimates, or None where it has no list to compare with."""
    if entry.estimate_total is None or entry.estimate_low is None or entry.estimate_high is None:
        return None
    strata = list(entry.strata.all())
    seen = sum(each.both + each.only_national + each.only_list for each in strata)
    if not strata:  # a page from before the people were counted apart
        seen = entry.national + entry.only_list
    unseen = max(entry.estimate_total - seen, 0)
    return Guess(
        total=entry.estimate_total,
        low=entry.estimate_low,
        high=entry.estimate_high,
        unseen=round(unseen),
        if_dependent=round(seen + unseen_if_dependent(unseen, odds=DEPENDENT_ODDS)),
        parts=_parts(strata) if len(strata) > 1 else [],
    )


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

"""
How the number of members changes: who came, who left, and why, from the history of memberships.

`between` counts exactly, for reports. `monthly` reads sums that `count_anew` keeps, for pages that are opened all day;
a property test holds that they say the same as the history does, whatever was recorded late.
Source: docs/rules.md#history
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Q, QuerySet, Sum

from ipspi import locks
from members.models import FlowCount, Member, MembershipChange, MonthlyFlow

LOCK = "members.flows"
COUNTED = sorted(Member.COUNTED)

# A change is in force from its day on unless one recorded later counts from that day or before: `history.as_of`.
STEPS = """
WITH known AS (
    SELECT id, member_id, "on", kind, status, province_id,
           max(id) OVER (PARTITION BY member_id ORDER BY "on" RANGE UNBOUNDED PRECEDING) AS believed
    FROM members_membershipchange
), steps AS (
    SELECT "on", kind, province_id, status = ANY(%(counted)s) AS counted,
           lag(province_id) OVER member AS province_before,
           coalesce(lag(status) OVER member = ANY(%(counted)s), false) AS counted_before
    FROM known WHERE id = believed
    WINDOW member AS (PARTITION BY member_id ORDER BY "on")
)
"""
PER_MONTH = """
INSERT INTO members_monthlyflow (province_id, month, kind, gained, lost)
{steps}
SELECT province, date_trunc('month', "on")::date, kind, sum(gained), sum(lost)
FROM (
    SELECT province_id AS province, "on", kind, 1 AS gained, 0 AS lost FROM steps
    WHERE counted AND (NOT counted_before OR province_id IS DISTINCT FROM province_before)
    UNION ALL
    SELECT province_before, "on", kind, 0, 1 FROM steps
    WHERE counted_before AND (NOT counted OR province_id IS DISTINCT FROM province_before)
) AS one
GROUP BY 1, 2, 3
"""
PER_KIND = """
, ours AS (
    SELECT "on", kind, counted AND {here} AS now, counted_before AND {before} AS earlier FROM steps
)
SELECT kind, "on" < %(since)s AS already,
       count(*) FILTER (WHERE now AND NOT earlier), count(*) FILTER (WHERE earlier AND NOT now)
FROM ours WHERE "on" <= %(until)s AND now <> earlier GROUP BY 1, 2
"""
NATION = {"here": "true", "before": "true"}
SOME = {
    "here": "coalesce(province_id, '') = ANY(%(provinces)s)",
    "before": "coalesce(province_before, '') = ANY(%(provinces)s)",
}

Provinces = Collection[str] | None
"""Codes of provinces, "" for those of whom none is known; None for the whole nation."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Members at the start of a time and at its end, and the changes between, by kind (MembershipChange.Kind)."""

    start: int
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def end(self) -> int:
        return self.start + self.gained.total() - self.lost.total()


@dataclass(frozen=True, slots=True)
class Month:
    """A month: how many were members at its end, how many came in it, and how many left."""

    first: dt.date
    members: int
    gained: int
    lost: int


def between(provinces: Provinces, *, since: dt.date, until: dt.date) -> Flow:
    """
    Return the members at the beginning of the day `since` and at the end of the day `until`, and why that differs.

    Who moved between two of the provinces neither came nor left. Reads the whole history: for reports.
    """
    query = STEPS + PER_KIND.format(**(NATION if provinces is None else SOME))
    asked: dict[str, Any] = {
        "counted": COUNTED,
        "since": since,
        "until": until,
        "provinces": list(provinces or ()),
    }
    start, gained, lost = 0, Counter[str](), Counter[str]()
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        for kind, already, came, left in cursor.fetchall():
            if already:
                start += came - left
            else:
                gained[kind] += came
                lost[kind] += left
    return Flow(start, +gained, +lost)


def monthly(provinces: Provinces, *, until: dt.date, months: int = 24) -> list[Month]:
    """
    Return the last `months` months up to the one of `until`, as of the last `count_anew`.

    Who moved between two of the provinces left and came.
    """
    flows = _of(provinces).filter(month__lte=until)
    first = months_before(until, months - 1)
    before = flows.filter(month__lt=first).aggregate(
        gained=Sum("gained", default=0), lost=Sum("lost", default=0)
    )
    sums = {
        month: (gained, lost)
        for month, gained, lost in flows.filter(month__gte=first)
        .values_list("month")
        .annotate(Sum("gained"), Sum("lost"))
    }
    return _running(
        [months_before(until, back) for back in range(months - 1, -1, -1)],
        sums,
        before["gained"] - before["lost"],
    )


def grown(*, since: dt.date) -> dict[str, tuple[int, int]]:
    """Return by province ("" for none known) how many members came since a month's first day, and how many left."""
    sums = (
        MonthlyFlow.objects.filter(month__gte=since)
        .values_list("province")
        .annotate(Sum("gained"), Sum("lost"))
    )
    return {province or "": (gained, lost) for province, gained, lost in sums}


def reasons(provinces: Provinces, *, since: dt.date) -> tuple[Counter[str], Counter[str]]:
    """Return by kind of change how many came, and how many left, since a month's first day."""
    gained, lost = Counter[str](), Counter[str]()
    sums = _of(provinces).filter(month__gte=since).values_list("kind").annotate(Sum("gained"), Sum("lost"))
    for kind, came, left in sums:
        gained[kind], lost[kind] = came, left
    return +gained, +lost


def counted_at() -> dt.datetime | None:
    """Return when the monthly flows were last counted."""
    return FlowCount.objects.values_list("at", flat=True).first()


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month that many months before the one of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)


@transaction.atomic
def count_anew(*, at: dt.datetime) -> bool:
    """Count the monthly flows from the history, if it has changed since; tell whether it had."""
    locks.hold(LOCK)
    state = MembershipChange.objects.aggregate(changes=Count("pk"), last_change=Max("pk", default=0))
    if FlowCount.objects.filter(**state).exists():
        return False
    MonthlyFlow.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(PER_MONTH.format(steps=STEPS), {"counted": COUNTED})
    FlowCount.objects.update_or_create(pk=1, defaults={**state, "at": at})
    return True


def _of(provinces: Provinces) -> "QuerySet[MonthlyFlow]":
    flows = MonthlyFlow.objects.all()
    if provinces is None:
        return flows
    named = Q(province__in=provinces)
    return flows.filter(named | Q(province__isnull=True) if "" in provinces else named)


def _running(months: Sequence[dt.date], sums: dict[dt.date, tuple[int, int]], members: int) -> list[Month]:
    found = list[Month]()
    for first in months:
        gained, lost = sums.get(first, (0, 0))
        members += gained - lost
        found.append(Month(first, members, gained, lost))
    return found

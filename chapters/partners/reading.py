"""
A chapter's partners with their agreements and what was done together: computed from rows.

`report_of` is what the accountability report takes.
Source: docs/rules.md#partners
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from chapters.models import Agreement, AgreementScan, Chapter, JointActivity, Partner

SOON = 180  # days before its end from which an agreement is one that ends soon


class State(StrEnum):
    """How an agreement stands on a day."""

    TO_COME = "to come"
    IN_FORCE = "in force"
    ENDS_SOON = "ends soon"
    ENDED = "ended"
    ENDED_EARLY = "ended early"
    RENEWED = "renewed"


IN_FORCE = (State.IN_FORCE, State.ENDS_SOON)


@dataclass(frozen=True, slots=True)
class Kept:
    """An agreement as it stands; `days_left` until and with its last day, None where it has none or is over."""

    agreement: Agreement
    state: State
    days_left: int | None
    renewed_by: Agreement | None
    has_scan: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A partner with its agreements, the latest first, and its activities in the time that was asked for."""

    partner: Partner
    agreements: Sequence[Kept]
    activities: Sequence[JointActivity]

    @property
    def in_force(self) -> list[Kept]:
        return [kept for kept in self.agreements if kept.state in IN_FORCE]

    @property
    def reached(self) -> int:
        """How many people were reached, as far as that was counted."""
        return sum(activity.reached or 0 for activity in self.activities)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over rows; `not_counted` are the activities of which nobody wrote how many people they reached."""

    partners: int
    with_agreement: int
    in_force: int
    ends_soon: int
    activities: int
    reached: int
    not_counted: int


@dataclass(frozen=True, slots=True)
class Report:
    """The partners of a chapter from `start` up to, not including, `end`; agreements as on the last day of that."""

    chapter: Chapter
    start: dt.date
    end: dt.date
    rows: Sequence[Row]
    totals: Totals


def report_of(chapter: Chapter, *, start: dt.date, end: dt.date) -> Report:
    """
    Return whom a chapter worked with in a time: who had an agreement in force in it, or did something together.

    `end` is exclusive; agreements stand as on the day before it. A constant number of queries.
    """
    told = Partner.objects.kept().filter(chapter=chapter)
    rows = [
        row
        for row in rows_of(told, today=end - dt.timedelta(days=1), since=start, before=end)
        if row.activities or any(_held(kept.agreement, start=start, end=end) for kept in row.agreements)
    ]
    return Report(chapter, start, end, rows, totals_of(rows))


def rows_of(
    partners: "QuerySet[Partner]",
    *,
    today: dt.date,
    since: dt.date | None = None,
    before: dt.date | None = None,
) -> list[Row]:
    """Return partners with their agreements as they stand on `today`, and their activities from `since` to `before`."""
    within = Q(on__gte=since) if since else Q()
    within &= Q(on__lt=before) if before else Q()
    scans = AgreementScan.objects.filter(agreement=OuterRef("pk"))
    agreements = Agreement.objects.filter(removed_at=None).annotate(has_scan=Exists(scans))
    activities = JointActivity.objects.filter(within).select_related("programme__term")
    found = partners.select_related("regency").prefetch_related(
        Prefetch("agreements", queryset=agreements), Prefetch("activities", queryset=activities)
    )
    return [_row(partner, today=today) for partner in found]


def totals_of(rows: Iterable[Row]) -> Totals:
    """Add rows up."""
    rows = list(rows)
    activities = [activity for row in rows for activity in row.activities]
    agreements = [kept for row in rows for kept in row.agreements]
    return Totals(
        partners=len(rows),
        with_agreement=sum(bool(row.in_force) for row in rows),
        in_force=sum(kept.state in IN_FORCE for kept in agreements),
        ends_soon=sum(kept.state == State.ENDS_SOON for kept in agreements),
        activities=len(activities),
        reached=sum(activity.reached or 0 for activity in activities),
        not_counted=sum(activity.reached is None for activity in activities),
    )


def state_of(agreement: Agreement, *, is_renewed: bool, today: dt.date) -> State:
    """Return how an agreement stands on a day; one that was renewed holds until its last day, but does not end soon."""
    if today < agreement.starts_on:
        return State.TO_COME
    if agreement.ended_on is not None and today >= agreement.ended_on:
        return State.ENDED_EARLY
    if agreement.last_on is not None and today > agreement.last_on:
        return State.RENEWED if is_renewed else State.ENDED
    if agreement.last_on is None or is_renewed or agreement.ended_on is not None:
        return State.IN_FORCE
    return State.ENDS_SOON if (agreement.last_on - today).days <= SOON else State.IN_FORCE


def _row(partner: Partner, *, today: dt.date) -> Row:
    agreements = list(partner.agreements.all())
    renewed = {agreement.renews_id: agreement for agreement in agreements if agreement.renews_id}
    return Row(
        partner=partner,
        agreements=[_kept(each, renewed.get(each.pk), today=today) for each in agreements],
        activities=list(partner.activities.all()),
    )


def _kept(agreement: Agreement, renewed_by: Agreement | None, *, today: dt.date) -> Kept:
    state = state_of(agreement, is_renewed=renewed_by is not None, today=today)
    left = (agreement.last_on - today).days if agreement.last_on and state in IN_FORCE else None
    return Kept(agreement, state, left, renewed_by, has_scan=getattr(agreement, "has_scan", False))


def _held(agreement: Agreement, *, start: dt.date, end: dt.date) -> bool:
    """Whether an agreement held on a day of a time."""
    ends = [day for day in (agreement.last_on, agreement.ended_on) if day is not None]
    return agreement.starts_on < end and all(day >= start for day in ends)

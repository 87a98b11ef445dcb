"""
The queue of a chapter: the applications that its officers decide on, the oldest first, and whose turn each is.

A chapter's queue holds those of the provinces that it covers and, by chapter, of those not yet founded that it looks
after; the DPP's also those of no known province. While an applicant is asked for changes, the officers' clock stands.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Least

from chapters.models import DPP, BulkChoice, Chapter
from ipspi import keyset
from members.models import ChangeRequest, Member, MemberQuerySet

ORDER = ("chapter_code", "applied_at", "pk")
SIZE = 50


def of(chapter: Chapter, *, among: MemberQuerySet) -> MemberQuerySet:
    """Return the applications that the chapter's officers decide on, `among` the members whom somebody may see."""
    return among.awaiting_decision().filter(_decided_in(chapter))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many applications wait for officers, since when the oldest of these, and how many for their applicants."""

    officers: int
    oldest: dt.datetime | None
    applicants: int


def for_officers_of(chapter: Chapter) -> MemberQuerySet:
    """Return the applications that wait for the chapter's officers."""
    return waiting_for_officers(Member.objects.filter(_decided_in(chapter)))


def waiting_in(chapter: Chapter) -> Waiting:
    """Count the applications that the chapter's officers decide on by whose turn it is, in one query."""
    return by_turn(Member.objects.filter(_decided_in(chapter)))


def by_turn(members: MemberQuerySet) -> Waiting:
    """Count the applications among `members` by whose turn it is, in one query."""
    row = (
        members.awaiting_decision()
        .alias(is_asked=is_asked())
        .aggregate(
            officers=Count("pk", filter=Q(is_asked=False)),
            oldest=Min("applied_at", filter=Q(is_asked=False)),
            applicants=Count("pk", filter=Q(is_asked=True)),
        )
    )
    return Waiting(**row)


def _decided_in(chapter: Chapter) -> Q:
    here = Q(home_province__coverage__chapter=chapter) | Q(
        home_province__coverage__chapter__looked_after_by=chapter
    )
    if chapter.pk == DPP:
        here |= Q(home_province__isnull=True)
    return here


def waiting_for_officers(members: MemberQuerySet) -> MemberQuerySet:
    """Return the applications among `members` whose next act is an officer's."""
    return members.awaiting_decision().filter(~is_asked())


def is_asked() -> Exists:
    """Whether an applicant has been asked for changes and it is their turn, for a query of members."""
    return Exists(_open_requests())


def page(
    chapter: Chapter,
    *,
    among: MemberQuerySet,
    at: dt.datetime,
    after: UUID | None = None,
    before: UUID | None = None,
) -> keyset.Page[Member]:
    """
    Return a page of a chapter's queue, after or before the applicant with an id, by chapter and then the oldest first.

    Each has `chapter_code`, `waited` (how long officers have had it by `at`), `asked_at` (of an open request for
    changes) and `bulk` with `effective_at` (of a bulk admission that it waits in).
    """
    rows = with_waiting(of(chapter, among=among), at=at).annotate(
        chapter_code=_CHAPTER,
        asked_at=Subquery(_open_requests().values("asked_at")[:1]),
        bulk=Subquery(_choices().values("bulk")[:1]),
        effective_at=Subquery(_choices().values("bulk__effective_at")[:1]),
    )
    rows = rows.defer("nik", "nip").select_related("home_regency")
    return keyset.page(rows, by=ORDER, after=_key(after, among), before=_key(before, among), size=SIZE)


def keeper_of(chapter: Chapter) -> Chapter:
    """Return the chapter in whose queue the applications of a chapter are decided on."""
    return chapter if chapter.is_founded else chapter.looked_after_by or chapter


def next_after(applicant: Member, *, home: Chapter) -> Member | None:
    """
    Return the application that comes next for the officers who decide on an applicant's, `home` being their chapter.

    At the end of the queue it is the first one; None if no other waits.
    """
    rows = for_officers_of(keeper_of(home)).exclude(pk=applicant.pk).filter(~Exists(_choices()))
    rows = rows.annotate(chapter_code=_CHAPTER).defer("nik", "nip")
    key = (home.pk, applicant.applied_at, applicant.pk)
    return keyset.page(rows, by=ORDER, after=key, size=1).first


def with_waiting(members: MemberQuerySet, *, at: dt.datetime) -> MemberQuerySet:
    """Annotate applications with `waited`: the time since they were sent, less that in which applicants were asked."""
    moment = Value(at, output_field=DateTimeField())
    paused = (
        ChangeRequest.objects.filter(member=OuterRef("pk"), asked_at__lt=at)
        .order_by()
        .values("member")
        .annotate(
            paused=Sum(
                ExpressionWrapper(
                    Least(Coalesce("ended_at", moment), moment) - F("asked_at"), output_field=DurationField()
                )
            )
        )
        .values("paused")
    )
    since = ExpressionWrapper(moment - F("applied_at"), output_field=DurationField())
    return members.annotate(
        waited=ExpressionWrapper(
            since - Coalesce(Subquery(paused), Value(dt.timedelta())), output_field=DurationField()
        )
    )


def late(members: MemberQuerySet, *, after: dt.timedelta, at: dt.datetime) -> MemberQuerySet:
    """Return the applications that officers have had for `after` or longer, the oldest first, with `waited`."""
    rows = with_waiting(members, at=at)
    # the types know no annotation of another function
    return rows.filter(Q(waited__gte=after)).order_by("applied_at", "pk")


def waited(applicant: Member) -> dt.timedelta:
    """Return how long officers have had an application that was read with it."""
    time: dt.timedelta = applicant.waited  # type: ignore[attr-defined]  # annotated
    return time


def _key(applicant: UUID | None, known: MemberQuerySet) -> keyset.Key | None:
    """The place of an applicant in the order, who may have been decided about since the last page was read."""
    if applicant is None:
        return None
    rows = known.filter(pk=applicant, applied_at__isnull=False).annotate(chapter_code=_CHAPTER)
    return rows.values_list(*ORDER).first()


def _open_requests() -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.open().filter(member=OuterRef("pk"))


def _choices() -> QuerySet[BulkChoice]:
    return BulkChoice.objects.filter(member=OuterRef("pk"), outcome=BulkChoice.Outcome.WAITING)


_CHAPTER = Coalesce(F("home_province__coverage__chapter"), Value(DPP))

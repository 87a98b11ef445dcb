"""
The pairs that wait for an officer, in one order: the likeliest first, and at the end those put off for later.

The lists of a chapter's members have one queue together, every other list has its own (`only`).
A pair comes back from the end when its row or its member has changed since, or after thirty days.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet
from django.db.models.functions import Cast

from chapters import certainty
from chapters.models import Chapter, Decision, Link, ListEntry, ListRow, MemberList
from chapters.models.decisions import LATER_FOR
from ipspi import keyset

ORDER = ("put_off", "doubt", "pk")


@dataclass(frozen=True, slots=True)
class Progress:
    """That the pair at hand is number `at` of `of`: what was decided since the latest run counts as done."""

    at: int
    of: int


def of(link: Link) -> MemberList | None:
    """Return the list whose queue a pair is in; None for that of the chapter's members."""
    kept: MemberList = link.row.list
    return None if kept.is_of_members else kept


def waiting(chapter: Chapter, *, at: dt.datetime, only: MemberList | None = None) -> QuerySet[Any]:
    """Return the pairs to decide, with what they are ordered by."""
    rows = ListRow.objects.current().listed(chapter, only=only)
    linked = Link.objects.filter(row=OuterRef("row"), band=Link.Band.AUTO)
    pairs = Link.objects.filter(~Exists(linked), row__in=rows, band=Link.Band.REVIEW)
    return _ordered(pairs, at=at)


def put_off(*, at: dt.datetime) -> Exists:
    """The condition that somebody put a pair off, and nothing has changed since."""
    return Exists(
        Decision.objects.in_force()
        .filter(
            list=OuterRef("row__list"),
            key=OuterRef("row__key"),
            member=OuterRef("member"),
            answer=Decision.Answer.LATER,
            at__gt=at - LATER_FOR,
        )
        # a changed row is a new one
        .filter(at__gte=OuterRef("row__added_by__applied_at"))
        .filter(at__gte=OuterRef("member__changed_at"))
    )


def first(chapter: Chapter, *, at: dt.datetime, only: MemberList | None = None) -> Link | None:
    """Return the pair to begin with."""
    return cast("Link | None", waiting(chapter, at=at, only=only).order_by(*ORDER).first())


def neighbours(link: Link, chapter: Chapter, *, at: dt.datetime) -> tuple[Link | None, Link | None]:
    """Return the pairs before and after one, which need not wait any more itself; after the last comes none."""
    key, pairs = key_of(link, at=at), waiting(chapter, at=at, only=of(link))
    before = pairs.filter(keyset.beyond(ORDER, key, "lt")).order_by(*(f"-{field}" for field in ORDER))
    after = pairs.filter(keyset.beyond(ORDER, key, "gt")).order_by(*ORDER)
    return before.first(), after.first()


def following(
    key: keyset.Key, chapter: Chapter, *, at: dt.datetime, only: MemberList | None = None
) -> Link | None:
    """Return the pair that comes after a key; after the last the first that is left."""
    return keyset.page(waiting(chapter, at=at, only=only), by=ORDER, after=key, size=1).first


def key_of(link: Link, *, at: dt.datetime) -> keyset.Key:
    """Return the place of a pair in the order."""
    return cast("keyset.Key", _ordered(Link.objects.filter(pk=link.pk), at=at).values_list(*ORDER).get())


def progress(link: Link, chapter: Chapter, *, at: dt.datetime) -> Progress:
    """Return how far the officers of a chapter are, at one of its pairs."""
    only = of(link)
    pairs = waiting(chapter, at=at, only=only)
    number, later = pairs.count(), pairs.filter(put_off=True).count()
    is_later, *rest = key_of(link, at=at)
    before = pairs.filter(keyset.beyond(ORDER[1:], tuple(rest), "lt"), put_off=is_later).count()
    done = _decided_in(only) if only else _decided(chapter)
    return Progress(done + before + 1 + (0 if is_later else later), done + number)


def _decided(chapter: Chapter) -> int:
    entry = certainty.latest(chapter)
    return entry.decided_since if entry else 0


def _decided_in(kept: MemberList) -> int:
    """How much was decided about a list since its latest run, and stands."""
    entry = ListEntry.objects.filter(list=kept).select_related("run").order_by("-run_id").first()
    final = Decision.objects.final().filter(list=kept)
    return final.filter(at__gt=entry.run.started_at).count() if entry else 0


def _ordered(pairs: QuerySet[Link], *, at: dt.datetime) -> QuerySet[Any]:
    return pairs.annotate(put_off=put_off(at=at), doubt=Cast(1.0 - F("told"), FloatField()))

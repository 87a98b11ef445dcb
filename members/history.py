"""
The history of memberships: every verb that changes one records it here, so that any past day can be counted.

Source: docs/rules.md#history
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from ipspi import copying
from ipspi.accounts.models import User
from ipspi.errors import RuleError
from ipspi.regions import times
from members.models import EarlierFacts, Member, MemberQuerySet, MembershipChange
from members.models.events import FACTS
from members.models.history import MembershipChangeQuerySet

Kind = MembershipChange.Kind
COPIED = ("member_id", "kind", "on", "recorded_at", "by_id", "status", "type_id", "province_id", "reason")


class Standing(NamedTuple):
    """How a member stands, of whom nothing else is at hand."""

    pk: uuid.UUID
    status: str
    type_id: str
    home_province_id: str | None


class NotYet(RuleError):
    """History says what has happened; what is still to come is planned elsewhere."""


@transaction.atomic
def record(
    *,
    member: Member,
    kind: str,
    on: dt.date,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    note: str = "",
) -> MembershipChange:
    """
    Add a change to the history of `member`, who is already as the change left them.

    `on`: the day from which it counts. `reason` is read by the member, `note` only by officers who may read such
    notes. Call it in the transaction that holds the member's row locked. Raises NotYet for a day after `at`.
    """
    # the day has begun in the east up to a day before it has in UTC
    if on > at.date() + dt.timedelta(days=1):
        raise NotYet(_("Tanggal berlaku belum tiba."))
    return MembershipChange.objects.create(
        member=member,
        kind=kind,
        on=on,
        recorded_at=at,
        by=by,
        status=member.status,
        type_id=str(member.type_id),
        province_id=member.home_province_id,
        reason=reason.strip(),
        restricted_note=note.strip(),
    )


@transaction.atomic
def record_many(
    members: Iterable[tuple[Member | Standing, dt.date]], *, kind: str, by: User | None, at: dt.datetime
) -> None:
    """Add the same kind of change for many members, each with its day: by COPY, as an import needs it."""
    who = by.pk if by else None
    rows = (
        (member.pk, kind, on, at, who, str(member.status), member.type_id, member.home_province_id, "")
        for member, on in members
    )
    copying.copy(MembershipChange, COPIED, rows)


def as_of(members: MemberQuerySet, on: dt.date) -> MembershipChangeQuerySet:
    """
    Return how `members` stood at the end of a day: one change for each, with status, type and province.

    Who was not known on that day has none. `.counted()` leaves those who were members.
    """
    return MembershipChange.objects.filter(member__in=members).in_force(on)


def written_on(member: Member, on: dt.date) -> Member | None:
    """
    Return the member with the facts that were written of them at the end of a day, by their own clock; not to be saved.

    None where nothing was written yet. NIK and NIP are those of now: earlier ones are not kept here.
    Source: docs/adr/0013-history-is-kept-twice.md
    """
    over = times.midnight(on + dt.timedelta(days=1), zone=zone_of(member))
    if member.created_at >= over:
        return None
    later = EarlierFacts.objects.filter(pgh_obj=member, pgh_created_at__gte=over).order_by("pgh_id")
    then = Member.objects.defer("nik", "nip").get(pk=member.pk)
    if before := later.first():
        for fact in FACTS:
            name = Member._meta.get_field(fact).attname  # type: ignore[union-attr]  # a column, not a relation
            setattr(then, name, getattr(before, name))
    return then


def of(member: Member) -> MembershipChangeQuerySet:
    """Return all that happened to a membership, the latest first, without restricted notes."""
    changes = MembershipChange.objects.filter(member=member).select_related("type", "province", "by")
    return changes.defer("restricted_note").order_by("-on", "-pk")


@transaction.atomic
def forget(*, member: Member) -> None:
    """Empty the history of somebody who is erased: the days and states stay, so that past counts do; the words go."""
    EarlierFacts.objects.filter(pgh_obj=member).delete()
    MembershipChange.objects.filter(member=member).update(reason="", restricted_note=None)


def forgotten() -> MemberQuerySet:
    """Return members who are not as their history says: a verb changed them and did not record it."""
    latest = MembershipChange.objects.filter(member=OuterRef("pk")).order_by("-pk")
    said = {
        name: Subquery(latest.values(field)[:1])
        for name, field in (("said_status", "status"), ("said_type", "type"), ("said_province", "province"))
    }
    same_province = Q(home_province=F("said_province")) | Q(
        home_province__isnull=True, said_province__isnull=True
    )
    return Member.objects.alias(**said).exclude(
        Q(status=F("said_status")) & Q(type=F("said_type")) & same_province
    )


def day_of(member: Member, at: dt.datetime) -> dt.date:
    """Return the date that a moment has where the member is at home."""
    return times.local(at, zone=zone_of(member)).date()


def zone_of(member: Member) -> str:
    """Return the time zone in which moments are told to a member: that of their home."""
    return member.home_province.zone if member.home_province else times.NATIONAL_ZONE

"""
Giving, ending and replacing seats on boards.

Source: docs/rules.md#officers
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import Chapter, Coverage, Office, Seat, Term
from chapters.models.boards import SeatQuerySet
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions.models import Province
from members import life
from members.models import Member


class SeatRefused(RuleError):
    """The seat cannot be given so; the message says why."""


class AlreadyEnded(RuleError):
    """The seat has ended before."""


class AlreadyReplaced(RuleError):
    """Somebody else has the seat by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who sits where on a board: an office, its title as printed, and a member, a staff account or a named outsider."""

    office: str
    title: str = ""
    member: Member | None = None
    user: User | None = None
    outsider_name: str = ""


@transaction.atomic
def give(
    *,
    chapter: Chapter,
    office: str,
    by: User,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    member: Member | None = None,
    user: User | None = None,
    outsider_name: str = "",
    term: Term | None = None,
    **printed: Any,
) -> Seat:
    """
    Give an office on a chapter's board to a member, a staff account or a named outsider.

    It gives access from its start, by the clock. `printed`: what is only written of it (title, position, decree).

    Raises PermissionDenied if `by` may not keep such a seat, SeatRefused if the seat cannot be given so.
    """
    # of two chairs at once, one waits here
    chapter = Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    require_keeper(by, chapter=chapter.pk, office=office)
    if member is not None:
        member = life.lock(member)  # who is about to leave has left, or leaves a seat that is seen
    seat = Seat(
        chapter=chapter,
        office=office,
        starts_at=starts_at,
        ends_at=ends_at,
        member=member,
        user=user,
        outsider_name=outsider_name.strip(),
        term=term,
        **printed,
    )
    if problem := problem_of(seat):
        raise SeatRefused(problem)

    seat.save(force_insert=True)
    audit.record(by=by, did="give_seat", to=seat, chapter=chapter.pk, office=office)
    return seat


@transaction.atomic
def end(*, seat: Seat, by: User, at: dt.datetime, reason: str = "") -> Seat:
    """
    End a seat, and the access that it gives, at a moment; a seat that has not begun by then ends where it would begin.

    Raises PermissionDenied if `by` may not keep such a seat, AlreadyEnded.
    """
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    require_keeper(by, chapter=seat.chapter_id, office=seat.office)
    if seat.ends_at is not None and seat.ends_at <= at:
        raise AlreadyEnded(_("Jabatan ini sudah berakhir."))

    end_now(seat, by=by, at=at, reason=reason)
    return seat


@transaction.atomic
def replace(
    *,
    seat: Seat,
    at: dt.datetime,
    reason: str,
    by: User,
    member: Member | None = None,
    user: User | None = None,
    outsider_name: str = "",
    decree_number: str = "",
    decree_on: dt.date | None = None,
) -> Seat:
    """
    Replace who holds a seat inside its term (PAW): end it, if it has not ended, and open another at the same moment.

    The new seat has the office, title, place and term of the old one, and says whom it replaces.
    Raises PermissionDenied if `by` may not keep such a seat, AlreadyReplaced, SeatRefused.
    """
    chapter = Chapter.objects.select_for_update(no_key=True).get(pk=seat.chapter_id)
    require_keeper(by, chapter=chapter.pk, office=seat.office)
    if member is not None:
        member = life.lock(member)
    seat = Seat.objects.select_for_update(of=("self",)).select_related("term").get(pk=seat.pk)
    if Seat.objects.filter(replaces=seat).exists():
        raise AlreadyReplaced(_("Jabatan ini sudah diteruskan kepada orang lain."))
    if seat.term is not None and seat.term.ended_on is not None:
        raise AlreadyReplaced(_("Masa bakti jabatan ini sudah berakhir."))

    if seat.ends_at is None or seat.ends_at > at:
        end_now(seat, by=by, at=at, reason=reason)
    return give(
        chapter=chapter,
        office=seat.office,
        title=seat.title,
        position=seat.position,
        term=seat.term,
        member=member,
        user=user,
        outsider_name=outsider_name,
        starts_at=max(at, seat.starts_at),
        decree_number=decree_number,
        decree_on=decree_on,
        replaces=seat,
        by=by,
    )


@transaction.atomic
def vacate(*, member: Member, province: Province | None, by: User | None, at: dt.datetime) -> int:
    """
    End the seats that somebody cannot keep who left; return how many. No seat comes back by itself.

    Who is no member any more keeps none; whose account is of the DPP's staff too keeps that seat but by dying. Who
    moved out of `province` keeps those of other chapters, the DPP's among them: it is the board of the nation.
    """
    seats = Seat.objects.select_for_update(of=("self",)).not_ended(at)
    if member.status in Member.LIVING:
        before, now = (
            Coverage.objects.filter(province=code).values("chapter")
            for code in (province, member.home_province_id)
        )
        seats = seats.filter(member=member, chapter__in=before).exclude(chapter__in=now)
    elif member.status == Member.Status.DECEASED:
        seats = seats.filter(Q(member=member) | Q(user__isnull=False, user=member.user_id))
    else:
        seats = seats.filter(member=member)
    ended = list(seats.order_by("pk"))
    for seat in ended:
        end_now(seat, by=by, at=at)
    return len(ended)


def may_keep(user: User, *, chapter: str, office: str) -> bool:
    """Tell whether `user` may give and end seats of an office: who keeps boards any, others those that give nothing."""
    if access.allows(user, access.May.KEEP_BOARD, chapter=chapter):
        return True
    gives_nothing = not access.granted_by(office, chapter=chapter)
    return gives_nothing and access.allows(user, access.May.PREPARE_BOARD, chapter=chapter)


def require_keeper(user: User, *, chapter: str, office: str) -> None:
    """Raise PermissionDenied unless `may_keep` says that `user` may."""
    if not may_keep(user, chapter=chapter, office=office):
        raise PermissionDenied


def end_now(seat: Seat, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """End a locked seat at `at`, or where it would begin, and write that into the log."""
    seat.ends_at, seat.reason = max(at, seat.starts_at), reason
    seat.save(update_fields=["ends_at", "reason"])
    audit.record(by=by, did="end_seat", to=seat, chapter=seat.chapter_id, office=seat.office)


def problem_of(seat: Seat) -> str:
    """Say why a seat cannot be given so; "" if it can."""
    holders = [seat.member is not None, seat.user is not None, bool(seat.outsider_name)]
    if holders.count(True) != 1:
        return _("Isi salah satu: anggota, akun staf, atau nama bukan anggota.")
    if seat.ends_at is not None and seat.ends_at <= seat.starts_at:
        return _("Akhir harus sesudah awal.")
    if seat.term is not None and seat.term.chapter_id != seat.chapter_id:
        return _("Masa bakti itu milik daerah lain.")
    if seat.office == Office.CHAIR and _overlapping_chairs(seat).exists():
        return _("Daerah ini sudah mempunyai ketua pada masa itu.")
    return problem_of_member(seat.member) if seat.member is not None else ""


def problem_of_member(member: Member) -> str:
    """Say why a member cannot hold an office from now on; "" if they can."""
    if member.status != Member.Status.ACTIVE:
        return _("Hanya anggota aktif yang dapat menjadi pengurus.")
    if not member.type.holds_office:
        return _("Jenis keanggotaan ini tidak dapat menjadi pengurus.")
    return ""


def _overlapping_chairs(seat: Seat) -> SeatQuerySet:
    never_begun = Q(ends_at=F("starts_at"))
    running = Q(ends_at__isnull=True) | Q(ends_at__gt=seat.starts_at)
    chairs = Seat.objects.filter(running, chapter=seat.chapter_id, office=Office.CHAIR).exclude(never_begun)
    return chairs.filter(starts_at__lt=seat.ends_at) if seat.ends_at is not None else chairs

"""
Founding chapters, naming who looks after those not yet founded, and giving and ending seats on boards.

Source: docs/rules.md#chapters, docs/rules.md#officers
"""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import Chapter, Coverage, Office, Seat, Term
from chapters.models.organisation import SeatQuerySet
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions.models import Province
from members import life
from members.models import Member


class AlreadyFounded(RuleError):
    """The chapter exists already."""


class CannotLookAfter(RuleError):
    """That chapter cannot look after this one."""


class SeatRefused(RuleError):
    """The seat cannot be given so; the message says why."""


class AlreadyEnded(RuleError):
    """The seat has ended before."""


@transaction.atomic
def found(
    *, chapter: Chapter, decree_number: str, decree_on: dt.date, founded_on: dt.date, by: User
) -> Chapter:
    """
    Found a chapter by a decree: from now on it looks after its provinces itself.

    Raises PermissionDenied, AlreadyFounded.
    """
    chapter = Chapter.objects.select_for_update().get(pk=chapter.pk)
    access.require(by, access.May.KEEP_CHAPTERS, chapter=chapter.pk)
    if chapter.is_founded:
        raise AlreadyFounded(_("%(chapter)s sudah dibentuk.") % {"chapter": chapter})

    chapter.status, chapter.looked_after_by = Chapter.Status.FOUNDED, None
    chapter.decree_number, chapter.decree_on, chapter.founded_on = decree_number, decree_on, founded_on
    chapter.save(update_fields=["status", "looked_after_by", "decree_number", "decree_on", "founded_on"])
    audit.record(by=by, did="found", to=chapter, chapter=chapter.pk)
    return chapter


@transaction.atomic
def entrust(*, chapter: Chapter, to: Chapter, by: User) -> Chapter:
    """
    Have a chapter that is not yet founded looked after by the DPP or by a founded one.

    Raises PermissionDenied, AlreadyFounded, CannotLookAfter.
    """
    rows = Chapter.objects.select_for_update().order_by("pk").in_bulk([chapter.pk, to.pk])
    chapter, to = rows[chapter.pk], rows[to.pk]
    access.require(by, access.May.KEEP_CHAPTERS, chapter=chapter.pk)
    if chapter.is_founded:
        raise AlreadyFounded(
            _("%(chapter)s sudah dibentuk dan mengurus dirinya sendiri.") % {"chapter": chapter}
        )
    if not to.is_founded:
        raise CannotLookAfter(_("%(chapter)s sendiri belum dibentuk.") % {"chapter": to})

    chapter.looked_after_by = to
    chapter.save(update_fields=["looked_after_by"])
    audit.record(by=by, did="entrust", to=chapter, chapter=chapter.pk, keeper=to.pk)
    return chapter


@transaction.atomic
def give_seat(
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
    title: str = "",
    decree_number: str = "",
) -> Seat:
    """
    Give an office on a chapter's board to a member, a staff account or a named outsider.

    It gives access from its start, by the clock.

    Raises PermissionDenied if `by` may not keep this board, SeatRefused if the seat cannot be given so.
    """
    # of two chairs at once, one waits here
    chapter = Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    access.require(by, access.May.KEEP_BOARD, chapter=chapter.pk)
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
        title=title,
        decree_number=decree_number,
    )
    if problem := _problem_of(seat):
        raise SeatRefused(problem)

    seat.save(force_insert=True)
    audit.record(by=by, did="give_seat", to=seat, chapter=chapter.pk, office=office)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, by: User, at: dt.datetime) -> Seat:
    """
    End a seat, and the access that it gives, at a moment; a seat that has not begun by then ends where it would begin.

    Raises PermissionDenied if `by` may not keep this board, AlreadyEnded.
    """
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    access.require(by, access.May.KEEP_BOARD, chapter=seat.chapter_id)
    if seat.ends_at is not None and seat.ends_at <= at:
        raise AlreadyEnded(_("Jabatan ini sudah berakhir."))

    _end(seat, by=by, at=at)
    return seat


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
        _end(seat, by=by, at=at)
    return len(ended)


def _end(seat: Seat, *, by: User | None, at: dt.datetime) -> None:
    seat.ends_at = max(at, seat.starts_at)
    seat.save(update_fields=["ends_at"])
    audit.record(by=by, did="end_seat", to=seat, chapter=seat.chapter_id, office=seat.office)


def _problem_of(seat: Seat) -> str:
    holders = [seat.member is not None, seat.user is not None, bool(seat.outsider_name)]
    if holders.count(True) != 1:
        return _("Isi salah satu: anggota, akun staf, atau nama bukan anggota.")
    if seat.ends_at is not None and seat.ends_at <= seat.starts_at:
        return _("Akhir harus sesudah awal.")
    if seat.term is not None and seat.term.chapter_id != seat.chapter_id:
        return _("Masa bakti itu milik daerah lain.")
    if seat.office == Office.CHAIR and _overlapping_chairs(seat).exists():
        return _("Daerah ini sudah mempunyai ketua pada masa itu.")
    return _problem_of_member(seat.member) if seat.member is not None else ""


def _problem_of_member(member: Member) -> str:
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

"""
What officers do in the life of a membership: leave, death, suspension by two, reinstatement, expulsion, dues.

Who may do what is in `chapters.access`; nobody acts in a matter of their own.
Source: docs/rules.md#life-of-a-membership
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from ipspi.accounts import closing
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError, breaks
from members import history, leave, life, mailing
from members.life import DatesWrong, NotPossibleNow, spoken
from members.models import DuesMark, Member, Plan

Status = Member.Status
LONGEST_SUSPENSION = dt.timedelta(days=366)
FARTHEST_DUES = dt.timedelta(days=5 * 366)


class OwnMatter(RuleError):
    """Nobody decides in a matter of their own."""


class SecondOfficerNeeded(RuleError):
    """A suspension is agreed to by another officer than who proposed it."""


class AlreadyDecided(RuleError):
    """Somebody was faster."""


class ReasonMissing(RuleError):
    """The member reads the reason, so there must be one."""


class NIKHeld(RuleError):
    """Another living membership has the NIK by now."""


@transaction.atomic
def grant_leave(
    *, member: Member, begins_on: dt.date, ends_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Plan:
    """Write down a member's leave. Raises PermissionDenied, OwnMatter and what `members.leave.take_leave` does."""
    locked = _theirs(member, May.KEEP_STANDING, by=by)
    return leave.ask_for(member=locked, begins_on=begins_on, ends_on=ends_on, reason=reason, by=by, at=at)


@transaction.atomic
def end_leave(*, member: Member, by: User, at: dt.datetime) -> Member:
    """End a member's leave today. Raises PermissionDenied, OwnMatter, NotPossibleNow."""
    return leave.end(member=_theirs(member, May.KEEP_STANDING, by=by), by=by, at=at)


@transaction.atomic
def report_death(*, member: Member, on: dt.date, by: User, at: dt.datetime) -> Member:
    """
    Record that a member has died, and close the account; nobody is written to.

    Raises PermissionDenied, OwnMatter, NotPossibleNow, DatesWrong for a day to come or before the person was known.
    """
    locked = _theirs(member, May.KEEP_STANDING, by=by)
    _need(locked, *Member.COUNTED)
    if not (locked.birth_date or dt.date.min) < on <= history.day_of(locked, at):
        raise DatesWrong(_("Tanggal wafat tidak mungkin. Periksa kembali."))
    life.move(locked, to=Status.DECEASED, kind=history.Kind.DECEASED, on=on, by=by, at=at)
    audit.record(by=by, did="report_death", to=locked, chapter=access.chapter_of(locked).pk)
    if locked.user and locked.user.is_active:
        closing.close(user=locked.user, by=by)
    return locked


@transaction.atomic
def propose_suspension(
    *,
    member: Member,
    begins_on: dt.date,
    ends_on: dt.date | None,
    reason: str,
    note: str,
    by: User,
    at: dt.datetime,
) -> Plan:
    """
    Propose a suspension; it begins when a second officer has agreed. The member reads the reason, not the note.

    Raises PermissionDenied, OwnMatter, ReasonMissing, DatesWrong, NotPossibleNow, AlreadyPlanned.
    """
    locked = _theirs(member, May.PROPOSE_SUSPENSION, by=by)
    _need_reason(reason)
    today = history.day_of(locked, at)
    if not today <= begins_on <= today + life.FARTHEST_START:
        raise DatesWrong(_("Mulai hari ini atau sesudahnya."))
    if ends_on and not begins_on < ends_on <= begins_on + LONGEST_SUSPENSION:
        raise DatesWrong(_("Berakhir sesudah dimulai, paling lama setahun."))
    plan = life.plan_for(
        locked, Plan.Kind.SUSPENSION, begins_on=begins_on, ends_on=ends_on, reason=reason, note=note,
        by=by, at=at, agreed=False,
    )  # fmt: skip
    audit.record(by=by, did="propose_suspension", to=plan, chapter=access.chapter_of(locked).pk)
    return plan


@transaction.atomic
def agree_to_suspension(*, plan: Plan, by: User, at: dt.datetime) -> Plan:
    """
    Agree to a suspension that somebody else proposed; it begins at once if its day has come.

    Raises PermissionDenied, OwnMatter, SecondOfficerNeeded, AlreadyDecided.
    """
    open_plan, locked = _proposed(plan, by=by)
    if open_plan.asked_by_id == by.pk:
        raise SecondOfficerNeeded(_("Pemberhentian sementara disetujui oleh pengurus lain."))
    open_plan.agreed_by, open_plan.agreed_at = by, at
    # a proposal that waited longer than its day begins on the day of the agreement
    open_plan.begins_on = max(open_plan.begins_on, history.day_of(locked, at))
    if open_plan.ends_on and open_plan.ends_on <= open_plan.begins_on:
        raise DatesWrong(_("Masa pemberhentian yang diusulkan sudah lewat. Tolak usulan ini."))
    open_plan.save(update_fields=["agreed_by", "agreed_at", "begins_on"])
    audit.record(by=by, did="agree_to_suspension", to=open_plan, chapter=access.chapter_of(locked).pk)
    life.begin(open_plan, locked, at=at)
    return open_plan


@transaction.atomic
def refuse_suspension(*, plan: Plan, by: User, at: dt.datetime) -> Plan:
    """Drop a proposed suspension. Raises PermissionDenied, OwnMatter, AlreadyDecided."""
    open_plan, locked = _proposed(plan, by=by)
    life.close(open_plan, Plan.Outcome.REFUSED, at=at)
    audit.record(by=by, did="refuse_suspension", to=open_plan, chapter=access.chapter_of(locked).pk)
    return open_plan


@transaction.atomic
def reinstate(*, member: Member, reason: str, by: User, at: dt.datetime) -> Member:
    """End a suspension today. Raises PermissionDenied, OwnMatter, NotPossibleNow."""
    locked = _theirs(member, May.SUSPEND, by=by)
    _need(locked, Status.SUSPENDED)
    plan = life.open_plan(locked, Plan.Kind.SUSPENSION)
    audit.record(by=by, did="reinstate", to=locked, chapter=access.chapter_of(locked).pk)
    if plan:
        life.end(plan, locked, on=history.day_of(locked, at), by=by, at=at)
    else:
        on, kind = history.day_of(locked, at), history.Kind.REINSTATED
        life.move(locked, to=Status.ACTIVE, kind=kind, on=on, by=by, at=at, reason=reason)
    return locked


@transaction.atomic
def expel(
    *, member: Member, on: dt.date, decree_number: str, reason: str, note: str, by: User, at: dt.datetime
) -> Member:
    """
    Expel a member by a decree of the DPP, from a day on that has come.

    Raises PermissionDenied, OwnMatter, ReasonMissing, DatesWrong, NotPossibleNow.
    """
    locked = _theirs(member, May.EXPEL, by=by)
    _need(locked, *Member.COUNTED)
    _need_reason(reason)
    _need_reason(decree_number, _("Tulis nomor SK DPP."))
    if not (locked.joined_on or dt.date.min) <= on <= history.day_of(locked, at):
        raise DatesWrong(_("Keputusan berlaku hari ini atau sebelumnya."))
    why = _("%(reason)s (SK %(number)s)") % {"reason": reason.strip(), "number": decree_number.strip()}
    kind = history.Kind.EXPELLED
    life.move(locked, to=Status.EXPELLED, kind=kind, on=on, by=by, at=at, reason=why, note=note)
    audit.record(by=by, did="expel", to=locked, chapter=access.chapter_of(locked).pk)
    mailing.write(
        locked,
        key=f"expelled:{locked.pk}:{at:%Y%m%d%H%M%S}",
        subject=_("Keanggotaan Anda diakhiri"),
        lines=[_("Berlaku sejak %(day)s.") % {"day": spoken(on)}, _("Alasan: %(reason)s") % {"reason": why}],
    )
    return locked


def restore(*, member: Member, reason: str, by: User, at: dt.datetime) -> Member:
    """
    Bring back a membership that ended by a death reported wrongly or by an expulsion that was lifted.

    Raises PermissionDenied, OwnMatter, ReasonMissing, NotPossibleNow, NIKHeld.
    """
    try:
        return _restore(member=member, reason=reason, by=by, at=at)
    except IntegrityError as error:
        if not breaks(error, "member_one_living_membership"):
            raise
        raise NIKHeld(_("Orang ini sudah mempunyai keanggotaan lain atau pendaftaran baru.")) from None


@transaction.atomic
def mark_dues(*, member: Member, paid_until: dt.date, note: str, by: User, at: dt.datetime) -> DuesMark:
    """Write down until which day a member's dues are paid. Raises PermissionDenied, OwnMatter, DatesWrong."""
    locked = _theirs(member, May.KEEP_DUES, by=by)
    _need(locked, *Member.COUNTED)
    if not locked.type.owes_dues:
        raise NotPossibleNow(_("Jenis keanggotaan ini tidak wajib iuran."))
    today = history.day_of(locked, at)
    if not (locked.joined_on or today - FARTHEST_DUES) <= paid_until <= today + FARTHEST_DUES:
        raise DatesWrong(_("Tanggal ini tidak mungkin. Periksa tahunnya."))
    mark = DuesMark.objects.create(
        member=locked, paid_until=paid_until, note=note.strip(), marked_by=by, marked_at=at
    )
    audit.record(by=by, did="mark_dues", to=mark, chapter=access.chapter_of(locked).pk)
    words = {"day": spoken(paid_until)}
    mailing.write(
        locked,
        key=f"dues:{mark.pk}",
        subject=_("Iuran Anda tercatat"),
        lines=[_("Iuran Anda lunas sampai %(day)s.") % words],
    )
    return mark


@transaction.atomic
def _restore(*, member: Member, reason: str, by: User, at: dt.datetime) -> Member:
    locked = _theirs(member, May.EXPEL, by=by)
    _need(locked, Status.DECEASED, Status.EXPELLED)
    _need_reason(reason)
    on, kind = history.day_of(locked, at), history.Kind.RESTORED
    life.move(locked, to=Status.ACTIVE, kind=kind, on=on, by=by, at=at, reason=reason)
    if locked.user and not locked.user.is_active:
        closing.reopen(user=locked.user, by=by)
    audit.record(by=by, did="restore", to=locked, chapter=access.chapter_of(locked).pk)
    mailing.write(
        locked,
        key=f"restored:{locked.pk}:{at:%Y%m%d%H%M%S}",
        subject=_("Keanggotaan Anda dipulihkan"),
        lines=[_("Sejak hari ini Anda kembali anggota aktif. Nomor anggota Anda tetap.")],
    )
    return locked


def _theirs(member: Member, may: May, *, by: User) -> Member:
    """Return somebody else's membership, locked."""
    locked = life.lock(member)
    access.require(by, may, province=locked.home_province_id)
    if locked.user_id == by.pk:
        raise OwnMatter(_("Urusan Anda sendiri diputuskan oleh pengurus lain."))
    return locked


def _proposed(plan: Plan, *, by: User) -> tuple[Plan, Member]:
    locked = _theirs(Member(pk=plan.member_id), May.SUSPEND, by=by)
    open_plan = Plan.objects.awaiting_agreement().filter(pk=plan.pk).first()
    if open_plan is None:
        raise AlreadyDecided(_("Usulan ini sudah diputuskan."))
    return open_plan, locked


def _need(member: Member, *statuses: str) -> None:
    if member.status not in statuses:
        words = {"status": member.get_status_display()}
        raise NotPossibleNow(_("Ini tidak dapat dilakukan dengan status “%(status)s”.") % words)


def _need_reason(reason: str, words: str = "") -> None:
    if not reason.strip():
        raise ReasonMissing(words or _("Tulis alasannya. Anggota membacanya."))

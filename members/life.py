"""
The life of a membership: leave, resignation, and what else begins and ends on a day.

What is decided for a later day is a Plan; the clock carries it out, once, whenever it comes by. The verbs of officers
stand in `chapters.life`; they and those of the member alone change a membership only by `move` and `begin`.
Source: docs/rules.md#life-of-a-membership
"""

import datetime as dt
import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from members import history, mailing
from members.models import Correction, Member, Plan, Transfer

log = logging.getLogger(__name__)
Status, Kind, Outcome = Member.Status, Plan.Kind, Plan.Outcome

LONGEST_LEAVE = dt.timedelta(days=2 * 366)
FARTHEST_START = dt.timedelta(days=366)
MAY_BEGIN = {
    Kind.LEAVE: {Status.ACTIVE},
    Kind.SUSPENSION: {Status.ACTIVE, Status.ON_LEAVE},
    Kind.RESIGNATION: set(Member.COUNTED),
}
BEGINNING = {
    Kind.LEAVE: (Status.ON_LEAVE, history.Kind.LEAVE),
    Kind.SUSPENSION: (Status.SUSPENDED, history.Kind.SUSPENDED),
    Kind.RESIGNATION: (Status.RESIGNED, history.Kind.RESIGNED),
}
ENDING = {Kind.LEAVE: history.Kind.RETURNED, Kind.SUSPENSION: history.Kind.REINSTATED}


class NotPossibleNow(RuleError):
    """The membership is not in a state in which that can be done."""


class DatesWrong(RuleError):
    """The days do not fit: over before it begins, in the past, or too far away."""


class AlreadyPlanned(RuleError):
    """The same is already waiting for its day."""


# ---------------------------------------------------------------- by the member alone


@transaction.atomic
def take_leave(
    *, member: Member, begins_on: dt.date, ends_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Plan:
    """
    Put one's own membership to rest from `begins_on` until the day before `ends_on`; it comes back by itself.

    Raises PermissionDenied, NotPossibleNow, AlreadyPlanned, DatesWrong.
    """
    return ask_leave(
        member=own(member, by=by), begins_on=begins_on, ends_on=ends_on, reason=reason, by=by, at=at
    )


@transaction.atomic
def return_from_leave(*, member: Member, by: User, at: dt.datetime) -> Member:
    """End one's own leave today, or call off one that has not begun. Raises PermissionDenied, NotPossibleNow."""
    return end_leave(member=own(member, by=by), by=by, at=at)


@transaction.atomic
def resign(*, member: Member, on: dt.date, reason: str, by: User, at: dt.datetime) -> Plan:
    """
    Resign from membership from a day on: today or later. It may be taken back until then.

    Raises PermissionDenied, NotPossibleNow, AlreadyPlanned, DatesWrong.
    """
    locked = own(member, by=by)
    today = history.day_of(locked, at)
    if not today <= on <= today + FARTHEST_START:
        raise DatesWrong(_("Pilih hari ini atau tanggal dalam setahun ke depan."))
    plan = plan_for(locked, Kind.RESIGNATION, begins_on=on, reason=reason, by=by, at=at, agreed=True)
    audit.record(by=by, did="resign", to=locked)
    if not begin(plan, locked, at=at):
        _tell_resignation(plan, locked)
    return plan


@transaction.atomic
def take_back_resignation(*, member: Member, by: User, at: dt.datetime) -> Member:
    """Stay a member after all. Raises PermissionDenied, NotPossibleNow when there is no resignation that waits."""
    locked = own(member, by=by)
    plan = open_plan(locked, Kind.RESIGNATION)
    if plan is None:
        raise NotPossibleNow(_("Tidak ada pengunduran diri yang dapat ditarik."))
    close(plan, Outcome.TAKEN_BACK, at=at)
    audit.record(by=by, did="take_back_resignation", to=locked)
    mailing.write(
        locked,
        key=f"taken_back:{plan.pk}",
        subject=_("Pengunduran diri Anda ditarik"),
        lines=[_("Anda tetap anggota IPSPI. Tidak ada yang berubah.")],
    )
    return locked


# ---------------------------------------------------------------- by the clock


def carry_out_due(*, at: dt.datetime) -> int:
    """Begin and end what is due, each in a transaction of its own; return how many changes there were."""
    latest = at.date() + dt.timedelta(days=1)  # of any zone; each is asked again for its own day
    due = Plan.objects.open().filter(agreed_at__isnull=False)
    due = due.filter(Q(begun_at=None, begins_on__lte=latest) | Q(begun_at__isnull=False, ends_on__lte=latest))
    done = 0
    for member in Member.objects.filter(plans__in=due).distinct().only("pk").order_by("pk"):
        try:
            done += carry_out(member=member, at=at)
        except Exception:
            log.exception("The plans of a member could not be carried out.")  # the others' can
    return done


@transaction.atomic
def carry_out(*, member: Member, at: dt.datetime) -> int:
    """Begin and end what is due for one member; return how many changes there were."""
    locked = lock(member)
    plans = Plan.objects.open().filter(member=locked, agreed_at__isnull=False).order_by("begins_on", "pk")
    done = 0
    for plan in plans:
        plan.refresh_from_db()  # one that came before may have closed it
        done += plan.closed_at is None and begin(plan, locked, at=at)
        done += plan.closed_at is None and _end_if_due(plan, locked, at=at)
    return done


# ---------------------------------------------------------------- what officers' verbs are made of


def lock(member: Member) -> Member:
    """Return the member with the row locked until the transaction ends."""
    rows = Member.objects.select_for_update(of=("self",)).select_related("home_province", "user")
    return rows.get(pk=member.pk)


def own(member: Member, *, by: User) -> Member:
    """Return one's own membership, locked. Raises PermissionDenied for anybody else's."""
    locked = lock(member)
    if locked.user_id is None or locked.user_id != by.pk:
        raise PermissionDenied
    return locked


def move(
    member: Member,
    *,
    to: str,
    kind: str,
    on: dt.date,
    by: User | None,
    at: dt.datetime,
    reason: str = "",
    note: str = "",
) -> None:
    """Write the new status of a locked member and record it; who is no longer a member leaves nothing open."""
    member.status, member.changed_at = to, at
    member.save(update_fields=["status", "changed_at"])
    history.record(member=member, kind=kind, on=on, by=by, at=at, reason=reason, note=note)
    if to not in Member.LIVING:
        Plan.objects.open().filter(member=member).update(closed_at=at, outcome=Outcome.VOID)
        Correction.objects.open().filter(member=member).update(
            status=Correction.Status.WITHDRAWN, decided_at=at
        )
        Transfer.objects.open().filter(member=member).update(status=Transfer.Status.WITHDRAWN, closed_at=at)


def plan_for(
    member: Member,
    kind: str,
    *,
    begins_on: dt.date,
    ends_on: dt.date | None = None,
    reason: str = "",
    note: str = "",
    by: User,
    at: dt.datetime,
    agreed: bool,
) -> Plan:
    """Write down a leave, suspension or resignation of a locked member. Raises NotPossibleNow, AlreadyPlanned."""
    if member.status not in MAY_BEGIN[Kind(kind)]:
        words = {"status": member.get_status_display()}
        raise NotPossibleNow(_("Ini tidak dapat dilakukan dengan status “%(status)s”.") % words)
    if open_plan(member, kind):
        raise AlreadyPlanned(_("Hal yang sama sudah tercatat dan belum selesai."))
    return Plan.objects.create(
        member=member,
        kind=kind,
        begins_on=begins_on,
        ends_on=ends_on,
        reason=reason.strip(),
        restricted_note=note.strip(),
        asked_by=by,
        asked_at=at,
        agreed_by=by if agreed else None,
        agreed_at=at if agreed else None,
    )


def ask_leave(
    *, member: Member, begins_on: dt.date, ends_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Plan:
    """Write down the leave of a locked member, and begin it if its day has come."""
    today = history.day_of(member, at)
    if not today <= begins_on <= today + FARTHEST_START or not begins_on < ends_on:
        raise DatesWrong(_("Cuti dimulai hari ini atau sesudahnya, dan berakhir sesudah dimulai."))
    if ends_on - begins_on > LONGEST_LEAVE:
        raise DatesWrong(_("Cuti paling lama dua tahun. Sesudahnya dapat diajukan lagi."))
    plan = plan_for(
        member, Kind.LEAVE, begins_on=begins_on, ends_on=ends_on, reason=reason, by=by, at=at, agreed=True
    )
    audit.record(by=by, did="take_leave", to=member)
    lines = [
        _("Keanggotaan Anda cuti mulai %(begins)s dan aktif kembali dengan sendirinya pada %(ends)s.")
        % {"begins": spoken(begins_on), "ends": spoken(ends_on)}
    ]
    mailing.write(member, key=f"leave:{plan.pk}", subject=_("Cuti Anda tercatat"), lines=lines)
    begin(plan, member, at=at)
    return plan


def end_leave(*, member: Member, by: User, at: dt.datetime) -> Member:
    """End the leave of a locked member today, or call off one that has not begun. Raises NotPossibleNow."""
    plan = open_plan(member, Kind.LEAVE)
    if plan is None:
        raise NotPossibleNow(_("Tidak ada cuti yang sedang berjalan atau direncanakan."))
    audit.record(by=by, did="end_leave", to=member)
    if plan.begun_at:
        _end(plan, member, on=history.day_of(member, at), by=by, at=at)
    else:
        close(plan, Outcome.TAKEN_BACK, at=at)
    return member


def begin(plan: Plan, member: Member, *, at: dt.datetime) -> bool:
    """Begin an agreed plan of a locked member if its day has come; one that no longer fits falls away."""
    if plan.begun_at or not plan.agreed_at or plan.begins_on > history.day_of(member, at):
        return False
    if member.status not in MAY_BEGIN[Kind(plan.kind)]:
        close(plan, Outcome.VOID, at=at)
        return False
    status, change = BEGINNING[Kind(plan.kind)]
    plan.begun_at = at
    plan.save(update_fields=["begun_at"])
    if plan.kind == Kind.RESIGNATION:
        close(plan, Outcome.DONE, at=at)
    elif plan.kind == Kind.SUSPENSION and (leave := open_plan(member, Kind.LEAVE)):
        close(leave, Outcome.VOID, at=at)
    note = plan.restricted_note or ""
    move(
        member,
        to=status,
        kind=change,
        on=plan.begins_on,
        by=plan.asked_by,
        at=at,
        reason=plan.reason,
        note=note,
    )
    _tell_beginning(plan, member)
    return True


def open_plan(member: Member, kind: str) -> Plan | None:
    """Return the member's leave, suspension or resignation that is not over, if there is one."""
    return Plan.objects.open().filter(member=member, kind=kind).first()


def close(plan: Plan, outcome: str, *, at: dt.datetime) -> None:
    """Say how a plan came out."""
    plan.closed_at, plan.outcome = at, outcome
    plan.save(update_fields=["closed_at", "outcome"])


def spoken(day: dt.date) -> str:
    return date_format(day, "j F Y")


def _end_if_due(plan: Plan, member: Member, *, at: dt.datetime) -> bool:
    if not plan.begun_at or plan.ends_on is None or plan.ends_on > history.day_of(member, at):
        return False
    _end(plan, member, on=plan.ends_on, by=None, at=at)
    return True


def _end(plan: Plan, member: Member, *, on: dt.date, by: User | None, at: dt.datetime) -> None:
    close(plan, Outcome.DONE, at=at)
    move(member, to=Status.ACTIVE, kind=ENDING[Kind(plan.kind)], on=on, by=by, at=at)
    mailing.write(
        member,
        key=f"ended:{plan.pk}",
        subject=_("Keanggotaan Anda aktif kembali"),
        lines=[_("Sejak %(day)s Anda kembali anggota aktif.") % {"day": spoken(on)}],
    )


def end_suspension(plan: Plan, member: Member, *, by: User, at: dt.datetime) -> None:
    """End the suspension of a locked member today."""
    _end(plan, member, on=history.day_of(member, at), by=by, at=at)


def _tell_resignation(plan: Plan, member: Member) -> None:
    lines = [
        _("Anda berhenti sebagai anggota IPSPI pada %(day)s.") % {"day": spoken(plan.begins_on)},
        _("Sampai hari itu Anda dapat menariknya kembali di halaman keanggotaan Anda."),
    ]
    mailing.write(
        member, key=f"resigning:{plan.pk}", subject=_("Pengunduran diri Anda tercatat"), lines=lines
    )


def _tell_beginning(plan: Plan, member: Member) -> None:
    day = {"day": spoken(plan.begins_on)}
    if plan.kind == Kind.RESIGNATION:
        subject = _("Anda bukan lagi anggota IPSPI")
        lines = [
            _("Sesuai permintaan Anda, keanggotaan Anda berakhir pada %(day)s.") % day,
            _("Terima kasih atas kebersamaan Anda. Bila mendaftar lagi, nomor Anda yang lama kembali."),
        ]
    elif plan.kind == Kind.SUSPENSION:
        subject = _("Keanggotaan Anda diberhentikan sementara")
        until = _(" sampai %(end)s") % {"end": spoken(plan.ends_on)} if plan.ends_on else ""
        lines = [_("Mulai %(day)s") % day + until + ".", _("Alasan: %(reason)s") % {"reason": plan.reason}]
    else:
        return  # who took leave was written to when it was written down
    mailing.write(member, key=f"began:{plan.pk}", subject=subject, lines=lines)

"""
The life of a membership: what is decided for a day begins and ends on it.

What is decided for a later day is a Plan; the clock carries it out, once, whenever it comes by. The verbs of the member
stand in `members.leave` and `members.resigning`, those of officers in `chapters.life`; all change a membership only by
`move` and `begin`.
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
from ipspi.errors import RuleError
from members import additions, history, mailing
from members.models import Correction, Member, Plan, Transfer

log = logging.getLogger(__name__)
Status, Kind, Outcome = Member.Status, Plan.Kind, Plan.Outcome

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


# ---------------------------------------------------------------- what every verb is made of


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
        additions.left(member=member, province=member.home_province, by=by, at=at)


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


def end(plan: Plan, member: Member, *, on: dt.date, by: User | None, at: dt.datetime) -> None:
    """End a leave or a suspension of a locked member, who is active again, and write to them."""
    close(plan, Outcome.DONE, at=at)
    move(member, to=Status.ACTIVE, kind=ENDING[Kind(plan.kind)], on=on, by=by, at=at)
    mailing.write(
        member,
        key=f"ended:{plan.pk}",
        subject=_("Keanggotaan Anda aktif kembali"),
        lines=[_("Sejak %(day)s Anda kembali anggota aktif.") % {"day": spoken(on)}],
    )


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
    end(plan, member, on=plan.ends_on, by=None, at=at)
    return True


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

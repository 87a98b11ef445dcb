"""
Leave: a membership rests from a day until another, and comes back by itself. By the member, or by an officer for them.

Source: docs/rules.md#life-of-a-membership
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from members import history, life, mailing
from members.life import DatesWrong, NotPossibleNow, spoken
from members.models import Member, Plan

LONGEST = dt.timedelta(days=2 * 366)


@transaction.atomic
def take_leave(
    *, member: Member, begins_on: dt.date, ends_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Plan:
    """
    Put one's own membership to rest from `begins_on` until the day before `ends_on`; it comes back by itself.

    Raises PermissionDenied, NotPossibleNow, AlreadyPlanned, DatesWrong.
    """
    return ask_for(
        member=life.own(member, by=by), begins_on=begins_on, ends_on=ends_on, reason=reason, by=by, at=at
    )


@transaction.atomic
def return_from_leave(*, member: Member, by: User, at: dt.datetime) -> Member:
    """End one's own leave today, or call off one that has not begun. Raises PermissionDenied, NotPossibleNow."""
    return end(member=life.own(member, by=by), by=by, at=at)


def ask_for(
    *, member: Member, begins_on: dt.date, ends_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Plan:
    """Write down the leave of a locked member, and begin it if its day has come."""
    today = history.day_of(member, at)
    if not today <= begins_on <= today + life.FARTHEST_START or not begins_on < ends_on:
        raise DatesWrong(_("Cuti dimulai hari ini atau sesudahnya, dan berakhir sesudah dimulai."))
    if ends_on - begins_on > LONGEST:
        raise DatesWrong(_("Cuti paling lama dua tahun. Sesudahnya dapat diajukan lagi."))
    plan = life.plan_for(
        member,
        Plan.Kind.LEAVE,
        begins_on=begins_on,
        ends_on=ends_on,
        reason=reason,
        by=by,
        at=at,
        agreed=True,
    )
    audit.record(by=by, did="take_leave", to=member)
    lines = [
        _("Keanggotaan Anda cuti mulai %(begins)s dan aktif kembali dengan sendirinya pada %(ends)s.")
        % {"begins": spoken(begins_on), "ends": spoken(ends_on)}
    ]
    mailing.write(member, key=f"leave:{plan.pk}", subject=_("Cuti Anda tercatat"), lines=lines)
    life.begin(plan, member, at=at)
    return plan


def end(*, member: Member, by: User, at: dt.datetime) -> Member:
    """End the leave of a locked member today, or call off one that has not begun. Raises NotPossibleNow."""
    plan = life.open_plan(member, Plan.Kind.LEAVE)
    if plan is None:
        raise NotPossibleNow(_("Tidak ada cuti yang sedang berjalan atau direncanakan."))
    audit.record(by=by, did="end_leave", to=member)
    if plan.begun_at:
        life.end(plan, member, on=history.day_of(member, at), by=by, at=at)
    else:
        life.close(plan, Plan.Outcome.TAKEN_BACK, at=at)
    return member

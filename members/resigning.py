"""
Resigning: by the member alone, from a day on, and to be taken back until then.

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


@transaction.atomic
def resign(*, member: Member, on: dt.date, reason: str, by: User, at: dt.datetime) -> Plan:
    """
    Resign from membership from a day on: today or later. It may be taken back until then.

    Raises PermissionDenied, NotPossibleNow, AlreadyPlanned, DatesWrong.
    """
    locked = life.own(member, by=by)
    today = history.day_of(locked, at)
    if not today <= on <= today + life.FARTHEST_START:
        raise DatesWrong(_("Pilih hari ini atau tanggal dalam setahun ke depan."))
    plan = life.plan_for(
        locked, Plan.Kind.RESIGNATION, begins_on=on, reason=reason, by=by, at=at, agreed=True
    )
    audit.record(by=by, did="resign", to=locked)
    if not life.begin(plan, locked, at=at):
        _tell_resignation(plan, locked)
    return plan


@transaction.atomic
def take_back(*, member: Member, by: User, at: dt.datetime) -> Member:
    """Stay a member after all. Raises PermissionDenied, NotPossibleNow when there is no resignation that waits."""
    locked = life.own(member, by=by)
    plan = life.open_plan(locked, Plan.Kind.RESIGNATION)
    if plan is None:
        raise NotPossibleNow(_("Tidak ada pengunduran diri yang dapat ditarik."))
    life.close(plan, Plan.Outcome.TAKEN_BACK, at=at)
    audit.record(by=by, did="take_back_resignation", to=locked)
    mailing.write(
        locked,
        key=f"taken_back:{plan.pk}",
        subject=_("Pengunduran diri Anda ditarik"),
        lines=[_("Anda tetap anggota IPSPI. Tidak ada yang berubah.")],
    )
    return locked


def _tell_resignation(plan: Plan, member: Member) -> None:
    lines = [
        _("Anda berhenti sebagai anggota IPSPI pada %(day)s.") % {"day": spoken(plan.begins_on)},
        _("Sampai hari itu Anda dapat menariknya kembali di halaman keanggotaan Anda."),
    ]
    mailing.write(
        member, key=f"resigning:{plan.pk}", subject=_("Pengunduran diri Anda tercatat"), lines=lines
    )

"""
Opening an assembly when its quorum is there, and adjourning it.

Source: docs/rules.md#assemblies
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from events.assembly import attendance, counting, states
from events.models import Assembly
from ipspi.accounts.models import User
from ipspi.errors import RuleError
from ipspi.regions import times

State = Assembly.State


class NoQuorum(RuleError):
    """Too few have come, or it is too early; the message says how many are missing."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many may vote, have come and are needed; `is_later`: by the rule after adjourning."""

    entitled: int
    present: int
    needed: int
    is_later: bool

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)

    @property
    def is_there(self) -> bool:
        return self.present >= self.needed


def quorum_of(assembly: Assembly) -> Quorum:
    """Return the quorum as it is at this moment, in at most two queries."""
    entitled = assembly.list_count
    if entitled is None:
        entitled = assembly.voters.entitled().count()
    is_later = assembly.opened_at is None and assembly.adjourned_at is not None
    is_later = is_later and assembly.later_percent is not None
    needed = assembly.quorum_needed
    if needed is None and is_later:
        needed = counting.quorum(entitled, percent=assembly.later_percent or 0, exceeds=False)
    elif needed is None:
        needed = counting.quorum(entitled, percent=assembly.quorum_percent, exceeds=assembly.quorum_exceeds)
    return Quorum(entitled, attendance.present(assembly), needed, is_later)


@transaction.atomic
def open_(*, assembly: Assembly, by: User, at: dt.datetime) -> Assembly:
    """
    Open the assembly, or go on after adjourning: by the quorum that counts then.

    Raises PermissionDenied, WrongState, NoQuorum; that too before its day has come, or the adjournment is over.
    """
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.LISTED, State.ADJOURNED)
    if times.local(at, zone=assembly.zone).date() < assembly.held_on:
        raise NoQuorum(_("Hari musyawarah belum tiba."))
    quorum = quorum_of(assembly)
    again = resumes_at(assembly)
    if quorum.is_later and again is not None and at < again:
        raise NoQuorum(
            _("Skors berlaku sampai %(when)s.") % {"when": times.spoken(again, zone=assembly.zone)}
        )
    if not quorum.is_there:
        raise NoQuorum(
            _("Kuorum belum tercapai: hadir %(present)d dari %(needed)d yang diperlukan.")
            % {"present": quorum.present, "needed": quorum.needed}
        )
    assembly.quorum_needed, assembly.opened_at = quorum.needed, assembly.opened_at or at
    states.move(assembly, State.OPEN, by=by, fields=("quorum_needed", "opened_at"))
    return assembly


@transaction.atomic
def adjourn(*, assembly: Assembly, by: User, at: dt.datetime) -> Assembly:
    """Adjourn the assembly: for want of a quorum on its day, or in its course. Raises as `open_`."""
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.LISTED, State.OPEN)
    if assembly.state == State.LISTED:
        if times.local(at, zone=assembly.zone).date() < assembly.held_on:
            raise NoQuorum(_("Hari musyawarah belum tiba."))
        if quorum_of(assembly).is_there:
            raise NoQuorum(_("Kuorum sudah tercapai: bukalah musyawarah."))
    assembly.adjourned_at = at
    states.move(assembly, State.ADJOURNED, by=by, fields=("adjourned_at",))
    return assembly


def resumes_at(assembly: Assembly) -> dt.datetime | None:
    """Return from when an assembly that was adjourned before it could open may open by the later quorum."""
    if assembly.adjourned_at is None or assembly.opened_at is not None:
        return None
    return assembly.adjourned_at + dt.timedelta(minutes=assembly.later_minutes)

"""
Who came: by the code of a card or by member number, said once, however many officers ask.

Source: docs/rules.md#assemblies
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chapters.access import May, require
from events.assembly import states
from events.models import Assembly, Attendance, Voter
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.credentials import tokens
from ipspi.errors import RuleError
from members import cards, checking, claims
from members.checking import Outcome
from members.models import Card, Member

State = Assembly.State
COMING_IN = (State.LISTED, State.ADJOURNED, State.OPEN)


class NotLetIn(RuleError):
    """Whoever it is cannot be noted as a voter who came; the message says why."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A voter who came; `is_new` unless somebody had noted it before."""

    attendance: Attendance
    is_new: bool


def by_code(*, assembly: Assembly, text: str, by: User, at: dt.datetime, on: dt.date) -> Arrival:
    """
    Note who came by what a camera read from a card. The card must be good on the day.

    Raises PermissionDenied, WrongState, NotLetIn.
    """
    require(by, May.CHECK_IN, chapter=assembly.chapter_id)
    token = checking.token_in(text)
    verdict = checking.by_token(token, on=on)
    if verdict.outcome != Outcome.ACTIVE:
        raise NotLetIn(f"{verdict.outcome.label}. {verdict.outcome.meaning}")
    serial = claims.unpacked(tokens.verified(token, purpose=cards.PURPOSE).payload).serial
    member = Card.objects.values_list("member_id", flat=True).get(pk=serial)
    return _note(assembly, [member], way=Attendance.Way.CODE, by=by, at=at)


def by_number(*, assembly: Assembly, number: str, by: User, at: dt.datetime) -> Arrival:
    """Note who came by member number, of a voter whom the officer sees. Raises as `by_code`."""
    require(by, May.CHECK_IN, chapter=assembly.chapter_id)
    found = checking.with_number(number).exclude(status=Member.Status.MERGED)
    return _note(assembly, list(found.values_list("pk", flat=True)), way=Attendance.Way.NUMBER, by=by, at=at)


@transaction.atomic
def take_back(*, attendance: Attendance, by: User) -> None:
    """Take back an arrival noted by mistake. Raises PermissionDenied, WrongState."""
    assembly = states.locked(attendance.voter.assembly, by=by)
    states.require_in(assembly, *COMING_IN)
    audit.record(by=by, did="take_back_arrival", to=attendance, chapter=assembly.chapter_id)
    Attendance.objects.filter(pk=attendance.pk).delete()


def present(assembly: Assembly) -> int:
    """Return how many of those entitled have come."""
    return assembly.voters.entitled().filter(attendance__isnull=False).count()


@transaction.atomic
def _note(assembly: Assembly, members: list[UUID], *, way: str, by: User, at: dt.datetime) -> Arrival:
    # of two officers at once, one waits here, and the state does not change under them
    assembly = Assembly.objects.select_for_update(no_key=True, of=("self",)).get(pk=assembly.pk)
    states.require_in(assembly, *COMING_IN)
    voters = list(Voter.objects.filter(assembly=assembly, member__in=members).select_related("assembly"))
    if len(voters) > 1:
        raise NotLetIn(_("Nomor itu milik lebih dari satu orang. Pindai kartunya."))
    if not voters:
        raise NotLetIn(_("Tidak ada dalam daftar musyawarah ini."))
    voter = voters[0]
    if not voter.may_vote:
        raise NotLetIn(_("Bukan pemilih: %(reasons)s.") % {"reasons": "; ".join(voter.reasons_said)})
    if assembly.franchise == Assembly.Franchise.DELEGATES and not voter.is_delegate:
        raise NotLetIn(_("Pemilih ini bukan utusan kabupaten/kotanya."))
    attendance, is_new = Attendance.objects.get_or_create(
        voter=voter, defaults={"way": way, "at": at, "by": by}
    )
    if is_new:
        audit.record(by=by, did="note_arrival", to=attendance, chapter=assembly.chapter_id)
    return Arrival(attendance, is_new)

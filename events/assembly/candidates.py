"""
Who is proposed as chair, and whether the register says that they may stand.

Source: docs/rules.md#assemblies
"""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from events.assembly import register, states
from events.models import Assembly, Candidate
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from members.models import Member

State = Assembly.State
PROPOSING = (State.CALLED, State.LISTED, State.OPEN, State.ADJOURNED)


class CandidateRefused(RuleError):
    """Somebody cannot stand so; the message says why."""


@transaction.atomic
def propose(*, assembly: Assembly, member: Member, proposed_by: str, by: User, on: dt.date) -> Candidate:
    """
    Propose a member as chair; what the register says of them on that day is kept, line by line.

    Who does not meet a condition is noted too: it may be met by the day. Raises PermissionDenied, WrongState,
    CandidateRefused for who stands already.
    """
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, *PROPOSING)
    member = (
        Member.objects.select_related("type", "home_province").defer("nik", "nik_lookup").get(pk=member.pk)
    )
    checked = register.lines_about(member, assembly=assembly, on=on)
    known = Candidate.objects.filter(assembly=assembly, member=member).first()
    if known is not None and known.withdrawn_at is None:
        raise CandidateRefused(_("Orang ini sudah menjadi calon."))
    last = assembly.candidates.aggregate(last=Max("position", default=0))["last"]
    candidate, _new = Candidate.objects.update_or_create(
        assembly=assembly,
        member=member,
        defaults={
            "proposed_by": proposed_by.strip(),
            "position": last + 1,
            "checked": checked,
            "checked_on": on,
            "withdrawn_at": None,
        },
    )
    audit.record(by=by, did="propose_candidate", to=candidate, chapter=assembly.chapter_id)
    return candidate


@transaction.atomic
def check_again(*, assembly: Assembly, by: User, on: dt.date) -> list[Candidate]:
    """Ask the register again about all who stand, on a day. Raises PermissionDenied, WrongState."""
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, *PROPOSING)
    return checked_on(assembly, on=on)


@transaction.atomic
def withdraw(*, candidate: Candidate, by: User, at: dt.datetime) -> Candidate:
    """Note that a candidate stands no more. Raises PermissionDenied, WrongState, CandidateRefused."""
    assembly = states.locked(candidate.assembly, by=by)
    states.require_in(assembly, *PROPOSING)
    candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if candidate.withdrawn_at is not None:
        raise CandidateRefused(_("Calon ini sudah mundur."))
    candidate.withdrawn_at, candidate.votes = at, None
    candidate.save(update_fields=["withdrawn_at", "votes"])
    audit.record(by=by, did="withdraw_candidate", to=candidate, chapter=assembly.chapter_id)
    return candidate


def standing(assembly: Assembly) -> list[Candidate]:
    """Return those who stand, in their order, with who they are."""
    rows = assembly.candidates.filter(withdrawn_at__isnull=True)
    rows = rows.select_related("member__type", "member__home_province")
    return list(rows.defer("member__nik", "member__nik_lookup"))


def checked_on(assembly: Assembly, *, on: dt.date) -> list[Candidate]:
    """Ask the register about all who stand on a day, keep what it says, and return them."""
    found = standing(assembly)
    for candidate in found:
        candidate.checked = register.lines_about(candidate.member, assembly=assembly, on=on)
        candidate.checked_on = on
    Candidate.objects.bulk_update(found, ["checked", "checked_on"])
    return found

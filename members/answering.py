"""
What members answer to what is proposed about their data: yes, no, or neither.

Yes changes a field that they change themselves at once, by the profile's own verb; any other one they ask for, and an
officer decides.
Source: docs/rules.md#proposals
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.logs import LONG_NUMBER
from ipspi.regions import lookup as regions
from members import life, privacy, profile, proposals
from members.models import ASN, Employment, Member, Proposal

Field, State = Proposal.Field, Proposal.State


class NotACivilServant(RuleError):
    """Only a civil servant has a NIP."""


@transaction.atomic
def accept(*, proposal: Proposal, by: User, at: dt.datetime) -> Proposal:
    """
    Take over what is proposed about oneself, or ask the officers for it where only they change it.

    Raises PermissionDenied for anybody else's, proposals.NoLongerOpen, NotACivilServant, and what profile.change and
    profile.ask do.
    """
    member = life.own(proposal.member, by=by)
    row = proposals.held(proposal)
    row.before, row.state, row.answered_at = proposals.value_of(member, row.field), State.ACCEPTED, at
    row.save(update_fields=["before", "state", "answered_at"])
    if row.field in proposals.BY_OFFICER:
        note = _("Diusulkan oleh %(who)s, dan saya setuju.") % {"who": row.source_name}
        row.correction = profile.ask(
            member=member, field=row.field, new=str(row.value), note=note, by=by, at=at
        )
        row.save(update_fields=["correction"])
    else:
        facts = facts_of(member, row.field, str(row.value))
        profile.change(member=member, facts=facts, by=by, at=at)
    audit.record(by=by, did="accept_proposal", to=row, field=row.field, source=row.source)
    return row


@transaction.atomic
def refuse(
    *, proposal: Proposal, words: str = "", neither: bool = False, by: User, at: dt.datetime
) -> Proposal:
    """
    Say that one's own data is right, or, with `neither`, that both are wrong; `words` are read by the officers.

    Raises PermissionDenied for anybody else's, proposals.NoLongerOpen, privacy.NumberInWords.
    """
    life.own(proposal.member, by=by)
    row = proposals.held(proposal)
    words = " ".join(words.split())
    if LONG_NUMBER.search(words):
        raise privacy.NumberInWords(_("Jangan menulis NIK atau NIP di sini."))
    row.state, row.answered_at, row.words = State.NEITHER if neither else State.REFUSED, at, words or None
    row.save(update_fields=["state", "answered_at", "words"])
    audit.record(by=by, did="refuse_proposal", to=row, field=row.field, neither=int(neither))
    return row


def facts_of(member: Member, field: str, value: str) -> dict[str, Any]:
    """Return a proposed value as the profile's verb takes it, with what hangs on it. Raises NotACivilServant."""
    if field == Field.PHONE:
        return {"phone": PhoneNumber.from_string(value)}
    if field == Field.HOME_REGENCY:
        return {"home_regency": regions.regency_of_code(value)}
    if field == Field.EMPLOYMENT:
        civil = value in ASN
        return {"employment": value, **({"sector": ""} if civil else {"nip": ""})}
    if field == Field.NIP and member.employment not in ASN:
        words = _("NIP hanya untuk ASN. Ubah dahulu status kepegawaian Anda di profil.")
        raise NotACivilServant(words)
    return {field: value}


def drops_nip(proposal: Proposal) -> bool:
    """Tell whether accepting empties the NIP: who is no civil servant has none."""
    return proposal.field == Field.EMPLOYMENT and proposal.value == Employment.NON_ASN

"""
Wanting no mail that officers write to many: said by the person, or by the link that every such mail has.

Letters about one's own membership still come.
Source: docs/rules.md#mail-to-members
"""

import datetime as dt
import uuid
from collections.abc import Collection

from django.core.signing import BadSignature, Signer
from django.db import transaction

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from members.models import MailRefusal, Member

SALT = "members.refusing"


@transaction.atomic
def refuse(*, member: Member, by: User | None, at: dt.datetime) -> None:
    """Keep that the member wants no such mail. Twice is as once. `by` is None where a link says so."""
    _row, first = MailRefusal.objects.get_or_create(member=member, defaults={"since": at})
    if first:
        audit.record(by=by, did="refuse_mail", to=member)


@transaction.atomic
def allow(*, member: Member, by: User | None) -> None:
    """Let such mail come again."""
    if MailRefusal.objects.filter(member=member).delete()[0]:
        audit.record(by=by, did="allow_mail", to=member)


def refused_by(member: Member) -> MailRefusal | None:
    """Return that a member wants no such mail, if they said so."""
    return MailRefusal.objects.filter(member=member).first()


def refused_among(members: Collection[Member]) -> set[uuid.UUID]:
    """Return the ids of those who want no such mail."""
    return set(MailRefusal.objects.filter(member__in=members).values_list("member", flat=True))


def token_of(member: Member) -> str:
    """Return what the link of a mail says: who, signed. It is good for as long as the membership is known."""
    return Signer(salt=SALT).sign(member.pk.hex)


def member_of(token: str) -> Member | None:
    """Return whose link has this token; None where nobody's has."""
    try:
        pk = uuid.UUID(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
    return Member.objects.filter(pk=pk).defer("nik", "nip").first()

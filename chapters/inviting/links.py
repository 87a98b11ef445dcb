"""The personal link of an invitation: who has it, until when it is good, and the answer that wants no other."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import Q

from chapters.inviting import optouts
from chapters.models import Invitation, ListRow
from ipspi.audit import recording as audit
from ipspi.outbox.models import Mail

KIND = "chapters.invitation"  # of its mails
HERE = "anda"  # in place of the token, once the session knows whose link was opened


def new_token() -> str:
    """Return what nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> bytes:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def of_token(token: str) -> Invitation | None:
    """Return the invitation whose link has this token, also where it is good no longer."""
    kept = hash_of(token)
    return Invitation.objects.filter(Q(token_hash=kept) | Q(earlier_hash=kept)).first()


def row_of(invitation: Invitation) -> ListRow | None:
    """Return the row as the list has it now; None where it is gone."""
    rows = ListRow.objects.current().filter(list=invitation.list_id, key=invitation.key)
    return rows.defer("nik").select_related("list__chapter").first()


def is_good(invitation: Invitation, *, at: dt.datetime) -> bool:
    """Tell whether a link may still be used to register. Having registered with it does not end it before its time."""
    return invitation.ends_at > at and not (invitation.refused_at or invitation.replaced_at)


def note_opened(invitation: Invitation, *, at: dt.datetime) -> None:
    """Note that the link was opened; the first time counts."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=at)


@transaction.atomic
def refuse(*, invitation: Invitation, at: dt.datetime) -> None:
    """
    Keep that whoever was invited wants no other invitation, from any chapter, by any address that the row has.

    Also where the link is too old, and by whoever has it: it needs no account. Twice is as once.
    Source: docs/rules.md#invitations
    """
    of_row = Invitation.objects.filter(list=invitation.list_id, key=invitation.key)
    refused = {str(each) for each in of_row.values_list("address", flat=True) if each}
    for row in ListRow.objects.filter(list=invitation.list_id, key=invitation.key).defer("nik"):
        refused |= optouts.of_row(row)
    optouts.keep(refused, at=at)
    of_row.filter(registered_at=None, refused_at=None).update(refused_at=at)
    Mail.objects.filter(kind=KIND, to__in=refused, status=Mail.Status.WAITING).delete()
    audit.record(by=None, did="refuse_invitation", to=invitation, chapter=invitation.list.chapter_id)

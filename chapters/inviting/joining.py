"""
From a link to a member: the row's answers go into the draft, and who sends the registration is known as the row's.

Whoever has the link may be somebody else; the row counts as theirs only if they say who it is about.
Source: docs/rules.md#invitations
"""

import datetime as dt

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from chapters.inviting import links, prefilling
from chapters.models import Decision, Invitation, ListRow
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from members import drafts, registration
from members.matching import dates, names, numbers
from members.models import Member

TAKEN = "invitation_taken"  # the session's note of whose invitation was accepted before there was an account


def begin(request: HttpRequest) -> None:
    """Take up the invitation that was accepted in this session, now that there is an account."""
    pk = request.session.pop(TAKEN, None)
    invitation = Invitation.objects.filter(pk=pk).first() if pk else None
    if invitation and isinstance(request.user, User):
        take_up(invitation=invitation, by=request.user, at=timezone.now())


@transaction.atomic
def take_up(*, invitation: Invitation, by: User, at: dt.datetime) -> None:
    """
    Let the registration of `by` begin with what the list says, and know it by the invitation when it is sent.

    Does nothing where the link is good no longer, and for who is registered: they see what they see without it.
    """
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    row = links.row_of(found)
    if row is None or not links.is_good(found, at=at) or found.registered_at:
        return
    member = registration.membership_of(by)
    if member and member.status in Member.LIVING:
        return
    if member is None:  # who registered before begins with their own answers
        drafts.suggest(by=by, answers=prefilling.answers_of(row), source=row.list.chapter.name, at=at)
    found.taken_up_by = by
    found.save(update_fields=["taken_up_by"])
    audit.record(by=by, did="take_up_invitation", to=found, chapter=row.list.chapter_id)


def sent(member: Member) -> None:
    """Note, in the transaction that writes a registration, that it came by an invitation, if it is about its row."""
    if member.user_id is None:
        return
    taken = Invitation.objects.select_for_update().filter(taken_up_by=member.user_id, refused_at=None)
    for invitation in taken.order_by("pk"):
        row = links.row_of(invitation)
        if row is not None and is_about(row, member):
            invitation.registered_at = invitation.registered_at or member.changed_at
            invitation.member = member
            invitation.save(update_fields=["registered_at", "member"])
            _decide(invitation, member)


def _decide(invitation: Invitation, member: Member) -> None:
    """
    Decide that the row is who registered, as an officer would: it says nothing before they are a member.

    What an officer has decided about the two, or about the row and a member, stands.
    """
    of_row = Decision.objects.in_force().filter(list=invitation.list_id, key=invitation.key)
    same = of_row.filter(answer=Decision.Answer.SAME)
    same.exclude(member__in=Member.objects.counted()).exclude(member=member).update(
        undone_at=member.changed_at
    )
    if not same.exists() and not of_row.filter(member=member).exists():
        Decision.objects.create(
            list_id=invitation.list_id, key=invitation.key, member=member, answer=Decision.Answer.SAME,
            probability=1.0, by=None, at=member.changed_at,
        )  # fmt: skip


def is_about(row: ListRow, member: Member) -> bool:
    """Tell whether a row and who registered are called alike: all words of one name, or one and a number or date."""
    one, other = _words(row.name), _words(member.name)
    if not one & other:
        return False
    return one <= other or other <= one or _same_number(row, member)


def _same_number(row: ListRow, member: Member) -> bool:
    born = dates.birth(row.birth)
    phone = numbers.phones(str(member.phone or ""))
    return (born is not None and member.birth_date == dt.date(*born)) or bool(
        {*phone} & {*numbers.phones(row.phone)}
    )


def _words(name: str) -> set[str]:
    return {names.fold(word) for word in names.parse(name).words}

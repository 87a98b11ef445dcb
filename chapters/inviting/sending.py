"""
Inviting who is only on a list: by mail at once, by WhatsApp with a text that the officer sends.

Source: docs/rules.md#invitations
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.inviting import letters, links, reaching
from chapters.inviting.reaching import Reach
from chapters.models import Chapter, Invitation, ListRow, MemberList
from chapters.reconciliation.groups import Group, rows_of
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions import times

Channel = Invitation.Channel
MOST_AT_ONCE = {Channel.EMAIL: 200, Channel.WHATSAPP: 30}  # an officer sends the texts one by one
MOST_A_DAY = 500
REMIND_AFTER = dt.timedelta(days=14)


class NobodyToInvite(RuleError):
    """None of the chosen rows can be invited."""


class TooManyToday(RuleError):
    """The chapter has invited as many people as it may in a day."""


class CannotRemind(RuleError):
    """It is too early, was done already, or the invitation was answered."""


@dataclass(frozen=True, slots=True)
class Message:
    """An invitation with what only its message holds: the token of the link."""

    invitation: Invitation
    row: ListRow
    token: str

    @property
    def whatsapp_url(self) -> str:
        """The chat with the text in it."""
        return letters.whatsapp_url(self.invitation, self.row, token=self.token)


def rows_to_invite(
    chapter: Chapter, *, chosen: Collection[int] | None, only: MemberList | None = None
) -> list[ListRow]:
    """
    Return the chosen rows as they are now, by name; None: all that are not registered.

    They are of the lists of the chapter's members, or of the one list that is told.
    """
    if chosen is None:
        rows = rows_of(Group.ONLY_LIST, chapter=chapter, only=only)
    else:
        rows = ListRow.objects.current().listed(chapter, only=only).filter(pk__in=chosen)
    return list(rows.defer("nik").select_related("list__chapter").order_by("name", "pk"))


def sort(
    rows: Sequence[ListRow],
    *,
    chapter: Chapter,
    channel: str,
    at: dt.datetime,
    only: MemberList | None = None,
) -> list[Reach]:
    """Return how each row is reached, or why it is not; those beyond what goes at once wait for the next time."""
    found, going = [], 0
    for each in reaching.reach(rows, chapter=chapter, channel=channel, at=at, only=only):
        going += not each.reason
        if not each.reason and going > MOST_AT_ONCE[Channel(channel)]:
            words = _("Paling banyak %(most)d sekaligus; undang lagi sesudah ini.")
            found.append(replace(each, reason=words % {"most": MOST_AT_ONCE[Channel(channel)]}))
        else:
            found.append(each)
    return found


@transaction.atomic
def invite(
    *,
    chapter: Chapter,
    rows: Collection[int] | None,
    channel: str,
    by: User,
    at: dt.datetime,
    only: MemberList | None = None,
) -> list[Message]:
    """
    Invite rows (ids; None: all that are only on the list) by a channel; return the messages of those who can be.

    They are of the lists of the chapter's members, or of the one that is told. Mails are in the outbox then; texts for
    WhatsApp are to be sent, and `mark_sent`. Twice at once sends once.
    Raises PermissionDenied, NotCompared, NobodyToInvite, TooManyToday.
    """
    access.require(by, May.INVITE, chapter=chapter.pk)
    Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    reaching.require_comparison(chapter, only)
    wanted = rows_to_invite(chapter, chosen=rows, only=only)
    found = sort(wanted, chapter=chapter, channel=channel, at=at, only=only)
    going = [each for each in found if not each.reason]
    if not going:
        raise NobodyToInvite(_("Tidak ada baris terpilih yang dapat diundang."))
    _limit(chapter, len(going), at=at)
    messages = [_write(each, channel, by=by, at=at) for each in going]
    audit.record(
        by=by, did="invite", to=only or chapter, chapter=chapter.pk, channel=channel, rows=len(messages)
    )
    return messages


@transaction.atomic
def mark_sent(*, chapter: Chapter, invitations: Collection[int], by: User, at: dt.datetime) -> int:
    """Note that an officer has sent the texts of these invitations; return how many were not noted before."""
    access.require(by, May.INVITE, chapter=chapter.pk)
    texts = Invitation.objects.open().filter(
        list__chapter=chapter, channel=Channel.WHATSAPP, pk__in=invitations
    )
    first = texts.filter(sent_at=None).update(sent_at=at)
    again = texts.filter(sent_at__lt=at, earlier_hash__isnull=False, reminded_at=None).update(reminded_at=at)
    if first or again:
        audit.record(by=by, did="send_invitations", to=chapter, chapter=chapter.pk, rows=first + again)
    return first + again


@transaction.atomic
def remind(*, invitation: Invitation, by: User, at: dt.datetime) -> Message:
    """
    Send an invitation once more, with a link of its own; the first link stays good as long as the new one.

    Raises PermissionDenied, NotCompared, CannotRemind.
    """
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("list__chapter")
        .get(pk=invitation.pk)
    )
    chapter = found.list.chapter
    access.require(by, May.INVITE, chapter=chapter.pk)
    reaching.require_comparison(chapter, _only(found.list))
    row = links.row_of(found)
    if row is None or (reason := why_no_reminder(found, row, chapter=chapter, at=at)):
        raise CannotRemind(_("Baris ini sudah tidak ada di daftar.") if row is None else reason)
    message = _renew(found, row, at=at)
    if found.channel == Channel.EMAIL:
        found.reminded_at = at
        found.save(update_fields=["reminded_at"])
        letters.post(found, row, token=message.token)
    audit.record(by=by, did="remind_of_invitation", to=found, chapter=chapter.pk)
    return message


def why_no_reminder(invitation: Invitation, row: ListRow, *, chapter: Chapter, at: dt.datetime) -> str:
    """Return, in words, why an invitation cannot be sent once more now; nothing if it can."""
    if not may_remind(invitation, at=at):
        return _(
            "Pengingat dikirim sekali, paling cepat 14 hari sesudah undangan, dan selama undangan belum dijawab."
        )
    (found,) = reaching.reach(
        [row], chapter=chapter, channel=invitation.channel, at=invitation.ends_at, only=_only(row.list)
    )
    return found.reason


def may_remind(invitation: Invitation, *, at: dt.datetime) -> bool:
    """Tell whether, by its own dates, an invitation may be sent once more."""
    answered = invitation.registered_at or invitation.refused_at or invitation.replaced_at
    sent = invitation.sent_at
    return bool(
        sent
        and not answered
        and not invitation.reminded_at
        and sent + REMIND_AFTER <= at < invitation.ends_at
    )


def _write(reach: Reach, channel: str, *, by: User, at: dt.datetime) -> Message:
    """Write an invitation; one that is too old makes room, one whose text was never sent gets a new link."""
    row, token = reach.row, links.new_token()
    earlier = Invitation.objects.open().filter(list=row.list_id, key=row.key, channel=channel).first()
    if earlier and earlier.sent_at is None:
        return _renew(earlier, row, at=at)
    if earlier:
        earlier.replaced_at = at
        earlier.save(update_fields=["replaced_at"])
    mailed = channel == Channel.EMAIL
    invitation = Invitation.objects.create(
        list=row.list, key=row.key, channel=channel, address=reach.address, token_hash=links.hash_of(token), by=by,
        made_at=at, ends_at=lasts_until(row.list, at=at), sent_at=at if mailed else None,
    )  # fmt: skip
    if mailed:
        letters.post(invitation, row, token=token)
    return Message(invitation, row, token)


def _renew(invitation: Invitation, row: ListRow, *, at: dt.datetime) -> Message:
    """Give an invitation a new token; that of a message that was sent stays good beside it."""
    token = links.new_token()
    if invitation.sent_at and invitation.earlier_hash is None:
        invitation.earlier_hash = invitation.token_hash
    invitation.token_hash, invitation.ends_at = links.hash_of(token), lasts_until(row.list, at=at)
    invitation.address = reaching.address_of(row, channel=invitation.channel)
    invitation.save(update_fields=["token_hash", "earlier_hash", "ends_at", "address"])
    return Message(invitation, row, token)


def lasts_until(kept: MemberList, *, at: dt.datetime) -> dt.datetime:
    """Return until when a link that is made now is good: no longer than its list is kept."""
    usual = at + dt.timedelta(days=settings.DAYS_OF_INVITATIONS)
    if kept.ends_on is None:
        return usual
    return min(usual, times.midnight(kept.ends_on, zone=kept.chapter.zone))


def _only(kept: MemberList) -> MemberList | None:
    return None if kept.is_of_members else kept


def _limit(chapter: Chapter, more: int, *, at: dt.datetime) -> None:
    """So many a day that a list of a whole province goes out in a week, and a stolen session does little harm."""
    since = at - dt.timedelta(days=1)
    made = Invitation.objects.filter(list__chapter=chapter, made_at__gt=since).count()
    if made + more > MOST_A_DAY:
        words = _("Daerah ini mengundang paling banyak %(most)d orang dalam sehari. Lanjutkan besok.")
        raise TooManyToday(words % {"most": MOST_A_DAY})

"""
Writing to many members: whom it is for is settled with the act, the mails are put into the outbox by a job.

Source: docs/rules.md#mail-to-members
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import access, privacy
from chapters.access import May
from chapters.circulars import letters, reaching
from chapters.models import Chapter, Circular, CircularRecipient
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.jobs import running as jobs
from ipspi.logs import LONG_NUMBER
from members.models import Member, MemberQuerySet
from members.privacy import NumberInWords

KIND = "chapters.send_circular"
MOST_AT_ONCE = 2_000
MOST_A_DAY = 5_000  # mails of one chapter
MOST_CIRCULARS_A_DAY = 5
CHUNK = 100

State = CircularRecipient.State


class NobodyToWrite(RuleError):
    """None of those chosen gets a mail."""


class TooManyAtOnce(RuleError):
    """More people than one mail may go to."""


class TooManyToday(RuleError):
    """The chapter has written as much as it may in a day."""


@transaction.atomic
def send(
    *, pk: UUID, chapter: Chapter, subject: str, text: str, to: MemberQuerySet, by: User, at: dt.datetime
) -> Circular:
    """
    Write to those of `to` (members of the chapter's roster) who can be reached; the same `pk` again sends nothing more.

    Raises PermissionDenied, NumberInWords, NobodyToWrite, TooManyAtOnce, TooManyToday.
    """
    access.require(by, May.MAIL_MEMBERS, chapter=chapter.pk)
    Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    if earlier := Circular.objects.filter(pk=pk).first():
        if earlier.chapter_id != chapter.pk or earlier.by_id != by.pk:
            raise PermissionDenied
        return earlier
    require_no_number(subject, text)
    people = list(reaching.with_reason(to).order_by("name", "pk").values_list("pk", "why_not"))
    going = sum(not why for _member, why in people)
    _limit(chapter, going, at=at)
    circular = Circular.objects.create(
        id=pk,
        chapter=chapter,
        by=by,
        signed=signature_of(by, chapter=chapter),
        subject=subject,
        text=text,
        made_at=at,
    )
    CircularRecipient.objects.bulk_create(
        [
            CircularRecipient(
                circular=circular,
                member_id=member,
                state=State.LEFT_OUT if why else State.WAITING,
                reason=why,
            )
            for member, why in people
        ],
        batch_size=1_000,
    )
    audit.record(
        by=by, did="send_circular", to=circular, chapter=chapter.pk, mails=going, left_out=len(people) - going
    )
    jobs.add(kind=KIND, key=key_of(circular), by=by, arguments={"circular": str(circular.pk)})
    return circular


def work(job: jobs.RunningJob) -> dict[str, Any]:
    """Put the mails of a circular into the outbox, some at a time; begun again, it goes on."""
    circular = Circular.objects.select_related("chapter").get(pk=job.arguments["circular"])
    mails = circular.recipients.exclude(state=State.LEFT_OUT)
    total = mails.count()
    while True:
        job.advance(done=mails.filter(state=State.MAILED).count(), total=total, step=_("Menyiapkan email"))
        if not _mail_some(circular):
            break
    Circular.objects.filter(pk=circular.pk, finished_at=None).update(finished_at=timezone.now())
    return {"mails": circular.recipients.filter(state=State.MAILED).count()}


def require_no_number(*words: str) -> None:
    """Raise NumberInWords where an identity number stands in what many will read."""
    if any(LONG_NUMBER.search(each) for each in words):
        raise NumberInWords(_("Jangan menulis NIK atau NIP di dalam email."))


def signature_of(user: User, *, chapter: Chapter) -> str:
    """Return the office that a mail is signed with, in the words of today."""
    office, name = privacy.office_of(user, May.MAIL_MEMBERS, reaching=chapter)
    return f"{office}, {name}"


def key_of(circular: Circular) -> str:
    """Return the key of the job that sends it."""
    return f"circular:{circular.pk}"


@transaction.atomic
def _mail_some(circular: Circular) -> int:
    """Write to the next of those who wait, as far as they may still be written to; return how many they were."""
    waiting = circular.recipients.select_for_update(of=("self",), skip_locked=True).filter(
        state=State.WAITING
    )
    some = list(waiting.order_by("pk")[:CHUNK])
    found = reaching.with_reason(Member.objects.filter(pk__in=[each.member_id for each in some]))
    by_id = {member.pk: member for member in found.select_related("user").defer("nik", "nip")}
    for recipient in some:
        member = by_id[recipient.member_id]
        recipient.reason = member.why_not
        recipient.state = State.LEFT_OUT if member.why_not else State.MAILED
        if recipient.state == State.MAILED:
            letters.post(circular, recipient, member)
    CircularRecipient.objects.bulk_update(some, ["state", "reason"])
    return len(some)


def _limit(chapter: Chapter, going: int, *, at: dt.datetime) -> None:
    """So much a day that everybody can be told of an assembly, and a stolen session does little harm."""
    if not going:
        raise NobodyToWrite(_("Tidak ada yang dapat dikirimi email."))
    if going > MOST_AT_ONCE:
        words = _("Satu email paling banyak untuk %(most)d orang. Sempitkan dahulu pilihannya.")
        raise TooManyAtOnce(words % {"most": MOST_AT_ONCE})
    today = Circular.objects.filter(chapter=chapter, made_at__gt=at - dt.timedelta(days=1))
    sent = CircularRecipient.objects.filter(circular__in=today).exclude(state=State.LEFT_OUT).count()
    if sent + going > MOST_A_DAY or today.count() >= MOST_CIRCULARS_A_DAY:
        words = _(
            "Daerah ini mengirim paling banyak %(times)d kali dan %(most)d email dalam sehari. Lanjutkan besok."
        )
        raise TooManyToday(words % {"times": MOST_CIRCULARS_A_DAY, "most": MOST_A_DAY})

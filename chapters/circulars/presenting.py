"""What the pages of mail to many show: who gets it, what was sent, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.circulars import letters, reaching, sending
from chapters.models import Chapter, Circular, CircularRecipient
from ipspi import keyset
from ipspi.accounts.models import User
from ipspi.jobs.models import Job
from ipspi.outbox.models import Mail
from ipspi.regions import times
from members import refusing
from members.models import Member, MemberQuerySet

State = CircularRecipient.State
NAMES = 20  # of those left out, before sending


@dataclass(frozen=True, slots=True)
class Line:
    """A mail to many that was sent."""

    circular: Circular
    url: str
    sent: str
    mails: int
    left_out: int
    state: str
    look: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member to whom it went, or why it did not."""

    name: str
    url: str
    state: str
    look: str


def preview_page(
    found: MemberQuerySet, *, chapter: Chapter, by: User, subject: str, text: str
) -> dict[str, Any]:
    """Return what an officer reads before sending: how many get it, who does not, and the mail of one of them."""
    signed = sending.signature_of(by, chapter=chapter)
    reader = reaching.reached(found).defer("nik", "nip").order_by("name", "pk").first()
    left_out = reaching.with_reason(found).exclude(why_not="").defer("nik", "nip").order_by("name", "pk")
    words = dict(reaching.Reason.choices)
    return {
        "audience": reaching.audience_of(found),
        "reader": reader,
        "mail": letters.preview(reader, chapter=chapter, signed=signed, subject=subject, text=text)
        if reader
        else "",
        "left_out": [(member.full_name, words[member.why_not]) for member in left_out[:NAMES]],
    }


def sent_page(chapter: Chapter, query: QueryDict) -> dict[str, Any]:
    """Return what a chapter's officers have sent, the latest first."""
    rows = (
        Circular.objects.filter(chapter=chapter)
        .select_related("by")
        .annotate(
            mails=Count("recipients", filter=~Q(recipients__state=State.LEFT_OUT)),
            left_out=Count("recipients", filter=Q(recipients__state=State.LEFT_OUT)),
        )
    )
    key = _key(chapter, query, "sebelum")
    if key:
        rows = rows.filter(keyset.beyond(("made_at", "id"), key, "lt"))
    some = list(rows.order_by("-made_at", "-id")[: keyset.SIZE + 1])
    page, more = some[: keyset.SIZE], len(some) > keyset.SIZE
    jobs = _jobs_of(page)
    return {
        "lines": [_line(each, jobs.get(sending.key_of(each)), chapter) for each in page],
        "next_url": f"?sebelum={page[-1].pk}" if more else "",
        "previous_url": reverse("circulars:sent", args=[chapter.pk]) if key else "",
    }


def circular_page(circular: Circular, query: QueryDict) -> dict[str, Any]:
    """Return a mail that was sent with whom it went to and how each stands; a page of them costs the same."""
    chapter = circular.chapter
    rows = circular.recipients.select_related("member").defer("member__nik", "member__nip")
    after, before = (_number(query, name) for name in ("sesudah", "sebelum"))
    page = keyset.page(rows, by=("pk",), after=after, before=before)
    mails = _mails_of(page.rows)
    job = _jobs_of([circular]).get(sending.key_of(circular))
    state, look = _state_of(circular, job)
    return {
        "circular": circular,
        "chapter": chapter,
        "sent": times.spoken(circular.made_at, zone=chapter.zone),
        "state": state,
        "look": look,
        "job_url": reverse("jobs:progress", args=[job.pk]) if job and job.is_open else "",
        "numbers": _numbers(circular),
        "reasons": _reasons(circular),
        "recipients": [_recipient(each, mails.get(each.mail_key), chapter) for each in page.rows],
        "next_url": f"?sesudah={page.rows[-1].pk}" if page.rows and page.has_after else "",
        "previous_url": f"?sebelum={page.rows[0].pk}" if page.rows and page.has_before else "",
    }


def _numbers(circular: Circular) -> list[tuple[str, int]]:
    """How many mails are sent, wait, failed, and were not written. Sent ones are forgotten after a while."""
    states = dict(circular.recipients.order_by().values_list("state").annotate(number=Count("pk")))
    kept = Mail.objects.filter(kind=letters.KIND, key__startswith=f"circular:{circular.pk}:")
    of_mails = dict(kept.order_by().values_list("status").annotate(number=Count("pk")))
    waiting, failed = (of_mails.get(each, 0) for each in (Mail.Status.WAITING, Mail.Status.FAILED))
    return [
        (_("Terkirim"), states.get(State.MAILED, 0) - waiting - failed),
        (_("Menunggu"), states.get(State.WAITING, 0) + waiting),
        (_("Gagal"), failed),
        (_("Tidak dikirimi"), states.get(State.LEFT_OUT, 0)),
    ]


def _reasons(circular: Circular) -> list[tuple[str, int]]:
    rows = circular.recipients.filter(state=State.LEFT_OUT).order_by()
    numbers = dict(rows.values_list("reason").annotate(number=Count("pk")))
    return [(str(reason.label), numbers[reason]) for reason in reaching.Reason if reason in numbers]


def _recipient(recipient: CircularRecipient, mail: Mail | None, chapter: Chapter) -> Recipient:
    if recipient.state == State.LEFT_OUT:
        state, look = str(recipient.get_reason_display()), ""
    elif mail and mail.status == Mail.Status.FAILED:
        state, look = _("Gagal"), "bad"
    elif recipient.state == State.WAITING or (mail and mail.status == Mail.Status.WAITING):
        state, look = _("Menunggu"), "wait"
    else:
        state, look = _("Terkirim"), "good"
    member = recipient.member
    return Recipient(member.full_name, _page_of(member, chapter), state, look)


def _page_of(member: Member, chapter: Chapter) -> str:
    return reverse("chapters:member", args=[chapter.pk, member.pk])


def _line(circular: Circular, job: Job | None, chapter: Chapter) -> Line:
    state, look = _state_of(circular, job)
    return Line(
        circular,
        reverse("circulars:circular", args=[chapter.pk, circular.pk]),
        times.spoken(circular.made_at, zone=chapter.zone),
        getattr(circular, "mails", 0),
        getattr(circular, "left_out", 0),
        state,
        look,
    )


def _state_of(circular: Circular, job: Job | None) -> tuple[str, str]:
    if circular.finished_at:
        return _("Selesai disiapkan"), "good"
    if job is None or job.is_open:
        return _("Sedang disiapkan"), "wait"
    return _("Dihentikan"), "bad"


def _jobs_of(circulars: Sequence[Circular]) -> dict[str, Job]:
    keys = [sending.key_of(each) for each in circulars]
    return {str(job.key): job for job in Job.objects.filter(key__in=keys)}


def _mails_of(recipients: Sequence[CircularRecipient]) -> dict[str, Mail]:
    rows = Mail.objects.filter(key__in=[each.mail_key for each in recipients])
    return {mail.key: mail for mail in rows.only("key", "status")}


def _key(chapter: Chapter, query: QueryDict, name: str) -> keyset.Key | None:
    pk = keyset.id_in(query, name)
    rows = Circular.objects.filter(chapter=chapter, pk=pk) if pk else Circular.objects.none()
    return rows.values_list("made_at", "id").first()


def _number(query: QueryDict, name: str) -> keyset.Key | None:
    text = query.get(name, "")
    return (int(text),) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def about(member: Member) -> dict[str, Any]:
    """Return what belongs to a member's own data: whether they want such mail, and what was written to them."""
    refused = refusing.refused_by(member)
    rows = (
        CircularRecipient.objects.filter(member=member, state=State.MAILED)
        .select_related("circular")
        .order_by("pk")
    )
    return {
        "tidak mau menerima sejak": refused.since.isoformat() if refused else "",
        "dikirim": [
            {
                "perihal": each.circular.subject,
                "oleh": each.circular.signed,
                "pada": each.circular.made_at.isoformat(),
            }
            for each in rows
        ],
    }


def title_of(job: Job) -> str:
    return _("Email ke anggota")


def result_of(job: Job) -> str:
    circular = Circular.objects.get(pk=job.arguments["circular"])
    return reverse("circulars:circular", args=[circular.chapter_id, circular.pk])


def may_see(user: User, job: Job) -> bool:
    """Whoever may write to the chapter's members may stop what a colleague sends."""
    circular = Circular.objects.filter(pk=job.arguments["circular"]).first()
    return circular is not None and circular.chapter_id in access.chapters_where(user, May.MAIL_MEMBERS)

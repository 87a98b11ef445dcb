"""The words of a mail to many, as one of its readers gets it."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from chapters.models import Chapter, Circular, CircularRecipient
from ipspi.outbox import posting
from members import refusing
from members.mailing import address_of
from members.models import Member

KIND = "chapters.circular"  # of its mails
TEMPLATE = "mail/circular"


def preview(member: Member, *, chapter: Chapter, signed: str, subject: str, text: str) -> str:
    """Return a mail as a member will read it, without the link that is theirs alone."""
    words = _context(member, chapter=chapter, signed=signed, text=text) | {"stop_path": ""}
    site = {"site_url": settings.SITE_URL, "subject": subject}
    return render_to_string(f"{TEMPLATE}.txt", {**site, **words}).strip()


def post(circular: Circular, recipient: CircularRecipient, member: Member) -> None:
    """Put a member's mail into the outbox; it goes once."""
    context = _context(member, chapter=circular.chapter, signed=circular.signed, text=circular.text)
    posting.add(
        key=recipient.mail_key,
        kind=KIND,
        to=address_of(member),
        subject=circular.subject,
        template=TEMPLATE,
        context=context,
        reply_to=circular.chapter.email,
        unsubscribe_url=settings.SITE_URL + context["stop_path"],
    )


def _context(member: Member, *, chapter: Chapter, signed: str, text: str) -> dict[str, Any]:
    return {
        "name": member.full_name,
        "chapter": chapter,
        "signed": signed,
        "words": text,
        "stop_path": reverse("refusing:stop", args=[refusing.token_of(member)]),
    }

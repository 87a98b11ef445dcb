"""What an invitation says, as a mail or a text for WhatsApp: who invites, why, the personal link, and the way out."""

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from chapters.inviting import grounds, links
from chapters.models import Chapter, Invitation, ListRow
from ipspi.outbox import posting
from ipspi.regions import times

HIDDEN = "…"  # instead of a token, in a preview


def subject(chapter: Chapter) -> str:
    return _("Undangan %(chapter)s untuk mendaftar sebagai anggota IPSPI") % {"chapter": chapter.name}


def preview(row: ListRow, *, chapter: Chapter, channel: str, ends_at: dt.datetime) -> str:
    """Return a message as it will be read, without a token: that stands in the message alone."""
    context = _context(row, chapter=chapter, token=HIDDEN, ends_at=ends_at)
    return render_to_string(f"{_template(channel)}.txt", {**context, "subject": subject(chapter)}).strip()


def post(invitation: Invitation, row: ListRow, *, token: str) -> None:
    """Put the mail of an invitation, or its reminder, into the outbox; each goes once."""
    chapter = row.list.chapter
    reminder = invitation.reminded_at is not None
    posting.add(
        key=key_of(invitation),
        kind=links.KIND,
        to=invitation.address or "",
        subject=_("Mengingatkan: %(subject)s") % {"subject": subject(chapter)}
        if reminder
        else subject(chapter),
        template=_template(Invitation.Channel.EMAIL),
        context=_context(row, chapter=chapter, token=token, ends_at=invitation.ends_at),
    )


def key_of(invitation: Invitation) -> str:
    """Return the key of the latest mail of an invitation in the outbox."""
    return invitation.mail_key(reminder=invitation.reminded_at is not None)


def whatsapp_url(invitation: Invitation, row: ListRow, *, token: str) -> str:
    """Return the address that opens a chat with the text of an invitation, ready to be sent."""
    context = _context(row, chapter=row.list.chapter, token=token, ends_at=invitation.ends_at)
    text = render_to_string(f"{_template(Invitation.Channel.WHATSAPP)}.txt", context).strip()
    return f"https://wa.me/{(invitation.address or '').lstrip('+')}?text={quote(text, safe='')}"


def _template(channel: str) -> str:
    return "mail/invitation" if channel == Invitation.Channel.EMAIL else "inviting/whatsapp"


def _context(row: ListRow, *, chapter: Chapter, token: str, ends_at: dt.datetime) -> dict[str, Any]:
    paths = [reverse(name, args=[links.HERE]) for name in ("invitation:page", "invitation:refuse")]
    path, refuse_path = (each.replace(f"/{links.HERE}/", f"/{token}/") for each in paths)
    return {
        "site_url": settings.SITE_URL,
        "name": row.name,
        "called": grounds.called(row.list),
        "because": grounds.because(row.list),
        "chapter": chapter,
        "path": path,
        "refuse_path": refuse_path,
        "ends": formats.date_format(times.local(ends_at, zone=chapter.zone), "j F Y"),
    }

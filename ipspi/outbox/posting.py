"""Adding mail to the outbox, and sending what waits there."""

import datetime as dt
import logging
import smtplib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.outbox.models import Mail
from ipspi.ringing import ring

log = logging.getLogger(__name__)

# longer than EMAIL_TIMEOUT: a mail whose worker died is tried again after this
LEASE = dt.timedelta(minutes=2)
# between attempts; then it has failed
WAITS = [dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]


class CannotRetry(RuleError):
    """Only a mail that has failed can be sent again."""


def add(
    *,
    key: str,
    kind: str,
    to: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    account: int | None = None,
    reply_to: str = "",
    unsubscribe_url: str = "",
) -> None:
    """
    Put a mail into the outbox, in the caller's transaction; adding the same `key` again does nothing.

    `template` names `<template>.txt` and `<template>.html`, both rendered now. The worker is rung when the
    transaction commits; if the bell is broken, the clock finds the row. `account` is whose address `to` is, where the
    account itself does not say so. `unsubscribe_url` is for mails to many: what is posted there ends them (RFC 8058).
    """
    full = {"site_url": settings.SITE_URL, "subject": subject, **context}
    Mail.objects.bulk_create(
        [
            Mail(
                key=key,
                kind=kind,
                to=to,
                account=account,
                reply_to=reply_to,
                unsubscribe_url=unsubscribe_url,
                subject=" ".join(subject.split()),  # one line, whoever's name is in it
                text=render_to_string(f"{template}.txt", full),
                html=render_to_string(f"{template}.html", full),
            )
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(_ring, robust=True)


def remember(*, to: str, account: int) -> None:
    """Keep whose address it was to which mails have gone: the account has another one from now on."""
    Mail.objects.filter(to=to).update(account=account)


@transaction.atomic
def retry(*, mail: Mail, by: User, at: dt.datetime) -> None:
    """Let a failed mail wait again, with all its attempts before it. Raises CannotRetry."""
    failed = Mail.objects.filter(pk=mail.pk, status=Mail.Status.FAILED)
    if not failed.update(status=Mail.Status.WAITING, attempts=0, next_attempt_at=at, error=""):
        raise CannotRetry(_("Hanya email yang gagal dapat dikirim ulang."))
    audit.record(by=by, did="retry_mail", to=mail)
    transaction.on_commit(_ring, robust=True)


def send_next(*, at: dt.datetime) -> bool:
    """Send the mail that has waited longest and is due; return False if none is."""
    mail = _claim(at=at)
    if mail is None:
        return False
    try:
        _deliver(mail)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _postpone(mail, error, at=at)
    else:
        bare = {"text": "", "html": "", "unsubscribe_url": "", "error": ""}
        Mail.objects.filter(pk=mail.pk).update(
            status=Mail.Status.SENT, sent_at=at, attempts=F("attempts") + 1, **bare
        )
    return True


def _ring() -> None:
    ring("outbox.send_waiting")


@transaction.atomic
def _claim(*, at: dt.datetime) -> Mail | None:
    """Take a due mail for the length of a lease, so that a worker that dies gives it back."""
    due = Mail.objects.filter(status=Mail.Status.WAITING, next_attempt_at__lte=at)
    mail = due.select_for_update(skip_locked=True).order_by("next_attempt_at", "id").first()
    if mail is not None:
        mail.next_attempt_at = at + LEASE
        mail.save(update_fields=["next_attempt_at"])
    return mail


def _deliver(mail: Mail) -> None:
    # the same Message-ID on every attempt: a mail that was accepted twice can be told from two mails
    message_id = f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}@{urlsplit(settings.SITE_URL).hostname}>"
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": message_id, **_ways_out(mail)},
        connection=_connection(),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()


def _ways_out(mail: Mail) -> dict[str, str]:
    """Let mail programs show a button that ends mails like this one."""
    if not mail.unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{mail.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _connection() -> Any:
    return get_connection(settings.OUTBOX_EMAIL_BACKEND)


def _postpone(mail: Mail, error: Exception, *, at: dt.datetime) -> None:
    """Try again later, or give up: a refusal for good and the last attempt end it."""
    given_up = _for_good(error) or mail.attempts >= len(WAITS)
    mail.status = Mail.Status.FAILED if given_up else Mail.Status.WAITING
    mail.next_attempt_at = at if given_up else at + WAITS[mail.attempts]
    mail.attempts += 1
    mail.error = type(error).__name__  # the server's words may hold the address
    mail.save(update_fields=["status", "next_attempt_at", "attempts", "error"])
    log.warning("Mail %s was not taken: %s", mail.pk, mail.error)


def _for_good(error: Exception) -> bool:
    """Whether trying again cannot help: a refusal with 5xx, or a mail that cannot be written."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=recipients):
            return all(code >= 500 for code, _words in recipients.values())
        case smtplib.SMTPResponseException(smtp_code=code):
            return code >= 500
        case ValueError():
            return True
    return False

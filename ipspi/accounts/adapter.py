"""allauth's mail through our outbox, and a code with a link where allauth knows only one of them."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from ipspi.accounts import confirming
from ipspi.outbox import posting

CONFIRMING = "confirming"  # the session's note of which address is being confirmed


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """How allauth reaches people here. Source: docs/architecture.md#accounts"""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put one of allauth's own mails into the outbox; each has its subject in `<prefix>_subject.txt`."""
        full = {"email": email, **context, "request": allauth_context.request}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", full).split())
        kind = template_prefix.rsplit("/", 1)[-1]
        posting.add(
            key=f"account:{kind}:{secrets.token_hex(8)}",  # each request is a cause of its own
            kind=f"account.{kind}",
            to=email,
            subject=subject,
            template=f"{template_prefix}_message",
            context=full,
        )

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        address: EmailAddress = emailconfirmation.email_address
        request.session[CONFIRMING] = address.email
        confirming.send_code(address=address, at=timezone.now())

    def send_account_already_exists_mail(self, email: str) -> None:
        # the next page must look the same as for a new account, so that nobody learns who has one
        allauth_context.request.session[CONFIRMING] = email
        super().send_account_already_exists_mail(email)

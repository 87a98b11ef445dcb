"""allauth's mail through our outbox, and a code with a link where allauth knows only one of them."""

import secrets
import time
from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts import confirming, noticing, second_factor, sessions
from ipspi.accounts.models import User
from ipspi.outbox import posting

LONGEST_ADDRESS = EmailAddress._meta.get_field("email").max_length
SUGGESTED = "suggested_address"  # the session's note of the address that a sign-up begins with
CONFIRMING = "confirming"  # the session's note of which address is being confirmed
TYPED_HERE = "password_typed_here"  # ... and of the account whose password was typed in this browser


class Adapter(DefaultAccountAdapter):
    """How allauth reaches people here. Source: docs/architecture.md#accounts"""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put one of allauth's own mails into the outbox; each has its subject in `<prefix>_subject.txt`."""
        links = {name: _at_home(link) for name, link in context.items() if name.endswith("_url")}
        full = {"email": email, **context, **links, "request": allauth_context.request}
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

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell what happened to the security of an account, in our words, and record it."""
        noticing.tell_of_request(template_prefix.rsplit("/", 1)[-1], request=self.request, user=user)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - allauth's signature
        if "password1" not in form.cleaned_data:
            make_password(secrets.token_hex())  # an account with a passkey alone takes as long as any other
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def set_password(self, user: User, password: str) -> None:
        """A new password ends all other sessions: whoever stole the old one is out."""
        super().set_password(user, password)
        signed_in = self.request.user.is_authenticated
        sessions.end(sessions.others(user=user, than=self.request.session.session_key if signed_in else None))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in, or proved a factor, in the last minutes need not do so again at once."""
        proved = get_authentication_records(self.request, self.request.user)
        return not proved or time.time() - proved[-1]["at"] >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """A password alone is no step up for a session that has yet to prove its second factor."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = second_factor.ids_of(user) if user.is_authenticated else frozenset()
        if factors and not second_factor.is_proved(self.request, factors):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def clean_email(self, email: str) -> str:
        """Refuse an address that would not fit: allauth would cut it, and write to somebody else."""
        if len(email) > LONGEST_ADDRESS:
            raise ValidationError(
                _("Alamat email paling panjang %(most)d huruf.") % {"most": LONGEST_ADDRESS}
            )
        return str(super().clean_email(email))

    def should_send_confirmation_mail(
        self,
        request: HttpRequest,
        email_address: EmailAddress,
        signup: bool,  # noqa: FBT001 - allauth's signature
    ) -> bool:
        """Note whose code is awaited in this browser, also where no new code is sent because one is on its way."""
        request.session[CONFIRMING] = email_address.email
        request.session[TYPED_HERE] = str(
            email_address.user_id
        )  # none where the address is another account's
        return True

    def send_confirmation_mail(
        self,
        request: HttpRequest,
        emailconfirmation: Any,
        signup: bool,  # noqa: FBT001 - allauth's signature
    ) -> None:
        confirming.send_code(address=emailconfirmation.email_address, at=timezone.now())

    def send_account_already_exists_mail(self, email: str) -> None:
        # the next page must look the same as for a new account, so that nobody learns who has one
        allauth_context.request.session[CONFIRMING] = email
        confirming.begin_counting(email=email)
        for _hash in ("password", "code"):
            make_password(secrets.token_hex())  # ... and takes as long
        super().send_account_already_exists_mail(email)


def _at_home(link: str) -> str:
    """A link to our own address, whatever host the request named: mail must not lead where a stranger wants."""
    return urljoin(settings.SITE_URL, urlsplit(link)._replace(scheme="", netloc="").geturl())

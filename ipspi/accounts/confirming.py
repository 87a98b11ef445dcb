"""Confirming an e-mail address: a code of six digits, and a link to the page where it is typed, on any device."""

import datetime as dt
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from ipspi.accounts.models import Confirmation, User
from ipspi.errors import RuleError
from ipspi.outbox import posting

LASTS = dt.timedelta(hours=24)
MOST_ATTEMPTS = 5  # of one code: one chance in 200,000 for who guesses


class CodeRefused(RuleError):
    """The code is wrong, too old, or was tried too often."""


def begin_counting(*, email: str) -> None:
    """Count the attempts at an address anew: a code was sent, or would have been if a code were awaited there."""
    cache.delete(_counter(email))


@transaction.atomic
def send_code(*, address: EmailAddress, at: dt.datetime) -> Confirmation:
    """Send a new code to an address; an earlier code of this address is no longer good."""
    begin_counting(email=address.email)
    code = f"{secrets.randbelow(1_000_000):06d}"
    confirmation, _created = Confirmation.objects.update_or_create(
        address=address,
        defaults={"code_hash": make_password(code), "sent_at": at, "expires_at": at + LASTS, "attempts": 0},
    )
    posting.add(
        key=f"confirmation:{confirmation.pk}:{at.isoformat()}",
        kind="account.confirmation",
        to=address.email,
        subject=_("%(code)s adalah kode konfirmasi Anda") % {"code": code},
        template="mail/confirmation",
        context={
            "code": code,
            "path": reverse("confirm", args=[confirmation.pk]),
            "hours": LASTS // dt.timedelta(hours=1),
        },
    )
    return confirmation


def confirm(
    *, confirmation: Confirmation | None, code: str, at: dt.datetime, email: str = ""
) -> EmailAddress:
    """
    Return the address that `code` confirms.

    `email`: the address as it was typed, where there may be no such confirmation. The attempt is counted before the
    code is compared and stays counted, so that many guesses at once are no way round the limit. Raises CodeRefused; its
    words say whether the address was tried too often, known or not, and are else the same whatever was wrong.
    """
    refusal = _refusal(confirmation.address.email if confirmation else email)
    if confirmation is None:
        make_password(code)  # takes as long as a comparison
        raise refusal
    usable = Confirmation.objects.filter(pk=confirmation.pk, expires_at__gt=at, attempts__lt=MOST_ATTEMPTS)
    if not usable.update(attempts=F("attempts") + 1) or not check_password(code, confirmation.code_hash):
        raise refusal
    return _verify(confirmation)


@transaction.atomic
def forget(*, user: User) -> None:
    """Delete an account whose address was never confirmed and that was never signed in with; leave any other alone."""
    account = User.objects.select_for_update().filter(pk=user.pk, last_login=None).first()
    if account and not EmailAddress.objects.filter(user=account, verified=True).exists():
        account.delete()


def is_confirmed(*, user: User, email: str) -> bool:
    """Tell whether `user` has proved to read what is sent to `email`."""
    return EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()


@transaction.atomic
def _verify(confirmation: Confirmation) -> EmailAddress:
    address = EmailAddress.objects.select_for_update().get(pk=confirmation.address_id)
    address.verified = address.primary = True
    address.save(update_fields=["verified", "primary"])
    confirmation.delete()
    return address


def _refusal(email: str) -> CodeRefused:
    """
    Count an attempt at an address, and return what is said if it fails.

    This count only chooses the words, and is of addresses without a confirmation too, so that the words tell nothing.
    """
    tries = cache.get(_counter(email), 0) + 1 if email else 1
    if email:
        cache.set(_counter(email), tries, timeout=LASTS.total_seconds())
    if tries >= MOST_ATTEMPTS:
        return CodeRefused(
            _("Kode ini sudah terlalu sering dicoba dan tidak berlaku lagi. Minta kode baru di bawah.")
        )
    return CodeRefused(_("Kode tidak cocok atau sudah kedaluwarsa. Periksa kembali, atau minta kode baru."))


def _counter(email: str) -> str:
    return f"confirmation-tries-{hashlib.sha256(email.lower().encode()).hexdigest()}"

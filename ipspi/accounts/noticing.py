"""Telling people what happened to the security of their account: a line in the log of acts, and a mail."""

import datetime as dt
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ipspi.accounts import devices
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.outbox import posting

# event → subject, what happened; allauth's events have allauth's names
EVENTS = {
    "totp_activated": (
        _("Aplikasi kode terpasang"),
        _("Sejak sekarang akun Anda meminta kode dari aplikasi saat masuk."),
    ),
    "totp_deactivated": (_("Aplikasi kode dilepas"), _("Akun Anda tidak lagi meminta kode dari aplikasi.")),
    "webauthn_added": (_("Passkey baru di akun Anda"), _("Sebuah passkey kini dapat membuka akun Anda.")),
    "webauthn_removed": (
        _("Passkey dihapus dari akun Anda"),
        _("Sebuah passkey tidak dapat lagi membuka akun Anda."),
    ),
    "recovery_codes_generated": (
        _("Kode pemulihan diganti"),
        _("Kode pemulihan yang lama tidak berlaku lagi."),
    ),
    "recovery_code_used": (
        _("Kode pemulihan dipakai"),
        _("Seseorang, mungkin Anda, memakai salah satu kode pemulihan akun Anda."),
    ),
    "password_changed": (
        _("Kata sandi diganti"),
        _("Kata sandi akun Anda diganti, dan sesi di perangkat lain diakhiri."),
    ),
    "password_set": (_("Kata sandi dibuat"), _("Akun Anda kini punya kata sandi.")),
    "password_reset": (
        _("Kata sandi dibuat ulang"),
        _("Kata sandi akun Anda dibuat ulang lewat email, dan semua sesi diakhiri."),
    ),
    "address_changed": (
        _("Alamat email akun diganti"),
        _("Akun Anda kini memakai alamat email yang lain, yang sudah dikonfirmasi."),
    ),
    "factors_reset": (
        _("Pengaman kedua dihapus oleh DPP"),
        _("DPP menghapus aplikasi kode, passkey, dan kode pemulihan akun Anda, dan mengakhiri semua sesi."),
    ),
}


def tell(
    event: str,
    *,
    user: User,
    by: User | None,
    at: dt.datetime,
    to: str = "",
    device: str = "",
    reason: str = "",
) -> None:
    """
    Record an event and tell its owner, in the caller's transaction.

    `to` is another address than the account's, `device` where it happened (words), `reason` why (words).
    """
    subject, said = EVENTS[event]
    posting.add(
        key=f"security:{event}:{secrets.token_hex(8)}",  # each is a cause of its own
        kind=f"account.{event}",
        to=to or user.email,
        subject=str(subject),
        template="mail/security",
        context={
            "title": subject,
            "said": said,
            "at": at,
            "device": device,
            "reason": reason,
            "path": reverse("mfa_index"),
        },
    )
    audit.record(by=by, did=f"account.{event}", to=user)


def tell_of_request(event: str, *, request: HttpRequest, user: User) -> None:
    """Tell of what a person did to their own account."""
    with transaction.atomic():
        tell(event, user=user, by=user, at=timezone.now(), device=device_of(request))


def tell_of_recovery_code(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any
) -> None:
    """Tell who has used a recovery code: it is the way in for whoever found the paper."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        tell_of_request("recovery_code_used", request=request, user=user)


def device_of(request: HttpRequest) -> str:
    """Return what the request says of its device, in words."""
    return devices.in_words(request.headers.get("User-Agent", ""))

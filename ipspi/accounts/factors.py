"""allauth's second factors in our house: secrets encrypted at rest, QR codes by our library, words of our own."""

import base64
import io
from typing import Any, ClassVar

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipspi import encryption
from ipspi.accounts.models import User

STORED_IN = "mfa_authenticator.data"  # what a secret is bound to when it is encrypted
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # codes for recovery only stand in for one


class Adapter(DefaultMFAAdapter):
    """What allauth asks about second factors. Source: docs/architecture.md#accounts"""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": gettext_lazy(
            "Kode pemulihan baru ada bila Anda memakai aplikasi kode atau passkey."
        ),
        "incorrect_code": gettext_lazy("Kode tidak cocok. Pakai kode yang sedang tampil di aplikasi Anda."),
        "unverified_email": gettext_lazy("Konfirmasi dahulu alamat email Anda."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(encryption.encrypt(text.encode(), context=STORED_IN)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(base64.b64decode(encrypted_text), context=STORED_IN).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return a QR code on light ground, so that a phone reads it in the dark theme too."""
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False)
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's signature
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "IPSPI"}


def add_totp(*, user: User, secret: str) -> Authenticator:
    """Give an account an app that shows codes, from a secret in base32 that the app knows already."""
    authenticator: Authenticator = TOTP.activate(user, secret).instance
    return authenticator


def names_of_passkeys(rows: list[Authenticator]) -> list[dict[str, Any]]:
    """Return what a page shows of passkeys: never a key."""
    return [
        {"pk": row.pk, "name": row.wrap().name, "added_at": row.created_at, "used_at": row.last_used_at}
        for row in rows
    ]

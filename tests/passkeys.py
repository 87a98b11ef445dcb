"""A passkey as a browser registers it, for pages that only show it. Real ones: tests/browser/test_passkeys.py."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from ipspi.accounts.models import User


def make_passkey(user: User, *, name: str = "HP Samsung") -> Authenticator:
    """Give an account a passkey."""
    authenticator: Authenticator = WebAuthn.add(user, name, _credential()).instance
    return authenticator


def _credential() -> dict[str, Any]:
    key, number = ec.generate_private_key(ec.SECP256R1()), b"passkey-of-a-test"
    held = AttestedCredentialData.create(
        Aaguid(b"\0" * 16), number, ES256.from_cryptography_key(key.public_key())
    )
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost"), flags, 0, held)
    client = CollectedClientData.create("webauthn.create", b"question", "http://localhost")
    return {
        "type": "public-key",
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {},
    }

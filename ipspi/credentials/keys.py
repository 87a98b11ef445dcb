"""
The keys that sign: one signs today, the others are known by their public halves.

Source: docs/adr/0011-cards-carry-their-own-proof.md
"""

import base64
import datetime as dt

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from joserfc.jwk import KeySet, KeySetSerialization, OKPKey

from ipspi import locks
from ipspi.audit import recording as audit
from ipspi.credentials.models import SigningKey

LAST = 255
LOCK = "credentials.keys"  # there may be no key yet, so there is no row to lock


class NoNumberLeft(Exception):
    """A key's number has one byte, and all are used."""


@transaction.atomic
def signing() -> SigningKey:
    """Return the key that signs today; the very first one is made when it is first needed."""
    if key := SigningKey.objects.filter(private__isnull=False).first():
        return key
    locks.hold(LOCK)
    return SigningKey.objects.filter(private__isnull=False).first() or _make(at=timezone.now())


@transaction.atomic
def rotate(*, at: dt.datetime, distrust: bool = False) -> SigningKey:
    """
    Let a new key sign from now on, and delete the private half of the present one; return the new key.

    What the present key signed stays valid, unless it is to be distrusted. Raises NoNumberLeft.
    """
    locks.hold(LOCK)
    for present in SigningKey.objects.select_for_update().filter(private__isnull=False):
        present.private, present.distrusted_at = None, at if distrust else None
        present.save(update_fields=["private", "distrusted_at"])
        audit.record(by=None, did="distrust_signing_key" if distrust else "retire_signing_key", to=present)
    key = _make(at=at)
    audit.record(by=None, did="rotate_signing_key", to=key)
    return key


def trusted(number: int) -> SigningKey | None:
    """Return the key of that number, or None where there is none, or none that is trusted."""
    return SigningKey.objects.defer("private").filter(pk=number, distrusted_at=None).first()


def sign(key: SigningKey, message: bytes) -> bytes:
    """Return the 64-byte signature of a key that signs."""
    return Ed25519PrivateKey.from_private_bytes(key.private).sign(message)


def public_half(key: SigningKey) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes(key.public))


def published() -> KeySetSerialization:
    """Return all trusted public keys as a JSON Web Key Set (RFC 7517, RFC 8037); `kid` is the key's number."""
    keys = SigningKey.objects.defer("private").filter(distrusted_at=None).order_by("-number")
    return KeySet([_web_key(key) for key in keys]).as_dict(private=False)


def _web_key(key: SigningKey) -> OKPKey:
    x = base64.urlsafe_b64encode(bytes(key.public)).rstrip(b"=").decode()
    return OKPKey.import_key(
        {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": str(key.pk), "use": "sig", "alg": "Ed25519"}
    )


def _make(*, at: dt.datetime) -> SigningKey:
    number = (SigningKey.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > LAST:
        raise NoNumberLeft
    pair = Ed25519PrivateKey.generate()
    return SigningKey.objects.create(
        number=number,
        public=pair.public_key().public_bytes_raw(),
        private=pair.private_bytes_raw(),
        made_at=at,
    )

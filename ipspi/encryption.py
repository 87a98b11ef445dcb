"""
Encryption at rest and keyed look-up of identity numbers.

A stored value is `version (1 byte) · nonce (12 bytes) · AES-256-GCM ciphertext`. The name of the table and column is
authenticated with it, so that a value moved to another column does not decrypt. Look-ups use HMAC-SHA-256 with a key of
its own: equal numbers have equal look-ups, and nobody without the key can try all numbers.
"""

import base64
import hashlib
import hmac
import os
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE = 12


class DecryptionError(Exception):
    """A stored value does not decrypt: wrong key, wrong column, or a damaged value."""


@cache
def _key(encoded: str) -> bytes:
    key = base64.b64decode(encoded)
    if len(key) != 32:
        raise ValueError("An encryption key has 32 bytes, written in base64.")
    return key


def encrypt(value: bytes, *, context: str) -> bytes:
    """Return `value` encrypted with the newest key, bound to `context`."""
    keys: dict[int, str] = settings.ENCRYPTION_KEYS
    version = max(keys)
    nonce = os.urandom(NONCE)
    return bytes([version]) + nonce + AESGCM(_key(keys[version])).encrypt(nonce, value, context.encode())


def decrypt(stored: bytes, *, context: str) -> bytes:
    """Return the value that `encrypt` stored under the same `context`. Raises DecryptionError."""
    stored = bytes(stored)
    key = settings.ENCRYPTION_KEYS.get(stored[0]) if stored else None
    if key is None:
        raise DecryptionError("No key of that version.")
    try:
        return AESGCM(_key(key)).decrypt(stored[1 : 1 + NONCE], stored[1 + NONCE :], context.encode())
    except InvalidTag:
        raise DecryptionError(f"The value is not one of {context}.") from None


def lookup(value: str, *, purpose: str) -> bytes:
    """
    Return the 32-byte keyed hash by which `value` is found again.

    `purpose` ("nik") separates kinds of values; equal values of one purpose have equal look-ups.
    """
    return hmac.digest(_key(settings.LOOKUP_KEY), f"{purpose}:{value}".encode(), hashlib.sha256)


class EncryptedField(models.BinaryField):  # type: ignore[type-arg]  # at run time it takes no arguments
    """Text of any length, encrypted at rest; empty text is stored as null. Not searchable: see `lookup`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    @property
    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def to_plain(self, value: bytes) -> Any:
        return value.decode()

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        return None if value is None else self.to_plain(decrypt(bytes(value), context=self._context))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django calls it so
        if value is None or value in ("", b""):
            return None
        return super().get_db_prep_value(
            encrypt(self.to_bytes(value), context=self._context), connection, prepared
        )

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self._context} is not serialised.")

    def to_python(self, value: Any) -> Any:
        return value


class EncryptedTextField(EncryptedField):
    """Encrypted text."""


class EncryptedBinaryField(EncryptedField):
    """Encrypted bytes."""

    def to_plain(self, value: bytes) -> Any:
        return value

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

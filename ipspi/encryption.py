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
from collections.abc import Callable
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, models

NONCE = 12
SWITCHING = 716_014  # the number of the advisory lock that a change of the look-up key holds


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


def lookup(value: str, *, purpose: str, version: int | None = None) -> bytes:
    """
    Return the 32-byte keyed hash by which `value` is found again.

    `purpose` ("nik") separates kinds of values; equal values of one purpose have equal look-ups. `version` names a key;
    without it the one in force counts, which stays in force until the caller's transaction ends.
    """
    key = settings.LOOKUP_KEYS[lookup_version() if version is None else version]
    return hmac.digest(_key(key), f"{purpose}:{value}".encode(), hashlib.sha256)


def lookup_version() -> int:
    """Return the version of the look-up key in force. The database is asked only while there is more than one key."""
    keys: dict[int, str] = settings.LOOKUP_KEYS
    return next(iter(keys)) if len(keys) == 1 else _version_in_force()


def knows_the_lookup_key() -> bool:
    """Tell whether this process has the key by which numbers are found now."""
    return _version_in_force() in settings.LOOKUP_KEYS


def _version_in_force() -> int:
    with connection.cursor() as cursor:
        # two statements: the second one sees what a switch wrote for which the first one waited
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [SWITCHING])
        cursor.execute("SELECT version FROM keys_lookupkey")
        version: int = cursor.fetchone()[0]
    return version


class EncryptedField(models.BinaryField):  # type: ignore[type-arg]  # at run time it takes no arguments
    """Text of any length, encrypted at rest; empty text is stored as null. Not searchable: see `lookup`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    @property
    def context(self) -> str:
        """What a stored value is bound to: its table and column."""
        return f"{self.model._meta.db_table}.{self.column}"

    def to_plain(self, value: bytes) -> Any:
        return value.decode()

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        return None if value is None else self.to_plain(decrypt(bytes(value), context=self.context))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django calls it so
        if value is None or value in ("", b""):
            return None
        return super().get_db_prep_value(
            encrypt(self.to_bytes(value), context=self.context), connection, prepared
        )

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.context} is not serialised.")

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


def _as_it_is(value: str) -> str:
    return value


class NextLookupField(models.BinaryField):  # type: ignore[type-arg]  # at run time it takes no arguments
    """
    The look-up that the next key gives, beside the one in force; only a rotation fills it.

    `of` names the encrypted column, `replaces` the look-up that it will become, `canonical` writes a number as look-ups
    do. A migration takes it for plain bytes.
    """

    def __init__(
        self,
        *args: Any,
        of: str = "",
        replaces: str = "",
        purpose: str = "",
        canonical: Callable[[str], str] = _as_it_is,
        **kwargs: Any,
    ) -> None:
        self.of, self.replaces, self.purpose, self.canonical = of, replaces, purpose, canonical
        super().__init__(*args, **{"null": True, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

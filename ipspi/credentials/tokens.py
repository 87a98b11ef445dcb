"""
Signed tokens, short enough for a QR code: version · key number · payload · Ed25519 signature, in base 32.

Base 32 without padding is capital letters and digits: a QR code stores it in its alphanumeric mode (5.5 bits a letter),
it needs no escaping in an address, and capitals or not do not matter to who types it. The signature also covers
the token's *purpose*, which is not written in it: a token of one purpose is none of another.
Source: docs/adr/0011-cards-carry-their-own-proof.md
"""

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature

from ipspi.credentials import keys
from ipspi.credentials.models import SigningKey

VERSION = 1
HEAD, SIGNATURE = 2, 64


class NoToken(Exception):
    """It is no token at all: damaged, cut off, or something else."""


class UnknownKey(Exception):
    """It names a key that is not ours, or that is no longer trusted."""


class Forged(Exception):
    """Its signature does not fit: it was changed, or not signed by us."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a token says, and which key says so."""

    key: int
    payload: bytes
    signature: bytes

    @property
    def signed(self) -> bytes:
        return bytes([VERSION, self.key]) + self.payload


def sign(payload: bytes, *, purpose: str, key: SigningKey | None = None) -> str:
    """Return a token that says `payload`, signed by `key`, or else by the key that signs today."""
    key = key or keys.signing()
    signed = bytes([VERSION, key.pk]) + payload
    return encode(signed + keys.sign(key, _message(signed, purpose)))


def verified(text: str, *, purpose: str) -> Token:
    """Return the token that `text` is, if we signed it for `purpose`. Raises NoToken, UnknownKey, Forged."""
    token = read(text)
    key = keys.trusted(token.key)
    if key is None:
        raise UnknownKey
    try:
        keys.public_half(key).verify(token.signature, _message(token.signed, purpose))
    except InvalidSignature:
        raise Forged from None
    return token


def read(text: str) -> Token:
    """Return what `text` says without asking whether it is true. Raises NoToken."""
    data = decode(text)
    if len(data) <= HEAD + SIGNATURE or data[0] != VERSION:
        raise NoToken
    return Token(key=data[1], payload=data[HEAD:-SIGNATURE], signature=data[-SIGNATURE:])


def encode(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Return the bytes of base 32 without padding. Raises NoToken."""
    try:
        return base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        raise NoToken from None


def _message(signed: bytes, purpose: str) -> bytes:
    return purpose.encode() + b"\0" + signed

"""
What a card says about its holder, packed into as few bytes as a QR code likes.

Layout: serial (4 bytes) · issued, expires (2 bytes each: days since 2000, 0 is never) · province (1 byte, 0 is
unknown) · number and kind of membership (each after its length) · the name, to the end. Big-endian; text is UTF-8.
Never a NIK or NIP. `static/ipspi/js/check.js` reads the same layout. Pure.
Source: docs/adr/0011-cards-carry-their-own-proof.md
"""

import datetime as dt
import struct
from dataclasses import dataclass

EPOCH = dt.date(2000, 1, 1)
LONGEST_NAME = 64  # bytes: more would make the code's modules too small for a cheap phone
CUT_OFF = "…"
_HEAD = struct.Struct(">IHHB")


class NoClaims(ValueError):
    """It is not what a card says."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a card says. `name` ends with … where it was too long; `province` is a Kemendagri code, or empty."""

    serial: int
    number: str
    name: str
    kind: str
    province: str
    issued_on: dt.date
    expires_on: dt.date | None = None

    def packed(self) -> bytes:
        """Return the bytes that are signed."""
        expires = (self.expires_on - EPOCH).days if self.expires_on else 0
        issued = (self.issued_on - EPOCH).days
        head = _HEAD.pack(self.serial, issued, expires, int(self.province or 0))
        return head + _measured(self.number) + _measured(self.kind) + self.name.encode()


def unpacked(data: bytes) -> Claims:
    """Return what `packed` packed. Raises NoClaims if it is something else."""
    try:
        serial, issued, expires, province = _HEAD.unpack_from(data)
        number, rest = _cut(data[_HEAD.size :])
        kind, rest = _cut(rest)
        return Claims(
            serial=serial,
            number=number,
            name=rest.decode(),
            kind=kind,
            province=f"{province:02d}" if province else "",
            issued_on=EPOCH + dt.timedelta(days=issued),
            expires_on=EPOCH + dt.timedelta(days=expires) if expires else None,
        )
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NoClaims(str(error)) from None


def shortened(name: str, *, with_titles: str = "") -> str:
    """Return the name with its titles if that is short enough, else the name, else as much of it as fits, and …"""
    for whole in (with_titles, name):
        if whole and len(whole.encode()) <= LONGEST_NAME:
            return whole
    room = LONGEST_NAME - len(CUT_OFF.encode())
    return name.encode()[:room].decode(errors="ignore").rstrip() + CUT_OFF


def _measured(text: str) -> bytes:
    return bytes([len(text.encode())]) + text.encode()


def _cut(data: bytes) -> tuple[str, bytes]:
    end = 1 + data[0]
    if len(data) < end:
        raise IndexError("cut off")
    return data[1:end].decode(), data[end:]

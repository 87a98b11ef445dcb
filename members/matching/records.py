"""What goes into the engine and what comes out of it: people, links and the evidence for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Band = Literal["auto", "review"]


@dataclass(frozen=True, slots=True)
class Person:
    """
    One record of either side, every text as raw as people wrote it.

    `key` is unique on its side and breaks ties. `nik` is the keyed hash of the NIK, never the number. `sex` is L, P or
    empty. `regency` is a name or an alias. `province` is the code of the member's home province, or of the chapter
    whose list the row is on. `employment` is what people write: ASN, PNS, PPPK, Non-ASN, Honorer …
    """

    key: str
    name: str
    nik: bytes | None = None
    nip: str = ""
    phone: str = ""
    birth: str = ""
    sex: str = ""
    workplace: str = ""
    regency: str = ""
    province: str = ""
    employment: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says: how well it agrees (`level`) and how much that weighs, in bits; it never holds a value."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Link:
    """
    A member proposed for a row.

    `bits` is the sum of the evidence's bits. `probability` weighs it against every other candidate and against "nobody
    registered". `disagreements` names the fields that contradict each other. `duplicate_of` is the key of the better
    row of the same list that is linked to the same member. `gate` names the rule that decided the band.
    """

    row: str
    member: str
    probability: float
    band: Band
    bits: float
    evidence: tuple[Evidence, ...]
    duplicate_of: str | None
    disagreements: tuple[str, ...]
    gate: str

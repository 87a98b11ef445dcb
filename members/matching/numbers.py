"""Canonical forms of numbers: NIP and telephone. Source: docs/sources.md#nip, docs/sources.md#telephones"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

NipState = Literal["", "full", "zeros", "exponent", "partial", "old"]

MOST = 2**63 - 1  # what fits into a number of the machine; no NIP begins with so large a year
_NOT_DIGITS = re.compile(r"[^0-9]+")
_EXPONENT = re.compile(r"(?i)^\s*'?\s*([0-9])[.,]?([0-9]*)\s*e\s*\+?\s*([0-9]{1,2})\s*$")
_BETWEEN_PHONES = re.compile(r"[/,;&|\n]|\bdan\b|\batau\b")


@dataclass(frozen=True, slots=True)
class Nip:
    """
    What is left of a NIP.

    full: 18 digits. zeros: a spreadsheet kept 15 of them and wrote zeros after. exponent: 1.97E+17, a few first digits.
    partial: 10 to 19 digits, but not 18. old: the nine digits of before 2009, which say nothing about the new number.
    """

    digits: str = ""
    state: NipState = ""

    @property
    def birth(self) -> tuple[int, int, int] | None:
        """The birth date that its first eight digits hold, if they are a date."""
        if self.state in ("", "old", "exponent"):
            return None
        return calendar_date(int(self.digits[:4]), int(self.digits[4:6]), int(self.digits[6:8]))

    @property
    def sex(self) -> str:
        """L or P, as its 15th digit says."""
        return {"1": "L", "2": "P"}.get(self.digits[14], "") if self.state in ("full", "zeros") else ""


def nip(text: str) -> Nip:
    """Return the canonical NIP of what somebody typed, or what a spreadsheet made of it."""
    if match := _EXPONENT.match(text):
        mantissa = match.group(1) + match.group(2)
        exponent = int(match.group(3))
        return Nip(mantissa.rstrip("0"), "exponent") if exponent == 17 else Nip()
    digits = _NOT_DIGITS.sub("", text.removesuffix(".0"))
    if len(digits) == 18:
        return Nip(digits[:15], "zeros") if digits.endswith("000") else Nip(digits, "full")
    if 10 <= len(digits) <= 19 and int(digits) <= MOST:
        return Nip(digits, "partial")
    return Nip(digits, "old") if len(digits) == 9 else Nip()


def phones(text: str) -> tuple[int, ...]:
    """Return the telephone numbers in a cell, each as an integer without country code and leading zero."""
    found = []
    for part in _BETWEEN_PHONES.split(text.lower()):
        digits = _NOT_DIGITS.sub("", part.removesuffix(".0")).lstrip("0")
        digits = digits.removeprefix("62").lstrip("0") if len(digits) > 9 else digits
        if 7 <= len(digits) <= 13:
            found.append(int(digits))
    return tuple(dict.fromkeys(found))


def calendar_date(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """Return year, month and day if they are a date on which a member can have been born."""
    if not 1900 <= year <= 2020:
        return None
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return year, month, day

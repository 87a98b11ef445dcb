"""
A full name and its titles: "Dr. Hj. Siti Aminah, S.Sos., M.Si" is "Siti Aminah" with titles before and after it.

Pure; used by registration, which keeps the three apart, and by the matching engine, which compares bare names.
Source: docs/sources.md#titles
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Degrees are written with or without dots and spaces between these parts, S.Tr.Sos., S Tr Sos, STrSos …
DEGREES = """
a md|a md [a-z]{1,4}|a ma|b sc|d ed|ll m|m ag|m dev|m eng|m hum|m i kom|m ikom|m kep|m kes|m kesos|m kom|m pd
m pd i|m ps sp|m p s sp|m psi|m psi t|m sc|m si|m soc sc|m soc wk|m sos|m sos i|m th|ph d|s ag|s farm|s hum
s i kom|s ikom|s kep|s kep ns|s kes|s kesos|s kom|s km|s pd|s pd i|s psi|s pt|s si|s sos|s sos i|s st|s th|s th i|s tp
s tr [a-z]{2,5}|s tr kes sos|sp ps|sp ps k|sp [a-z]{1,4}|ners|ns|psi|psikolog|cht
"""
# … and these with or without them between all letters: SST, S.ST., S.S.T.
SHORT_DEGREES = """
aks ap ba bsw cps dea ma map mba me mei mh mip mm mp mpa mpdi mph ms msw mt sap se sei sh shi sip skm
sp spdi ss ssi sst st str
"""
BEFORE = "prof|dr|drs|dra|drh|drg|ir|h|hj|k h|kh|ust|ustadz|ustaz|ustadzah|tgk|pdt|apt|ns|bdn|hc"
ADDRESS = "bapak|bpk|bp|pak|ibu|bu|sdr|sdri|saudara|saudari|nn|ny|tn|kak"

_GAP = r"[\s.]*"
_DEGREES = [degree.split() for line in DEGREES.strip().split("\n") for degree in line.split("|")]
_DEGREES += [list(degree) for degree in SHORT_DEGREES.split()]
_DEGREE = "|".join(sorted((_GAP.join(parts) for parts in _DEGREES), key=len, reverse=True))
_AFTER = re.compile(rf"(?i)(?:^|[\s,.;/]+)({_DEGREE})[\s.,;]*$")
_FRONT = re.compile(rf"(?i)^\s*((?:{BEFORE.replace(' ', _GAP)})(?:\.\s*|\s+|,\s*))(?=\S)")
_ADDRESS = re.compile(rf"(?i)^\s*((?:{ADDRESS})\.?\s*(?:/\s*(?:{ADDRESS})\.?\s*)?)(?<=[\s.])(?=\S)")
_NUMBERING = re.compile(r"^\s*\(?\d{1,4}\s*[.)\-:]?\s+|^\s*\d{1,4}[.)]\s*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class TitledName:
    """A name as typed, without its titles, and the titles as typed, in their order."""

    before: str
    name: str
    after: str


def split_titles(full_name: str) -> TitledName:
    """
    Return the name and the academic and religious titles before and after it.

    Row numbers and forms of address (Bapak, Ibu, Sdr.) are dropped. At least one word always remains as the name, so
    a person called "Ir" keeps it.
    """
    rest = _SPACES.sub(" ", _NUMBERING.sub("", full_name)).strip(" ,;")
    before: list[str] = []
    while match := _ADDRESS.match(rest):
        rest = rest[match.end() :]
    while match := _FRONT.match(rest):
        before.append(match.group(1).strip(" ,"))
        rest = rest[match.end() :]
    after: list[str] = []
    while (match := _AFTER.search(rest)) and re.search(r"[^\W\d_]", rest[: match.start()]):
        after.insert(0, match.group(1).strip())
        rest = rest[: match.start()]
    return TitledName(" ".join(before), rest.strip(" ,;"), ", ".join(after))

"""Canonical places: the regency, the workplace and the regency that a workplace names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["", "kabupaten", "kota"]

KIND_WORDS: dict[str, Kind] = {
    "kabupaten": "kabupaten", "kab": "kabupaten", "kabup": "kabupaten", "kota": "kota", "kotamadya": "kota",
    "kodya": "kota", "kotif": "kota",
}  # fmt: skip
SILENT_WORDS = {
    "administrasi",
    "adm",
    "pemerintah",
    "pemkab",
    "pemkot",
    "pemda",
    "prov",
    "provinsi",
    "dan",
    "di",
}

# How people shorten the names of offices and institutions that social workers work at.
PHRASES = (
    ("pemberdayaan perempuan dan perlindungan anak", "pppa"),
    ("pemberdayaan perempuan perlindungan anak", "pppa"),
    ("rumah sakit umum daerah", "rsud"),
    ("rumah sakit umum", "rsu"),
    ("rumah sakit jiwa", "rsj"),
    ("rumah sakit", "rs"),
    ("lembaga kesejahteraan sosial anak", "lksa"),
    ("lembaga kesejahteraan sosial", "lks"),
    ("lembaga pemasyarakatan", "lapas"),
    ("rumah tahanan negara", "rutan"),
    ("rumah tahanan", "rutan"),
    ("balai pemasyarakatan", "bapas"),
    ("badan narkotika nasional", "bnn"),
    ("unit pelaksana teknis daerah", "uptd"),
    ("unit pelaksana teknis", "upt"),
    ("tenaga kesejahteraan sosial kecamatan", "tksk"),
    ("program keluarga harapan", "pkh"),
    ("pusat kesehatan masyarakat", "puskesmas"),
)
SHORT_FORMS = {
    "dinsos": "dinas sosial", "ps": "panti sosial", "dp3a": "dinas pppa", "dpppa": "dinas pppa", "p3a": "pppa",
    "dp3ap2kb": "dinas pppa", "pkm": "puskesmas", "univ": "universitas", "yay": "yayasan", "yys": "yayasan",
    "kemsos": "kemensos", "rehab": "rehabilitasi", "rehsos": "rehabilitasi sosial", "kec": "kecamatan",
    "sos": "sosial", "pstw": "panti sosial tresna werdha", "psaa": "panti sosial asuhan anak",
    "psbn": "panti sosial bina netra", "psbr": "panti sosial bina remaja",
}  # fmt: skip
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Regency:
    """The bare name of a regency, and whether the writer said kabupaten or kota."""

    name: str = ""
    kind: Kind = ""


@dataclass(frozen=True, slots=True)
class Workplace:
    """The words of a workplace without the regency it names, and that regency."""

    words: frozenset[str] = frozenset()
    regency: Regency = Regency()


def plain(text: str) -> str:
    """Return the text in lower-case ASCII letters, digits and single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub(" ", text.lower()).strip()


@lru_cache(maxsize=1 << 14)
def regency(text: str) -> Regency:
    """Return the canonical regency of what somebody typed: "KAB. BOGOR" is Bogor, kabupaten."""
    words = plain(text).split()
    kinds = [KIND_WORDS[word] for word in words if word in KIND_WORDS]
    name = "".join(word for word in words if word not in KIND_WORDS and word not in SILENT_WORDS)
    return Regency(name, kinds[0] if kinds else "")


def aliased(place: Regency, aliases: Mapping[str, Regency]) -> Regency:
    """Return the regency an alias (OKU, Muba) stands for, or the regency itself."""
    return aliases.get(place.name, place)


def workplace(text: str, known_regencies: Collection[str]) -> Workplace:
    """Return the canonical workplace; the longest run of words at its end that names a known regency is taken off."""
    words = _expanded(plain(text))
    for length in range(min(5, len(words)), 0, -1):
        tail = regency(" ".join(words[-length:]))
        if tail.name in known_regencies:
            return Workplace(_core(words[:-length]), tail)
    return Workplace(_core(words))


def _core(words: list[str]) -> frozenset[str]:
    return frozenset(word for word in words if word not in KIND_WORDS and word not in SILENT_WORDS)


def _expanded(text: str) -> list[str]:
    for phrase, short in PHRASES:
        text = text.replace(phrase, short)
    return [part for word in text.split() for part in SHORT_FORMS.get(word, word).split()]


def employment(text: str) -> str:
    """Return "asn", "other" or "": what people write about the kind of employment."""
    words = plain(text).replace("non asn", "nonasn").split()
    if not words:
        return ""
    return "asn" if words[0] in ("asn", "pns", "pppk", "p3k", "cpns") else "other"

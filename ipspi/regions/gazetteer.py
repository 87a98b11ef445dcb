"""
Finds regencies by what people write: pure, over names that are given to it.

Two questions, two answers. `meant_by` is for what is stored: it says which regency a text names, or all that it could
mean. `find` is for what is offered while somebody types: the best few, typing errors forgiven.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ipspi.regions.likeness import Entry, Likeness

KINDS = {
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "kabup": "kabupaten",
    "pemkab": "kabupaten",
    "kota": "kota",
    "kodya": "kota",
    "kotamadya": "kota",
    "pemkot": "kota",
}
ABBREVIATIONS = {
    "kep": "kepulauan",
    "sel": "selatan",
    "brt": "barat",
    "tmr": "timur",
    "tim": "timur",
    "utr": "utara",
}
FILLERS = {"administrasi", "adm", "madya", "pemerintah", "daerah"}
PROVINCE_WORDS = {("provinsi",), ("propinsi",), ("prov",)}
PARTS = re.compile(r"[,;()/|]|\s[-–—]\s")
WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A regency as the gazetteer knows it; `name` begins with its kind."""

    code: str
    name: str
    kind: str
    province_code: str
    aliases: tuple[str, ...] = ()
    old_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A province with all its names."""

    code: str
    names: tuple[str, ...]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` in small ASCII letters, the usual abbreviations written out."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
        .encode("ascii", "ignore")
        .decode()
    )
    return tuple(ABBREVIATIONS.get(word, word) for word in WORD.findall(plain.lower()))


def split_kind(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the kind that leading words tell ("" if none, or if both: "Kab/Kota Bogor"), and the words after them."""
    kinds, rest = set(), list(words)
    while rest and (rest[0] in KINDS or rest[0] in FILLERS):
        word = rest.pop(0)
        if word in KINDS:
            kinds.add(KINDS[word])
    return (kinds.pop() if len(kinds) == 1 else ""), tuple(rest)


def readings(words: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """
    Return the (kind, base name) pairs that `words` may stand for, the likeliest first.

    "Kotabaru" is also written "Kota Baru", "Lima Puluh Kota" ends with the word, and some write "Bogor Kota".
    """
    found = [("", words)]
    kind, rest = split_kind(words)
    if len(words) > 1 and words[0] in KINDS:
        found.append((KINDS[words[0]], words[1:]))
    if rest and rest != words:
        found.append((kind, rest))
    if len(words) > 1 and words[-1] in KINDS and rest == words:
        found.append((KINDS[words[-1]], words[:-1]))
    return found


class Gazetteer:
    """All regencies by code, name, alias and initials. Built once, asked often; it keeps no text of those who ask."""

    def __init__(self, places: Iterable[Place], provinces: Iterable[Named]) -> None:
        provinces = tuple(provinces)
        self.places = {place.code: place for place in sorted(places, key=lambda place: place.code)}
        self._codes: dict[str, Place] = {}
        self._by_name: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._by_alias: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._by_initials: dict[tuple[str, str], list[Place]] = defaultdict(list)
        self._provinces = {
            "".join(words_of(name)): province.code
            for province in provinces
            for name in (province.code, *province.names)
        }
        for place in self.places.values():
            self._add(place)
        names = {province.code: [words_of(name) for name in province.names] for province in provinces}
        self._likeness = Likeness(
            Entry(
                key=place.code,
                kind=place.kind,
                names=tuple(split_kind(words_of(name))[1] for name in (place.name, *place.aliases)),
                context=frozenset(word for name in names.get(place.province_code, []) for word in name),
            )
            for place in self.places.values()
        )

    def _add(self, place: Place) -> None:
        for code in (place.code, *place.old_codes):
            self._codes[code.replace(".", "")] = place
        base = split_kind(words_of(place.name))[1]
        for kind in ("", place.kind):
            self._by_name[kind, "".join(base)].append(place)
            if len(base) > 2:
                self._by_initials[kind, "".join(word[0] for word in base)].append(place)
        for alias in place.aliases:
            kind, base = split_kind(words_of(alias))
            for key in {("", "".join(base)), (kind or place.kind, "".join(base))}:
                self._by_alias[key].append(place)

    def of_code(self, text: str) -> Place | None:
        """Return the regency with this code, today's or a former one, dotted or not ("16.02", "1602")."""
        written = re.fullmatch(r"([0-9]{2})[. ]?([0-9]{2})", text.strip())
        return self._codes.get("".join(written.groups())) if written else None

    def meant_by(self, text: str) -> list[Place]:
        """
        Return every regency that `text` names exactly, in the order of their codes: none, one, or namesakes.

        A province at the end of the text ("Banjar, Kalsel") must agree.
        """
        if place := self.of_code(text):
            return [place]
        text, written_province = self._without_province(text)
        found = self._named(words_of(text))
        if written_province:
            found = [place for place in found if place.province_code == written_province]
        return sorted(found, key=lambda place: place.code)

    def province_of(self, text: str) -> str:
        """Return the code of the province that `text` names by code, name or alias; "" if none."""
        written = words_of(text)
        written = written[1:] if written[:1] in PROVINCE_WORDS else written
        return self._provinces.get("".join(written), "")

    def find(self, text: str, limit: int) -> list[Place]:
        """Return at most `limit` regencies that `text` may be the beginning of, the likeliest first."""
        words = words_of(text)
        if not words:
            return []
        if all(word.isdigit() for word in words):
            digits = "".join(words)
            return [place for code, place in sorted(self._codes.items()) if code.startswith(digits)][:limit]
        kind, base = split_kind(words)
        found = self._likeness.best(base or words, limit, kind=kind if base else "", whole=words)
        return [self.places[code] for code in found]

    def _without_province(self, text: str) -> tuple[str, str]:
        *head, last = PARTS.split(text.rstrip(" )"))
        code = self.province_of(last)
        return (" ".join(head), code) if code and words_of(" ".join(head)) else (text, "")

    def _named(self, words: tuple[str, ...]) -> list[Place]:
        # A present name goes before an alias: "Pontianak" is the kota, though Mempawah was once Kabupaten Pontianak.
        for index in (self._by_name, self._by_alias, self._by_initials):
            for kind, base in readings(words):
                if found := index.get((kind, "".join(base))):
                    return list(dict.fromkeys(found))
        return []

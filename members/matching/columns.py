"""Records as columns of numbers, so that millions of pairs are compared by arithmetic rather than one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from members.matching import dates, names, numbers, places
from members.matching.records import Person

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.int8]

NONE = -1
NIP_STATES: dict[numbers.NipState, int] = {
    "": 0,
    "full": 1,
    "zeros": 2,
    "partial": 3,
    "exponent": 4,
    "old": 0,
}
SEXES = {"": 0, "L": 1, "P": 2}
KINDS = {"": 0, "kabupaten": 1, "kota": 2}
EMPLOYMENTS = {"": 0, "asn": 1, "other": 2}
MOST_PHONES = 2


def stable_hash(text: str) -> int:
    """Return 63 bits that are the same on every machine and day (the built-in hash is salted)."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


class Vocabulary:
    """Words and their folded forms as small numbers, shared by both sides; the numbers never show in a result."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.folded: list[str] = []
        self.sizes: list[int] = []
        self.starts: list[int] = []
        self._word_ids: dict[str, int] = {}
        self._folded_ids: dict[str, int] = {}
        self._fold_of: list[int] = []
        self._skeletons: list[int] = []
        self._folded_hashes: list[int] = []
        self._letters: list[int] = []
        self._alphabets: Bytes = np.zeros((1, 26), np.int8)

    def id_of(self, word: str) -> int:
        """Return the word's number, giving it one if it is new."""
        known = self._word_ids.get(word)
        if known is not None:
            return known
        folded = names.fold(word)
        if folded not in self._folded_ids:
            self._folded_ids[folded] = len(self.folded)
            self.folded.append(folded)
            self.sizes.append(len(folded))
            self.starts.append(ord(folded[0]))
            self._folded_hashes.append(stable_hash(folded))
            self._letters.append(sum(1 << (ord(letter) - ord("a")) for letter in set(folded)))
        self._word_ids[word] = number = len(self.words)
        self.words.append(word)
        self._fold_of.append(self._folded_ids[folded])
        self._skeletons.append(stable_hash(names.skeleton(word)) if len(word) > 1 else 0)
        return number

    def fold_of(self) -> Ints:
        """The folded form's number of every word; a last entry stands for "no word"."""
        return np.array([*self._fold_of, NONE], np.int64)

    def skeletons(self) -> Hashes:
        """The hash of every word's skeleton, 0 for initials; a last entry stands for "no word"."""
        return np.array([*self._skeletons, 0], np.uint64)

    def letters(self) -> npt.NDArray[np.uint32]:
        """Which letters are in every folded form, a bit for each; a last entry stands for "no word"."""
        return np.array([*self._letters, 0], np.uint32)

    def alphabets(self) -> Bytes:
        """How often each letter is in every folded form; a last entry stands for "no word"."""
        new = self.folded[len(self._alphabets) - 1 :]
        counted = np.zeros((len(new), 26), np.int8)
        for at, form in enumerate(new):
            np.add.at(counted[at], np.frombuffer(form.encode(), np.uint8) - ord("a"), 1)
        self._alphabets = np.concatenate([self._alphabets[:-1], counted, np.zeros((1, 26), np.int8)])
        return self._alphabets

    def hashes_of_folded(self) -> Hashes:
        """The hash of every folded form; a last entry stands for "no word"."""
        return np.array([*self._folded_hashes, 0], np.uint64)


class Workplaces:
    """Distinct workplaces as small numbers."""

    def __init__(self) -> None:
        self.words: list[frozenset[str]] = []
        self._ids: dict[frozenset[str], int] = {}
        self._hashes: list[int] = []

    def id_of(self, words: frozenset[str]) -> int:
        """Return the workplace's number, NONE if it has no words."""
        if not words:
            return NONE
        if words not in self._ids:
            self._ids[words] = len(self.words)
            self.words.append(words)
            self._hashes.append(stable_hash(" ".join(sorted(words))))
        return self._ids[words]

    def hashes(self) -> Hashes:
        """The hash of every workplace; a last entry stands for "no workplace"."""
        return np.array([*self._hashes, 0], np.uint64)


@dataclass(slots=True)
class Vocabularies:
    """What both sides must agree on to be compared."""

    words: Vocabulary = field(default_factory=Vocabulary)
    workplaces: Workplaces = field(default_factory=Workplaces)
    regency_kinds: dict[str, set[places.Kind]] = field(default_factory=dict)
    aliases: Mapping[str, places.Regency] = field(default_factory=dict)

    def with_kind(self, place: places.Regency) -> places.Regency:
        """Return the place with its kind only where both kinds exist: people write Kota for a kabupaten and reverse."""
        both = len(self.regency_kinds.get(place.name, ())) > 1
        return place if both else places.Regency(place.name)


@dataclass(frozen=True, slots=True)
class Columns:
    """
    People as columns, in the order of their keys; -1 (words, NIP, phones) and 0 (all else) mean "unknown".

    `nip` holds the digits as a number (18 of them, 15 for zeros, fewer for exponent and partial) and `nip_text` as
    text. `birth` is YYYYMMDD, from the NIP if nobody typed it. Regencies and provinces are hashes.
    """

    keys: list[str]
    words: Ints
    word_count: Bytes
    nickname: Ints
    titled: Bytes
    nip: Ints
    nip_state: Bytes
    nip_text: list[str]
    birth: Ints
    phones: Ints
    sex: Bytes
    workplace: Ints
    regency: Ints
    regency_kind: Bytes
    province: Ints
    employment: Bytes
    nik: Ints

    def __len__(self) -> int:
        return len(self.keys)

    def only(self, positions: Ints) -> Columns:
        """Return the people at the given positions, in that order."""
        kept = positions.tolist()
        columns: dict[str, Any] = {
            name: [column[at] for at in kept]
            if isinstance(column := getattr(self, name), list)
            else column[positions]
            for name in self.__slots__
        }
        return Columns(**columns)


def together(one: Columns, other: Columns) -> Columns:
    """Return the people of both, in that order."""
    columns: dict[str, Any] = {}
    for name in Columns.__slots__:
        ones, others = getattr(one, name), getattr(other, name)
        columns[name] = ones + others if isinstance(ones, list) else np.concatenate([ones, others])
    return Columns(**columns)


def sorted_people(people: Iterable[Person]) -> list[Person]:
    """Return the people by key. Raises ValueError if a key occurs twice."""
    ordered = sorted(people, key=lambda person: person.key)
    for one, next_one in pairwise(ordered):
        if one.key == next_one.key:
            raise ValueError(f"the key {one.key!r} occurs twice")
    return ordered


def columns(people: Sequence[Person], vocabularies: Vocabularies) -> Columns:
    """Return the canonical columns of `people`, whose order is kept; the vocabularies grow by what is new."""
    parsed = [names.parse(person.name) for person in people]
    nips = [numbers.nip(person.nip) for person in people]
    typed = [dates.birth(person.birth) for person in people]
    births = [day or nip.birth for day, nip in zip(typed, nips, strict=True)]
    regencies = [places.aliased(places.regency(person.regency), vocabularies.aliases) for person in people]
    workplaces = _workplaces(people, vocabularies.regency_kinds)
    regencies = [
        vocabularies.with_kind(place if place.name else work.regency)
        for place, work in zip(regencies, workplaces, strict=True)
    ]
    word_id = vocabularies.words.id_of
    words = np.full((len(people), names.MOST_WORDS), NONE, np.int64)
    for row, name in enumerate(parsed):
        words[row, : len(name.words)] = [word_id(word) for word in name.words]
    phones = np.full((len(people), MOST_PHONES), NONE, np.int64)
    for row, person in enumerate(people):
        found = numbers.phones(person.phone)[:MOST_PHONES] if person.phone else ()
        phones[row, : len(found)] = found
    return Columns(
        keys=[person.key for person in people],
        words=words,
        word_count=(words >= 0).sum(axis=1).astype(np.int8),
        nickname=_ints(word_id(name.nicknames[0]) if name.nicknames else NONE for name in parsed),
        titled=_bytes(name.titled for name in parsed),
        nip=_ints(int(nip.digits) if NIP_STATES[nip.state] else NONE for nip in nips),
        nip_state=_bytes(NIP_STATES[nip.state] for nip in nips),
        nip_text=[nip.digits if NIP_STATES[nip.state] else "" for nip in nips],
        birth=_ints(day[0] * 10_000 + day[1] * 100 + day[2] if day else 0 for day in births),
        phones=phones,
        sex=_bytes(_sex(*known) for known in zip(people, nips, parsed, strict=True)),
        workplace=_ints(vocabularies.workplaces.id_of(place.words) for place in workplaces),
        regency=_ints(stable_hash(place.name) if place.name else 0 for place in regencies),
        regency_kind=_bytes(KINDS[place.kind] for place in regencies),
        province=_ints(stable_hash(person.province) if person.province else 0 for person in people),
        employment=_bytes(EMPLOYMENTS[places.employment(person.employment)] for person in people),
        nik=_ints(int.from_bytes(person.nik[:8], "big") >> 1 if person.nik else NONE for person in people),
    )


def _sex(person: Person, nip: numbers.Nip, name: names.Name) -> int:
    """The sex stated, else the one in the NIP, else the one a title tells."""
    stated = person.sex.strip().upper()[:1]
    return SEXES[stated if stated in SEXES and stated else nip.sex or name.sex]


def _workplaces(people: Sequence[Person], known_regencies: Collection[str]) -> list[places.Workplace]:
    seen: dict[str, places.Workplace] = {}
    for person in people:
        if person.workplace not in seen:
            seen[person.workplace] = places.workplace(person.workplace, known_regencies)
    return [seen[person.workplace] for person in people]


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _bytes(values: Iterable[int]) -> Bytes:
    return np.fromiter(values, np.int8)

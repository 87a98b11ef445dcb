"""
Checking whether somebody is a member: by the code of a card, by number and name, or many at once.

An answer is a name, a number, a kind of membership, a chapter and a status in words: nothing more. Who asks by number
and name must know both, and learns the same whether the number is unknown or the name is another.
Source: docs/rules.md#checking-a-member
"""

import datetime as dt
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.credentials import tokens
from ipspi.regions import times
from members import additions, cards, claims
from members.matching import names
from members.models import Card, Member, MemberQuerySet, MembershipType
from members.models.plain_numbers import PLAIN_NUMBER, plain_number

LIST_PURPOSE = "ipspi.member-list"
MOST_LINES = 200
MOST_OF_ONE = 3  # lines about one number: a list of people names each once, who guesses a name asks again
NOBODY = "Nama yang bukan nama siapa pun"  # compared with where the number is unknown, to take as long


class Outcome(TextChoices):
    """What a check comes to: the status of a member today, or what is wrong with the card."""

    ACTIVE = "ACTIVE", _("Anggota aktif")
    ON_LEAVE = "ON_LEAVE", _("Cuti")
    SUSPENDED = "SUSPENDED", _("Diberhentikan sementara")
    RESIGNED = "RESIGNED", _("Mengundurkan diri")
    DECEASED = "DECEASED", _("Meninggal dunia")
    EXPELLED = "EXPELLED", _("Diberhentikan")
    MERGED = "MERGED", _("Keanggotaan digabungkan")
    REVOKED = "REVOKED", _("Kartu dicabut")
    REPLACED = "REPLACED", _("Kartu digantikan")
    EXPIRED = "EXPIRED", _("Masa berlaku kartu habis")
    FORGED = "FORGED", _("Tanda tangan tidak sah")
    UNKNOWN_KEY = "UNKNOWN_KEY", _("Kunci tidak dikenal")
    UNKNOWN_CARD = "UNKNOWN_CARD", _("Kartu tidak tercatat")
    NO_CARD = "NO_CARD", _("Bukan kode kartu anggota")
    NO_MATCH = "NO_MATCH", _("Tidak cocok")
    TOO_OFTEN = "TOO_OFTEN", _("Terlalu sering ditanyakan")
    UNREADABLE = "UNREADABLE", _("Baris tidak terbaca")

    @property
    def meaning(self) -> str:
        return str(MEANINGS[self])

    @property
    def look(self) -> str:
        """The look of a tag: good, wait or bad."""
        return LOOKS.get(self, "bad")


LOOKS = {Outcome.ACTIVE: "good", Outcome.ON_LEAVE: "wait", Outcome.REPLACED: "wait", Outcome.MERGED: "wait"}
MEANINGS = {
    Outcome.ACTIVE: _("Orang ini anggota IPSPI, dan keanggotaannya berlaku hari ini."),
    Outcome.ON_LEAVE: _("Orang ini tetap anggota IPSPI, tetapi sedang cuti dari kegiatan organisasi."),
    Outcome.SUSPENDED: _(
        "Keanggotaan orang ini dihentikan untuk sementara. Hak anggota tidak berlaku hari ini."
    ),
    Outcome.RESIGNED: _("Orang ini pernah menjadi anggota IPSPI dan telah mengundurkan diri."),
    Outcome.DECEASED: _("Anggota ini telah meninggal dunia. Kartunya tidak boleh dipakai siapa pun."),
    Outcome.EXPELLED: _("Orang ini bukan anggota IPSPI lagi."),
    Outcome.MERGED: _(
        "Digabungkan dengan keanggotaan lain milik orang yang sama. Mintalah kartu atau nomor yang berlaku."
    ),
    Outcome.REVOKED: _("Kartu ini dicabut dan tidak berlaku lagi, siapa pun yang menunjukkannya."),
    Outcome.REPLACED: _("Kartu ini sudah digantikan kartu baru. Mintalah kartu yang terbaru."),
    Outcome.EXPIRED: _("Kartu ini sudah lewat masa berlakunya. Mintalah kartu yang terbaru."),
    Outcome.FORGED: _(
        "Isi kode ini diubah, atau tidak pernah ditandatangani IPSPI. Jangan percayai kartu ini."
    ),
    Outcome.UNKNOWN_KEY: _("Kode ini menyebut kunci yang bukan kunci IPSPI atau tidak dipercaya lagi."),
    Outcome.UNKNOWN_CARD: _("Tanda tangannya sah, tetapi kartu ini tidak ada dalam registri. Hubungi IPSPI."),
    Outcome.NO_CARD: _(
        "Kode atau tautan ini bukan milik kartu anggota IPSPI, atau tidak terbaca seluruhnya."
    ),
    Outcome.NO_MATCH: _("Nomor dan nama itu tidak cocok. Periksa ejaan nama dan nomornya."),
    Outcome.TOO_OFTEN: _("Nomor ini terlalu sering ditanyakan, jadi tidak diperiksa. Coba lagi besok."),
    Outcome.UNREADABLE: _("Tulis nomor dan nama dalam satu baris, dipisahkan tab, titik koma, atau koma."),
}
OF_MEMBERS = frozenset(
    {
        Outcome.ACTIVE, Outcome.ON_LEAVE, Outcome.SUSPENDED, Outcome.RESIGNED, Outcome.DECEASED, Outcome.EXPELLED,
        Outcome.MERGED,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """All that a check tells of somebody."""

    name: str
    number: str
    kind: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check comes to. `membership` is the member's status beside what is wrong with the card."""

    outcome: Outcome
    person: Person | None = None
    membership: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of many: what was asked, and what it came to."""

    number: str
    name: str
    verdict: Verdict


# ---------------------------------------------------------------- by the code of a card
def by_token(text: str, *, on: dt.date) -> Verdict:
    """Return what a card's code comes to on a day."""
    try:
        said = claims.unpacked(tokens.verified(text, purpose=cards.PURPOSE).payload)
    except (tokens.NoToken, claims.NoClaims):
        return Verdict(Outcome.NO_CARD)
    except tokens.UnknownKey:
        return Verdict(Outcome.UNKNOWN_KEY)
    except tokens.Forged:
        return Verdict(Outcome.FORGED)
    return _state_of(said, on=on)


def _state_of(said: claims.Claims, *, on: dt.date) -> Verdict:
    rows = Card.objects.select_related("member__type").defer("member__nik", "member__nik_lookup")
    card = rows.filter(pk=said.serial).first() if said.serial < 2**31 else None
    if card is None:
        return Verdict(Outcome.UNKNOWN_CARD)
    membership = Outcome(card.member.status)
    person = _person(card.member, additions.names_of_chapters())
    if card.end:
        return Verdict(Outcome(card.end), person, membership)
    if said.expires_on and said.expires_on <= on:
        return Verdict(Outcome.EXPIRED, person, membership)
    return Verdict(membership, person)


def token_in(text: str) -> str:
    """Return the token in what somebody pasted or a camera read: an address, or the token itself."""
    return text.strip().split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]


# ---------------------------------------------------------------- by number and name
def by_number_and_name(*, number: str, name: str) -> Verdict:
    """Return what a number and a name come to; both must be those of one member."""
    return _judged([(number, name)])[0]


def numbers_in(lines: Iterable[str]) -> list[str]:
    """Return the numbers that many lines ask for, each once and in the form in which questions are counted."""
    asked = (parted(line) for line in list(lines)[:MOST_LINES])
    return list(dict.fromkeys(plain_number(pair[0]) for pair in asked if pair))


@transaction.atomic
def many(lines: Iterable[str], *, by: User, spent: Container[str] = ()) -> list[Line]:
    """
    Check lines of number and name, at most MOST_LINES of them, and record that `by` did, without what was asked.

    A line parts its number from its name by a tab, a semicolon or a comma. Of one number the first MOST_OF_ONE lines
    are judged, and none of those in `spent`: asked for too often already.
    """
    lines = list(lines)[:MOST_LINES]
    asked = [parted(line) for line in lines]
    verdicts = iter(_judged([pair for pair in asked if pair]))
    times_asked: Counter[str] = Counter()
    answers = []
    for line, pair in zip(lines, asked, strict=True):
        if pair is None:
            answers.append(Line(line.strip(), "", Verdict(Outcome.UNREADABLE)))
            continue
        verdict, plain = next(verdicts), plain_number(pair[0])
        times_asked[plain] += 1
        if plain in spent or times_asked[plain] > MOST_OF_ONE:
            verdict = Verdict(Outcome.TOO_OFTEN)
        answers.append(Line(*pair, verdict))
    found = sum(answer.verdict.person is not None for answer in answers)
    audit.record(by=by, did="check_many", to=by, lines=len(answers), found=found)
    return answers


def parted(line: str) -> tuple[str, str] | None:
    """Return the number and the name of a line, or None if they cannot be told apart."""
    for separator in "\t;,":
        number, found, name = line.partition(separator)
        if found:
            if separator != ",":  # a name may hold commas before its titles
                name = name.partition(separator)[0]
            number, name = number.strip(' "'), name.strip(' "')
            return (number, name) if number and name else None
    return None


def fits(typed: str, *, member_name: str) -> bool:
    """
    Tell whether a typed name is a member's: forgiving on case, titles, spelling, spaces and order of words.

    No word may be missing. Source: docs/sources.md#spelling
    """
    here, there = _words(typed), _words(member_name)
    if not here or not there:
        return bool(typed.strip()) and _plain(typed) == _plain(member_name)
    return sorted(here) == sorted(there) or "".join(here) == "".join(there)


def with_number(number: str) -> MemberQuerySet:
    """Return the members with a number, whatever stands between its letters and digits: two may be alike in those."""
    return _with_numbers({plain_number(number)})


def _with_numbers(plain: set[str]) -> MemberQuerySet:
    return Member.objects.annotate(plain=PLAIN_NUMBER).filter(plain__in=plain - {""})


def _judged(asked: list[tuple[str, str]]) -> list[Verdict]:
    rows = _with_numbers({plain_number(number) for number, _name in asked})
    members: dict[str, list[Member]] = defaultdict(list)
    for member in rows.select_related("type").defer("nik", "nik_lookup"):
        if member.status in OF_MEMBERS:
            members[plain_number(str(member.number))].append(member)
    chapters = additions.names_of_chapters()
    return [_verdict_of(name, members.get(plain_number(number), []), chapters) for number, name in asked]


def _verdict_of(name: str, members: list[Member], chapters: dict[str, str]) -> Verdict:
    theirs = [member for member in members if fits(name, member_name=member.name)]
    if not members:
        fits(name, member_name=NOBODY)
    if not theirs:
        return Verdict(Outcome.NO_MATCH)
    return Verdict(Outcome(theirs[0].status), _person(theirs[0], chapters))


def _words(name: str) -> list[str]:
    words = names.parse(name).words
    return [names.fold("muhammad" if word == "m" else word) for word in words]


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _person(member: Member, chapters: dict[str, str]) -> Person:
    chapter = chapters.get(member.home_province_id or "", "")
    return Person(member.full_name, str(member.number or ""), member.type.name, chapter)


# ---------------------------------------------------------------- without a network
def signed_list(*, at: dt.datetime) -> str:
    """
    Return the token of the list that lets a browser tell the state of any card without us.

    It holds serial numbers of cards by outcome, those of active members' valid cards left out, and the words for kinds
    and chapters: no names and no member numbers. `last` is the highest serial: a card after it is newer than the list.
    """
    ended = Card.objects.exclude(end="").values_list("end", "pk")
    others = Card.objects.filter(end="").exclude(member__status=Member.Status.ACTIVE)
    serials: dict[str, list[int]] = {}
    for outcome, serial in [*ended, *others.values_list("member__status", "pk")]:
        serials.setdefault(outcome, []).append(serial)
    content = {
        "as_of": at.isoformat(timespec="seconds"),
        "shown": times.spoken(at, zone=times.NATIONAL_ZONE),
        "last": Card.objects.aggregate(last=Max("pk", default=0))["last"],
        "serials": {outcome: sorted(some) for outcome, some in sorted(serials.items())},
        "kinds": dict(MembershipType.objects.values_list("code", "name")),
        "chapters": additions.names_of_chapters(),
    }
    return tokens.sign(json.dumps(content, separators=(",", ":")).encode(), purpose=LIST_PURPOSE)

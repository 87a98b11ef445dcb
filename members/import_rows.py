"""
A row of the national import, cell by cell: what it says of a member, and what is wrong with it.

A cell that cannot be read is a data problem and says nothing; only what makes a row dangerous refuses it: no name, an
impossible NIK or NIP, or a name, reference or number that would have to be cut.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import CharField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

from ipspi.encryption import lookup
from ipspi.regions import lookup as regions
from ipspi.spreadsheets.columns import Column
from ipspi.spreadsheets.importers import Problem
from ipspi.spreadsheets.tables import Row
from members.employment import employment_of
from members.identity import EARLIEST_BIRTH_YEAR, IdentityError, parse_nik, parse_nip
from members.models import ASN, Category, Member, Sex
from members.names import split_titles

COLUMNS = (
    Column("reference", gettext_lazy("Rujukan")),
    Column("name", gettext_lazy("Nama"), required=True),
    Column("nik", gettext_lazy("NIK"), secret=True),
    Column("nip", gettext_lazy("NIP"), secret=True),
    Column("email", gettext_lazy("Email")),
    Column("phone", gettext_lazy("Telepon")),
    Column("birth", gettext_lazy("Tanggal lahir")),
    Column("sex", gettext_lazy("Jenis kelamin")),
    Column("workplace", gettext_lazy("Tempat bekerja")),
    Column("regency_code", gettext_lazy("Kode kabupaten/kota")),
    Column("employment", gettext_lazy("Status kepegawaian")),
    Column("number", gettext_lazy("Nomor anggota")),
    Column("type", gettext_lazy("Jenis keanggotaan")),
    Column("category", gettext_lazy("Kategori")),
    Column("joined", gettext_lazy("Anggota sejak")),
)
EXPECTED = ("nik", "email", "phone", "birth", "sex", "workplace", "regency_code", "employment")
FIELDS = {"birth": "birth_date", "regency_code": "home_regency_id", "type": "type_id", "joined": "joined_on"}
# where too long for the register, cutting would make them another's
REFUSING = ("reference", "name", "number")
ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*\.[A-Za-z]{2,}")
MOBILE = re.compile(r"(?:\+?62|0)(8[0-9]{8,11})")
SEXES = {"l": Sex.MALE, "p": Sex.FEMALE, "laki laki": Sex.MALE, "perempuan": Sex.FEMALE}
CATEGORIES = {
    **{category.value.lower(): category for category in Category},
    "pekerja sosial": Category.SOCIAL_WORKER,
    "lulusan pekerjaan sosial": Category.SOCIAL_WORKER,
    "lulusan kesejahteraan sosial": Category.SOCIAL_WORKER,
    "tenaga kesejahteraan sosial": Category.TKS,
}


class Unreadable(Exception):
    """A cell says something that its column cannot hold; the message is for people."""


@dataclass(slots=True)
class Parsed:
    """A row as read: `facts` by the names of Member's fields, without those that the row says nothing of."""

    line: int
    facts: dict[str, Any]
    nik_lookup: bytes | None = None
    fingerprint: bytes | None = None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.line, column, message))

    def remark(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.line, column, message, refuses=False))

    @property
    def refused(self) -> bool:
        return any(problem.refuses for problem in self.problems)


Readers = Mapping[str, Callable[[str], Any]]


def readers_of(*, types: Mapping[str, str], today: dt.date) -> Readers:
    """Return how the cells of each column are read; `types` are membership types' codes by every name they have."""
    return {
        **READERS,
        "nip": lambda text: parse_nip(text, today=today).digits,
        "type": lambda text: _one_of(types, text),
        "birth": lambda text: _date(text, today=today),
        "joined": lambda text: _date(text, today=today),
    }


def parse(row: Row, readers: Readers) -> Parsed:
    """Return what `row` says; `readers` come from `readers_of`, once for all rows."""
    parsed = Parsed(row.line, {})
    for name, text in row.values.items():
        if text:
            _read(parsed, name, text, readers.get(name, str))
    _split_name(parsed)
    _remark_empty(parsed)
    if nik := parsed.facts.get("nik"):
        parsed.nik_lookup = lookup(nik, purpose="nik")
    elif "reference" not in parsed.facts:
        said = json.dumps({name: text for name, text in sorted(row.values.items()) if text})
        # no key: what it says stands in plain words beside it, and under another key the next import would know nobody
        parsed.fingerprint = hashlib.sha256(said.encode()).digest()
    return parsed


def _read(parsed: Parsed, name: str, text: str, reader: Callable[[str], Any]) -> None:
    target = FIELDS.get(name, name)
    try:
        value = reader(text)
    except IdentityError as error:
        parsed.refuse(name, error.message)
        return
    except Unreadable as error:
        parsed.remark(name, str(error))
        return
    if name in LONGEST and len(value) > LONGEST[name]:
        say = parsed.refuse if name in REFUSING else parsed.remark
        say(name, _("Lebih dari %(most)d huruf.") % {"most": LONGEST[name]})
        return
    parsed.facts[target] = value


def _split_name(parsed: Parsed) -> None:
    """Take titles out of the name where nobody can doubt that they are titles: after a comma, or before, with a dot."""
    name = parsed.facts.get("name", "")
    if name and not {",", "."} & set(name):
        parsed.facts |= {"titles_before": "", "titles_after": ""}
        return
    head, comma, tail = name.partition(",")
    after = tail.strip(" ,") if comma and _letters(split_titles(f"X, {tail}").after) == _letters(tail) else ""
    head = head.strip() if after else name
    before = split_titles(head).before
    before = before if before.endswith(".") and head.startswith(before) else ""
    rest = head.removeprefix(before).strip()
    if not re.search(r"\w", rest):
        if not any(problem.column == "name" for problem in parsed.problems):
            parsed.refuse("name", _("Nama tidak ada."))
        return
    if len(before) <= LONGEST["titles_before"] and len(after) <= LONGEST["titles_after"]:
        parsed.facts |= {"name": rest, "titles_before": before, "titles_after": after}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _remark_empty(parsed: Parsed) -> None:
    found = {problem.column for problem in parsed.problems}
    for name in (*EXPECTED, "nip") if parsed.facts.get("employment") in ASN else EXPECTED:
        if FIELDS.get(name, name) not in parsed.facts and name not in found:
            parsed.remark(name, _("Kosong."))


def _date(text: str, *, today: dt.date) -> dt.date:
    try:
        date = dt.date.fromisoformat(text[:10])  # a spreadsheet may add a time of midnight
    except ValueError:
        raise Unreadable(_("Bukan tanggal. Tulis seperti 1985-03-27.")) from None
    if not EARLIEST_BIRTH_YEAR <= date.year <= today.year or date > today:
        raise Unreadable(_("Tanggal ini tidak mungkin."))
    return date


def _email(text: str) -> str:
    if ADDRESS.fullmatch(text):
        return text  # nearly all; Django's validator takes thirty times as long
    try:
        validate_email(text)
    except ValidationError:
        raise Unreadable(_("Bukan alamat email.")) from None
    return text


def _phone(text: str) -> str:
    if match := MOBILE.fullmatch(re.sub(r"[\s.()\-]", "", text)):
        return f"+62{match[1]}"  # nine in ten; the library takes fifty times as long
    try:
        number = PhoneNumber.from_string(text)
    except NumberParseException:
        number = None
    if number is None or not number.is_valid():
        raise Unreadable(_("Bukan nomor telepon."))
    return str(number.as_e164)


def _sex(text: str) -> str:
    return _one_of(SEXES, text)


@lru_cache(maxsize=2048)
def _regency(text: str) -> str:
    regency = regions.regency_of_code(text)
    if regency is None:
        raise Unreadable(_("Kode kabupaten/kota tidak dikenal."))
    return str(regency.code)


@lru_cache(maxsize=2048)
def _employment(text: str) -> str:
    if (found := employment_of(text)) is None:
        raise Unreadable(_("Status kepegawaian tidak dikenal."))
    return found


def _one_of(known: Mapping[str, str], text: str) -> str:
    found = known.get(" ".join(re.findall(r"\w+", text.lower())))
    if found is None:
        raise Unreadable(_("Isi kolom ini tidak dikenal."))
    return str(found)


READERS: dict[str, Callable[[str], Any]] = {
    "nik": lambda text: parse_nik(text).digits,
    "email": _email,
    "phone": _phone,
    "sex": _sex,
    "regency_code": _regency,
    "employment": _employment,
    "category": lambda text: _one_of(CATEGORIES, text),
}
LONGEST = {
    field.name: field.max_length
    for field in Member._meta.concrete_fields
    if isinstance(field, CharField) and field.max_length
}

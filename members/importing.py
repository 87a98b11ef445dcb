"""
The national import: members that the association already has, from a spreadsheet.

A row is known again by its reference, else its NIK, else its fingerprint (for rows without both: the very same row).
Imported members are active and have no account. A later import overwrites only members without an account, and only
with what the row says: an empty cell empties nothing. A number, once there, stays. What it says otherwise of a member
with an account is proposed to that member (`members.imported_proposals`).
Source: docs/rules.md#national-import
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipspi import copying, locks
from ipspi.accounts.models import User
from ipspi.errors import RuleError
from ipspi.regions import lookup as regions
from ipspi.spreadsheets.columns import Column
from ipspi.spreadsheets.importers import Applied, Destination, Problem
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.tables import Row
from members import disagreements, history, imported_proposals, numbering
from members.import_rows import COLUMNS, Parsed, parse, readers_of
from members.models import Member, MembershipType, NumberBook

KIND = "members"
LOCK = "members.importing"
BATCH = 2_000
BY_DEFAULT = Member._meta.get_field("type").get_default()
# what a row may say of a member, beside the NIK
SAID = (
    "reference", "name", "titles_before", "titles_after", "nip", "email", "phone", "birth_date", "sex",
    "workplace", "home_regency_id", "employment", "number", "type_id", "category", "joined_on",
)  # fmt: skip


class NothingToImport(RuleError):
    """The file has headings and no row."""


class ImportStays(RuleError):
    """A national import is corrected by another one, not undone."""


@dataclass(frozen=True, slots=True)
class Known:
    """A member that is there already."""

    pk: Any
    claimed: bool
    reference: str | None
    nik_lookup: bytes | None
    number: str | None
    merged: bool = False  # into another record: no row of a file is about it any more


@dataclass(slots=True)
class Register:
    """The members that are there already, by everything that a row may know them by."""

    by_reference: dict[str, Known] = field(default_factory=dict)
    by_nik: dict[bytes, Known] = field(default_factory=dict)
    by_fingerprint: dict[bytes, Known] = field(default_factory=dict)
    numbers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Register":
        register = cls(numbers=dict(NumberBook.objects.values_list("number", "member_id")))
        names = ("pk", "user_id", "status", "reference", "nik_lookup", "fingerprint", "number")
        for pk, user, status, reference, nik, fingerprint, number in Member.objects.values_list(*names):
            merged = status == Member.Status.MERGED
            member = Known(
                pk, user is not None or merged, reference, bytes(nik) if nik else None, number, merged
            )
            if reference:
                register.by_reference[reference] = member
            if nik and status in Member.LIVING:
                register.by_nik[bytes(nik)] = member
            if fingerprint:
                register.by_fingerprint[bytes(fingerprint)] = member
        return register

    def find(self, row: Parsed) -> Known | None:
        """Return the member whom `row` is about, if there is one."""
        return (
            self.by_reference.get(row.facts.get("reference", ""))
            or self.by_nik.get(row.nik_lookup or b"")
            or self.by_fingerprint.get(row.fingerprint or b"")
        )

    def refuse_contradictions(self, row: Parsed) -> None:
        """Refuse a row that would give a member another identity, or a number that is not theirs."""
        member = self.find(row)
        reference, number = row.facts.get("reference"), row.facts.get("number")
        if member and member.merged:
            return  # the row is left out, so it cannot contradict anybody
        if row.nik_lookup and self.by_nik.get(row.nik_lookup, member) is not member:
            row.refuse("nik", _("NIK ini sudah tercatat pada anggota lain."))
        if member and reference and member.reference not in (None, reference):
            row.refuse("nik", _("NIK ini sudah tercatat dengan rujukan lain."))
        if number in self.numbers and (member is None or self.numbers[number] != member.pk):
            row.refuse("number", _("Nomor ini sudah dipakai."))
        elif member and number and member.number not in (None, number):
            row.refuse("number", _("Anggota ini sudah mempunyai nomor lain; nomor tidak diganti."))


class MemberImporter:
    """The rows of `import_members`. Only the registry itself, by its command, imports members."""

    kind = KIND
    title: str | Promise = gettext_lazy("Anggota nasional")
    columns: Sequence[Column] = COLUMNS

    def destination(self, *, user: User | None, key: str) -> Destination | None:
        return Destination(name=_("Registri nasional"), url="/") if user is None else None

    def check(self, *, rows: Sequence[Row], key: str, at: dt.datetime) -> Iterable[Problem]:
        if not rows:
            raise NothingToImport(_("Berkas ini tidak berisi satu anggota pun."))
        parsed = _read(rows, at=at)
        register = Register.read()
        for row in parsed:
            register.refuse_contradictions(row)
        _refuse_repeated(parsed)
        return [problem for row in parsed for problem in row.problems]

    def foresee(self, *, rows: Sequence[Row], key: str) -> None:
        """Only applying tells: rows meet members one by one."""

    def apply(self, *, upload: Upload, rows: Sequence[Row], by: User | None, at: dt.datetime) -> Applied:
        locks.hold(LOCK)  # two imports at once would add the same members
        register = Register.read()
        fresh: list[Parsed] = []
        known: dict[Any, Parsed] = {}
        claimed: dict[Any, Parsed] = {}
        for row in _once(_parsed(rows, at=at)):
            member = register.find(row)
            if member is None:
                fresh.append(row)
            elif not member.claimed:
                known[member.pk] = row
            elif not member.merged:
                claimed[member.pk] = row
        changed = _changed(known, at=at)
        added = _new(fresh, at=at)
        moved = _moved(changed)
        copying.insert_values(Member, added, ready=["phone"])  # import_rows writes it as it is stored
        copying.insert_or_overwrite(Member, changed)
        _record(added, moved, by=by, at=at)
        numbering.keep(
            {facts["number"]: facts["id"] for facts in added if "number" in facts}
            | {member.number: member.pk for member in changed if member.number}
        )
        return Applied(
            added=len(fresh),
            updated=len(changed),
            unchanged=len(rows) - len(fresh) - len(changed),
            proposed=imported_proposals.propose(claimed, upload=upload, at=at),
        )

    def what_blocks_undo(self, *, upload: Upload) -> str:
        return _("Impor anggota tidak dapat diurungkan. Impor berkas yang sudah diperbaiki.")

    def undo(self, *, upload: Upload, by: User | None, at: dt.datetime) -> None:
        raise ImportStays(self.what_blocks_undo(upload=upload))


def _read(rows: Iterable[Row], *, at: dt.datetime) -> list[Parsed]:
    types = {
        word.lower(): kind.code for kind in MembershipType.objects.all() for word in (kind.code, kind.name)
    }
    readers = readers_of(types=types, today=timezone.localdate(at))
    parsed = []
    for row in rows:
        row.read = parse(row, readers)
        parsed.append(row.read)
    return parsed


def _parsed(rows: Sequence[Row], *, at: dt.datetime) -> list[Parsed]:
    """Return the rows as they were read to be checked; those that were not, now."""
    _read((row for row in rows if row.read is None), at=at)
    return [row.read for row in rows]


def _refuse_repeated(rows: Sequence[Parsed]) -> None:
    """Of several rows with one NIK, reference or number, the first counts; an e-mail or NIP twice is only told."""
    for name in ("nik", "reference", "number"):
        first: dict[str, int] = {}
        for row in rows:
            if name in row.facts and (line := first.setdefault(row.facts[name], row.line)) != row.line:
                row.refuse(name, _("Sudah ada di baris %(line)d.") % {"line": line})
    for name in ("nip", "email"):
        times = Counter(row.facts[name].lower() for row in rows if name in row.facts)
        for row in rows:
            if name in row.facts and times[row.facts[name].lower()] > 1:
                row.remark(name, _("Dipakai di lebih dari satu baris."))


def _once(rows: Iterable[Parsed]) -> Iterable[Parsed]:
    """Leave out a row without reference and NIK that only repeats one before it."""
    seen: set[bytes] = set()
    for row in rows:
        if row.fingerprint is None or row.fingerprint not in seen:
            yield row
        seen.add(row.fingerprint or b"")


def _changed(known: dict[Any, Parsed], *, at: dt.datetime) -> list[Member]:
    """Return the members of whom their rows say something else than the register, with that written into them."""
    names = [name for name in SAID if name != "phone"]
    rows = Member.objects.filter(pk__in=list(known)).values(
        "pk", "nik_lookup", *names, said=Cast("phone", CharField())
    )
    differing = []
    for before in rows.iterator(chunk_size=BATCH):
        row = known[before["pk"]]
        before |= {"phone": before.pop("said"), "nik": row.facts.get("nik")}
        other_nik = row.nik_lookup and row.nik_lookup != bytes(before["nik_lookup"] or b"")
        if other_nik or any(before[name] != value for name, value in row.facts.items()):
            differing.append(before["pk"])
    members = list(Member.objects.filter(pk__in=differing))
    for member in members:
        _take(member, known[member.pk], at=at)
    return members


def _moved(members: Sequence[Member]) -> list[Member]:
    """Return those who are about to be written with another type or province than the register has."""
    stored = Member.objects.filter(pk__in=[member.pk for member in members])
    before = {
        pk: (kind, province) for pk, kind, province in stored.values_list("pk", "type", "home_province")
    }
    return [member for member in members if before[member.pk] != (member.type_id, member.home_province_id)]


def _record(
    added: Sequence[Mapping[str, Any]], moved: Sequence[Member], *, by: User | None, at: dt.datetime
) -> None:
    today = timezone.localdate(at)
    changes: list[tuple[Member | history.Standing, dt.date]] = [
        (
            history.Standing(
                facts["id"], facts["status"], facts.get("type_id", BY_DEFAULT), facts.get("home_province_id")
            ),
            facts.get("joined_on") or today,
        )
        for facts in added
    ]
    changes += [(member, today) for member in moved]
    history.record_many(changes, kind=history.Kind.IMPORTED, by=by, at=at)


def _new(rows: Iterable[Parsed], *, at: dt.datetime) -> list[dict[str, Any]]:
    """Return new members by their fields: objects of the model would take as long as all the rest of an import."""
    today, regencies = timezone.localdate(at), regions.regions().regencies
    stamps = {"status": str(Member.Status.ACTIVE), "created_at": at, "changed_at": at}
    added = []
    for row in rows:
        facts = row.facts
        found = disagreements.among(
            nik=facts.get("nik", ""),
            nip=facts.get("nip", ""),
            birth_date=facts.get("birth_date"),
            sex=facts.get("sex", ""),
            regency_code=facts.get("home_regency_id", ""),
            employment=facts.get("employment", ""),
            today=today,
        )
        home = regencies.get(facts.get("home_regency_id", ""))
        added.append(
            facts
            | stamps
            | {
                "id": uuid.uuid4(),
                "fingerprint": row.fingerprint,
                "nik_lookup": row.nik_lookup,
                "home_province_id": home.province_id if home else None,
                "warnings": [each.code for each in found],
            }
        )
    return added


def _take(member: Member, row: Parsed, *, at: dt.datetime) -> None:
    """Write what `row` says into `member`."""
    for name, value in row.facts.items():
        setattr(member, name, value)
    member.nik_lookup = row.nik_lookup or member.nik_lookup
    if member.home_regency_id:
        member.home_province_id = regions.regions().regencies[member.home_regency_id].province_id
    disagreements.judge(member, today=timezone.localdate(at))
    member.changed_at = at

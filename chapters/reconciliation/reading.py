"""Members and rows of lists, as the matching engine takes them."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import F

from chapters import engine
from chapters.models import DPP, Chapter, Coverage, LedgerStratum, ListRow
from chapters.models.lists import ListRowQuerySet
from chapters.reconciliation.strata import Stratum
from members.employment import employment_of
from members.matching import Person
from members.models import ASN, Employment, Member, MemberQuerySet


@dataclass(frozen=True, slots=True)
class Nation:
    """
    Everybody who is a member at one moment.

    Applicants are not: an application may yet be refused, and is in no member count. `pks` and `homes` tell, by key,
    which member that is, which chapter looks after them and in which stratum they are counted. `places` are the other
    names of regencies.
    """

    people: list[Person]
    pks: dict[str, uuid.UUID]
    homes: dict[str, str]
    strata: dict[str, Stratum]
    places: dict[str, str] = field(default_factory=dict)

    def of(self, chapter: str) -> dict[str, Stratum]:
        """Return the chapter's own members: the stratum of each, by key."""
        return {key: self.strata[key] for key, home in self.homes.items() if home == chapter}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one list as it stands now; `pks` and `strata` by key."""

    people: list[Person] = field(default_factory=list)
    pks: dict[str, int] = field(default_factory=dict)
    strata: dict[str, Stratum] = field(default_factory=dict)

    def add(self, person: Person, pk: int, stratum: Stratum) -> None:
        """Add a row."""
        self.people.append(person)
        self.pks[person.key] = pk
        self.strata[person.key] = stratum


def nation() -> Nation:
    """Read all members."""
    return people_of(Member.objects.counted())


def people_of(members: MemberQuerySet) -> Nation:
    """Read some members, or applicants, as the engine takes those of the register."""
    chapters = dict(Coverage.objects.values_list("province", "chapter"))
    read = Nation([], {}, {}, {}, engine.places())
    columns = ("pk", "reference", "number", *engine.COLUMNS)
    for pk, reference, number, *facts in members.values_list(*columns).iterator(chunk_size=5_000):
        person = engine.person(facts, key=_member_key(pk, reference, number))
        read.people.append(person)
        read.pks[person.key] = pk
        read.homes[person.key] = chapters.get(person.province, DPP)
        read.strata[person.key] = Stratum(person.province, _sector(facts[-1]))
    return read


def chapters_with_members() -> frozenset[str]:
    """Return the codes of the chapters that have members."""
    chapters = dict(Coverage.objects.values_list("province", "chapter"))
    provinces = Member.objects.counted().order_by().values_list("home_province", flat=True).distinct()
    return frozenset(chapters.get(province, DPP) for province in provinces)


def lists_of(chapter: Chapter) -> list[Rows]:
    """Read the chapter's lists as they stand now, by name."""
    read: dict[str, Rows] = {}
    provinces = Coverage.objects.filter(chapter=chapter).values_list("province", flat=True)
    province = provinces[0] if len(provinces) == 1 else ""
    for pk, name, person in _rows(ListRow.objects.filter(list__chapter=chapter)):
        said = employment_of(person.employment) or ""
        read.setdefault(name, Rows()).add(person, pk, Stratum(province, _sector(said)))
    return [read[name] for name in sorted(read)]


def some_rows(rows: ListRowQuerySet) -> Rows:
    """Read some rows of lists as they stand now."""
    read = Rows()
    for pk, _name, person in _rows(rows):
        read.add(person, pk, Stratum())
    return read


def all_rows() -> list[Person]:
    """Read the rows of all lists of the nation, to learn from."""
    return [person for _pk, _name, person in _rows(ListRow.objects.all())]


def _rows(rows: ListRowQuerySet) -> Iterator[tuple[int, str, Person]]:
    # the province a row is from, unless its chapter covers another one than its own code says (the DPP covers none)
    provinces = set(Coverage.objects.filter(province=F("chapter")).values_list("chapter", flat=True))
    columns = (
        "pk", "list__chapter", "list__name", "key", "name", "nik_lookup", "nip", "phone", "birth", "workplace",
        "regency", "status",
    )  # fmt: skip
    for row in rows.current().values_list(*columns).iterator(chunk_size=5_000):
        pk, chapter, list_name, key, name, nik, nip, phone, birth, workplace, regency, status = row
        person = Person(
            key=f"{chapter}/{list_name}/{key}", name=name, nik=_bytes(nik), nip=nip, phone=phone, birth=birth,
            workplace=workplace, regency=regency, province=chapter if chapter in provinces else "", employment=status,
        )  # fmt: skip
        yield pk, list_name, person


def _member_key(pk: uuid.UUID, reference: str | None, number: str | None) -> str:
    """A key that is the same wherever the same members were imported: keys break ties, and ids are drawn by lot."""
    if reference:
        return f"reference {reference}"
    return f"number {number}" if number else f"id {pk}"


def _sector(employment: str) -> str:
    if employment in ASN:
        return LedgerStratum.Sector.ASN
    return LedgerStratum.Sector.NON_ASN if employment == Employment.NON_ASN else ""


def _bytes(value: "memoryview | bytes | None") -> bytes | None:
    return None if value is None else bytes(value)

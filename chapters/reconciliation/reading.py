"""Members and rows of lists, as the matching engine takes them."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache

from django.db import connection
from django.db.models import Case, F, JSONField, Q, Value, When

from chapters import engine, likelihood, models
from chapters.models import DPP, Chapter, Coverage, LedgerStratum, ListRow
from chapters.models.lists import ListRowQuerySet
from chapters.reconciliation.strata import Stratum
from chapters.reconciliation.versions import sql_of, version_of
from members.employment import employment_of
from members.matching import Link, Person
from members.models import ASN, Employment, Member, MemberQuerySet


@dataclass(frozen=True, slots=True)
class Nation:
    """
    Everybody who is a member at one moment.

    Applicants are not: an application may yet be refused, and is in no member count. `pks` tell, by key, which member
    that is, `versions` by id which state of them was read. `places` are the other names of regencies.
    """

    people: list[Person]
    pks: dict[str, uuid.UUID]
    versions: dict[uuid.UUID, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of lists as they stand now; `pks` by key."""

    people: list[Person] = field(default_factory=list)
    pks: dict[str, int] = field(default_factory=dict)

    def add(self, person: Person, pk: int) -> None:
        """Add a row."""
        self.people.append(person)
        self.pks[person.key] = pk


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A list as it stands now: its rows by key, with a version and the stratum of each; `of_members` if of that kind.

    Whoever changes a row, or a link of it, gives it another version.
    """

    pk: int
    name: str
    of_members: bool = True
    pks: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    strata: dict[str, Stratum] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pks)


def nation() -> Nation:
    """Read all members."""
    return people_of(Member.objects.counted())


def people_of(members: MemberQuerySet) -> Nation:
    """Read some members, or applicants, as the engine takes those of the register."""
    read = Nation([], {}, places=engine.places())
    columns = (version_of(Member), "pk", "reference", "number", *engine.COLUMNS)
    for version, pk, reference, number, *facts in members.values_list(*columns).iterator(chunk_size=5_000):
        person = engine.person(facts, key=_member_key(pk, reference, number))
        read.people.append(person)
        read.pks[person.key], read.versions[pk] = pk, version
    return read


def entries(members: MemberQuerySet) -> Iterator[tuple[int, uuid.UUID, Person]]:
    """Yield some members by their numbers in the engine's index."""
    columns = ("indexed", "pk", "reference", "number", *engine.COLUMNS)
    for entry, pk, reference, number, *facts in members.values_list(*columns).iterator(chunk_size=5_000):
        yield entry, pk, engine.person(facts, key=_member_key(pk, reference, number))


def members_of(chapter: Chapter) -> dict[str, Stratum]:
    """
    Return the members whom a chapter looks after: the stratum of each, by key.

    Who is in nobody's province is the DPP's.
    """
    ours = Q(home_province__in=Coverage.objects.filter(chapter=chapter).values("province"))
    if chapter.pk == DPP:
        ours |= Q(home_province__isnull=True) | ~Q(home_province__in=Coverage.objects.values("province"))
    columns = ("pk", "reference", "number", "home_province", "employment")
    stratum = cache(lambda province, employment: Stratum(province or "", _sector(employment)))
    return {
        _member_key(pk, reference, number): stratum(province, employment)
        for pk, reference, number, province, employment in Member.objects.counted()
        .filter(ours)
        .values_list(*columns)
    }


def keys_of(members: MemberQuerySet) -> dict[uuid.UUID, str]:
    """Return the keys of some members by their ids."""
    return {pk: _member_key(pk, *known) for pk, *known in members.values_list("pk", "reference", "number")}


def pks_of(keys: Collection[str]) -> dict[str, uuid.UUID]:
    """Return the ids of the members who have some keys."""
    return {key: pk for pk, key in keys_of(members_with(keys)).items()} if keys else {}


def members_with(keys: Collection[str]) -> MemberQuerySet:
    """Return the members who have some keys."""
    named: dict[str, list[str]] = {"reference": [], "number": [], "id": []}
    for key in keys:
        kind, _space, value = key.partition(" ")
        named[kind].append(value)
    found = Q(reference__in=named["reference"]) | Q(number__in=named["number"]) | Q(pk__in=named["id"])
    return Member.objects.counted().filter(found)


def chapters_with_members() -> frozenset[str]:
    """Return the codes of the chapters that have members."""
    chapters = dict(Coverage.objects.values_list("province", "chapter"))
    provinces = Member.objects.counted().order_by().values_list("home_province", flat=True).distinct()
    return frozenset(chapters.get(province, DPP) for province in provinces)


def sheets_of(chapter: Chapter) -> list[Sheet]:
    """Read the chapter's lists, by name, but for what the rows say; lists without rows are none."""
    found: dict[str, Sheet] = {}
    provinces = Coverage.objects.filter(chapter=chapter).values_list("province", flat=True)
    strata = _Strata(provinces[0] if len(provinces) == 1 else "")
    with connection.cursor() as cursor:
        cursor.execute(_SHEETS, [chapter.pk, chapter.pk])
        for list_pk, name, kind, key, status, pk, version in cursor:
            sheet = found.setdefault(name, Sheet(list_pk, name, kind == models.MemberList.Kind.MEMBERS))
            person_key = row_key(chapter.pk, name, key)
            sheet.pks[person_key], sheet.versions[person_key] = pk, version
            sheet.strata[person_key] = strata[status]
    return [found[name] for name in sorted(found)]


class _Strata(dict[str, Stratum]):
    """What is known of a row of a province, by what it says about the employment."""

    def __init__(self, province: str) -> None:
        super().__init__()
        self._province = province

    def __missing__(self, status: str) -> Stratum:
        self[status] = stratum = Stratum(self._province, _sector(employment_of(status) or ""))
        return stratum


def versions_of(rows: Collection[int]) -> dict[int, int]:
    """Return the versions of some rows, and of the links that they have, as they are now."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, [list(rows)])
        return dict(cursor.fetchall())


_SHEETS = f"""
    SELECT list.id, list.name, list.kind, each.key, each.status, each.id, {sql_of("each")} # coalesce(linked.version, 0)
    FROM chapters_listrow each JOIN chapters_memberlist list ON list.id = each.list_id
    LEFT JOIN (
        SELECT one.row_id, bit_xor({sql_of("one")}) AS version FROM chapters_link one
        JOIN chapters_listrow of ON of.id = one.row_id JOIN chapters_memberlist ours ON ours.id = of.list_id
        WHERE ours.chapter_id = %s GROUP BY one.row_id
    ) linked ON linked.row_id = each.id
    WHERE list.chapter_id = %s AND each.gone_by_id IS NULL
"""  # noqa: S608 - nothing in it comes from outside
_VERSIONS = f"""
    SELECT each.id, {sql_of("each")} # coalesce(bit_xor({sql_of("one")}), 0)
    FROM chapters_listrow each LEFT JOIN chapters_link one ON one.row_id = each.id
    WHERE each.id = ANY(%s) GROUP BY each.id
"""  # noqa: S608 - nor in this


def links_of(sheet: Sheet) -> list[Link]:
    """Read the links of a list's rows as the engine gave them, the evidence of those to members elsewhere only."""
    keys = {pk: key for key, pk in sheet.pks.items()}
    columns = (
        "row", "member", "member__reference", "member__number", "probability", "band", "bits", "duplicate_of",
        "disagreements", Case(When(moved=True, then=F("evidence")), default=Value([], JSONField())),
    )  # fmt: skip
    links = models.Link.objects.filter(row__list=sheet.pk, row__gone_by__isnull=True).values_list(*columns)
    return [
        Link(
            row=keys[row], member=_member_key(member, reference, number), probability=probability, bits=bits,
            band="auto" if band == models.Link.Band.AUTO else "review", gate="",
            evidence=tuple(likelihood.unpacked(evidence)),
            duplicate_of=keys.get(repeated), disagreements=tuple(disagreements),
        )
        for row, member, reference, number, probability, band, bits, repeated, disagreements, evidence in links
        if row in keys
    ]  # fmt: skip


def some_rows(rows: ListRowQuerySet) -> Rows:
    """Read some rows of lists as they stand now."""
    read = Rows()
    for pk, person in _rows(rows):
        read.add(person, pk)
    return read


def all_rows() -> list[Person]:
    """Read the rows of all lists of members of the nation, to learn from; others were given for something else."""
    return [person for _pk, person in _rows(_rows_of_members())]


def has_rows() -> bool:
    """Tell whether there is any row to learn from."""
    return _rows_of_members().current().exists()


def _rows_of_members() -> ListRowQuerySet:
    return ListRow.objects.filter(list__kind=models.MemberList.Kind.MEMBERS)


def callers_in(sheet: Sheet, rows: Collection[str]) -> list[Person]:
    """Read the names and telephones of some rows of a list, and no more."""
    keys = {sheet.pks[row]: row for row in rows}
    there = (
        ListRow.objects.current().filter(list=sheet.pk, pk__in=list(keys)).values_list("pk", "name", "phone")
    )
    return [Person(key=keys[pk], name=name, phone=phone) for pk, name, phone in there]


def row_key(chapter: str, list_name: str, key: str) -> str:
    """Return the key that the engine knows a row of a list by."""
    return f"{chapter}/{list_name}/{key}"


def _rows(rows: ListRowQuerySet) -> Iterator[tuple[int, Person]]:
    # the province a row is from, unless its chapter covers another one than its own code says (the DPP covers none)
    provinces = set(Coverage.objects.filter(province=F("chapter")).values_list("chapter", flat=True))
    columns = (
        "pk", "list__chapter", "list__name", "key", "name", "nik_lookup", "nip", "phone", "birth", "workplace",
        "regency", "status",
    )  # fmt: skip
    for row in rows.current().values_list(*columns).iterator(chunk_size=5_000):
        pk, chapter, list_name, key, name, nik, nip, phone, birth, workplace, regency, status = row
        person = Person(
            key=row_key(chapter, list_name, key), name=name, nik=_bytes(nik), nip=nip, phone=phone, birth=birth,
            workplace=workplace, regency=regency, province=chapter if chapter in provinces else "", employment=status,
        )  # fmt: skip
        yield pk, person


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

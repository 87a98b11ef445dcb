"""
Rows of a chapter's lists of members that are likely one certain applicant: what the officer who decides sees beside.

The engine compares the applicant with a few rows that PostgreSQL finds by name, telephone, NIP, birth date and NIK.
Whoever a row is linked to already competes for it, with a sample of the register. The weights, and how rare a name or
a workplace is, are those of the numbered model, before there is one of the sample. Nothing is learned, nothing written.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Upper

from chapters import engine
from chapters.models import Chapter, Link, ListRow
from chapters.models.lists import ListRowQuerySet
from chapters.reconciliation import reading
from members import matching
from members.matching.dates import MONTHS
from members.models import Member, MemberQuerySet

SAMPLE = 600  # members whose names say which names are common
MOST_ROWS = 30
SIMILAR = 0.5  # of the three-letter pieces of one name in the other
TAIL = 8  # the last digits of a telephone number
KEPT_OF_NIP = 15  # digits that a spreadsheet keeps
SPREADSHEET_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Likely:
    """A row that is likely the applicant, with the engine's reasons."""

    row: ListRow
    link: matching.Link


def rows_like(applicant: Member, *, chapter: Chapter) -> list[Likely]:
    """Return the rows of the chapter's own lists that may be the applicant, the likeliest first; few queries."""
    rows = {row.pk: row for row in _candidates(applicant, chapter)}
    if not rows:
        return []
    own = reading.people_of(Member.objects.filter(pk=applicant.pk))
    others = reading.people_of(_others(applicant, list(rows)))
    register = matching.Register([*own.people, *others.people], own.places, engine.counts(engine.latest()))
    model = engine.latest_model(members=Member.objects.counted().count())
    calibration = engine.calibration(engine.latest())
    listed = reading.some_rows(ListRow.objects.filter(pk__in=rows))
    lists: dict[int, list[matching.Person]] = defaultdict(list)
    for person in listed.people:
        lists[rows[listed.pks[person.key]].list_id].append(person)
    found = [
        Likely(rows[listed.pks[link.row]], link)
        for people in lists.values()
        for link in calibration.told(matching.link(register, people, model))
        if link.member in own.pks
    ]
    return sorted(found, key=lambda each: (-each.link.probability, each.row.pk))


def _others(applicant: Member, rows: list[int]) -> MemberQuerySet:
    """A sample of the register (ids are drawn by lot), and those whom the rows are linked to."""
    sample = Member.objects.counted().order_by("pk").values("pk")[:SAMPLE]
    linked = Link.objects.filter(row__in=rows).values("member")
    return Member.objects.filter(Q(pk__in=sample) | Q(pk__in=linked)).exclude(pk=applicant.pk)


def _candidates(applicant: Member, chapter: Chapter) -> ListRowQuerySet:
    """The rows worth comparing: those that share a number, a birth date, or much of the name."""
    alike = TrigramWordSimilarity(applicant.name.upper(), Upper("name"))
    rows = ListRow.objects.current().listed(chapter).defer("nik").select_related("list")
    rows = rows.annotate(alike=alike, phone_digits=_digits("phone"), nip_digits=_digits("nip"))
    found = Q(alike__gte=SIMILAR) | _same_numbers(applicant) | _born_then(applicant)
    return rows.filter(found).order_by("-alike", "pk")[:MOST_ROWS]


def _same_numbers(applicant: Member) -> Q:
    same = Q(pk=None)
    if applicant.nik_lookup:
        same |= Q(nik_lookup=applicant.nik_lookup)
    if applicant.nip:
        same |= Q(nip_digits__startswith=applicant.nip[:KEPT_OF_NIP])
    if applicant.phone:
        same |= Q(phone_digits__contains=str(applicant.phone.national_number)[-TAIL:])
    return same


def _born_then(applicant: Member) -> Q:
    """Birth dates as people and spreadsheets write them: in figures, with the month as a word, as a count of days."""
    born = applicant.birth_date
    if born is None:
        return Q(pk=None)
    month = "|".join(word for word, number in MONTHS.items() if number == born.month)
    day, year = f"0?{born.day}", rf"({born:%Y}|{born:%y})"
    figures = rf"(\m{day}\D+0?{born.month}\D+{year}\M|{born:%Y}\D+0?{born.month}\D+{day}\M)"
    words = rf"\m{day}\W*({month})\W*{year}\M"
    whole = [f"{born:%d%m%Y}", f"{born:%Y%m%d}", str((born - SPREADSHEET_EPOCH).days)]
    return Q(birth__iregex=f"{figures}|{words}") | Q(birth__in=whole)


def _digits(field: str) -> Func:
    return Func(
        F(field), Value(r"\D"), Value(""), Value("g"), function="regexp_replace", output_field=TextField()
    )

"""
A chapter's roster: the members of the provinces it covers, and who applied there, found by name and filters.

Applicants are in the roster from the moment they apply, marked, and in no number of members. The DPP's roster is the
nation.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, F, Q
from django.db.models.functions import Upper

from chapters import access, queue
from chapters.certainty import on_both_sides
from chapters.models import DPP, Chapter
from chapters.narrowing import UNKNOWN, WORK, Asked, narrowed
from ipspi import keyset
from members.matching.names import SHORT_FORMS
from members.models import Member, MemberQuerySet
from members.names import split_titles

MOST_WORDS = 8
# Of a mistyped word, the share of its three-letter pieces that a name must have. The second only where nobody has the
# first: it finds Wahidin for "wahydin" (0.45), but Rahmat for "rahayu" too (0.43).
SIMILAR = (0.6, 0.4)
ORDER = ("sort_name", "id")


@dataclass(frozen=True, slots=True)
class Found:
    """Members of a roster; `only_similar` when no name was as asked and these are the nearest."""

    members: MemberQuerySet
    only_similar: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number of members, and how many of them are also on the chapter's list."""

    members: int
    both: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a roster: asn, non_asn and unknown add up to all members; who is none is counted apart."""

    all: Number
    asn: Number
    non_asn: Number
    unknown: Number
    applicants: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Place:
    """
    A regency, a province or a chapter with its numbers; `code` is UNKNOWN for those of whom it is not known.

    `waiting`: how many of the applicants wait for officers, not for an answer of their own.
    """

    code: str
    name: str
    count: Number
    applicants: int
    waiting: int


def roster_of(chapter: Chapter) -> MemberQuerySet:
    """Return everybody who is or asked to be a member in the chapter; for the DPP, in the nation."""
    return Member.objects.all() if chapter.code == DPP else access.members_of(chapter)


def find(roster: MemberQuerySet, asked: Asked, *, by_province: bool = False) -> Found:
    """Return those of a roster who fit what was asked; names that are near only where no name fits."""
    return _named(narrowed(roster, asked, by_province=by_province), words_of(asked.text))


def words_of(text: str) -> list[str]:
    """Return the words to look for: titles, row numbers and forms of address dropped, like in a stored name."""
    bare = split_titles(text.replace("\x00", " ")).name
    return re.split(r"[\s,;]+", bare.strip())[:MOST_WORDS] if bare.strip() else []


def _named(rows: MemberQuerySet, words: list[str]) -> Found:
    exact = rows
    for word in words:
        exact = exact.filter(_holds(word))
    if not words or exact.exists():
        return Found(exact)
    likely, possible = (_similar(rows, words, share) for share in SIMILAR)
    return Found(likely if likely.exists() else possible, only_similar=True)


def _similar(rows: MemberQuerySet, words: list[str], share: float) -> MemberQuerySet:
    for number, word in enumerate(words):
        likeness = {f"likeness_{number}": TrigramWordSimilarity(word.upper(), Upper("name"))}
        near = _holds(word) | _spells_out(word) | Q(**{f"likeness_{number}__gte": share})
        rows = rows.alias(**likeness).filter(near)
    return rows


def _spells_out(word: str) -> Q:
    """Names with another form of a word that people shorten, such as Muhammad: Moh., Muh., M."""
    long = SHORT_FORMS.get(word.lower().strip("."), word.lower())
    forms = [short for short, spelt in SHORT_FORMS.items() if spelt == long]
    return Q(name__iregex=rf"\m({'|'.join([*forms, long, long[0]])})\M") if forms else Q(pk=None)


def _holds(word: str) -> Q:
    """Whom a word names. Numbers are read only for a word with a figure: for the others an index of names is enough."""
    named = Q(name__icontains=word)
    return named | Q(number__icontains=word) if any(char.isdigit() for char in word) else named


def page(
    found: MemberQuerySet,
    roster: MemberQuerySet,
    *,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = keyset.SIZE,
) -> keyset.Page[Member]:
    """
    Return a page of members by name, after or before the member with an id.

    The id alone is in the address, so that no name is; it is looked up in the whole `roster`, because that member may
    have been decided about, and no longer fit the filters, since the last page was read.
    """
    rows = found.defer("nik", "nip").select_related("home_regency", "home_province")
    rows = rows.alias(sort_name=Upper("name"))
    return keyset.page(rows, by=ORDER, after=_key(roster, after), before=_key(roster, before), size=size)


def _key(roster: MemberQuerySet, member: UUID | None) -> keyset.Key | None:
    if member is None:
        return None
    return roster.filter(pk=member).annotate(sort_name=Upper("name")).values_list(*ORDER).first()


def counts(members: MemberQuerySet) -> Counts:
    """Count members and those who are none, in one query."""
    row = members.annotate(both=on_both_sides()).aggregate(
        **_of("all", Q()),
        **_of("asn", WORK["asn"]),
        **_of("non", WORK["non"]),
        **_of("unknown", WORK[UNKNOWN]),
        applicants=Count("pk", filter=Q(status=Member.Status.APPLIED)),
        rejected=Count("pk", filter=Q(status=Member.Status.REJECTED)),
    )
    return Counts(
        all=Number(row["all"], row["all_both"]),
        asn=Number(row["asn"], row["asn_both"]),
        non_asn=Number(row["non"], row["non_both"]),
        unknown=Number(row["unknown"], row["unknown_both"]),
        applicants=row["applicants"],
        rejected=row["rejected"],
    )


def per_regency(roster: MemberQuerySet) -> list[Place]:
    """Count a roster by home regency, those of an unknown one last."""
    return _per(roster, code="home_regency", name="home_regency__name")


def per_province(roster: MemberQuerySet) -> list[Place]:
    """Count a roster by home province, those of an unknown one last."""
    return _per(roster, code="home_province", name="home_province__name")


def per_chapter() -> dict[str, Place]:
    """Count all by the chapter that covers the home province; those of an unknown province are the DPP's."""
    roster = Member.objects.all()
    places = _per(
        roster, code="home_province__coverage__chapter", name="home_province__coverage__chapter__name"
    )
    return {DPP if place.code == UNKNOWN else place.code: place for place in places}


def _per(roster: MemberQuerySet, *, code: str, name: str) -> list[Place]:
    rows = (
        roster.in_roster()
        .annotate(both=on_both_sides(), is_asked=queue.is_asked())
        .values(place_code=F(code), place_name=F(name))
        .annotate(
            applicants=Count("pk", filter=Q(status=Member.Status.APPLIED)),
            waiting=Count("pk", filter=Q(status=Member.Status.APPLIED, is_asked=False)),
            **_of("members", Q()),
        )
        .order_by(F(code).asc(nulls_last=True))
    )
    return [
        Place(
            code=row["place_code"] or UNKNOWN,
            name=row["place_name"] or "",
            count=Number(row["members"], row["members_both"]),
            applicants=row["applicants"],
            waiting=row["waiting"],
        )
        for row in rows
    ]


def _of(name: str, which: Q) -> dict[str, Count]:
    members = Q(status__in=Member.COUNTED) & which
    return {name: Count("pk", filter=members), f"{name}_both": Count("pk", filter=members & Q(both=True))}

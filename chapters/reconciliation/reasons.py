"""
Why a row and a member are linked, or offered for review, as the chapter's officers may read it.

Of a member of another chapter no value is shown, and no name: a link says where and since when; a candidate says which
fields agree with the officer's own row.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters import access, likelihood
from chapters.models import DPP, Chapter, Coverage, Link, ListRow
from ipspi import charts
from members import identity
from members.models import Member


@dataclass(frozen=True, slots=True)
class Pair:
    """A field as the list has it and as the register has it; numbers of the state are masked."""

    label: str
    listed: str
    national: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A member linked to a row or offered for it.

    `name` and `url` are of members of the officer's chapter only; for others `name` says where they are, and `said`
    which fields agree. `pulls` and `pairs` are empty for them.
    """

    name: str
    url: str
    automatic: bool
    percent: str
    said: str
    pulls: list[charts.Pull]
    pairs: list[Pair]
    repeats: int | None


def links_of(rows: Iterable[ListRow]) -> QuerySet[Link]:
    """Return the links and candidates of rows, the likeliest first."""
    members = ("member__home_regency", "duplicate_of")
    return (
        Link.objects.filter(row__in=rows)
        .select_related(*members)
        .defer("member__nik")
        .order_by("-probability", "pk")
    )


def candidates(row: ListRow, *, chapter: Chapter) -> list[Candidate]:
    """Return the members linked to a row or offered for it, with the reasons, the likeliest first."""
    links = list(links_of([row]))
    sight = Sight(links, chapter=chapter)
    return [_candidate(row, link, chapter, sight) for link in links]


class Sight:
    """
    Which members of some links the officers of a chapter may see, and where the others are, in two queries.

    Judged by where people are members today, not by what the run found.
    """

    def __init__(self, links: Iterable[Link], *, chapter: Chapter) -> None:
        members = {link.member_id: link.member.home_province_id for link in links}
        seen = access.members_of(chapter).filter(pk__in=members).values_list("pk", flat=True)
        self._seen = frozenset(seen)
        covered = Coverage.objects.filter(province__in=set(members.values())).select_related("chapter")
        self._names = {coverage.province_id: coverage.chapter.name for coverage in covered}

    def hides(self, link: Link) -> bool:
        """Whether the member of a link is another chapter's."""
        return link.member_id not in self._seen

    def elsewhere(self, link: Link) -> str:
        """Say where, and since when, the member of a link is registered: all that another chapter may know."""
        member = link.member
        name = self._names.get(member.home_province_id or "", DPP)
        since = member.joined_on or member.admitted_on
        if since is None:
            return _("Terdaftar di %(chapter)s") % {"chapter": name}
        return _("Terdaftar di %(chapter)s sejak %(year)s") % {"chapter": name, "year": since.year}


def _candidate(row: ListRow, link: Link, chapter: Chapter, sight: Sight) -> Candidate:
    evidence, automatic = likelihood.unpacked(link.evidence), link.band == Link.Band.AUTO
    repeats = link.duplicate_of.line if link.duplicate_of else None
    percent = likelihood.percent(link.probability)
    if sight.hides(link):
        name = sight.elsewhere(link) if automatic else _("Seorang anggota di luar daerah ini")
        agree = {"fields": likelihood.agreeing(evidence)}
        said = "" if automatic else _("Yang cocok dengan baris Anda: %(fields)s.") % agree
        return Candidate(name, "", automatic, percent, said, [], [], repeats)
    return Candidate(
        name=link.member.full_name,
        url=reverse("chapters:member", args=[chapter.pk, link.member_id]),
        automatic=automatic,
        percent=percent,
        said=likelihood.sentence_of(evidence),
        pulls=likelihood.pulls_of(evidence),
        pairs=pairs_of(row, link.member, set(link.disagreements)),
        repeats=repeats,
    )


def pairs_of(row: ListRow, member: Member, differing: set[str]) -> list[Pair]:
    """Return a row and a member of the same chapter field by field, told which are `differing`."""
    birth = date_format(member.birth_date, "j F Y") if member.birth_date else ""
    both = [
        ("name", _("Nama"), row.name, member.full_name),
        ("birth", _("Tanggal lahir"), row.birth, birth),
        ("phone", _("Telepon"), row.phone, str(member.phone or "")),
        ("nip", "NIP", identity.masked(row.nip), identity.masked(member.nip)),
        ("workplace", _("Tempat bekerja"), row.workplace, member.workplace),
        ("regency", _("Kabupaten/kota"), row.regency, str(member.home_regency or "")),
        ("employment", _("Status kepegawaian"), row.status, member.get_employment_display()),
    ]
    return [
        Pair(label, listed, national, field in differing)
        for field, label, listed, national in both
        if listed or national
    ]

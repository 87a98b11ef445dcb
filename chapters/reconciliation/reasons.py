"""
Why a row and a member are linked, or offered for review, as the chapter's officers may read it.

Of a member of another chapter no value is shown, and no name: a link says where and since when; a candidate says which
fields agree with the officer's own row.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access, likelihood
from chapters.models import DPP, Chapter, Coverage, Decision, Link, ListRow, MemberList
from chapters.reconciliation import sides
from ipspi import charts

OfMember = Link | Decision


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A member linked to a row or offered for it.

    `name` and `url` are of members of the officer's chapter only; for others `name` says where they are, and `said`
    which fields agree. `pulls` and `pairs` are empty for them; one who is linked to a list of members has `moved`.
    """

    name: str
    url: str
    review_url: str
    automatic: bool
    decided: bool
    moved: bool
    percent: str
    said: str
    pulls: list[charts.Pull]
    pairs: list[sides.Pair]
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
    return [candidate_of(row, link, chapter, sight) for link in links]


class Sight:
    """
    Which members of some links the officers of a chapter may see, and where the others are, in two queries.

    Judged by where people are members today, not by what the run found.
    """

    def __init__(self, links: Iterable[OfMember], *, chapter: Chapter) -> None:
        members = {link.member_id: link.member.home_province_id for link in links}
        seen = access.members_of(chapter).filter(pk__in=members).values_list("pk", flat=True)
        self._seen = frozenset(seen)
        covered = Coverage.objects.filter(province__in=set(members.values())).select_related("chapter")
        self._names = {coverage.province_id: coverage.chapter.name for coverage in covered}

    def hides(self, link: OfMember) -> bool:
        """Whether the member of a link is another chapter's."""
        return link.member_id not in self._seen

    def elsewhere(self, link: OfMember, kept: MemberList) -> str:
        """
        Say where, and since when, the member of a link is registered: all that another chapter may know.

        Of who is on a list of another kind not even that: they have no reason to be of this chapter.
        """
        if not kept.is_of_members:
            return _("Terdaftar di luar daerah ini")
        member = link.member
        name = self._names.get(member.home_province_id or "", DPP)
        since = member.joined_on or member.admitted_on
        if since is None:
            return _("Terdaftar di %(chapter)s") % {"chapter": name}
        return _("Terdaftar di %(chapter)s sejak %(year)s") % {"chapter": name, "year": since.year}


def candidate_of(
    row: ListRow, link: Link, chapter: Chapter, sight: Sight, niks: tuple[str, str] = ("", "")
) -> Candidate:
    """Return a link as the chapter's officers may see it; `niks` of row and member, where they were read."""
    review = reverse("reconciliation:pair", args=[chapter.pk, link.pk])
    evidence, automatic = likelihood.unpacked(link.evidence), link.band == Link.Band.AUTO
    repeats = link.duplicate_of.line if link.duplicate_of else None
    percent = likelihood.percent(link.told)
    if sight.hides(link):
        name = sight.elsewhere(link, row.list) if automatic else _("Seorang anggota di luar daerah ini")
        agree = {"fields": likelihood.agreeing(evidence)}
        said = "" if automatic else _("Yang cocok dengan baris Anda: %(fields)s.") % agree
        decided, moved = _is_decided(link), automatic and row.list.is_of_members
        return Candidate(name, "", review, automatic, decided, moved, percent, said, [], [], repeats)
    return Candidate(
        name=link.member.full_name,
        url=reverse("chapters:member", args=[chapter.pk, link.member_id]),
        review_url=review,
        automatic=automatic,
        decided=_is_decided(link),
        moved=False,
        percent=percent,
        said=likelihood.sentence_of(evidence),
        pulls=likelihood.pulls_of(evidence),
        pairs=sides.pairs_of(row, link.member, set(link.disagreements), niks),
        repeats=repeats,
    )


def _is_decided(link: Link) -> bool:
    return any(field == "decided" for field, _level, _bits in link.evidence)

"""
What the pages of likely duplicates show, to whom.

Of somebody whom the officer may not see, no value is shown and no name: only which chapter keeps them, and which
fields agree with the officer's own member.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access, beside, likelihood
from chapters.access import May
from chapters.duplicates import comparing, deciding, decisions, fields, merging, tables, undoing
from chapters.models import DPP, Chapter, Coverage, DuplicatePair, Merge
from ipspi import keyset
from ipspi.accounts.models import User
from members.matching.duplicates import RULES
from members.models import Member

ORDER = ("doubt", "pk")
DECIDED = "selesai"


@dataclass(frozen=True, slots=True)
class Person:
    """One of the two, as the officer may know them; `url` is empty for somebody whom they may not see."""

    name: str
    status: str
    url: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A pair in a list."""

    one: Person
    other: Person
    why: str
    percent: str
    url: str
    state: str
    look: str


@dataclass(frozen=True, slots=True)
class Result:
    """A field as it would be after a merge, and whether it comes from the record that is merged."""

    label: str
    value: str
    taken: bool


class Sight:
    """Whom of some pairs the officer may see, and which chapters keep the others, in two queries."""

    def __init__(self, pairs: Iterable[DuplicatePair], *, user: User) -> None:
        members = {member.pk: member for pair in pairs for member in (pair.one, pair.other)}
        seen = access.members_where(user, May.SEE_MEMBERS).filter(pk__in=list(members))
        self.seen = frozenset(seen.values_list("pk", flat=True))
        provinces = {member.home_province_id for member in members.values()}
        covered = Coverage.objects.filter(province__in=provinces - {None}).select_related("chapter")
        self._chapters = {each.province_id: each.chapter for each in covered}

    def keeper(self, member: Member) -> str:
        chapter = self._chapters.get(member.home_province_id or "")
        return chapter.name if chapter else DPP

    def person(self, member: Member, *, chapter: Chapter) -> Person:
        """Return how the officer, in the pages of `chapter`, may know a member."""
        if member.pk not in self.seen:
            return Person(_("Seseorang di %(chapter)s") % {"chapter": self.keeper(member)}, "")
        home = self._chapters.get(member.home_province_id or "")
        code = DPP if chapter.pk == DPP or home is None else home.pk
        return Person(
            name=member.full_name,
            status=member.get_status_display(),
            url=reverse("chapters:member", args=[code, member.pk]),
            number=member.number or "",
        )


def list_page(
    chapter: Chapter, *, user: User, shown: str, after: UUID | None, before: UUID | None
) -> dict[str, Any]:
    """Return what the list of a chapter's pairs shows: those to decide, the likeliest first, or those decided."""
    every = pairs_of(chapter, user=user)
    rows = every.decided() if shown == DECIDED else every.to_decide()
    page = keyset.page(with_doubt(rows), by=ORDER, after=_key(every, after), before=_key(every, before))
    sight = Sight(page.rows, user=user)
    query = f"tampilkan={DECIDED}&" if shown == DECIDED else ""
    return {
        "lines": [_line(pair, chapter, sight) for pair in page.rows],
        "decided": shown == DECIDED,
        "previous_url": f"?{query}sebelum={page.first.pk}" if page.first and page.has_before else "",
        "next_url": f"?{query}sesudah={page.last.pk}" if page.last and page.has_after else "",
    }


def pairs_of(chapter: Chapter, *, user: User) -> Any:
    """Return the pairs of whom the chapter keeps one and the officer may see one; for the DPP, the nation's."""
    pairs = deciding.pairs_seen_by(user).select_related(
        "one__user", "one__home_regency", "one__home_province", "one__type",
        "other__user", "other__home_regency", "other__home_province", "other__type", "decided_by", "referred_by",
    )  # fmt: skip
    if chapter.pk == DPP:
        return pairs
    own = access.members_of(chapter).values("pk")
    return pairs.filter(one__in=own) | pairs.filter(other__in=own)


def with_doubt(pairs: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
    """Order by falling probability: pages are read upwards only."""
    return pairs.defer("one__nik", "other__nik").alias(doubt=Cast(1.0 - F("probability"), FloatField()))


def lines_about(member: Member, *, chapter: Chapter, user: User) -> list[Line]:
    """Return the pairs to decide of which a member or applicant is one: shown beside them."""
    pairs = list(with_doubt(pairs_of(chapter, user=user).to_decide().of(member)).order_by(*ORDER))
    sight = Sight(pairs, user=user)
    return [_line(pair, chapter, sight) for pair in pairs]


def section_for(applicant: Member, chapter: Chapter, user: User) -> beside.Section | None:
    """Return the pairs of which an applicant is one, as a part of the application's page."""
    lines = lines_about(applicant, chapter=chapter, user=user)
    return beside.Section("duplicates/_section.html", lines) if lines else None


def doubts_about(applicants: Collection[Member]) -> dict[UUID, str]:
    """Say of applicants who may be somebody already known that they are to be looked at alone."""
    asked = {member.pk for member in applicants}
    pairs = DuplicatePair.objects.to_decide().filter(Q(one__in=asked) | Q(other__in=asked))
    found = {pk for both in pairs.values_list("one", "other") for pk in both} & asked
    return dict.fromkeys(found, _("mungkin sudah tercatat"))


def pair_page(pair: DuplicatePair, chapter: Chapter, *, user: User) -> dict[str, Any]:
    """Return what the page of a pair shows."""
    sight = Sight([pair], user=user)
    both = {pair.one_id, pair.other_id} <= sight.seen
    may = {
        code: access.members_where(user, May.MERGE).filter(pk=code).exists()
        for code in (pair.one_id, pair.other_id)
    }
    living = pair.one.status in Member.LIVING and pair.other.status in Member.LIVING
    still_open = living and pair.state == DuplicatePair.State.OPEN
    evidence = likelihood.unpacked(pair.evidence)
    merge = Merge.objects.filter(keep__in=may, other__in=may).order_by("-pk").first()
    own, second = _own_first(pair, sight)
    return {
        "one": sight.person(own, chapter=chapter),
        "other": sight.person(second, chapter=chapter),
        "both": both,
        "percent": likelihood.percent(pair.probability),
        "rule": likelihood.capitalised(RULES[pair.gate]),
        "agree": likelihood.agreeing(evidence),
        "pulls": likelihood.pulls_of(evidence) if both else [],
        "comparison": comparing.compare(pair.one, pair.other) if both else None,
        "doubt": comparing.doubt_about(pair.one, pair.other) if both else "",
        "may_decide": still_open and all(may.values()),
        "may_refer": still_open and any(may.values()) and not all(may.values()) and not pair.referred_at,
        "may_reopen": pair.state == DuplicatePair.State.NOT_SAME and all(may.values()),
        "may_undo": bool(merge and merge.undone_at is None and all(may.values())),
        "said": decisions.said_of(pair, zone=chapter.zone),
    }


def choosing_page(pair: DuplicatePair, chapter: Chapter) -> dict[str, Any]:
    """Return what stands above the choices of a merge."""
    return {
        "doubt": comparing.doubt_about(pair.one, pair.other),
        "apart_url": reverse("duplicates:tell-apart", args=[chapter.pk, pair.pk]),
    }


def merge_page(pair: DuplicatePair, keep: Member, choices: merging.Choices) -> dict[str, Any]:
    """Return the preview of a merge: what the kept record would say, and what moves with it."""
    other = pair.other if keep.pk == pair.one_id else pair.one
    result = merging.outcome(keep=keep, other=other, choices=choices)
    taken = {
        field.name
        for field in fields.differing(keep, other)
        if fields.value_of(field, result) != fields.value_of(field, keep)
    }
    return {
        "result": [
            Result(fields.label_of(field), shown, field.name in taken)
            for field in fields.choosable()
            if (shown := fields.shown(field, result))
        ],
        "moving": list(tables.moving(other=other, keep=keep).items()),
        "keep": keep,
        "merged": other,
        "application": other.status == Member.Status.APPLIED,
        "account_moves": result.user.email if result.user and result.user_id != keep.user_id else "",
        "parted": _parted(keep, result),
        "seen": merging.state_of(keep, other),
    }


def _parted(keep: Member, result: Member) -> str:
    """The address of the kept record that would no longer be its own."""
    before, after = (str(each.user.email if each.user else each.email) for each in (keep, result))
    return before if before != after else ""


def undo_page(merge: Merge) -> dict[str, Any]:
    """Return what undoing a merge would do, and what stands in the way."""
    return {"merge": merge, "blocked": undoing.what_blocks(merge)}


def standing_merge(pair: DuplicatePair) -> Merge | None:
    """Return the merge of the two that has not been undone."""
    both = [pair.one_id, pair.other_id]
    rows = Merge.objects.select_related("keep__user", "other__user")
    return rows.filter(keep__in=both, other__in=both, undone_at__isnull=True).first()


def _line(pair: DuplicatePair, chapter: Chapter, sight: Sight) -> Line:
    first, second = _own_first(pair, sight)
    looks = {DuplicatePair.State.OPEN: "wait", DuplicatePair.State.MERGED: "good"}
    referred = pair.state == DuplicatePair.State.OPEN and pair.referred_at
    return Line(
        one=sight.person(first, chapter=chapter),
        other=sight.person(second, chapter=chapter),
        why=likelihood.capitalised(RULES[pair.gate]),
        percent=likelihood.percent(pair.probability),
        url=reverse("duplicates:pair", args=[chapter.pk, pair.pk]),
        state=_("menunggu DPP") if referred else decisions.state_of(pair),
        look="news" if referred else looks.get(DuplicatePair.State(pair.state), ""),
    )


def _own_first(pair: DuplicatePair, sight: Sight) -> tuple[Member, Member]:
    """The officer's own member is the one they look for."""
    return (pair.one, pair.other) if pair.one_id in sight.seen else (pair.other, pair.one)


def _key(pairs: QuerySet[DuplicatePair], pk: UUID | None) -> keyset.Key | None:
    if pk is None:
        return None
    found = pairs.filter(pk=pk).annotate(doubt=Cast(1.0 - F("probability"), FloatField()))
    return found.values_list(*ORDER).first()

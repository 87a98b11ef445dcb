"""What officers see of rows that contradict their members: both values, what was proposed, and what came of it."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters import access
from chapters.models import Chapter, Link, ListedProposal, ListRow
from chapters.reconciliation import differences, proposing, reasons
from chapters.reconciliation.differences import Difference
from chapters.reconciliation.sides import Shown
from ipspi import keyset
from ipspi.regions import times
from members import privacy, proposals
from members.models import Correction, Member, Proposal
from members.proposals import Known, Wanted

State, Status = Proposal.State, Correction.Status
LOOKS = {
    State.OPEN: "wait", State.ACCEPTED: "good", State.REFUSED: "list", State.NEITHER: "list", State.LAPSED: "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A field that differs; `token` chooses it, where it can be proposed; `state` is what became of a proposal."""

    difference: Difference
    token: str
    state: str
    look: str
    said: str
    withdraw_url: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row and its member with the fields that differ; `said` is why nothing can be proposed at all."""

    row: ListRow
    row_url: str
    who: str
    who_url: str
    items: list[Item]
    said: str

    @property
    def may_choose(self) -> bool:
        """Whether anything of it can be proposed."""
        return any(item.token for item in self.items)


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """A value that a member said is wrong, and that still stands in a list."""

    row: str
    line: str
    row_url: str
    who: str
    label: str
    listed: Shown
    national: Shown
    said: str


class Conflicts:
    """The conflicts of some links of a chapter, in a constant number of queries."""

    def __init__(self, links: Iterable[Link], *, chapter: Chapter) -> None:
        self._links, self._chapter = list(links), chapter
        self._sight = reasons.Sight(self._links, chapter=chapter)
        seen = [link for link in self._links if not self._sight.hides(link)]
        self._restricted = privacy.restricted_among([link.member for link in seen])
        self._known = Known.of({link.member_id for link in seen})
        latest = [each.pk for each in self._known.latest.values()]
        own = ListedProposal.objects.filter(proposal__in=latest, list__chapter=chapter)
        self._own = set(own.values_list("proposal", flat=True))
        self._today = times.local(timezone.now(), zone=chapter.zone).date()

    def all(self) -> list[Conflict]:
        return [self._conflict(link) for link in self._links]

    def _conflict(self, link: Link) -> Conflict:
        url = reverse("reconciliation:row", args=[self._chapter.pk, link.row_id])
        if self._sight.hides(link):
            words = _(
                "Orangnya dijaga daerah lain: isinya tidak tampak di sini, dan tidak dapat diusulkan dari sini."
            )
            return Conflict(link.row, url, self._sight.elsewhere(link, link.row.list), "", [], words)
        found = differences.between(link.row, link.member, link.disagreements, today=self._today)
        obstacle = proposing.obstacle(link.member, restricted=self._restricted)
        said = obstacle if found else _("Isinya sudah sama sejak rekonsiliasi terakhir.")
        if found and link.member.user_id is None:
            said = f"{said} {_how_to_claim(link.member)}"
        member_url = reverse("chapters:member", args=[self._chapter.pk, link.member_id])
        items = [self._item(link, each, blocked=bool(obstacle)) for each in found]
        return Conflict(link.row, url, link.member.full_name, member_url, items, said)

    def _item(self, link: Link, each: Difference, *, blocked: bool) -> Item:
        before = self._known.about(Wanted(link.member_id, each.field, each.value)) if each.value else None
        state, look, said = self._became(before)
        may = bool(each.value) and not blocked and not proposing.said_of(before)
        withdraw = before is not None and before.state == State.OPEN and before.pk in self._own
        return Item(
            difference=each,
            token=f"{link.pk}:{each.field}" if may else "",
            state=state,
            look=look,
            said=said or each.why_not,
            withdraw_url=reverse("reconciliation:withdraw_proposal", args=[self._chapter.pk, before.pk])
            if withdraw and before
            else "",
        )

    def _became(self, before: Proposal | None) -> tuple[str, str, str]:
        """Say what became of a proposal: its state, how that looks, and when."""
        if before is None or before.state in (State.AGREES, State.WITHDRAWN):
            return "", "", ""
        when = times.spoken(before.answered_at or before.at, zone=self._chapter.zone)
        if before.state == State.OPEN:
            return _("menunggu jawaban"), "wait", _("Diusulkan %(at)s, belum dijawab.") % {"at": when}
        if before.state == State.ACCEPTED:
            return *_accepted(before), _("Anggota setuju, %(at)s.") % {"at": when}
        words = _("Dijawab %(at)s.") % {"at": when} + (f" “{before.words}”" if before.words else "")
        if before.state == State.LAPSED:
            return _("tidak dijawab"), LOOKS[State.LAPSED], _("Lewat %(at)s tanpa jawaban.") % {"at": when}
        answer = _("registri benar") if before.state == State.REFUSED else _("keduanya salah")
        return _("dijawab: %(answer)s") % {"answer": answer}, "list", words


def of_link(link: Link, *, chapter: Chapter) -> Conflict | None:
    """Return the conflict of a linked pair of the chapter's own; None where nothing differs or it is not to be seen."""
    if link.band != Link.Band.AUTO or not link.of_members:
        return None
    found = Conflicts([link], chapter=chapter).all()[0]
    return found if found.items else None


def of_row(row: ListRow, *, chapter: Chapter) -> Conflict | None:
    """Return the conflict of a row with the member it is linked to."""
    link = links_of([row]).first()
    return of_link(link, chapter=chapter) if link else None


def of_rows(rows: Iterable[ListRow], *, chapter: Chapter) -> list[Conflict]:
    """Return the conflicts of rows, in their order."""
    rows = list(rows)
    by_row = {link.row_id: link for link in links_of(rows)}
    return Conflicts([by_row[row.pk] for row in rows if row.pk in by_row], chapter=chapter).all()


def links_of(rows: Collection[ListRow]) -> QuerySet[Link]:
    """Return the links of rows as conflicts are made of them."""
    links = Link.objects.filter(row__in=rows, band=Link.Band.AUTO)
    return links.select_related("row__list", "member__home_regency").defer(
        "row__nik", "member__nik", "evidence"
    )


def summary_of(chapter: Chapter) -> dict[str, Any]:
    """Return how many proposals from the chapter's lists wait, and how many values its lists are to correct."""
    counts: dict[str, int] = dict(
        ListedProposal.objects.filter(list__chapter=chapter)
        .filter(proposal__state__in=[State.OPEN, *proposals.SAID_NO], settled_at=None)
        .values_list("proposal__state")
        .annotate(number=Count("pk"))
    )
    return {
        "waiting": counts.get(State.OPEN, 0),
        "to_correct": sum(counts.get(each, 0) for each in proposals.SAID_NO),
    }


def plan_page(chapter: Chapter, *, at: dt.datetime) -> dict[str, Any]:
    """Return what proposing all that can be would do."""
    made = proposing.plan(proposing.in_conflict(chapter), fields=None, chapter=chapter, at=at)
    number, members = len(made.wanted), made.members
    words = ngettext(
        "%(number)d usulan dikirim kepada %(members)d anggota. Setiap anggota mendapat satu email.",
        "%(number)d usulan dikirim kepada %(members)d anggota. Setiap anggota mendapat satu email.",
        number,
    )
    return {
        "number": number,
        "said": words % {"number": number, "members": members},
        "left_out": sorted(made.left_out.items(), key=lambda item: (-item[1], item[0])),
        "more": made.more,
        "most": proposing.MOST,
    }


def left_out_in_words(left_out: Counter[str]) -> str:
    """Say what was not proposed, and why."""
    return " ".join(f"{count} × {why}" for why, count in sorted(left_out.items()))


def to_correct_page(chapter: Chapter, *, after: int | None, before: int | None) -> dict[str, Any]:
    """Return a page of what members said is wrong and the chapter's lists still say, the latest answer first."""
    own = access.members_of(chapter).values("pk")
    rows = ListedProposal.objects.filter(
        list__chapter=chapter,
        settled_at=None,
        proposal__state__in=proposals.SAID_NO,
        proposal__member__in=own,
    )
    rows = rows.select_related("proposal__member__home_regency", "list").defer("proposal__member__nik")
    page = keyset.page(
        rows.alias(age=Cast(Value(0) - F("pk"), IntegerField())), by=("age",),
        after=(-after,) if after else None, before=(-before,) if before else None,
    )  # fmt: skip
    return {
        "lines": _to_correct(page.rows, chapter),
        "previous_url": f"?sebelum={page.first.pk}" if page.first and page.has_before else "",
        "next_url": f"?sesudah={page.last.pk}" if page.last and page.has_after else "",
    }


def _to_correct(listed: Sequence[ListedProposal], chapter: Chapter) -> list[ToCorrect]:
    found = ListRow.objects.current().filter(
        list__in={each.list_id for each in listed}, key__in={each.key for each in listed}
    )
    rows = {(row.list_id, row.key): row for row in found.select_related("list").defer("nik")}
    today = times.local(timezone.now(), zone=chapter.zone).date()
    return [
        _line(each.proposal, row, chapter, today=today)
        for each in listed
        if (row := rows.get((each.list_id, each.key)))
    ]


def _line(proposal: Proposal, row: ListRow, chapter: Chapter, *, today: dt.date) -> ToCorrect:
    member: Member = proposal.member
    pairs = differences.between(row, member, (), today=today)
    pair = next((each for each in pairs if each.field == proposal.field), None)
    answer = _("keduanya salah") if proposal.state == State.NEITHER else _("registri benar")
    when = times.spoken(proposal.answered_at, zone=chapter.zone) if proposal.answered_at else ""
    said = _("%(answer)s, %(at)s") % {"answer": answer, "at": when}
    return ToCorrect(
        row=row.name,
        line=str(row.line),
        row_url=reverse("reconciliation:row", args=[chapter.pk, row.pk]),
        who=member.full_name,
        label=proposal.get_field_display(),
        listed="" if pair is None else pair.listed,
        national="" if pair is None else pair.national,
        said=f"{said}. “{proposal.words}”" if proposal.words else said,
    )


def _how_to_claim(member: Member) -> str:
    """Say how somebody whom an import brought comes to an account of their own."""
    if member.email:
        return _(
            "Ajak orangnya mendaftar dengan alamat email yang tercatat: keanggotaan ini langsung menjadi miliknya."
        )
    return _("Ajak orangnya mendaftar; pengurus lalu menggabungkan kedua catatannya.")


def _accepted(before: Proposal) -> tuple[str, str]:
    if before.correction is None:
        return _("diterima anggota"), "good"
    match before.correction.status:
        case Status.OPEN:
            return _("diterima, menunggu keputusan pengurus"), "wait"
        case Status.ACCEPTED:
            return _("diterima dan diputuskan"), "good"
        case Status.REFUSED:
            return _("tidak diterima pengurus"), "list"
    return _("permintaannya ditarik anggota"), "list"

"""What the pages of a roster show, made of its rows and of what the officer likes to see."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import facts, presenting, rosters
from chapters.access import May
from chapters.forms.members import RosterFilter
from chapters.models import DPP, Chapter, Chosen, SavedView
from chapters.rostering import columns, looks, selecting
from chapters.rostering.columns import Column
from ipspi import keyset
from ipspi.accounts.models import User
from ipspi.regions import times
from members.models import Member, MemberQuerySet

VIEW, EVERYBODY, AS_WRITTEN = "tampilan", "semua", "saring"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that narrows, in words, and the address without it."""

    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a column of a row; `url` is the chat where the column is a telephone number."""

    column: Column
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A member in the roster."""

    member: Member
    cells: list[Cell]
    chosen: bool = False


@dataclass(frozen=True)
class Question:
    """
    What an officer asks of a roster: filters, the saved view that is open, and its columns.

    `query` is what the address says. An open view gives the filters unless the address says its own (AS_WRITTEN).
    """

    chapter: Chapter
    user: User
    query: QueryDict
    rights: frozenset[May] = field(default_factory=frozenset)

    @cached_property
    def national(self) -> bool:
        return self.chapter.pk == DPP

    @cached_property
    def roster(self) -> MemberQuerySet:
        return rosters.roster_of(self.chapter)

    @cached_property
    def views(self) -> list[SavedView]:
        return list(looks.views_of(self.user, chapter=self.chapter))

    @cached_property
    def view(self) -> SavedView | None:
        asked = self.query.get(VIEW, "")
        return next((view for view in self.views if str(view.pk) == asked), None)

    @cached_property
    def form(self) -> RosterFilter:
        places = rosters.per_province(self.roster) if self.national else rosters.per_regency(self.roster)
        data = self.query
        if self.view and AS_WRITTEN not in self.query:
            data = QueryDict(urlencode(self.view.filters))
        today = times.local(timezone.now(), zone=self.chapter.zone).date()
        return RosterFilter(data, places=places, by_province=self.national, today=today)

    @cached_property
    def asked(self) -> dict[str, str]:
        return self.form.query()

    @cached_property
    def found(self) -> rosters.Found:
        return rosters.find(self.roster, self.form.asked(), by_province=self.national)

    @cached_property
    def columns(self) -> list[Column]:
        return looks.columns_of(self.user, chapter=self.chapter, view=self.view)

    @property
    def kept(self) -> dict[str, str]:
        """What an address holds beside the filters: the view, or that none is wanted."""
        if self.view:
            return {VIEW: str(self.view.pk), AS_WRITTEN: "ya"}
        return {VIEW: EVERYBODY} if self.query.get(VIEW) == EVERYBODY else {}

    @property
    def changed(self) -> bool:
        """Whether the filters are others than those of the view."""
        said = {name: answer for name, answer in self.asked.items() if name not in looks.NOT_KEPT}
        return bool(self.view and said != self.view.filters)

    @property
    def may_choose(self) -> bool:
        return bool({May.EXPORT_MEMBERS, May.MAIL_MEMBERS} & self.rights)

    def address(self, page: str = "chapters:roster", **more: object) -> str:
        """Return the address of a page that asks the same."""
        said = urlencode({**self.kept, **self.asked, **more})
        return reverse(page, args=[self.chapter.pk]) + (f"?{said}" if said else "")


def roster_page(question: Question) -> dict[str, Any]:
    """Return what the page of a chapter's roster shows."""
    found = question.found
    after, before = (keyset.id_in(question.query, name) for name in ("sesudah", "sebelum"))
    page = rosters.page(columns.read(found.members), question.roster, after=after, before=before)
    counts = rosters.counts(found.members)
    narrowed = bool(question.asked)
    return {
        "filter": question.form,
        "hidden": list(question.kept.items()),
        "chips": chips(question),
        "clear_url": reverse("chapters:roster", args=[question.chapter.pk]) + f"?{VIEW}={EVERYBODY}",
        "narrowed": narrowed,
        "columns": question.columns,
        "short": question.columns == columns.usual(question.chapter),
        "rows": _rows(question, page.rows),
        "only_similar": found.only_similar,
        "counts": counts,
        "certainty": presenting.certainty_among(question.chapter, counts, narrowed=narrowed),
        "previous_url": _turn(question, "sebelum", page.first if page.has_before else None),
        "next_url": _turn(question, "sesudah", page.last if page.has_after else None),
        "said": _span(page),
        "national": question.national,
        "views": views(question),
        "tools": tools(question),
        "may_choose": question.may_choose,
        "here": question.query.urlencode(),
        **(choice(question) if question.may_choose else {}),
    }


def choice(question: Question) -> dict[str, Any]:
    """Return how many are chosen, how many may be, and what may be done with them."""
    number, dropped = selecting.numbers(question.user, chapter=question.chapter)
    return {
        "number": number,
        "found": question.found.members.count(),
        "dropped": 0 if number else dropped,
        "may_mail": May.MAIL_MEMBERS in question.rights,
        "may_export": May.EXPORT_MEMBERS in question.rights,
    }


def chips(question: Question) -> list[Chip]:
    """Return the filters that narrow, each with the address without it."""
    base = reverse("chapters:roster", args=[question.chapter.pk])
    left_open = question.kept or {VIEW: EVERYBODY}
    return [
        Chip(
            answer.label,
            answer.words,
            f"{base}?{urlencode({**left_open, **_but(question.asked, answer.field)})}",
        )
        for answer in question.form.answers()
    ]


def views(question: Question) -> dict[str, Any]:
    """Return the saved views, which of them is open, and what can be done with it."""
    base = reverse("chapters:roster", args=[question.chapter.pk])
    return {
        "all": [(view, f"{base}?{VIEW}={view.pk}") for view in question.views],
        "open": question.view,
        "changed": question.changed,
        "everybody_url": f"{base}?{VIEW}={EVERYBODY}",
        "save_url": question.address("rostering:save_view"),
        "change_url": _change_url(question),
        "columns_url": question.address("rostering:columns"),
    }


def _change_url(question: Question) -> str:
    """The address that gives the open view the filters as they are now; none is open: none."""
    if not question.view:
        return ""
    page = reverse("rostering:change_view", args=[question.chapter.pk, question.view.pk])
    return f"{page}?{urlencode({**question.kept, **question.asked})}"


def tools(question: Question) -> list[tuple[str, str]]:
    """Return what can be done with all that was found, or was done before: words and addresses."""
    if not question.may_choose:
        return []
    may_export, may_mail = (each in question.rights for each in (May.EXPORT_MEMBERS, May.MAIL_MEMBERS))
    code = question.chapter.pk
    found = [
        (may_export, _("Cetak hasil ini"), question.address("rostering:print")),
        (may_export, _("Ekspor hasil ini"), question.address("rostering:export")),
        (may_mail, _("Email ke hasil ini"), question.address("circulars:write")),
        (may_export, _("Berkas ekspor Anda"), reverse("rostering:exports", args=[code])),
        (may_mail, _("Email yang sudah dikirim"), reverse("circulars:sent", args=[code])),
    ]
    return [(label, url) for may, label, url in found if may]


def _rows(question: Question, members: list[Member]) -> list[Row]:
    if question.may_choose:
        some = Chosen.objects.filter(user=question.user, chapter=question.chapter, dropped_at=None)
        chosen = set(some.filter(member__in=members).values_list("member", flat=True))
    else:
        chosen = set[UUID]()
    calls = any(column.look == "chat" for column in question.columns)
    quiet = facts.not_to_call(members) if calls else set[UUID]()
    return [
        Row(member, cells_of(member, question.columns, quiet=member.pk in quiet), member.pk in chosen)
        for member in members
    ]


def cells_of(member: Member, shown: Iterable[Column], *, quiet: bool) -> list[Cell]:
    """Return a member's cells; of who is `quiet` the number opens no chat."""
    return [
        Cell(
            column,
            str(column.value(member) or ""),
            facts.chat_url(member) if column.look == "chat" and not quiet else "",
        )
        for column in shown
    ]


def print_page(question: Question, *, most: int, by: User, at: dt.datetime) -> dict[str, Any]:
    """Return a roster for paper: who is found, as many as fit, with what was asked, by whom and when."""
    free = columns.read(question.found.members).order_by("name", "pk")
    members = list(free.filter(restriction=None)[: most + 1])
    counts = rosters.counts(question.found.members)
    return {
        "rows": [Row(member, cells_of(member, question.columns, quiet=True)) for member in members[:most]],
        "too_many": len(members) > most,
        "most": most,
        "restricted": question.found.members.exclude(restriction=None).count(),
        "columns": question.columns,
        "answers": question.form.answers(),
        "counts": counts,
        "certainty": presenting.certainty_among(question.chapter, counts, narrowed=bool(question.asked)),
        "printed": times.spoken(at, zone=question.chapter.zone),
        "by": by,
        "back_url": question.address(),
    }


def _but(asked: Mapping[str, str], name: str) -> dict[str, str]:
    return {each: answer for each, answer in asked.items() if each != name}


def _turn(question: Question, side: str, member: Member | None) -> str:
    return "?" + urlencode({**question.kept, **question.asked, side: member.pk}) if member else ""


def _span(page: keyset.Page[Member]) -> str:
    if not (page.first and page.last) or not (page.has_before or page.has_after):
        return ""
    return _("%(first)s sampai %(last)s") % {"first": page.first.name, "last": page.last.name}

"""What the pages of boards show, made of rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters import access, todo
from chapters.access import May
from chapters.boards import drafts, ending, reading, terms
from chapters.models import DPP, BoardDraft, Chapter, DraftSeat, Handover, Office, Seat, Term
from ipspi.accounts.models import User
from ipspi.regions import times
from members.models import Member
from members.summaries import Row

LEAD = {
    Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY, Office.VICE_SECRETARY, Office.TREASURER,
}  # fmt: skip
OPEN_WORK = {
    "applications": gettext_lazy("Pendaftaran"),
    "corrections": gettext_lazy("Perbaikan data"),
    "moves": gettext_lazy("Mutasi"),
    "pairs": gettext_lazy("Kemungkinan ganda"),
    "data_requests": gettext_lazy("Permintaan data pribadi"),
    "rows": gettext_lazy("Baris daftar perlu ditinjau"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """What may be done with a seat: words and address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A seat as a page shows it; `notes` are said below the name."""

    post: str
    name: str
    url: str = ""
    notes: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """Seats that are printed under one heading."""

    title: str
    lines: list[Line]


def group_of(office: str, title: str) -> str:
    """Return the heading under which a seat is printed."""
    if office in LEAD:
        return _("Pengurus harian")
    if office == Office.DIVISION:
        return reading.division_in(title) or _("Bidang")
    return str(Office(office).label)


def post_of(office: str, title: str, post: str) -> str:
    """Return how a post is said under its heading: a division's without the division."""
    division = reading.division_in(title) if office == Office.DIVISION else ""
    return title.removesuffix(division).strip() or post if division else post


def grouped(lines: Iterable[tuple[str, Line]]) -> list[Group]:
    """Return lines, each with its heading and in printed order, under their headings."""
    return [
        Group(title, [line for _title, line in same])
        for title, same in groupby(lines, key=lambda each: each[0])
    ]


def board_page(chapter: Chapter, *, user: User, at: dt.datetime) -> dict[str, Any]:
    """Return what the page of a chapter's present board shows."""
    rights = access.rights_in(user, chapter)
    term = terms.open_term_of(chapter)
    shown = _Shown(chapter, rights)
    rows = list(Seat.objects.filter(chapter=chapter).not_ended(at).printed())
    empty = Seat.objects.filter(chapter=chapter, term=term, ends_at__lte=at, replaced_by__isnull=True)
    empty = empty.filter(ends_at__gt=F("starts_at")) if term else empty.none()
    return {
        "term": term,
        "facts": facts_of(term) if term else [],
        "warning": ending.words_about(term, at=at),
        "groups": shown.groups([seat for seat in rows if seat.starts_at <= at]),
        "later": shown.groups([seat for seat in rows if seat.starts_at > at]),
        "empty": shown.groups(list(empty.printed())),
        "number": sum(seat.starts_at <= at for seat in rows),
        "draft": drafts.open_draft_of(chapter),
        "may_prepare": May.PREPARE_BOARD in rights,
        "may_keep": May.KEEP_BOARD in rights,
        "handed_over": term is not None and Handover.objects.filter(term=term).exists(),
        "waiting": list(todo.boards_waiting_in(chapter).select_related("chapter").order_by("sent_at"))
        if chapter.pk == DPP and May.KEEP_BOARD in rights
        else [],
    }


def term_page(term: Term, *, user: User) -> dict[str, Any]:
    """Return what the page of one term shows: all who sat on its board, and the handing over."""
    rights = access.rights_in(user, term.chapter)
    rows = list(term.seats.printed().select_related("chapter", "term", "member", "user", "replaces"))
    parties = Handover.objects.select_related(
        "given_by__member", "given_by__user", "taken_by__member", "taken_by__user"
    )
    handover = parties.filter(term=term).first()
    return {
        "term": term,
        "facts": facts_of(term),
        "groups": _Shown(term.chapter, frozenset(), whole=True).groups(rows),
        "number": len(rows),
        "handover": _facts_of_handover(handover) if handover else [],
        "may_prepare": May.PREPARE_BOARD in rights,
        "may_keep": May.KEEP_BOARD in rights,
    }


def history_page(chapter: Chapter) -> dict[str, Any]:
    """Return all terms of a chapter, the latest first, each with its chair and how many sat; in two queries."""
    rows = Term.objects.filter(chapter=chapter).annotate(
        number=Count("seats"), paw=Count("seats", filter=Q(seats__replaces__isnull=False))
    )
    chairs: dict[int | None, list[str]] = {}
    for seat in Seat.objects.filter(chapter=chapter, office=Office.CHAIR).printed():
        chairs.setdefault(seat.term_id, []).append(seat.holder_name)
    lines = [
        {"term": term, "years": years_of(term), "chairs": chairs.get(term.pk, []), "number": term.number,
         "paw": term.paw}
        for term in rows.order_by("-starts_on")
    ]  # fmt: skip
    return {"lines": lines, "without_term": chairs.get(None, [])}


def draft_page(draft: BoardDraft, *, user: User, at: dt.datetime) -> dict[str, Any]:
    """Return what the page of a board that is being prepared shows."""
    rights = access.rights_in(user, draft.chapter)
    rows = list(draft.seats.printed())
    return {
        "draft": draft,
        "facts": _facts_of_draft(draft),
        "groups": grouped((group_of(each.office, each.title), _line_of_draft(each)) for each in rows),
        "unsettled": [each for each in rows if not each.is_settled],
        "settled": [each for each in rows if each.is_settled],
        "seats": rows,
        "missing": drafts.what_is_missing(draft, rows),
        "past": drafts.is_past(draft, at=at),
        "sent": times.spoken(draft.sent_at, zone=draft.chapter.zone) if draft.sent_at else "",
        "may_keep": May.KEEP_BOARD in rights,
        "upload_url": reverse("spreadsheets:start", args=[drafts.KIND, str(draft.pk)]),
    }


def facts_of(term: Term) -> list[Row]:
    """Return what is written of a term; what is not known is left out."""
    said = [
        (_("Masa bakti"), years_of(term)),
        (_("Dipilih pada"), spoken(term.elected_on)),
        (_("SK"), decree(term.decree_number, term.decree_on)),
    ]
    return [Row(label, value, "") for label, value in said if value]


def years_of(term: Term) -> str:
    """Return from when to when a term lasts or lasted, in words."""
    words = {"first": spoken(term.starts_on), "last": spoken(term.ended_on or term.ends_on)}
    return _("%(first)s sampai %(last)s") % words


def decree(number: str, on: dt.date | None) -> str:
    """Return a decree in words: its number and its day, as far as they are known."""
    if number and on:
        return _("%(number)s, %(day)s") % {"number": number, "day": spoken(on)}
    return number or spoken(on)


def spoken(day: dt.date | None) -> str:
    return formats.date_format(day, "j F Y") if day else ""


class _Shown:
    """How one officer sees the seats of a chapter: links to its own members, and ways where they have the right."""

    def __init__(self, chapter: Chapter, rights: frozenset[May], *, whole: bool = False) -> None:
        self.chapter, self.rights, self.whole = chapter, rights, whole
        self.provinces = access.provinces_of(frozenset({chapter.pk}))

    def groups(self, seats: Sequence[Seat]) -> list[Group]:
        return grouped((group_of(each.office, each.title), self._line(each)) for each in seats)

    def _line(self, seat: Seat) -> Line:
        post = post_of(seat.office, seat.title, seat.post)
        return Line(post, seat.holder_name, self._url(seat.member), self._notes(seat), self._ways(seat))

    def _url(self, member: Member | None) -> str:
        if member is None or member.status == Member.Status.MERGED:
            return ""
        at_home = self.chapter.pk == DPP or member.home_province_id in self.provinces
        return reverse("chapters:member", args=[self.chapter.pk, member.pk]) if at_home else ""

    def _notes(self, seat: Seat) -> list[str]:
        notes = [_period(seat, zone=self.chapter.zone, whole=self.whole)]
        if seat.replaces_id:
            number = decree(seat.decree_number, seat.decree_on)
            notes.append(_("lewat PAW") + (f", {number}" if number else ""))
        if seat.reason:
            notes.append(seat.reason)
        if seat.member is None:
            notes.append(_("akun staf") if seat.user_id else _("bukan anggota"))
        return list(filter(None, notes))

    def _ways(self, seat: Seat) -> list[Way]:
        gives_nothing = not access.granted_by(seat.office, chapter=self.chapter.pk)
        if not (May.KEEP_BOARD in self.rights or (gives_nothing and May.PREPARE_BOARD in self.rights)):
            return []
        arguments = [self.chapter.pk, seat.pk]
        replace = Way(_("Ganti (PAW)"), reverse("boards:replace", args=arguments))
        if seat.ends_at is None:
            return [replace, Way(_("Akhiri"), reverse("boards:end", args=arguments))]
        return [replace]


def _period(seat: Seat, *, zone: str, whole: bool) -> str:
    """Say when somebody sat, as far as it differs from the term."""
    first, term = times.local(seat.starts_at, zone=zone).date(), seat.term
    last = times.local(seat.ends_at, zone=zone).date() if seat.ends_at else None
    began_late = term is None or first > term.starts_on
    ended = last is not None and (not whole or term is None or last < (term.ended_on or term.ends_on))
    words = {"first": spoken(first), "last": spoken(last)}
    if began_late and ended:
        return _("%(first)s sampai %(last)s") % words
    if ended:
        return _("sampai %(last)s") % words
    return _("sejak %(first)s") % words if began_late else ""


def _line_of_draft(seat: DraftSeat) -> Line:
    post = post_of(seat.office, seat.title, seat.post)
    if not seat.is_settled:
        return Line(post, seat.holder_name, notes=[_("belum dipastikan")])
    return Line(
        post, seat.holder_name, notes=[seat.member.number or "" if seat.member else _("bukan anggota")]
    )


def _facts_of_draft(draft: BoardDraft) -> list[Row]:
    said = [
        (_("Masa bakti"), draft.name),
        (_("Mulai"), spoken(draft.starts_on)),
        (_("Berakhir sebelum"), spoken(draft.ends_on)),
        (_("Dipilih pada"), spoken(draft.elected_on)),
        (_("SK"), decree(draft.decree_number, draft.decree_on)),
    ]
    return [Row(label, value, "") for label, value in said]


def _facts_of_handover(handover: Handover) -> list[Row]:
    given = handover.given_by.holder_name if handover.given_by else _("tidak tercatat di registri")
    open_work = [
        f"{label}: {handover.figures[name]}"
        for name, label in OPEN_WORK.items()
        if handover.figures.get(name)
    ]
    return [
        Row(_("Tanggal dan tempat"), f"{spoken(handover.on)}, {handover.place}", ""),
        Row(_("Yang menyerahkan"), given, ""),
        Row(_("Yang menerima"), handover.taken_by.holder_name, ""),
        Row(_("Yang diserahkan"), handover.things, ""),
        Row(_("Pekerjaan yang terbuka"), "; ".join(open_work) or _("tidak ada"), ""),
    ]

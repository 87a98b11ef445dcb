"""What the pages of a chapter show, made of its rows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import certainty, growth, narrowing, privacy, quality, queue, rosters, tile_map
from chapters.boards import ending, terms
from chapters.models import DPP, Chapter, LedgerEntry
from chapters.reconciliation import unseen
from chapters.reconciliation.groups import Group
from chapters.rosters import Counts
from chapters.todo import Todo
from ipspi.regions import times
from ipspi.regions.models import Province, Regency
from members import data_requests
from members.models import PrivacyRequest


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of members with its certainty, and the address of those it counts."""

    label: str
    number: int
    certainty: str
    url: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A chapter in the table of chapters, with its numbers; `waiting` are the applications that wait for officers."""

    name: str
    url: str
    status: str
    keeper: str
    members: int
    waiting: int
    certainty: str


def overview_page(chapter: Chapter, waiting: Todo, *, at: dt.datetime, measure: str = "") -> dict[str, Any]:
    """
    Return what the first page of a chapter shows to an officer for whom that is `waiting`.

    For the DPP with the map of the nation, by a `measure` (tile_map.MEASURES).
    """
    roster, national = rosters.roster_of(chapter), chapter.pk == DPP
    counts, entries = rosters.counts(roster), certainty.entries_for(chapter)
    places = rosters.per_province(roster) if national else rosters.per_regency(roster)
    return {
        "tasks": _tasks(chapter, waiting, at=at),
        "figures": _figures(chapter, counts, entries),
        "places": places,
        "without": [] if national else _without_members(chapter, places),
        "growth": growth.members_chart(chapter, at=at),
        "quality": quality.of_chapter(chapter),
        "map": tile_map.page(measure, places, at=at) if national else None,
        "compared": any(entry.rows for entry in entries),
        "estimate": unseen.of_nation(entries) if national else None,
        "provinces": Province.objects.filter(coverage__chapter=chapter),
        "national": national,
        "term_ends": ending.words_about(terms.open_term_of(chapter), at=at),
    }


def chapters_page(chapters: list[Chapter]) -> dict[str, Any]:
    """
    Return chapters with their numbers and the sum, those first in which applications wait for officers.

    The DPP's line is that of members of no known province; `at_dpp` is how many wait in its own queue.
    """
    places, entries = rosters.per_chapter(), certainty.latest_of(chapters)
    lines = [_line(chapter, places.get(chapter.pk), entries.get(chapter.pk)) for chapter in chapters]
    dpp = [chapter for chapter in chapters if chapter.pk == DPP]
    provinces = len(chapters) - len(dpp)
    return {
        "lines": sorted(lines, key=lambda line: not line.waiting),
        "at_dpp": queue.for_officers_of(dpp[0]).count() if dpp else 0,
        "members": sum(line.members for line in lines),
        "waiting": sum(line.waiting for line in lines),
        "certainty": certainty.of_nation(entries.values(), chapters=provinces),
    }


def _without_members(chapter: Chapter, places: list[rosters.Place]) -> list[str]:
    """The names of the chapter's regencies in which nobody is a member."""
    inhabited = [place.code for place in places if place.count.members]
    regencies = Regency.objects.filter(province__coverage__chapter=chapter).exclude(code__in=inhabited)
    return list(regencies.order_by("code").values_list("name", flat=True))


def data_request_line(
    request: PrivacyRequest, *, zone: str, at: dt.datetime
) -> tuple[PrivacyRequest, str, str, bool]:
    """Return a request, when it was asked, how much time is left, and whether that is over."""
    asked, left = times.spoken(request.asked_at, zone=zone), data_requests.time_left(request, at=at)
    return request, asked, left, request.due_at <= at


def _line(chapter: Chapter, place: rosters.Place | None, entry: LedgerEntry | None) -> Line:
    roster = reverse("chapters:roster", args=[chapter.pk])
    unknown = chapter.pk == DPP
    return Line(
        name=_("Provinsi tidak diketahui") if unknown else chapter.name,
        url=f"{roster}?place={narrowing.UNKNOWN}"
        if unknown
        else reverse("chapters:overview", args=[chapter.pk]),
        status="" if unknown else chapter.get_status_display(),
        keeper=str(chapter.looked_after_by or (chapter if unknown else "")),
        members=place.count.members if place else 0,
        waiting=place.waiting if place else 0,
        certainty=certainty.of_chapter(entry),
    )


def certainty_among(chapter: Chapter, counts: Counts, *, narrowed: bool) -> str:
    """Say how certain the number of a roster is, or of a part of it."""
    entries = certainty.entries_for(chapter)
    return certainty.of_part(entries, both=counts.all.both) if narrowed else _whole(chapter, entries)


def certainty_of(chapter: Chapter) -> str:
    """Say how certain the number of a chapter's members is; for the DPP, the nation's."""
    return _whole(chapter, certainty.entries_for(chapter))


def _whole(chapter: Chapter, entries: list[LedgerEntry]) -> str:
    if chapter.pk == DPP:
        return certainty.of_nation(entries, chapters=Chapter.objects.exclude(pk=DPP).count())
    return certainty.of_chapter(entries[0] if entries else None)


def _figures(chapter: Chapter, counts: Counts, entries: list[LedgerEntry]) -> list[Figure]:
    members = f"{reverse('chapters:roster', args=[chapter.pk])}?status={narrowing.MEMBERS}"
    parts = [
        ("ASN", counts.asn, "asn"),
        ("Non-ASN", counts.non_asn, "non"),
        (_("Kepegawaian belum diketahui"), counts.unknown, narrowing.UNKNOWN),
    ]
    return [
        Figure(_("Anggota"), counts.all.members, _whole(chapter, entries), members, "good"),
        *(
            Figure(
                label,
                number.members,
                certainty.of_part(entries, both=number.both),
                f"{members}&work={key}",
            )
            for label, number, key in parts
        ),
    ]


def _tasks(chapter: Chapter, waiting: Todo, *, at: dt.datetime) -> list[Figure]:
    """The cards of what waits for the officer, those of which there is any."""
    turn, first = queue.waiting_in(chapter), privacy.open_in(chapter).order_by("due_at", "pk").first()
    left = data_requests.time_left(first, at=at) if first else ""
    late = "bad" if first and first.due_at <= at else "warn"
    requests = reverse("chapters:requests", args=[chapter.pk])
    cards = [
        Figure(
            _("Pendaftaran menunggu pengurus"),
            waiting.applications,
            _turn_of(chapter, turn),
            reverse("chapters:queue", args=[chapter.pk]),
            "warn",
        ),
        Figure(
            _("Permintaan data pribadi"),
            waiting.data_requests,
            left,
            reverse("chapters:data_requests", args=[chapter.pk]),
            late,
        ),
        Figure(_("Perbaikan data"), waiting.corrections, _("diminta anggota"), requests, "warn"),
        Figure(
            _("Usulan pemberhentian sementara"),
            waiting.suspensions,
            _("menunggu pengurus kedua"),
            requests,
            "warn",
        ),
        Figure(
            _("Mutasi"),
            waiting.moves,
            _("menunggu persetujuan daerah"),
            reverse("chapters:transfers", args=[chapter.pk]),
            "warn",
        ),
        Figure(
            _("Kemungkinan ganda"),
            waiting.pairs,
            _("mungkin orang yang sama"),
            reverse("duplicates:pairs", args=[chapter.pk]),
            "warn",
        ),
        Figure(
            _("Baris daftar perlu ditinjau"),
            waiting.rows,
            _("mungkin seorang anggota"),
            reverse("reconciliation:group", args=[chapter.pk, Group.REVIEW.slug]),
            "list",
        ),
        Figure(
            _("Kepengurusan"),
            waiting.boards,
            _("menunggu diberlakukan DPP"),
            reverse("boards:board", args=[chapter.pk]),
            "warn",
        ),
    ]
    return [card for card in cards if card.number]


def _turn_of(chapter: Chapter, waiting: queue.Waiting) -> str:
    """Say since when the oldest application waits, and how many more wait for their applicants."""
    said = []
    if waiting.oldest:
        said.append(_("yang tertua sejak %(at)s") % {"at": times.spoken(waiting.oldest, zone=chapter.zone)})
    if waiting.applicants:
        said.append(_("%(number)d lagi menunggu pendaftar") % {"number": waiting.applicants})
    return "; ".join(said)

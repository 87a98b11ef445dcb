"""What the pages of lists of graduates, staff and participants show, and the page of coverage by institution."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters.models import Chapter, Invitation, ListEntry, ListUpload, MemberList
from chapters.reconciliation import counting, ending, kinds, lists, nights, presenting
from chapters.reconciliation.counting import Standing, State
from chapters.reconciliation.groups import page
from chapters.reconciliation.presenting import Fact
from ipspi import charts
from ipspi.regions import times

RUNS_SHOWN = 14
UPLOADS_SHOWN = 20
SOON = max(ending.WARNINGS)


@dataclass(frozen=True, slots=True)
class Line:
    """A list of another kind in a table; `share` of its rows is registered, `since` is when it was begun."""

    kept: MemberList
    url: str
    kind: str
    state: State
    share: str
    since: str
    ends: str

    @property
    def is_compared(self) -> bool:
        return self.state.entry is not None


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of list that can be begun, or a list that can be uploaded anew."""

    title: str
    said: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One figure of the invitations, in people."""

    label: str
    count: int
    url: str


def lines(chapter: Chapter, kept: Collection[MemberList]) -> list[Line]:
    """Return lists with their figures: those first of whom most are not registered yet."""
    states = counting.states_of(kept)
    states.sort(key=lambda each: (-each.figures.not_registered, -each.figures.rows, each.kept.about))
    return [_line(chapter, each) for each in states]


def coverage_page(chapter: Chapter) -> dict[str, Any]:
    """Return the page of all lists of other kinds, and what is left of those that were deleted."""
    every = list(MemberList.objects.of_others().filter(chapter=chapter))
    return {
        "lines": lines(chapter, [each for each in every if each.deleted_at is None]),
        "ended": lines(chapter, [each for each in every if each.deleted_at is not None]),
    }


def new_page(chapter: Chapter) -> dict[str, Any]:
    """Return the lists that a file can be a new state of, and the kinds that can be begun."""
    every = list(MemberList.objects.kept().filter(chapter=chapter).order_by("name"))
    own = [each for each in every if each.is_of_members] or [MemberList(chapter=chapter, name=lists.DEFAULT)]
    own_words = _("Anggota yang disimpan daerah ini sendiri.")
    others = [each for each in every if not each.is_of_members]
    return {
        "existing": [
            *(
                Way(presenting.name_of(each), own_words, presenting.upload_url(chapter, each.name))
                for each in own
            ),
            *(
                Way(kinds.named(each), each.name, presenting.upload_url(chapter, each.name))
                for each in others
            ),
        ],
        "kinds": [
            Way(
                str(spoken.title),
                str(spoken.said),
                reverse("reconciliation:give", args=[chapter.pk, spoken.slug]),
            )
            for spoken in kinds.SPOKEN.values()
        ],
    }


def list_page(kept: MemberList) -> dict[str, Any]:
    """Return the page of a list: its figures, its invitations, why it is kept, and how it was before."""
    chapter, state = kept.chapter, counting.state_of(kept)
    is_kept = kept.deleted_at is None
    entry = state.entry
    return {
        "kept": kept,
        "state": state,
        "figures": state.figures,
        "share": _share(state),
        "kind": kinds.of(kept).title,
        "at": times.spoken(entry.run.started_at, zone=chapter.zone) if entry else "",
        "pieces": charts.stacked(_parts(kept, state)) if entry and entry.rows else [],
        "repeated_url": _rows_url(kept, Standing.DUPLICATES) if is_kept else "",
        "facts": _facts(kept),
        "steps": _funnel(kept) if is_kept else [],
        "runs": _runs(kept),
        "sheet": _sheet(kept, state) if is_kept else None,
        "job": nights.open_job(chapter),
        "days_left": _days_left(kept) if is_kept else None,
        "scope": f"?daftar={kept.pk}",
    }


def rows_page(
    kept: MemberList, standing: Standing, *, after: str | None, before: str | None
) -> dict[str, Any]:
    """Return fifty rows of a list that stand so, and the way to the others."""
    chapter, state = kept.chapter, counting.state_of(kept)
    shown = page(standing.group, chapter=chapter, only=kept, after=after, before=before)
    here = _rows_url(kept, standing)
    return {
        "group": standing,
        "eyebrow": kinds.named(kept),
        "rows": presenting.lines(chapter, shown.rows),
        "count": getattr(state.figures, standing.name.lower()),
        "at": times.spoken(state.entry.run.started_at, zone=chapter.zone) if state.entry else "",
        "outdated": state.outdated,
        "previous_url": f"{here}?sebelum={shown.first.pk}" if shown.first and shown.has_before else "",
        "next_url": f"{here}?sesudah={shown.last.pk}" if shown.last and shown.has_after else "",
        "said": presenting.span(shown.first, shown.last),
        "back_url": url_of(kept),
        "scope": f"?daftar={kept.pk}",
    }


def delete_page(kept: MemberList) -> dict[str, Any]:
    """Return what deleting a list does."""
    words = _(
        "%(rows)d baris, keputusan tentangnya, dan undangannya dihapus untuk selamanya; tautan undangan yang sudah "
        "terkirim tidak berlaku lagi. Nama daftar dan angka-angkanya tetap ada. Ini tidak dapat diurungkan."
    )
    return {
        "title": _("Hapus %(list)s sekarang?") % {"list": kinds.named(kept)},
        "said": words % {"rows": counting.state_of(kept).figures.rows},
        "cancel_url": url_of(kept),
    }


def url_of(kept: MemberList) -> str:
    """Return the address of a list's page."""
    return reverse("reconciliation:list", args=[kept.chapter_id, kept.pk])


def _line(chapter: Chapter, state: State) -> Line:
    kept = state.kept
    return Line(
        kept=kept,
        url=reverse("reconciliation:list", args=[chapter.pk, kept.pk]),
        kind=str(kept.get_kind_display()),
        state=state,
        share=_share(state),
        since=date_format(times.local(kept.created_at, zone=chapter.zone), "j F Y"),
        ends=date_format(kept.ends_on, "j F Y") if kept.ends_on else "",
    )


def _share(state: State) -> str:
    """The share of the rows that are registered, in whole percent."""
    pieces = charts.stacked(_parts(state.kept, state))
    return pieces[0].share if state.entry else ""


def _parts(kept: MemberList, state: State) -> list[charts.Part]:
    figures, is_kept = state.figures, kept.deleted_at is None
    looks: list[tuple[Standing, int, charts.Look, str]] = [
        (Standing.REGISTERED, figures.registered, "woven", _("sudah anggota IPSPI, di daerah mana pun")),
        (Standing.REVIEW, figures.review, "dotted", _("mungkin anggota; menunggu petugas")),
        (Standing.NOT_REGISTERED, figures.not_registered, "warp", _("tidak ditemukan; dapat diundang")),
    ]
    return [
        charts.Part(str(standing.label), count, look, said, _rows_url(kept, standing) if is_kept else "")
        for standing, count, look, said in looks
    ]


def _rows_url(kept: MemberList, standing: Standing) -> str:
    return reverse("reconciliation:list_rows", args=[kept.chapter_id, kept.pk, standing.value])


def _facts(kept: MemberList) -> list[Fact]:
    facts = [
        Fact(_("Nama daftar"), kept.name),
        Fact(_("Untuk apa"), kept.purpose),
        Fact(_("Dimulai"), date_format(times.local(kept.created_at, zone=kept.chapter.zone), "j F Y")),
    ]
    if kept.deleted_at is not None:
        return [*facts, Fact(_("Dihapus"), times.spoken(kept.deleted_at, zone=kept.chapter.zone))]
    ends = date_format(kept.ends_on, "j F Y") if kept.ends_on else ""
    return [
        *facts[:1],
        Fact(_("Diserahkan oleh"), kept.given_by),
        *facts[1:],
        Fact(_("Dihapus pada tanggal"), ends),
    ]


def _funnel(kept: MemberList) -> list[Step]:
    people = Invitation.objects.filter(list=kept).people()
    here = reverse("inviting:start", args=[kept.chapter_id]) + f"?daftar={kept.pk}"
    steps = [
        ("sent", _("Diundang"), "terkirim"),
        ("opened", _("Membuka undangan"), "dibuka"),
        ("registered", _("Mendaftar"), "mendaftar"),
        ("refused", _("Tidak mau dihubungi"), "tidak-mau"),
    ]
    return [Step(label, people[f"number_{name}"], f"{here}&keadaan={state}") for name, label, state in steps]


def _runs(kept: MemberList) -> list[tuple[str, ListEntry]]:
    entries = ListEntry.objects.filter(list=kept).select_related("run").order_by("-run_id")[:RUNS_SHOWN]
    return [(times.spoken(each.run.started_at, zone=kept.chapter.zone), each) for each in entries]


def _sheet(kept: MemberList, state: State) -> presenting.Kept:
    """The list as the page of lists shows one: its uploads, the latest first."""
    uploads = ListUpload.objects.filter(list=kept).select_related("by").order_by("-pk")[:UPLOADS_SHOWN]
    return presenting.Kept(
        _("Isi daftar"),
        kept.rows.current().count() if state.outdated else state.figures.rows,
        presenting.uploads_of(kept.chapter, list(uploads)),
        presenting.upload_url(kept.chapter, kept.name),
    )


def _days_left(kept: MemberList) -> int | None:
    """How many days it is kept yet, if they are few."""
    left = ending.days_left(kept, at=timezone.now())
    return max(left, 0) if left <= SOON else None

"""What the pages of programmes show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters import months, papers, rupiah, scoped
from chapters.models import Chapter, JointActivity, Programme, Term
from chapters.programmes import reading
from chapters.programmes.reading import Reached, Row
from ipspi.accounts.models import User
from ipspi.navigation import Crumb
from ipspi.regions import times

Stage = Programme.Stage
LOOKS = {Stage.DONE: "good", Stage.RUNNING: "news", Stage.UNFINISHED: "wait", Stage.DROPPED: "bad"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A target on its programme's page; `said` are sentences on where its number comes from."""

    reached: Reached
    value: str
    goal: str
    said: Sequence[str]
    differs: str


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a history."""

    what: str
    words: str
    fields: list[list[str]]
    who: str
    when: str


def terms_of(chapter: Chapter) -> list[Term]:
    """Return a chapter's terms, the latest first."""
    return list(Term.objects.filter(chapter=chapter).select_related("chapter").order_by("-starts_on", "-pk"))


def term_asked(terms: list[Term], asked: str) -> Term | None:
    """Return the term whose id is asked for, else the one that is open, else the latest."""
    by_id = {str(term.pk): term for term in terms}
    present = (term for term in terms if term.ended_on is None)
    return by_id.get(asked) or next(present, terms[0] if terms else None)


def divisions_of(chapter: Chapter) -> list[str]:
    """Return the divisions that the chapter's programmes name, to be chosen again while typing."""
    named = Programme.objects.kept().filter(term__chapter=chapter).exclude(division="")
    return list(named.order_by("division").values_list("division", flat=True).distinct()[:100])


def programme_page(programme: Programme, chapter: Chapter, *, today: dt.date) -> dict[str, Any]:
    """Return all that is known of a programme; `programme` as from `whole`."""
    (row,) = reading.rows_of([programme], term=programme.term, today=today)
    return {
        "row": row,
        "look": LOOKS.get(row.stage, ""),
        "rows": _summary(programme),
        "bars": [_bar(reached) for reached in row.targets],
        "stage_words": _stage_words(row),
        "past": programme.carried_over_from,
        "next": getattr(programme, "carried_over_to", None),
        "notes": programme.notes.select_related("by"),
        "papers": papers.unread(programme.evidence.select_related("by")),
        "activities": programme.activities.all(),
        "history": happened(programme.changes.select_related("by"), chapter=chapter),
        "breadcrumbs": [*crumbs(chapter, programme.term), Crumb(programme.name)],
    }


def whole(chapter: Chapter) -> Any:
    """Return a chapter's programmes with what their pages show, removed ones too."""
    activities = JointActivity.objects.filter(partner__removed_at=None).select_related("partner")
    rows = Programme.objects.filter(term__chapter=chapter).with_targets()
    return rows.select_related("term__chapter", "carried_over_to__term").prefetch_related(
        Prefetch("activities", queryset=activities)
    )


def crumbs(chapter: Chapter, term: Term) -> list[Crumb]:
    """Return the way to a term's programmes."""
    here = reverse("programmes:start", args=[chapter.pk])
    return [
        scoped.crumb(chapter),
        Crumb(_("Program kerja %(term)s") % {"term": term.name}, f"{here}?masa={term.pk}"),
    ]


def happened(changes: Any, *, chapter: Chapter) -> list[Happened]:
    """Return a history in words, the latest first."""
    return [
        Happened(
            what=str(change.get_kind_display()),
            words=change.words,
            fields=change.fields,
            who=who(change.by),
            when=times.spoken(change.at, zone=chapter.zone),
        )
        for change in changes
    ]


def who(user: User | None) -> str:
    """Return the name of who did something; never an address."""
    return (user.name if user else "") or _("seorang pengurus")


def _summary(programme: Programme) -> list[dict[str, str]]:
    spent = "" if programme.spent is None else rupiah.spoken(programme.spent)
    if programme.spent is not None and programme.budget:
        spent += f" ({100 * programme.spent // programme.budget} %)"
    seat = programme.in_charge
    named = f"{seat.holder_name}, {seat.title or seat.get_office_display()}" if seat else ""
    return [
        {"label": _("Penanggung jawab"), "value": named},
        {"label": _("Jadwal"), "value": months.spoken(programme.starts_on, programme.ends_on)},
        {
            "label": _("Anggaran"),
            "value": "" if programme.budget is None else rupiah.spoken(programme.budget),
        },
        {"label": _("Realisasi"), "value": spent},
    ]


def _stage_words(row: Row) -> str:
    programme = row.programme
    if not programme.stage:
        return _("Menurut bulan dan sasarannya.")
    if row.stages_differ:
        words = _("Pengurus menyatakan “%(said)s”, padahal %(reached)d dari %(all)d sasaran tercapai.")
        return words % {"said": row.stage.label.lower(), "reached": row.reached, "all": len(row.targets)}
    return _("Menurut pengurus.")


def _bar(reached: Reached) -> Bar:
    target = reached.target
    differs = ""
    if reached.differs:
        words = _(
            "Pengurus menulis %(stated)s, registri menghitung %(counted)s. Yang dipakai angka registri."
        )
        stated, counted = (rupiah.number(each or 0) for each in (target.stated, reached.value))
        differs = words % {"stated": stated, "counted": counted}
    return Bar(
        reached=reached,
        value=_("belum diketahui") if reached.value is None else rupiah.number(reached.value),
        goal=f"{rupiah.number(target.number)} {target.unit}",
        said=list(_said(reached)),
        differs=differs,
    )


def _said(reached: Reached) -> list[str]:
    target, said = reached.target, []
    if not target.measure:
        return [] if target.stated is None else [_("Menurut pengurus.")]
    for measured, day, words in (
        (reached.start, reached.since, _("Awal program, %(day)s: %(number)s (%(certainty)s).")),
        (reached.now, reached.until, _("Sampai %(day)s: %(number)s (%(certainty)s).")),
    ):
        if measured is not None:
            number = _("belum diketahui") if measured.number is None else rupiah.number(measured.number)
            shown = {"day": date_format(day, "j F Y"), "number": number, "certainty": measured.certainty}
            said.append(words % shown)
    if target.since_start:
        said.append(_("Dihitung registri: tambahannya sejak awal program."))
    else:
        said.append(_("Dihitung registri."))
    return said

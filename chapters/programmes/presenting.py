"""What the pages of programmes show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters import months, papers, rupiah, scoped
from chapters.models import CarryOver, Chapter, JointActivity, Programme, Target, Term
from chapters.programmes import carrying, importing, reading
from chapters.programmes.forms import FilterForm
from chapters.programmes.reading import Reached, Row, Totals
from ipspi.accounts.models import User
from ipspi.navigation import Crumb
from ipspi.regions import times

Stage = Programme.Stage
LOOKS = {Stage.DONE: "good", Stage.RUNNING: "news", Stage.UNFINISHED: "wait", Stage.DROPPED: "bad"}


@dataclass(frozen=True, slots=True)
class Line:
    """A programme in a list."""

    row: Row
    url: str
    months: str
    look: str
    money: str


@dataclass(frozen=True, slots=True)
class Group:
    """The programmes of a division that are shown."""

    division: str
    lines: Sequence[Line]
    money: str


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


# ---------------------------------------------------------------- the list
def start_page(chapter: Chapter, *, query: Any, today: dt.date) -> dict[str, Any]:
    """Return the programmes of the term that is asked for, else of the present one, by division, with their sums."""
    terms = terms_of(chapter)
    term = term_asked(terms, query.get("masa", ""), today=today)
    if term is None:
        return {
            "chapter": chapter,
            "term": None,
            "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Program kerja"))],
        }
    report = reading.report_of(term, today=today)
    divisions = sorted(filter(None, report.divisions))
    form = FilterForm({"masa": str(term.pk), **query.dict()}, terms=terms, divisions=divisions)
    asked = form.cleaned_data if form.is_valid() else {}
    shown = [
        row
        for row in report.rows
        if asked.get("bidang", "") in ("", row.programme.division)
        and asked.get("keadaan", "") in ("", row.stage)
    ]
    totals, here = reading.totals_of(shown), reverse("programmes:start", args=[chapter.pk])
    before = carrying.term_before(term)
    return {
        "chapter": chapter,
        "term": term,
        "is_over": report.on < today,
        "on": report.on,
        "form": form,
        "is_filtered": len(shown) < len(report.rows),
        "clear_url": f"{here}?masa={term.pk}",
        "all": report.totals,
        "totals": totals,
        "figures": _figures(totals),
        "groups": _groups(chapter, shown),
        "before": before if before and _left_in(before) else None,
        "carried": _latest_carry_over(term),
        "new_url": f"{reverse('programmes:new', args=[chapter.pk])}?masa={term.pk}",
        "carry_url": f"{reverse('programmes:carry', args=[chapter.pk])}?masa={term.pk}",
        "upload_url": reverse("spreadsheets:start", args=[importing.KIND, term.pk]),
        "removed": list(Programme.objects.filter(term=term).exclude(removed_at=None)),
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Program kerja"))],
    }


def terms_of(chapter: Chapter) -> list[Term]:
    """Return a chapter's terms, the latest first."""
    return list(Term.objects.filter(chapter=chapter).select_related("chapter").order_by("-starts_on", "-pk"))


def term_asked(terms: list[Term], asked: str, *, today: dt.date) -> Term | None:
    """Return the term whose id is asked for, else the one of today, else the latest."""
    by_id = {str(term.pk): term for term in terms}
    present = (term for term in terms if term.starts_on <= today < term.ends_on)
    return by_id.get(asked) or next(present, terms[0] if terms else None)


def divisions_of(chapter: Chapter) -> list[str]:
    """Return the divisions that the chapter's programmes name, to be chosen again while typing."""
    named = Programme.objects.kept().filter(term__chapter=chapter).exclude(division="")
    return list(named.order_by("division").values_list("division", flat=True).distinct()[:100])


def _left_in(term: Term) -> bool:
    left = Programme.objects.kept().filter(term=term, carried_over_to=None)
    return left.exclude(stage__in=[Stage.DONE, Stage.DROPPED]).exists()


def _latest_carry_over(term: Term) -> CarryOver | None:
    return CarryOver.objects.filter(to_term=term).select_related("from_term").order_by("-at", "-pk").first()


def _figures(totals: Totals) -> list[dict[str, str]]:
    done = _("%(done)d selesai, %(dropped)d dihentikan") % {
        "done": totals.stages[Stage.DONE],
        "dropped": totals.stages[Stage.DROPPED],
    }
    share = (
        _("%(percent)d %% dari anggaran") % {"percent": 100 * totals.spent // totals.budget}
        if totals.budget
        else ""
    )
    return [
        {"label": _("Program"), "number": str(totals.programmes), "said": done},
        {
            "label": _("Sasaran tercapai"),
            "number": _("%(reached)d dari %(all)d") % {"reached": totals.reached, "all": totals.targets},
            "said": "",
        },
        {
            "label": _("Anggaran"),
            "number": rupiah.spoken(totals.budget),
            "said": _without(totals.without_budget, _("anggaran")),
            "look": "money",
        },
        {
            "label": _("Realisasi"),
            "number": rupiah.spoken(totals.spent),
            "said": "; ".join(filter(None, [share, _without(totals.without_spent, _("realisasi"))])),
            "look": "money",
        },
    ]


def _without(count: int, what: str) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(count)d program belum menyebut %(what)s", "%(count)d program belum menyebut %(what)s", count
    )
    return words % {"count": count, "what": what}


def _groups(chapter: Chapter, rows: Sequence[Row]) -> list[Group]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.programme.division, []).append(row)
    return [
        Group(division, [_line(chapter, row) for row in some], _money(reading.totals_of(some)))
        for division, some in sorted(groups.items(), key=lambda each: (not each[0], each[0]))
    ]


def _line(chapter: Chapter, row: Row) -> Line:
    programme = row.programme
    return Line(
        row=row,
        url=reverse("programmes:programme", args=[chapter.pk, programme.pk]),
        months=months.spoken(programme.starts_on, programme.ends_on),
        look=LOOKS.get(row.stage, ""),
        money=_spent_of(programme.spent, programme.budget),
    )


def _money(totals: Totals) -> str:
    budget = None if totals.without_budget == totals.programmes else totals.budget
    return _spent_of(None if totals.without_spent == totals.programmes else totals.spent, budget)


def _spent_of(spent: int | None, budget: int | None) -> str:
    if spent is None and budget is None:
        return ""
    if budget is None:
        return rupiah.spoken(spent or 0)
    if spent is None:
        return _("anggaran %(budget)s") % {"budget": rupiah.spoken(budget)}
    return _("%(spent)s dari %(budget)s") % {"spent": rupiah.spoken(spent), "budget": rupiah.spoken(budget)}


# ---------------------------------------------------------------- one programme
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
    rows = Programme.objects.filter(term__chapter=chapter).with_names()
    return rows.select_related(
        "term__chapter",
        "in_charge__member",
        "in_charge__user",
        "carried_over_from__term",
        "carried_over_to__term",
    ).prefetch_related(
        Prefetch("targets", queryset=Target.objects.select_related("regency")),
        Prefetch("activities", queryset=activities),
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

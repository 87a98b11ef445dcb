"""What the list of a term's programmes shows: by division, with sums."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters import months, rupiah, scoped
from chapters.models import CarryOver, Chapter, Programme, Term
from chapters.programmes import carrying, presenting, reading, spreadsheet
from chapters.programmes.forms import FilterForm
from chapters.programmes.reading import Row, Totals
from ipspi.navigation import Crumb

Stage = Programme.Stage


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


def start_page(chapter: Chapter, *, query: Any, today: dt.date) -> dict[str, Any]:
    """Return the programmes of the term that is asked for, else of the present one, by division, with their sums."""
    terms = presenting.terms_of(chapter)
    term = presenting.term_asked(terms, query.get("masa", ""))
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
        "upload_url": reverse("spreadsheets:start", args=[spreadsheet.KIND, term.pk]),
        "removed": list(Programme.objects.filter(term=term).exclude(removed_at=None)),
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Program kerja"))],
    }


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
        look=presenting.LOOKS.get(row.stage, ""),
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

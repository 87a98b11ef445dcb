"""What the pages of partners show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters import rupiah, scoped
from chapters.models import Agreement, Chapter, Partner
from chapters.partners import reading
from chapters.partners.forms import FilterForm
from chapters.partners.reading import Kept, Row, State, Totals
from chapters.programmes.presenting import happened
from ipspi.navigation import Crumb

LOOKS = {State.IN_FORCE: "good", State.ENDS_SOON: "wait", State.ENDED_EARLY: "bad", State.TO_COME: "news"}


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement on its partner's page."""

    kept: Kept
    state: str
    look: str
    period: str
    left: str

    @property
    def is_open(self) -> bool:
        """Whether it may still be ended before its time."""
        return self.kept.state in (*reading.IN_FORCE, State.TO_COME) and self.kept.agreement.ended_on is None


@dataclass(frozen=True, slots=True)
class Line:
    """A partner in a list, with the agreement that matters most."""

    row: Row
    url: str
    place: str
    agreement: str
    state: str
    look: str
    done: str


def start_page(chapter: Chapter, *, query: Any, today: dt.date) -> dict[str, Any]:
    """Return a chapter's partners with their agreements and what was done together, and sums."""
    everybody = reading.rows_of(Partner.objects.kept().filter(chapter=chapter), today=today)
    form = FilterForm(query)
    asked = form.cleaned_data if form.is_valid() else {}
    shown = [row for row in everybody if _fits(row, asked)]
    return {
        "chapter": chapter,
        "form": form,
        "clear_url": reverse("partners:start", args=[chapter.pk]),
        "has_any": bool(everybody),
        "is_filtered": len(shown) < len(everybody),
        "all": len(everybody),
        "figures": _figures(reading.totals_of(shown)),
        "lines": [_line(chapter, row) for row in shown],
        "removed": list(Partner.objects.filter(chapter=chapter).exclude(removed_at=None)),
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Mitra kerja sama"))],
    }


def partner_page(partner: Partner, chapter: Chapter, *, today: dt.date) -> dict[str, Any]:
    """Return all that is known of a partner."""
    (row,) = reading.rows_of(Partner.objects.filter(pk=partner.pk), today=today)
    return {
        "rows": _summary(partner),
        "papers": [_paper(kept) for kept in row.agreements],
        "activities": row.activities,
        "reached": _reached(reading.totals_of([row])) if row.activities else "",
        "removed_papers": list(partner.agreements.exclude(removed_at=None)),
        "history": happened(partner.changes.select_related("by"), chapter=chapter),
        "breadcrumbs": [*crumbs(chapter), Crumb(partner.name)],
    }


def crumbs(chapter: Chapter) -> list[Crumb]:
    """Return the way to a chapter's partners."""
    return [scoped.crumb(chapter), Crumb(_("Mitra kerja sama"), reverse("partners:start", args=[chapter.pk]))]


def period_of(agreement: Agreement) -> str:
    """Return from when until when an agreement holds, in words."""
    starts = date_format(agreement.starts_on, "j F Y")
    if agreement.last_on is None:
        return _("sejak %(starts)s, tidak berbatas waktu") % {"starts": starts}
    return _("%(starts)s sampai %(last)s") % {
        "starts": starts,
        "last": date_format(agreement.last_on, "j F Y"),
    }


def word_of(state: State) -> str:
    """Return the word for how an agreement stands."""
    return {
        State.TO_COME: _("Belum berlaku"),
        State.IN_FORCE: _("Berlaku"),
        State.ENDS_SOON: _("Segera berakhir"),
        State.ENDED: _("Berakhir"),
        State.ENDED_EARLY: _("Diakhiri"),
        State.RENEWED: _("Diperbarui"),
    }[state]


def _fits(row: Row, asked: dict[str, Any]) -> bool:
    fits = {
        "berlaku": bool(row.in_force),
        "segera": any(kept.state == State.ENDS_SOON for kept in row.agreements),
        "tidak": not row.in_force,
    }
    return (
        asked.get("q", "").casefold() in row.partner.name.casefold()
        and asked.get("jenis", "") in ("", row.partner.kind)
        and fits.get(asked.get("perjanjian", ""), True)
    )


def _figures(totals: Totals) -> list[dict[str, str]]:
    soon = ngettext("%(count)d segera berakhir", "%(count)d segera berakhir", totals.ends_soon)
    partners = _("%(count)d dengan perjanjian yang berlaku") % {"count": totals.with_agreement}
    return [
        {"label": _("Mitra"), "number": str(totals.partners), "said": partners, "look": ""},
        {
            "label": _("Perjanjian yang berlaku"),
            "number": str(totals.in_force),
            "said": soon % {"count": totals.ends_soon} if totals.ends_soon else "",
            "look": "warn" if totals.ends_soon else "",
        },
        {"label": _("Kegiatan bersama"), "number": str(totals.activities), "said": "", "look": ""},
        {
            "label": _("Orang yang dijangkau"),
            "number": rupiah.number(totals.reached),
            "said": _not_counted(totals),
            "look": "",
        },
    ]


def _not_counted(totals: Totals) -> str:
    words = ngettext(
        "%(count)d kegiatan tidak dihitung", "%(count)d kegiatan tidak dihitung", totals.not_counted
    )
    return words % {"count": totals.not_counted} if totals.not_counted else ""


def _reached(totals: Totals) -> str:
    words = _("%(count)d kegiatan, %(reached)s orang dijangkau") % {
        "count": totals.activities,
        "reached": rupiah.number(totals.reached),
    }
    return "; ".join(filter(None, [words, _not_counted(totals)])) + "."


def _line(chapter: Chapter, row: Row) -> Line:
    order = [State.ENDS_SOON, State.IN_FORCE, State.TO_COME, State.ENDED_EARLY, State.ENDED, State.RENEWED]
    first = min(row.agreements, key=lambda kept: order.index(kept.state), default=None)
    partner = row.partner
    return Line(
        row=row,
        url=reverse("partners:partner", args=[chapter.pk, partner.pk]),
        place=partner.regency.name if partner.regency else "",
        agreement=period_of(first.agreement) if first else "",
        state=word_of(first.state) if first else _("Tanpa perjanjian"),
        look=LOOKS.get(first.state, "") if first else "",
        done=_done_with(row),
    )


def _done_with(row: Row) -> str:
    if not row.activities:
        return ""
    count = _("%(count)d kegiatan") % {"count": len(row.activities)}
    if all(activity.reached is None for activity in row.activities):
        return count
    return _("%(activities)s, %(reached)s orang") % {
        "activities": count,
        "reached": rupiah.number(row.reached),
    }


def _paper(kept: Kept) -> Paper:
    left = ""
    if kept.state == State.ENDS_SOON and kept.days_left is not None:
        words = ngettext("%(days)d hari lagi", "%(days)d hari lagi", kept.days_left)
        left = words % {"days": kept.days_left} if kept.days_left else _("hari terakhir")
    return Paper(kept, word_of(kept.state), LOOKS.get(kept.state, ""), period_of(kept.agreement), left)


def _summary(partner: Partner) -> Sequence[dict[str, str]]:
    rows = [
        {"label": _("Jenis"), "value": partner.get_kind_display()},
        {"label": _("Kabupaten atau kota"), "value": partner.regency.name if partner.regency else ""},
        {"label": _("Bagian yang dihubungi"), "value": partner.office},
        {"label": _("Telepon kantor"), "value": partner.phone},
        {"label": _("Email kantor"), "value": partner.email},
        {"label": _("Alamat kantor"), "value": partner.address},
    ]
    return [row for row in rows if row["value"]]

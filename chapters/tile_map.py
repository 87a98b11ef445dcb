"""The nation as a map of tiles by any measure: for the DPP's first page. A tile leads to the province's chapter."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chapters import quality, rosters
from chapters.models import Coverage
from ipspi.regions import times
from ipspi.regions.models import Province
from ipspi.regions.tiles import tiles
from members import flows
from members.models import Member

Values = Mapping[str, float]
Places = Mapping[str, rosters.Place]
YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Measure:
    """What a map may show: its words, how provinces are measured, and how a value is written."""

    label: str | Promise
    said: str | Promise
    of: Callable[[Places, dt.date], Values]
    unit: str = ""


def _members(places: Places, _today: dt.date) -> Values:
    return {code: place.count.members for code, place in places.items()}


def _certain(places: Places, _today: dt.date) -> Values:
    return {
        code: round(100 * place.count.both / place.count.members)
        for code, place in places.items()
        if place.count.members
    }


def _waiting(places: Places, _today: dt.date) -> Values:
    return {code: place.waiting for code, place in places.items()}


def _complete(_places: Places, _today: dt.date) -> Values:
    return quality.scores(Member.objects.all())


def _grown(_places: Places, today: dt.date) -> Values:
    since = flows.months_before(today, YEAR - 1)
    return {code: gained - lost for code, (gained, lost) in flows.grown(since=since).items()}


MEASURES = {
    "anggota": Measure(_("Anggota"), _("Jumlah anggota setiap provinsi."), _members),
    "kepastian": Measure(
        _("Ada juga di daftar DPD"),
        _("Dari setiap seratus anggota, berapa yang juga ada di daftar daerahnya."),
        _certain,
        " %",
    ),
    "pertumbuhan": Measure(
        _("Pertambahan setahun"),
        _("Anggota yang bertambah dikurangi yang berkurang dalam dua belas bulan."),
        _grown,
    ),
    "mutu": Measure(
        _("Mutu data"), _("Seberapa lengkap dan tanpa pertentangan data anggotanya, dari seratus."), _complete
    ),
    "menunggu": Measure(
        _("Pendaftaran menunggu"), _("Pendaftaran yang menunggu keputusan pengurus."), _waiting
    ),
}
FIRST = "anggota"


def page(asked: str, places: Iterable[rosters.Place], *, at: dt.datetime) -> dict[str, Any]:
    """Return the map by the measure that was asked for, else by members, and the choice of measures."""
    key = asked if asked in MEASURES else FIRST
    measure = MEASURES[key]
    by_code = {place.code: place for place in places}
    values = measure.of(by_code, times.local(at, zone=times.NATIONAL_ZONE).date())
    names = dict(Province.objects.order_by("code").values_list("code", "name"))
    return {
        "measure": measure,
        "measures": [(other, each.label, other == key) for other, each in MEASURES.items()],
        "tiles": tiles(
            values,
            names=names,
            shown={code: f"{value:.0f}{measure.unit}" for code, value in values.items()},
            urls=_addresses(),
        ),
    }


def _addresses() -> dict[str, str]:
    covered = Coverage.objects.values_list("province", "chapter")
    return {province: reverse("chapters:overview", args=[chapter]) for province, chapter in covered}

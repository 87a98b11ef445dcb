"""
Regencies by what people write, from the database.

For one text use the functions; they share what was read from the database for a minute, so that a new alias is known
everywhere soon and an import of 100,000 rows reads 514 names once, not 100,000 times.
"""

import time
from functools import lru_cache

from django.db.models import Prefetch

from ipspi.regions.gazetteer import Gazetteer, Named, Place
from ipspi.regions.models import OldRegencyCode, Province, Regency, RegionAlias

SHARED_SECONDS = 60


class Regions:
    """Everything the database knows of regions at one moment."""

    def __init__(self) -> None:
        aliases = Prefetch("aliases", RegionAlias.objects.order_by("pk"))
        old_codes = Prefetch("old_codes", OldRegencyCode.objects.order_by("pk"))
        self.provinces = {province.code: province for province in Province.objects.prefetch_related(aliases)}
        self.regencies = {
            regency.code: regency
            for regency in Regency.objects.select_related("province").prefetch_related(aliases, old_codes)
        }
        self.gazetteer = Gazetteer(map(_place, self.regencies.values()), map(_named, self.provinces.values()))


def _place(regency: Regency) -> Place:
    return Place(
        code=regency.code,
        name=regency.name,
        kind=regency.kind,
        province_code=regency.province_id,
        aliases=tuple(alias.alias for alias in regency.aliases.all()),
        old_codes=tuple(old.old_code for old in regency.old_codes.all()),
    )


def _named(province: Province) -> Named:
    return Named(
        code=province.code, names=(province.name, *(alias.alias for alias in province.aliases.all()))
    )


@lru_cache(maxsize=1)
def _regions_during(minute: int) -> Regions:
    return Regions()


def regions() -> Regions:
    """Return the regions as the database had them at most a minute ago."""
    return _regions_during(int(time.monotonic() // SHARED_SECONDS))


def forget() -> None:
    """Read the database again at the next question; for tests and for whoever has just changed a name."""
    _regions_during.cache_clear()


def find_regencies(text: str, limit: int = 10) -> list[Regency]:
    """Return at most `limit` regencies that `text` may be the beginning of; typing errors are forgiven."""
    known = regions()
    return [known.regencies[place.code] for place in known.gazetteer.find(text, limit)]


def regencies_meant_by(text: str) -> list[Regency]:
    """Return every regency that `text` names exactly: none, one, or namesakes. See `Gazetteer.meant_by`."""
    known = regions()
    return [known.regencies[place.code] for place in known.gazetteer.meant_by(text)]


def regency_of_code(code: str) -> Regency | None:
    """Return the regency with this code, today's or a former one, dotted or not."""
    known = regions()
    place = known.gazetteer.of_code(code)
    return known.regencies[place.code] if place else None


def province_from_text(text: str) -> Province | None:
    """Return the province that `text` names by code, name or alias."""
    known = regions()
    return known.provinces.get(known.gazetteer.province_of(text))

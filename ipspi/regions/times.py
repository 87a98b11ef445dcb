"""Moments as people in a place say them: in their zone, with the zone's word."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import formats

from ipspi.regions.models import TIME_ZONES

NATIONAL_ZONE = "WIB"  # of the DPP, and of what has no place


def local(moment: dt.datetime, *, zone: str) -> dt.datetime:
    """Return the same moment by the clocks of a zone ("WIB", "WITA", "WIT")."""
    return moment.astimezone(ZoneInfo(TIME_ZONES[zone]))


def midnight(day: dt.date, *, zone: str) -> dt.datetime:
    """Return the moment in which a day begins in a zone."""
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(TIME_ZONES[zone]))


def spoken(moment: dt.datetime, *, zone: str) -> str:
    """Return a moment in words: "14 Mei 2026 02.00 WIB"."""
    here = local(moment, zone=zone)
    return f"{formats.date_format(here, 'j F Y H.i')} {zone}"

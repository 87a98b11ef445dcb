"""Months in a programme's schedule: as people write them, and as pages show them. Pure but for the language."""

import datetime as dt
import re

from django.utils.formats import date_format

from members.matching.dates import MONTHS

_NUMBERS = re.compile(r"(?:[0-9]{1,2}[-/. ])?([0-9]{1,2})[-/. ]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-[0-9]{1,2})?(?:[ T].*)?")
_WORDS = re.compile(r"(?:[0-9]{1,2} )?([a-z]{3,9})\.?[ -]*([0-9]{4})")


def read(text: str) -> dt.date:
    """
    Return the first day of the month that somebody wrote: Maret 2026, 03-2026, 2026-03; also of a day in it.

    Raises ValueError.
    """
    text = " ".join(text.lower().split())
    if match := _NUMBERS.fullmatch(text):
        return _month(int(match[2]), int(match[1]))
    if match := _YEAR_FIRST.fullmatch(text):
        return _month(int(match[1]), int(match[2]))
    match = _WORDS.fullmatch(text)
    if match and match[1] in MONTHS:
        return _month(int(match[2]), MONTHS[match[1]])
    raise ValueError(text)


def after(month: dt.date) -> dt.date:
    """Return the first day of the next month."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def last(ends_on: dt.date) -> dt.date:
    """Return the first day of the last month before an end, which is exclusive."""
    return (ends_on - dt.timedelta(days=1)).replace(day=1)


def spoken(starts_on: dt.date | None, ends_on: dt.date | None) -> str:
    """Return a schedule in words: "Maret 2026", "Maret–Juni 2026", "November 2025–Februari 2026"; "" where none is."""
    if starts_on is None or ends_on is None:
        return ""
    end = last(ends_on)
    if (starts_on.year, starts_on.month) == (end.year, end.month):
        return str(date_format(end, "F Y"))
    first = date_format(starts_on, "F" if starts_on.year == end.year else "F Y")
    return f"{first}–{date_format(end, 'F Y')}"


def _month(year: int, month: int) -> dt.date:
    if not 1990 <= year <= 2200:
        raise ValueError(year)
    return dt.date(year, month, 1)

"""Canonical birth dates: every way a volunteer or a spreadsheet writes one."""

from __future__ import annotations

import datetime as dt
import re

from members.matching.numbers import calendar_date

Date = tuple[int, int, int]

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january", "feb peb februari pebruari february", "mar mrt maret march", "apr april", "mei may",
            "jun juni june", "jul juli july", "agu ags agt aug agustus august", "sep sept september",
            "okt oct oktober october", "nop nov november nopember", "des dec desember december",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"^[0-9]{4,5}(?:\.0+)?$")
_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?![0-9])")
_DAY_FIRST = re.compile(r"(?<![0-9])([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})(?![0-9])")
_MONTH_WORD = re.compile(r"(?<![0-9])([0-9]{1,2})[-/., ]*([a-z]{3,})[-/., ]*([0-9]{4}|[0-9]{2})(?![0-9])")
_COMPACT = re.compile(r"^[0-9]{8}$")
_EARLIEST_SERIAL, _LATEST_SERIAL = 7_000, 44_000  # 1919 to 2020


def birth(text: str) -> Date | None:
    """
    Return year, month, day of a birth date as people write it, or None.

    Reads ISO, day first, month words (also short and old: Pebruari, Nopember), two-digit years, a place before the
    date, spreadsheet serials and eight digits. A month above 12 is taken for the day.
    """
    text = text.strip().lower()
    if _SERIAL.match(text):
        return _from_serial(int(float(text)))
    if _COMPACT.match(text):
        return _date(int(text[:4]), int(text[4:6]), int(text[6:])) or _date(
            int(text[4:]), int(text[2:4]), int(text[:2])
        )
    if match := _YEAR_FIRST.search(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.search(text):
        return _date(_year(match[3]), int(match[2]), int(match[1]))
    match = _MONTH_WORD.search(text)
    return _date(_year(match[3]), MONTHS[match[2]], int(match[1])) if match and match[2] in MONTHS else None


def _from_serial(days: int) -> Date | None:
    if not _EARLIEST_SERIAL <= days <= _LATEST_SERIAL:
        return None
    day = _SPREADSHEET_EPOCH + dt.timedelta(days=days)
    return day.year, day.month, day.day


def _year(digits: str) -> int:
    """Two digits above 20 are of the last century: no member was born after 2020."""
    year = int(digits)
    return year if len(digits) == 4 else 1900 + year if year > 20 else 2000 + year


def _date(year: int, month: int, day: int) -> Date | None:
    if month > 12 >= day:
        month, day = day, month
    return calendar_date(year, month, day)

"""Months as people write them."""

import datetime as dt

import pytest

from chapters import months

MARCH = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    "written",
    [
        "Maret 2026",
        "mar 2026",
        "03-2026",
        "3/2026",
        "2026-03",
        "17-03-2026",
        "17 Maret 2026",
        " MARET  2026 ",
    ],
)
def test_months_are_read_as_people_write_them(written):
    assert months.read(written) == MARCH


@pytest.mark.parametrize(
    "written", ["", "Maret", "13-2026", "2026", "Maret 26", "03-9999", "²-2026", "x" * 500]
)
def test_what_is_no_month_is_refused(written):
    with pytest.raises(ValueError, match=r".*"):
        months.read(written)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (MARCH, dt.date(2026, 4, 1), "Maret 2026"),
        (MARCH, dt.date(2026, 7, 1), "Maret–Juni 2026"),
        (dt.date(2025, 11, 1), dt.date(2026, 3, 1), "November 2025–Februari 2026"),
        (None, None, ""),
    ],
)
def test_a_schedule_is_told_without_repeating_the_year(starts_on, ends_on, words):
    assert months.spoken(starts_on, ends_on) == words


def test_the_month_after_december_is_january():
    assert months.after(dt.date(2026, 12, 1)) == dt.date(2027, 1, 1)

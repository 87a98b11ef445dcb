import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.matching.dates import birth

BIRTHS = st.dates(min_value=dt.date(1925, 1, 1), max_value=dt.date(2010, 12, 31))
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


@pytest.mark.parametrize(
    "typed",
    [
        "1985-03-12", "12/03/1985", "12-3-1985", "12.03.85", "12 Maret 1985", "12 mar 85", "Palembang, 12 Maret 1985",
        "Ogan Ilir, 12-03-1985", "19850312", "12031985", "31118", "1985-03-12 00:00:00",
    ],
)  # fmt: skip
def test_a_birth_date_is_read_however_it_is_written(typed):
    assert birth(typed) == (1985, 3, 12)


@pytest.mark.parametrize("typed", ["5 Pebruari 1980", "5 Nopember 1980", "5 Peb 1980", "5 Nop 1980"])
def test_old_names_of_months_are_known(typed):
    assert birth(typed) in {(1980, 2, 5), (1980, 11, 5)}


def test_a_month_above_twelve_is_the_day():
    assert birth("03/25/1985") == (1985, 3, 25)


@pytest.mark.parametrize("typed", ["", "-", "31/02/1985", "1985", "12 Foo 1985", "99999", "0000-00-00"])
def test_what_is_no_date_is_none(typed):
    assert birth(typed) is None


@given(BIRTHS)
def test_every_way_of_writing_gives_the_same_date(day):
    expected = (day.year, day.month, day.day)
    serial = (day - dt.date(1899, 12, 30)).days

    assert birth(day.isoformat()) == expected
    assert birth(f"{day.day}/{day.month}/{day.year}") == expected
    assert birth(f"Kab. Bogor, {day.day} {MONTHS[day.month - 1]} {day.year}") == expected
    assert birth(str(serial)) == expected


@given(st.text(max_size=30))
def test_any_text_can_be_read(typed):
    found = birth(typed)

    assert found is None or dt.date(*found)

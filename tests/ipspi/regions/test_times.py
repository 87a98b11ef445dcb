import datetime as dt

import pytest

from ipspi.regions import times

MOMENT = dt.datetime(2026, 5, 13, 19, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("WIB", "14 Mei 2026 02.05 WIB"),
        ("WITA", "14 Mei 2026 03.05 WITA"),
        ("WIT", "14 Mei 2026 04.05 WIT"),
    ],
)
def test_a_moment_is_said_by_the_clocks_of_the_place_with_the_zones_word(zone, said):
    assert times.spoken(MOMENT, zone=zone) == said


def test_the_date_is_that_of_the_place():
    assert times.local(dt.datetime(2026, 5, 13, 17, 30, tzinfo=dt.UTC), zone="WIB").date() == dt.date(
        2026, 5, 14
    )

"""The map of tiles: every province has its own place, and a step that tells few from many."""

import pytest

from ipspi.regions.models import Province
from ipspi.regions.tiles import PLACES, STEPS, steps_of, tiles


@pytest.mark.django_db
def test_every_province_has_a_tile_and_nothing_else_has():
    assert set(PLACES) == set(Province.objects.values_list("code", flat=True))


def test_no_two_provinces_are_in_one_place_or_have_one_short_name():
    assert len({(column, row) for column, row, _short in PLACES.values()}) == len(PLACES)
    assert len({short for _column, _row, short in PLACES.values()}) == len(PLACES)


def test_the_west_is_left_and_the_south_below():
    aceh, lampung, papua = PLACES["11"], PLACES["18"], PLACES["91"]

    assert aceh[0] < papua[0]
    assert aceh[1] < lampung[1]


def test_fifths_of_those_with_something_have_the_same_step():
    steps = steps_of({str(number): float(number) for number in range(11)})

    assert steps == {"0": 0, "1": 1, "2": 1, "3": 2, "4": 2, "5": 3, "6": 3, "7": 4, "8": 4, "9": 5, "10": 5}


def test_the_same_number_is_the_same_step():
    steps = steps_of({"a": 1.0, "b": 1.0, "c": 1.0, "d": 500.0})

    assert steps["a"] == steps["b"] == steps["c"] < steps["d"] <= STEPS


def test_what_shrank_is_as_light_as_nothing():
    assert steps_of({"a": -3.0, "b": 0.0, "c": 2.0}) == {"a": 0, "b": 0, "c": 1}


def test_a_tile_tells_its_number_and_leads_to_what_is_behind():
    made = tiles(
        {"16": 124}, names={"16": "Sumatera Selatan", "11": "Aceh"}, shown={"16": "124"}, urls={"16": "/x/"}
    )

    assert [(tile.name, tile.shown, tile.step, tile.url) for tile in made] == [
        ("Aceh", "–", 0, ""),
        ("Sumatera Selatan", "124", 1, "/x/"),
    ]

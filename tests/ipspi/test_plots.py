"""Charts: drawn from numbers, without anything that our pages forbid, and read out by their title."""

import re

import pytest

from ipspi import plots

MONTHS = [f"{month:02}/26" for month in range(1, 13)]


def points(drawing: str) -> list[tuple[float, float]]:
    path = re.search(r'<path d="M([^"]+)" class="line reactive nofill"', drawing)
    assert path
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[0-9.]+) (-?[0-9.]+)", path[1])]


def test_a_line_rises_with_its_numbers_from_zero():
    drawing = plots.lines("Anggota", MONTHS, {"Anggota": [100 + 5 * month for month in range(12)]})

    heights = [y for _x, y in points(drawing)]
    assert heights == sorted(heights, reverse=True)
    assert ">0</text>" in drawing


def test_bars_stand_side_by_side():
    drawing = plots.bars("Arus", MONTHS[:2], {"Datang": [3, 4], "Pergi": [1, 2]})

    widths = [float(width) for width in re.findall(r'<rect [^>]*?width="([0-9.]+)"[^>]*class="rect', drawing)]
    assert len(widths) == 4


@pytest.mark.parametrize("draw", [plots.lines, plots.bars])
def test_a_chart_has_nothing_that_our_pages_forbid(draw):
    drawing = draw("Anggota", MONTHS, {"Anggota": list(range(12))})

    assert not re.search(r"<style|<script|style=|<!--|<a |onclick|href", drawing)
    assert 'role="img"' in drawing
    assert 'aria-label="Anggota"' in drawing


def test_words_of_a_chart_are_escaped():
    drawing = plots.bars('Siapa & "mengapa" <b>', ["<i>"], {"<u>": [1]})

    assert "<b>" not in drawing
    assert "<i>" not in drawing


def test_few_labels_stand_below_and_the_last_is_one_of_them():
    labels = re.findall(r">([0-9]{2}/26)</text>", plots.lines("Anggota", MONTHS, {"Anggota": [1] * 12}))

    assert labels[-1] == "12/26"
    assert len(labels) <= plots.LABELS


def test_thousands_are_written_as_people_write_them():
    assert ">2.000</text>" in plots.bars("Anggota", ["11/26"], {"Anggota": [2_000]})

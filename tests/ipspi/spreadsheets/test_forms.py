"""What a column of a file is called on the page where columns are chosen."""

import pytest

from ipspi.spreadsheets.forms import heading_of
from ipspi.spreadsheets.sheets import Line
from ipspi.spreadsheets.tables import Table


def table(heading: str, cell: str) -> Table:
    return Table(headings=[heading], heading_line=1, lines=[Line(2, [cell])])


NUMBERS = [
    "1671014101809901",
    "1671 0141 0180 9901",
    "1671.0141.0180.9901",
    "16710141-01809901",
    "'1671014101809901",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_of_the_state_is_shown_by_its_beginning_only(number):
    assert heading_of(table("NIK", number), 0) == f"A: NIK ({number[: number.index('1671') + 4]}…)"


def test_also_where_it_was_taken_for_a_heading():
    assert heading_of(table("1671 0141 0180 9901", ""), 0) == "A: 1671…"


def test_other_cells_are_shown_as_they_are():
    assert heading_of(table("Tanggal lahir", "27 Maret 1985"), 0) == "A: Tanggal lahir (27 Maret 1985)"

"""Cells on their way out are text."""

import pytest

from ipspi.spreadsheets import writing


@pytest.mark.parametrize("cell", ["=1+1", "+62811", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_what_would_be_a_formula_is_text(cell):
    assert writing.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Siti", "16.2026.000001", "a=b", "O'Neil"])
def test_other_cells_stay_as_they_are(cell):
    assert writing.safe(cell) == cell


def test_excel_in_indonesian_opens_it():
    assert writing.csv_text([["Nama", "Nomor"], ['Siti "Ani"', "1;2"]]) == (
        '\ufeffNama;Nomor\r\n"Siti ""Ani""";"1;2"\r\n'
    )

"""Amounts as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapters import rupiah


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("Rp 1.500.000,00", 1_500_000),
        ("Rp1.500.000,-", 1_500_000),
        ("rp. 750.000", 750_000),
        ("0", 0),
        ("0050", 50),
    ],
)
def test_amounts_are_read_as_people_write_them(written, amount):
    assert rupiah.read(written) == amount


@pytest.mark.parametrize(
    "written", ["", "-", "1,5 juta", "1.5", "1,500", "1.50.000", "-5", "١٢٣", "²", "9" * 400, "1" + "0" * 16]
)
def test_what_may_be_another_number_is_refused(written):
    with pytest.raises(ValueError, match=r".*"):
        rupiah.read(written)


@given(st.integers(0, rupiah.MOST))
def test_what_is_shown_is_read_again(amount):
    assert rupiah.read(rupiah.spoken(amount)) == amount

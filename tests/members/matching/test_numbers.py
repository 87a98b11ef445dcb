import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.matching.numbers import Nip, nip, phones

WHOLE = "198503122010012007"


@pytest.mark.parametrize(
    "typed", [WHOLE, "19850312 201001 2 007", "'198503122010012007", "19850312.201001.2.007", WHOLE + ".0"]
)
def test_a_nip_is_read_however_it_is_printed(typed):
    assert nip(typed) == Nip(WHOLE, "full")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("198503122010012000", Nip("198503122010012", "zeros")),
        ("1.98503122010012E+17", Nip("198503122010012", "exponent")),
        ("1,97E+17", Nip("197", "exponent")),
        ("1.97E+10", Nip()),
        ("19850312201001200", Nip("19850312201001200", "partial")),
        ("1985031220100120077", Nip("1985031220100120077", "partial")),
        ("98503122010012007198", Nip()),
        ("9850312201001200719", Nip()),
        ("131 456 789", Nip("131456789", "old")),
        ("-", Nip()),
        ("", Nip()),
    ],
)
def test_what_a_spreadsheet_or_an_old_card_leaves_of_a_nip(typed, expected):
    assert nip(typed) == expected


def test_a_nip_holds_birth_date_and_sex():
    assert nip(WHOLE).birth == (1985, 3, 12)
    assert nip(WHOLE).sex == "P"


def test_a_nip_without_a_date_in_it_holds_no_birth():
    assert nip("198513322010012007").birth is None
    assert nip("1.97E+17").birth is None


@pytest.mark.parametrize(
    "typed",
    ["081234567890", "6281234567890", "+62 812-3456-7890", "0812.3456.7890", "81234567890", "81234567890.0"],
)
def test_a_phone_is_one_number_however_it_is_written(typed):
    assert phones(typed) == (81234567890,)


@pytest.mark.parametrize(
    "typed", ["081234567890 / 085711112222", "081234567890, 085711112222", "081234567890 dan 085711112222"]
)
def test_two_phones_in_a_cell_are_two(typed):
    assert phones(typed) == (81234567890, 85711112222)


@pytest.mark.parametrize("typed", ["", "-", "tidak ada", "12", "9" * 20])
def test_what_is_no_phone_is_none(typed):
    assert phones(typed) == ()


@given(st.text(max_size=30))
def test_any_text_can_be_read(typed):
    assert len(nip(typed).digits) <= 30
    assert all(number > 0 for number in phones(typed))

"""What a card says: packed small, and the same when it is unpacked."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members import claims
from members.claims import Claims

SIMPLE = Claims(7, "16.2026.000001", "Siti Rahmawati, S.Sos.", "biasa", "16", dt.date(2026, 11, 16))
DAYS = st.dates(dt.date(2000, 1, 2), dt.date(2179, 1, 1))
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=15)


@given(
    st.builds(
        Claims,
        serial=st.integers(0, 2**32 - 1),
        number=WORDS,
        name=WORDS,
        kind=WORDS,
        province=st.sampled_from(["", "11", "16", "96"]),
        issued_on=DAYS,
        expires_on=st.none() | DAYS,
    )
)
def test_what_is_packed_comes_back(said):
    assert claims.unpacked(said.packed()) == said


def test_it_is_small():
    assert len(SIMPLE.packed()) == 9 + 15 + 6 + 22


@pytest.mark.parametrize("length", range(31))
def test_what_is_cut_off_is_not_taken_for_something_else(length):
    """The name has no length of its own: a cut there changes the name only, and the signature sees that."""
    with pytest.raises(claims.NoClaims):
        claims.unpacked(SIMPLE.packed()[:length][:29])


@pytest.mark.parametrize("data", [b"", b"\xff" * 60, b"\x00" * 9 + b"\x02\xff\xff\x00"])
def test_what_was_never_packed_is_refused(data):
    with pytest.raises(claims.NoClaims):
        claims.unpacked(data)


@pytest.mark.parametrize(
    ("name", "with_titles", "short"),
    [
        ("Siti", "Dr. Siti, M.Si", "Dr. Siti, M.Si"),
        ("Siti", "Dr. Siti, " + "M.Si, " * 12, "Siti"),
        ("A" * 200, "Dr. " + "A" * 200, "A" * 61 + "…"),
        ("é" * 200, "é" * 200, "é" * 30 + "…"),
        ("Nur'aini", "", "Nur'aini"),
        ("𠮷" * 40, "", "𠮷" * 15 + "…"),
    ],
)
def test_a_long_name_is_shortened_and_says_so(name, with_titles, short):
    assert claims.shortened(name, with_titles=with_titles) == short
    assert len(short.encode()) <= claims.LONGEST_NAME

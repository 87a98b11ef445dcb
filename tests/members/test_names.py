import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.names import TitledName, split_titles


@pytest.mark.parametrize(
    ("typed", "before", "name", "after"),
    [
        ("Siti Aminah", "", "Siti Aminah", ""),
        ("Dr. Hj. Siti Aminah, S.Sos., M.Si", "Dr. Hj.", "Siti Aminah", "S.Sos, M.Si"),
        ("Yulia Sari S. Tr. Sos", "", "Yulia Sari", "S. Tr. Sos"),
        ("IR. DODI, SSOS", "IR.", "DODI", "SSOS"),
        ("Budi Hartono M.A.P", "", "Budi Hartono", "M.A.P"),
        ("Rina, A.KS, MPS.Sp", "", "Rina", "A.KS, MPS.Sp"),
        ("Prof. Dr. K.H. Anwar", "Prof. Dr. K.H.", "Anwar", ""),
        ("Tigor Manalu", "", "Tigor Manalu", ""),
        ("Ir", "", "Ir", ""),
    ],
)
def test_titles_stand_apart_from_the_name(typed, before, name, after):
    assert split_titles(typed) == TitledName(before, name, after)


@pytest.mark.parametrize(
    "typed", ["12. Joko", "(3) Joko", "7 Joko", "Bpk. Joko", "Bapak Joko", "Sdr. Joko", "  Joko ,"]
)
def test_row_numbers_and_forms_of_address_are_dropped(typed):
    assert split_titles(typed) == TitledName("", "Joko", "")


@pytest.mark.parametrize("name", ["Ibunda Sari", "Hartono", "Drajat", "Irma", "Masri", "Sehat Simbolon"])
def test_a_name_that_begins_or_ends_like_a_title_keeps_its_letters(name):
    assert split_titles(name).name == name


@given(st.text(max_size=40))
def test_any_text_with_a_letter_leaves_a_name(typed):
    if any(letter.isalpha() and letter.isascii() for letter in typed):
        assert split_titles(typed).name != ""


@given(
    st.sampled_from(["Siti Aminah", "Tumpal", "I Wayan Suta"]),
    st.sampled_from(["", ", S.Sos", " M.Si.", ", A.KS, M.M."]),
)
def test_splitting_a_bare_name_again_changes_nothing(name, titles):
    once = split_titles(name + titles).name

    assert once == name
    assert split_titles(once) == TitledName("", name, "")

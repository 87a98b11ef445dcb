import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.matching.names import Name, fold, parse, skeleton

WORDS = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("soebroto", "subroto"),
        ("achmad", "ahmad"),
        ("djamilah", "jamila"),
        ("tjahyono", "cahyono"),
        ("taufiq", "taupik"),
        ("sjarif", "syarif"),
        ("chairul", "khairul"),
        ("annisa", "anisa"),
        ("noor", "nur"),
        ("thamrin", "tamrin"),
    ],
)
def test_old_and_foreign_spellings_fold_to_one(old, new):
    assert fold(old) == fold(new)


@pytest.mark.parametrize(
    ("one", "other"), [("putra", "putri"), ("yunus", "yunas"), ("jumiati", "sumiati"), ("adi", "ade")]
)
def test_different_names_stay_different(one, other):
    assert fold(one) != fold(other)


@given(WORDS)
def test_folding_makes_no_word_longer_than_a_foreign_letter_does(word):
    assert len(fold(word)) <= len(word) + word.count("x")


@given(WORDS)
def test_a_skeleton_begins_with_the_first_letter_and_has_no_vowel_after(word):
    bones = skeleton(word)

    assert bones
    assert not set(bones[1:]) & set("aeiou")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Moh. Abd. Rahman, S.Sos", ("muhammad", "abdul", "rahman")),
        ("Sulastri, Endah. M.M.", ("sulastri", "endah")),
        ("I Gusti Ngurah Adi", ("gusti", "ngurah", "adi")),
        ("Ni Luh Putu", ("luh", "putu")),
        ("Zainab binti Hasan", ("zainab", "hasan")),
        ("Syu'aib", ("syuaib",)),
        ("Renée Lumoindong", ("renee", "lumoindong")),
        ("12345", ()),
        ("", ()),
    ],
)
def test_words_of_a_name(typed, words):
    assert parse(typed).words == words


@pytest.mark.parametrize(
    ("typed", "sex"),
    [
        ("Hj. Ani", "P"),
        ("Dra. Ani", "P"),
        ("H. Umar", "L"),
        ("Drs. Umar", "L"),
        ("Umar bin Ali Said", "L"),
        ("Dr. Ani", ""),
    ],
)
def test_a_title_may_tell_the_sex(typed, sex):
    assert parse(typed).sex == sex


def test_a_nickname_in_brackets_is_no_word_of_the_name():
    assert parse("Sri Wahyuni (Yuni), S.Sos") == Name(("sri", "wahyuni"), ("yuni",), "", titled=True)


@given(st.text(max_size=60))
def test_any_text_has_a_canonical_name(typed):
    name = parse(typed)

    assert len(name.words) <= 6
    assert all(word.isascii() and word.isalpha() and word.islower() for word in name.words)

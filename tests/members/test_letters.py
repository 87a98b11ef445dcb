"""Names are Latin letters; what only looks like them is told."""

import pytest

from members.letters import is_unseen, strange_in


@pytest.mark.parametrize(
    "name",
    [
        "Nur'aini",
        "O’Neil",
        'Siti "Ani"',
        "Nuʼman",
        "José Müller",
        "Đặng Thị",
        "I Gusti-Ngurah (Agung), Dr.",
        "Çelik",
    ],
)
def test_names_as_people_have_them(name):
    assert strange_in(name) is None


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("S\u0456ti", "\u0456"),  # Cyrillic
        ("\u0391ni", "\u0391"),  # Greek
        ("\uff33iti", "\uff33"),  # of full width
        ("Si\u200bti", "\u200b"),  # of no width
        ("Siti\u202e", "\u202e"),  # turns the direction
        ("\ue000", "\ue000"),  # nobody's
        ("\U0001d5e6iti", "\U0001d5e6"),  # mathematics
        ("Siti\x07", "\x07"),
    ],
)
def test_what_looks_alike_or_cannot_be_seen_is_told(name, letter):
    assert strange_in(name) == letter


def test_what_cannot_be_seen_is_told_by_its_code():
    assert [is_unseen(letter) for letter in "\u202e\x00\u0456a"] == [True, True, False, False]

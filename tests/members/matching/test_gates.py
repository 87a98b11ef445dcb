import pytest

from members.matching.gates import Agreement, opens, rule_for

WHOLE = {"exact": 2}
SURE = 0.9999


@pytest.mark.parametrize(
    ("levels", "words", "rule"),
    [
        ({"nik": "same"}, {"part": 1, "lacking": 1}, "nik"),
        ({"nip": "same", "birth": "different"}, {"near": 1, "lacking": 2}, "nip"),
        ({"birth": "same", "phone": "near"}, {"loose": 1, "extra": 1}, "two_numbers"),
        ({"birth": "swapped"}, WHOLE, "one_number"),
        ({"phone": "same"}, {"exact": 1, "initial": 1}, "one_number"),
        ({"regency": "same"}, WHOLE, "name_and_place"),
        ({"birth": "two_parts", "phone": "same"}, WHOLE, "one_number"),
        ({"regency": "same"}, {"exact": 1, "near": 1}, "slip_and_place"),
    ],
)
def test_what_agrees_opens_a_gate(levels, words, rule):
    assert opens(Agreement(levels, words), SURE) == rule


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ({"nip": "same", "birth": "same"}, {"extra": 2, "lacking": 2}),
        ({"birth": "same", "phone": "same", "sex": "different"}, WHOLE),
        ({"birth": "same", "phone": "same", "nip": "same_birth"}, WHOLE),
        ({"birth": "same", "phone": "same", "nik": "different"}, WHOLE),
        ({"phone": "same", "birth": "different"}, WHOLE),
        ({"phone": "same", "birth": "two_parts"}, {"exact": 2, "initial": 1}),
        ({"birth": "same"}, {"exact": 1, "variant": 1}),
        ({"birth": "same"}, {"exact": 1, "extra": 1, "lacking": 1}),
        ({"phone": "same"}, {"initial": 1, "lacking": 1}),
        ({"regency": "same"}, {"exact": 2, "lacking": 1}),
        ({"regency": "same", "phone": "different"}, {"exact": 1, "near": 1}),
        ({"regency": "same_province"}, WHOLE),
    ],
)
def test_what_contradicts_or_says_too_little_keeps_it_shut(levels, words):
    assert rule_for(Agreement(levels, words)) == ""


def test_the_probability_must_be_high_enough_for_the_rule():
    assert opens(Agreement({"birth": "same"}, WHOLE), 0.93) == ""
    assert opens(Agreement({"birth": "same"}, WHOLE), 0.95) == "one_number"
    assert opens(Agreement({"regency": "same"}, WHOLE), 0.96) == ""

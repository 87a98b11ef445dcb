"""Who is registered twice, and who only looks like it."""

import random

import pytest

from members.matching import Evidence, Person, Register, beliefs, likely_duplicates, sentence
from members.matching.duplicates import RULES, rule_for
from members.matching.gates import Agreement
from tests.members.matching.people import crowd, member

NIK, OTHER_NIK = bytes(range(32)), bytes([7] * 32)
ANI = member(
    "A1",
    "Aniswati Tobing",
    birth="1985-03-12",
    phone="081234567890",
    sex="P",
    workplace="Dinas Sosial",
    employment="ASN",
    nip="198503122010012007",
)


def again(**facts) -> Person:
    usual = {"birth": "1985-03-12", "phone": "081234567890", "sex": "P"}
    name = facts.pop("name", "Aniswati Tobing")
    return member("A2", name, **{**usual, **facts})


def found(*people, of=None):
    register = Register([*crowd(), *people])
    keys = of or [person.key for person in people]
    return likely_duplicates(register, beliefs(len(register)), of=keys)


def gates(*people):
    return [pair.gate for pair in found(*people)]


@pytest.mark.parametrize(
    ("second", "gate"),
    [
        (again(name="Hj. Aniswati Tobing, S.Sos"), "birth_and_phone"),
        (again(name="Aniswati", phone=""), "birth_and_name"),
        (again(birth="", phone="0812 3456 7890"), "phone_and_name"),
        (again(name="A. Tobing", nip=ANI.nip, phone="", birth=""), "nip"),
    ],
)
def test_a_second_record_is_found(second, gate):
    assert gates(ANI, second) == [gate]


def test_the_same_nik_is_the_strongest_evidence_and_needs_nothing_else():
    one = member("N1", "Dewanti Prawira", nik=NIK, birth="1970-01-01")
    other = member("N2", "Dewanti P.", nik=NIK, birth="1990-05-05", regency="Kabupaten Lahat")
    (pair,) = found(one, other)

    assert pair.gate == "nik"
    assert max(pair.evidence, key=lambda item: item.bits).field == "nik"


def test_two_with_one_nik_are_always_asked_about():
    one = member("N1", "Dewanti Prawira", nik=NIK, birth="1970-01-01", phone="081200001111")
    other = member("N2", "Sutrisno Hadi", nik=NIK, birth="1991-07-09", sex="L", phone="085700002222")

    assert gates(one, other) == ["nik"]


def test_another_nik_is_strong_evidence_against_and_a_mistyped_one_is_said_to_be():
    one = member("N1", "Aniswati Tobing", nik=NIK, birth="1985-03-12", phone="081234567890")

    assert gates(one, again(nik=OTHER_NIK)) == ["nik_mistyped"]
    assert gates(one, again(nik=OTHER_NIK, phone="085700001111")) == []


@pytest.mark.parametrize(
    "lookalike",
    [
        again(name="Anismara Tobing", phone="085799998888"),  # twins
        again(name="Aniswata Tobing"),  # twins of nearly one name, under one telephone
        again(name="Bonar Tobing", birth="1980-11-02", sex="L"),  # a brother, a husband
        again(name="Rosmauli Tobing", birth="1988-06-30"),  # a sister who shares the telephone
        again(birth="1991-11-30", phone="085799998888"),  # a namesake
        again(nip="198503122011012011"),  # another NIP
    ],
)
def test_relatives_and_namesakes_are_normal(lookalike):
    assert gates(ANI, lookalike) == []


def test_a_common_name_in_one_regency_is_not_enough():
    same = [member(f"N{n}", "Siti Aminah") for n in range(6)]

    assert gates(*same) == []


def test_whoever_is_asked_about_the_pair_is_the_same():
    second = again(name="Aniswati T.", nip=ANI.nip)
    (pair,) = found(ANI, second)

    assert found(ANI, second, of=["A1"]) == found(ANI, second, of=["A2"]) == [pair]
    assert (pair.one, pair.other) == ("A1", "A2")


def test_portions_find_each_pair_once_and_the_same():
    twice = [member(f"Z{n:03d}", person.name, birth=person.birth) for n, person in enumerate(crowd()[:40])]
    people = [*crowd(), *twice]
    random.Random(3).shuffle(people)
    register = Register(people)
    keys = sorted(person.key for person in people)
    model, asked = beliefs(len(people)), frozenset(keys)
    whole = likely_duplicates(register, model, of=keys)

    portions = [
        pair
        for start in range(0, len(keys), 97)
        for pair in likely_duplicates(register, model, of=keys[start : start + 97], asked=asked)
    ]

    assert len(whole) >= 30
    assert sorted(portions, key=lambda pair: (pair.one, pair.other)) == whole


def test_nobody_is_compared_with_nobody():
    register = Register(crowd(3))

    assert likely_duplicates(register, beliefs(3), of=[]) == []


def test_the_evidence_adds_up_and_is_said_without_a_value():
    (pair,) = found(ANI, again(name="Aniswati Tobing Pane"))

    assert pair.bits == pytest.approx(sum(item.bits for item in pair.evidence), abs=0.0005)
    assert sentence(Evidence("name", "exact=2 lone=1", 1.0)).endswith(
        "1 kata hanya ada di salah satu catatan"
    )
    assert "nama: 2 kata sama, 1 kata hanya ada di salah satu catatan" in map(sentence, pair.evidence)


@pytest.mark.parametrize(
    ("levels", "words", "rule"),
    [
        ({"birth": "same", "phone": "same"}, {"exact": 1, "extra": 1}, "birth_and_phone"),
        ({"birth": "same", "phone": "same"}, {"extra": 2}, ""),
        ({"birth": "near", "sex": "different"}, {"exact": 2}, ""),
        ({"phone": "same", "birth": "different"}, {"exact": 2}, ""),
        ({"regency": "same"}, {"exact": 2}, "place_and_name"),
        ({"regency": "same"}, {"exact": 1, "near": 1}, ""),
        ({"regency": "different"}, {"exact": 2}, ""),
    ],
)
def test_the_gates(levels, words, rule):
    assert rule_for(Agreement(levels, words)) == rule
    assert rule in {"", *RULES}

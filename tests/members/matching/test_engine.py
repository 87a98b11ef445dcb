"""What officers know of their lists, one sentence each."""

import random

import pytest

from members.matching import Model, Person, Register, learn, link
from tests.members.matching.people import crowd, member, row

ANI = member(
    "ANI", "Aniswati Tobing", nip="198503122010012007", phone="081234567890", birth="1985-03-12", sex="P",
    workplace="Dinas Sosial Kota Palembang", employment="ASN",
)  # fmt: skip
NOT_ASN = {
    "sex": "P",
    "birth": "1990-07-05",
    "phone": "085700011122",
    "employment": "Non-ASN",
    "workplace": "LKS Mawar",
}
RINA = member("RINA", "Rinawati Sembodo", **NOT_ASN)


@pytest.fixture(scope="module")
def model():
    people = crowd()
    rows = [
        row(p.key, p.name, nip=p.nip, phone=p.phone, birth=p.birth, regency=p.regency) for p in people[::2]
    ]
    return learn(Register(people), rows)


def links(model, members, *rows):
    return link(Register([*crowd(), *members]), rows, model)


def automatic(model, members, *rows):
    return {(item.row, item.member) for item in links(model, members, *rows) if item.band == "auto"}


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "HJ. ANISWATI TOBING, S.SOS", "nip": "19850312 201001 2 007"},
        {"name": "Tobing Aniswati", "nip": "198503122010012000", "birth": "12 Maret 1985"},
        {"name": "aniswatitobing", "phone": "+62 812-3456-7890", "birth": "12/03/85"},
        {"name": "Aniswati Tobing", "birth": "03/12/1985", "phone": "0812 3456 7890"},
        {"name": "A. Tobing", "nip": "198503122010012070", "birth": "31118"},
        {"name": "Aniswati T.", "nip": "1.98503E+17", "phone": "081234567890", "birth": "12-3-1985"},
        {"name": "Aniswati Tobing", "nip": "131 234 567", "birth": "1985-03-12", "regency": "Palembang"},
    ],
)
def test_a_member_is_found_in_a_messy_row(model, typed):
    assert automatic(model, [ANI], Person(key="R1", province="16", **typed)) == {("R1", "ANI")}


def test_a_member_who_moved_is_found_from_another_province(model):
    moved = Person(
        "R1", "Aniswati Tobing", nip=ANI.nip, birth=ANI.birth, province="11", regency="Kota Sabang"
    )

    assert automatic(model, [ANI], moved) == {("R1", "ANI")}


def test_the_same_nik_is_the_strongest_evidence(model):
    hashed = bytes(range(32))
    known = Person("NIK", "Dewanti Prawira", nik=hashed, birth="1970-01-01", province="16")
    (found,) = links(model, [known], Person("R1", "Dewanti P.", nik=hashed, province="16"))

    assert found.band == "auto"
    assert found.gate == "nik"
    assert max(found.evidence, key=lambda item: item.bits).field == "nik"


def test_a_nik_says_nothing_of_a_member_of_another_province(model):
    """A guess that is right must look like one that is wrong, and like none."""
    known = Person("NIK", "Dewanti Prawira", nik=bytes(32), birth="1970-01-01", province="11")
    written = {"name": "Dewanti Prawira", "birth": "1970-01-01", "province": "16"}

    said = {
        tuple(links(model, [known], Person("R1", nik=nik, **written)))
        for nik in (bytes(32), bytes([7] * 32), None)
    }

    assert len(said) == 1
    (found,) = said.pop()
    assert "nik" not in [item.field for item in found.evidence]


def test_another_nik_is_never_linked_alone(model):
    known = Person(
        "NIK", "Dewanti Prawira", nik=bytes(32), birth="1970-01-01", phone="0811222333", province="16"
    )
    other = Person(
        "R1", "Dewanti Prawira", nik=bytes([7] * 32), birth="1970-01-01", phone="0811222333", province="16"
    )

    assert automatic(model, [known], other) == set()


def test_a_twin_is_not_linked_to_the_twin(model):
    twin = row("R1", "Aniswata Tobing", birth="1985-03-12", regency="Kota Palembang", phone="085799998888")

    assert automatic(model, [ANI], twin) == set()


def test_a_twin_with_another_nip_is_not_linked(model):
    twin = row(
        "R1", "Aniswati Tobing", nip="198503122011012011", birth="1985-03-12", regency="Kota Palembang"
    )

    assert automatic(model, [ANI], twin) == set()
    assert "nip" in links(model, [ANI], twin)[0].disagreements


def test_twins_who_are_both_members_are_linked_each_to_their_own(model):
    twin = member(
        "TWIN", "Anismara Tobing", birth="1985-03-12", phone="085799998888", sex="P", employment="Non-ASN"
    )
    rows = [
        row("R1", "Aniswati Tobing", birth="12-03-1985", regency="Palembang"),
        row("R2", "Anismara Tobing", birth="12-03-1985", regency="Palembang"),
    ]

    assert automatic(model, [ANI, twin], *rows) == {("R1", "ANI"), ("R2", "TWIN")}


@pytest.mark.parametrize("name", ["Bonar Tobing", "Haryo Wicaksono"])
def test_a_brother_or_husband_who_shares_the_phone_is_not_linked(model, name):
    relative = row("R1", name, phone="081234567890", regency="Kota Palembang")

    assert automatic(model, [ANI], relative) == set()


def test_a_namesake_with_another_birth_date_is_not_linked(model):
    namesake = row("R1", "Aniswati Tobing", birth="1991-11-30", regency="Kota Palembang")

    assert automatic(model, [ANI], namesake) == set()


def test_a_common_name_alone_is_not_linked(model):
    same = [member(f"N{n}", "Siti Aminah", birth=f"198{n}-01-0{n + 1}") for n in range(4)]

    assert automatic(model, same, row("R1", "Siti Aminah", regency="Kota Palembang")) == set()


def test_an_exponent_is_evidence_against_only(model):
    agrees = row("R1", "Aniswati Tobing", nip="1.985E+17", birth="1985-03-12")
    contradicts = row("R1", "Aniswati Tobing", nip="1.991E+17", birth="1985-03-12")

    assert "nip" not in {item.field for item in links(model, [ANI], agrees)[0].evidence}
    assert "nip" in links(model, [ANI], contradicts)[0].disagreements


def test_a_row_that_repeats_another_is_linked_to_the_same_member(model):
    rows = [
        row("R1", "Aniswati T.", phone="081234567890", birth="1985-03-12"),
        row("R2", "Aniswati Tobing, S.Sos", nip=ANI.nip, phone="081234567890"),
    ]
    found = {item.row: item for item in links(model, [ANI], *rows) if item.band == "auto"}

    assert found["R1"].member == found["R2"].member == "ANI"
    assert found["R1"].duplicate_of == "R2"
    assert found["R2"].duplicate_of is None


def test_a_second_row_with_the_name_only_waits_for_an_officer(model):
    rows = [
        row("R1", "Rinawati Sembodo", birth="5 Juli 1990"),
        row("R2", "Rinawati Sembodo", phone="081900000000"),
    ]

    assert automatic(model, [RINA], *rows) == {("R1", "RINA")}


def test_a_row_without_a_name_is_never_linked_alone(model):
    assert automatic(model, [ANI], row("R1", "", nip=ANI.nip, phone=ANI.phone)) == set()


def test_a_stranger_has_no_candidate(model):
    assert links(model, [ANI], row("R1", "Xaverius Quirin", birth="1955-05-05", phone="0899123123")) == []


def test_nobody_and_nothing_are_linked_to_nothing(model):
    assert link(Register([]), [row("R1", "Aniswati Tobing")], model) == []
    assert link(Register(crowd()), [], model) == []
    assert learn(Register([]), []).members == 1


def test_a_key_twice_is_refused():
    with pytest.raises(ValueError, match="occurs twice"):
        Register([ANI, ANI])


def test_an_alias_of_a_regency_is_the_regency(model):
    known = member("OKU", "Rinawati Sembodo", **{**NOT_ASN, "regency": "Kabupaten Ogan Komering Ulu"})
    register = Register([*crowd(), known], places={"OKU": "Kabupaten Ogan Komering Ulu"})
    (found,) = link(register, [row("R1", "Rinawati Sembodo", birth="1990-07-05", regency="OKU")], model)

    assert ("regency", "same") in {(item.field, item.level) for item in found.evidence}


def messy_rows():
    people = crowd()
    return [
        row(
            f"R{p.key}",
            p.name.upper(),
            nip=p.nip if n % 3 else "",
            phone=p.phone if n % 2 else "",
            birth=p.birth,
        )
        for n, p in enumerate(people[::2])
    ]


def test_the_order_of_rows_and_members_changes_nothing():
    people, rows = crowd(), messy_rows()
    first_model = learn(Register(people), rows)
    first = link(Register(people), rows, first_model)
    random.Random(1).shuffle(people)
    random.Random(2).shuffle(rows)
    again = learn(Register(people), rows)

    assert again.as_json() == first_model.as_json()
    assert link(Register(people), rows, again) == first


def test_what_was_linked_before_changes_nothing(model):
    register, rows = Register(crowd()), messy_rows()
    alone = link(Register(crowd()), rows, model)
    link(register, [row("X1", "Zulfadli Wiratama", workplace="Klinik Sehat")], model)

    assert link(register, rows, model) == alone


def test_a_model_is_the_same_after_writing_and_reading(model):
    assert Model.from_json(model.as_json()) == model
    assert Model.from_json(model.as_json()).as_json() == model.as_json()


def test_a_model_of_another_version_is_refused(model):
    with pytest.raises(ValueError, match="version"):
        Model.from_json(model.as_json().replace('"version": 3', '"version": 1'))


def test_the_evidence_adds_up_to_the_score(model):
    for item in link(Register([*crowd(), ANI]), messy_rows(), model):
        assert item.bits == pytest.approx(sum(piece.bits for piece in item.evidence), abs=0.0005)


def test_the_score_of_an_only_candidate_gives_its_probability(model):
    (found,) = links(model, [ANI], row("R1", "Aniswati Tobing", birth="1985-03-12"))
    odds = 2**found.bits * model.registered / model.members

    assert found.probability == pytest.approx(odds / (odds + 1 - model.registered), abs=1e-3)

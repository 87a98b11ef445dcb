"""Decisions go before all evidence; the same input still gives the same bytes."""

import random

import pytest

from members.matching import Decided, Register, learn, link
from tests.members.matching.people import crowd, member, row

PEOPLE = crowd()
SITI = member("SITI", "Sitiawan Kusumah", birth="1981-02-03", phone="081100000001", workplace="LKS Dahlia")
NAMESAKE = member(
    "SAKE", "Sitiawan Kusumah", birth="1991-05-06", phone="081100000002", workplace="LKS Teratai"
)
STRANGER = member("FAR", "Togar Limbong", birth="1970-09-09", phone="081100000003")
REGISTER = Register([*PEOPLE, SITI, NAMESAKE, STRANGER])


@pytest.fixture(scope="module")
def model():
    rows = [
        row(p.key, p.name, nip=p.nip, phone=p.phone, birth=p.birth, regency=p.regency) for p in PEOPLE[::2]
    ]
    return learn(Register(PEOPLE), rows)


ONLY_NAME = row("R1", "Sitiawan Kusumah")


def links(model, *rows, **decided):
    return link(REGISTER, rows, model, Decided(**decided))


def told(found):
    return {(item.row, item.member, item.band) for item in found}


def test_without_decisions_two_namesakes_are_offered(model):
    assert told(links(model, ONLY_NAME)) == {("R1", "SITI", "review"), ("R1", "SAKE", "review")}


def test_a_decided_row_is_linked_and_has_no_other_candidates(model):
    (found,) = links(model, ONLY_NAME, same={"R1": "SITI"})

    assert (found.row, found.member, found.band, found.gate) == ("R1", "SITI", "auto", "decided")
    assert found.probability == 1.0
    assert (found.evidence[-1].field, found.evidence[-1].level) == ("decided", "same")
    assert sum(item.bits for item in found.evidence) == pytest.approx(found.bits, abs=0.002)


def test_a_member_whom_no_evidence_finds_is_linked_as_well(model):
    assert told(links(model, ONLY_NAME, same={"R1": "FAR"})) == {("R1", "FAR", "auto")}


def test_a_refused_pair_is_neither_linked_nor_offered(model):
    sure = row("R2", "Sitiawan Kusumah", birth="1981-02-03", phone="081100000001")

    assert ("R2", "SITI", "auto") in told(links(model, sure))
    assert all(
        who != "SITI" for _row, who, _band in told(links(model, sure, apart=frozenset({("R2", "SITI")})))
    )


def test_refusing_one_of_two_namesakes_makes_the_other_likelier(model):
    (before, _other) = links(model, ONLY_NAME)
    (left,) = links(model, ONLY_NAME, apart=frozenset({("R1", "SITI")}))

    assert left.member == "SAKE"
    assert left.probability > before.probability


def test_a_taken_member_is_less_likely_for_other_rows_of_the_list(model):
    other = row("R9", "Sitiawan Kusumah", workplace="LKS Dahlia")
    before = {item.member: item.probability for item in links(model, ONLY_NAME, other) if item.row == "R9"}
    after = {
        item.member: item.probability
        for item in links(model, ONLY_NAME, other, same={"R1": "SITI"})
        if item.row == "R9"
    }

    assert after.get("SITI", 0.0) < before["SITI"] / 2


def test_a_row_whose_own_number_agrees_may_still_repeat_the_decided_one(model):
    again = row("R2", "Sitiawan Kusumah", birth="1981-02-03", phone="081100000001")
    found = {item.row: item for item in links(model, ONLY_NAME, again, same={"R1": "SITI"})}

    assert (found["R2"].member, found["R2"].band) == ("SITI", "auto")
    assert found["R1"].duplicate_of == "R2"


def test_keys_that_nobody_has_change_nothing(model):
    gone = {"same": {"R1": "nobody", "R77": "SITI"}, "apart": frozenset({("R1", "nobody"), ("R78", "SITI")})}

    assert links(model, ONLY_NAME, **gone) == links(model, ONLY_NAME)


def test_the_order_of_rows_and_decisions_changes_nothing(model):
    rows = [row(f"R{n}", person.name, phone=person.phone) for n, person in enumerate(PEOPLE[:40])]
    same = {f"R{n}": PEOPLE[n + 1].key for n in range(0, 40, 7)}
    apart = frozenset((f"R{n}", PEOPLE[n].key) for n in range(3, 40, 5))
    straight = links(model, *rows, same=same, apart=apart)
    mixed = random.Random(3).sample(rows, len(rows))

    assert links(model, *mixed, same=dict(reversed(same.items())), apart=apart) == straight

"""What a NIK or NIP disagrees about, judged anew whenever a fact changes."""

import datetime as dt

import pytest

from ipspi.regions.models import Regency
from members import disagreements, profile, transfers
from members.models import Member, Transfer
from members.registration import NIK_HELD
from tests.cast import BORN, NOW, OGAN_ILIR, make_member, make_nik, make_nip, make_user

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 16)


def codes(member):
    return [each.code for each in disagreements.of(member, today=TODAY)]


def now(member):
    return Member.objects.get(pk=member.pk)


def test_what_is_not_known_is_not_compared():
    assert codes(make_member(birth_date=None, sex="", home_regency=None)) == []
    assert codes(make_member(nik=None)) == []


def test_each_fact_is_compared_with_the_numbers():
    member = make_member(
        nik=make_nik(birth=BORN, sex="P"),
        nip=make_nip(birth=BORN, sex="P"),
        birth_date=BORN + dt.timedelta(1),
        sex="L",
    )

    assert codes(member) == [
        "nik_birth_date_differs",
        "nik_sex_differs",
        "nip_birth_date_differs",
        "nip_sex_differs",
    ]
    assert disagreements.ABOUT.keys() >= {*codes(member)}


def test_judging_drops_what_is_resolved_adds_what_is_new_and_leaves_what_is_about_others():
    member = make_member(sex="L", nik=make_nik(sex="P"), warnings=["nik_birth_date_differs", NIK_HELD])

    disagreements.judge(member, today=TODAY)

    assert member.warnings == ["nik_sex_differs", NIK_HELD]


@pytest.mark.parametrize(
    ("confirmed", "changed", "left"),
    [
        ([], [], ["nik_sex_differs"]),
        (["nik_sex_differs"], [], []),
        (["nik_sex_differs"], ["name", "birth_date"], []),
        (["nik_sex_differs"], ["nik"], ["nik_sex_differs"]),
        (["nik_birth_date_differs"], [], ["nik_sex_differs"]),
    ],
)
def test_what_was_confirmed_counts_for_the_facts_of_then(confirmed, changed, left):
    found = disagreements.of(make_member(sex="L", nik=make_nik(sex="P")), today=TODAY)

    unconfirmed = disagreements.unconfirmed(found, confirmed=confirmed, changed=changed)

    assert [each.code for each in unconfirmed] == left


# ------------------------------------------------------------------ the verbs that change a fact


def test_a_member_who_changes_their_nip_has_the_warnings_of_the_new_one():
    member = make_member(
        user=make_user(), employment="PNS", nip=make_nip(sex="L"), warnings=["nip_sex_differs"]
    )

    profile.change(member=member, facts={"nip": make_nip(sex="P")}, by=member.user, at=NOW)
    assert now(member).warnings == []
    profile.change(member=member, facts={"nip": make_nip(sex="L")}, by=member.user, at=NOW)
    assert now(member).warnings == ["nip_sex_differs"]


def test_a_move_is_compared_with_the_nik():
    member = make_member(user=make_user())
    home = Regency.objects.get(pk=OGAN_ILIR)

    profile.change(member=member, facts={"home_regency": home}, by=member.user, at=NOW)

    assert now(member).warnings == ["nik_regency_differs"]


def test_a_mutasi_is_compared_with_the_nik():
    member = make_member(user=make_user())
    away = Regency.objects.select_related("province").get(pk="11.71")
    move = Transfer(
        member=member, from_province=member.home_province, to_province=away.province, to_regency=away,
        wished_on=TODAY, effective_on=TODAY, status=Transfer.Status.AGREED, asked_at=NOW, left_at=NOW, received_at=NOW,
    )  # fmt: skip
    move.save()

    assert transfers.carry_out(move, member, at=NOW)

    assert now(member).warnings == ["nik_regency_differs"]

"""Who was a member once gets the number back, and only that person; who was expelled is decided on by the DPP."""

import pytest
from django.urls import reverse

from chapters import admission, bulk_admission
from members.models import Member, NumberBook
from tests.cast import (
    NOW,
    make_applicant,
    make_member,
    make_nik,
    make_officer,
    make_secretary_of_dpp,
    make_user,
)

pytestmark = pytest.mark.django_db


def admit(applicant, by):
    return admission.admit(applicant=applicant, by=by, at=NOW)


def test_who_resigned_and_comes_back_has_the_same_number():
    nik = make_nik()
    earlier = make_member(nik=nik, status="RESIGNED", user=make_user())

    member = admit(make_applicant(nik=nik), make_officer())

    assert member.number == earlier.number
    assert NumberBook.objects.get(number=member.number).member == member
    assert (NumberBook.objects.count(), Member.objects.get(pk=earlier.pk).number) == (1, None)


def test_who_had_no_nik_is_known_by_the_account():
    user = make_user()
    earlier = make_member(nik=None, status="RESIGNED", user=user)

    assert admit(make_applicant(user=user), make_officer()).number == earlier.number


@pytest.mark.parametrize("same_account", [True, False])
def test_a_number_never_goes_to_somebody_else(same_account):
    user = make_user()
    earlier = make_member(status="RESIGNED", user=user)

    member = admit(make_applicant(user=user if same_account else make_user()), make_officer())

    assert member.number != earlier.number
    assert Member.objects.get(pk=earlier.pk).number == earlier.number


def test_a_nik_alone_gives_nobody_a_number(client):
    """One digit of somebody else's NIK is typed, or another's NIK is given: the officer is told before."""
    nik = make_nik()
    earlier = make_member(nik=nik, status="RESIGNED", user=make_user(), name="Budi Pekerti")
    applicant, officer = make_applicant(nik=nik), make_officer()

    client.force_login(officer)
    page = client.get(reverse("chapters:application", args=["16", applicant.pk])).content.decode()
    assert "NIK ini pernah dipakai anggota dengan nama dan akun lain" in page
    assert "Budi" not in page
    assert "nama lain" in bulk_admission.why_not([applicant], by=officer)[applicant.pk]

    assert admit(applicant, officer).number != earlier.number
    assert Member.objects.get(pk=earlier.pk).number == earlier.number


def test_who_comes_back_is_no_doubt():
    nik = make_nik()
    make_member(nik=nik, status="RESIGNED", name="Siti Rachmawati")

    assert bulk_admission.why_not([make_applicant(nik=nik)], by=make_officer()) == {}


def test_who_was_expelled_does_not_come_back_by_giving_another_nik():
    user = make_user()
    make_member(user=user, status="EXPELLED")
    applicant = make_applicant(user=user)

    with pytest.raises(admission.WasExpelled):
        admit(applicant, make_officer())


def test_who_was_expelled_is_admitted_by_the_dpp_alone():
    nik = make_nik()
    earlier = make_member(nik=nik, status="EXPELLED")
    applicant = make_applicant(nik=nik)
    with pytest.raises(admission.WasExpelled):
        admit(applicant, make_officer())

    assert admit(applicant, make_secretary_of_dpp()).number == earlier.number

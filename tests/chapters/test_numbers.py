"""Making a member number void: who may, and what it does to the card."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from chapters import numbers
from chapters.models import DPP, Office
from ipspi.audit.models import Act
from members import cards
from members.models import Card, NumberBook
from tests.cast import NOW, make_member, make_officer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(number="16.2020.000001", user=make_user())


@pytest.fixture
def registrar():
    return make_officer(chapter=DPP, office=Office.REGISTRAR)


@pytest.mark.parametrize(
    ("chapter", "office"), [("16", Office.REGISTRAR), ("16", Office.CHAIR), (DPP, Office.TREASURER)]
)
def test_nobody_but_the_dpps_registrar_and_lead_make_a_number_void(member, chapter, office):
    somebody = make_officer(chapter=chapter, office=office)

    with pytest.raises(PermissionDenied):
        numbers.void(number=member.number, reason="Keliru", anew=True, by=somebody, at=NOW)
    assert NumberBook.objects.get().member == member


def test_the_member_gets_the_next_number_and_a_new_card_with_it(member, registrar):
    old = cards.current(member=member, at=NOW)

    numbers.void(number=member.number, reason="Keliru", anew=True, by=registrar, at=NOW)

    member.refresh_from_db()
    old.refresh_from_db()
    assert member.number == "16.2026.000001"
    assert old.end == "REPLACED"
    assert cards.said_by(Card.objects.get(end="")).number == "16.2026.000001"
    act = Act.objects.get(did="void_number")
    assert (act.actor_id, act.on_id, act.details) == (registrar.pk, str(member.pk), {"anew": 1})


def test_the_registrar_does_it_at_the_desk(client, member, registrar):
    client.force_login(registrar)
    page = reverse("admin:members_numberbook_void", args=[member.number])

    asked = client.get(page).content.decode()
    client.post(page, {"reason": "Salah orang", "anew": "on"})

    assert f"Batalkan nomor {member.number}?" in asked
    entry = NumberBook.objects.get(number=member.number)
    assert (entry.member, entry.void_reason) == (None, "Salah orang")


def test_a_void_number_is_not_offered_to_be_made_void(client, member, registrar):
    numbers.void(number=member.number, reason="Keliru", anew=True, by=registrar, at=NOW)
    client.force_login(registrar)

    assert (
        "Batalkan nomor"
        not in client.get(f"/admin/members/numberbook/{member.number}/change/").content.decode()
    )

"""What officers do with members' cards, and who may."""

import re
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters import cards
from chapters.models import Office
from ipspi.audit.models import Act
from members import cards as members_cards
from members.models import Card
from tests.cast import NOW, make_member, make_officer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    member = make_member(user=make_user())
    members_cards.current(member=member, at=NOW)
    return member


@pytest.fixture
def officer(client):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    return user


def address(member, name="card"):
    return reverse(f"chapters:{name}", args=["16", member.pk])


def text(response):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


@pytest.mark.parametrize(
    ("chapter", "office"), [("11", Office.CHAIR), ("16", Office.TREASURER), ("16", Office.ADVISER)]
)
def test_nobody_else_revokes_or_gives_cards(member, chapter, office):
    somebody = make_officer(chapter=chapter, office=office)

    with pytest.raises(PermissionDenied):
        cards.revoke(member=member, reason="Alasan", by=somebody, at=NOW)
    with pytest.raises(PermissionDenied):
        cards.give_again(member=member, by=somebody, at=NOW)
    assert Card.objects.get().end == ""


def test_an_officer_revokes_a_card_for_a_reason_and_gives_another_later(client, member, officer):
    asked = client.post(address(member), {"reason": " "})
    revoked = client.post(address(member), {"reason": "Dipinjamkan"}, follow=True)
    given = client.post(address(member, "give_card"), follow=True)

    assert "Tulis alasan pencabutan. Anggota akan membacanya." in text(asked)
    assert "Dipinjamkan" in text(revoked)
    assert "mendapat kartu baru" in text(given)
    assert list(Card.objects.order_by("pk").values_list("end", "reason")) == [
        ("REVOKED", "Dipinjamkan"),
        ("", ""),
    ]
    assert list(Act.objects.filter(actor_id=officer.pk).values_list("did", flat=True).order_by("id")) == [
        "revoke_card",
        "issue_card",
    ]


def test_a_card_is_given_again_only_where_one_was_revoked(client, member, officer):
    response = client.post(address(member, "give_card"), follow=True)

    assert "Anggota ini tidak menunggu kartu baru." in text(response)
    assert Card.objects.count() == 1


def test_a_treasurer_sees_the_cards_and_no_way_to_revoke_them(client, member):
    client.force_login(make_officer(chapter="16", office=Office.TREASURER))

    assert "Cabut kartu" not in text(client.get(address(member)))
    assert client.post(address(member), {"reason": "Alasan"}).status_code == 403


def test_the_page_costs_as_many_queries_for_many_cards_as_for_one(client, member, officer):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address(member))
        return len(captured)

    queries()
    one = queries()
    for _time in range(4):
        members_cards.replace(member=member, by=member.user, at=NOW)

    assert queries() == one

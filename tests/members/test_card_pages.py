"""The member's own card, as they meet it."""

import re
from html import unescape

import pytest

from members import cards
from members.models import Card, Member
from tests.cast import NOW, found, make_applicant, make_document, make_member, make_user
from tests.photos import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    found("16")
    member = make_member(name="Nur'aini", titles_after="S.Sos.", user=make_user())
    client.force_login(member.user)
    return member


def text(response):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def test_the_card_shows_who_one_is_and_its_code(client, member):
    response = client.get("/kartu/")

    said = text(response)
    for words in ("Nur'aini, S.Sos.", member.number, "Anggota Biasa", "DPD Sumatera Selatan", "April 2019"):
        assert words in said
    assert "<svg" in response.content.decode()
    assert member.nik not in response.content.decode()
    assert f"/v/{Card.objects.get().token}" in response.content.decode()


def test_looking_twice_issues_one_card(client, member):
    client.get("/kartu/")
    client.get("/kartu/")

    assert Card.objects.count() == 1


def test_the_pdf_is_a_file_whose_name_names_nobody(client, member):
    response = client.get("/kartu/pdf/")

    assert response.content.startswith(b"%PDF")
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="kartu-anggota-ipspi-{Card.objects.get().pk}.pdf"'
    )


def test_the_photo_that_a_member_sent_is_on_the_card(client, member):
    without = client.get("/kartu/pdf/").content
    make_document(kind="foto", content=make_photo(size=(300, 400)), preview=b"kecil", member=member)

    assert "/dokumen/foto/kecil/" in client.get("/kartu/").content.decode()
    assert b"/DCTDecode" in client.get("/kartu/pdf/").content
    assert b"/DCTDecode" not in without


def test_another_card_is_asked_for_before_the_present_one_ends(client, member):
    client.get("/kartu/")
    asked = client.get("/kartu/ganti/")
    assert Card.objects.count() == 1

    response = client.post("/kartu/ganti/", follow=True)

    assert "Ganti kartu anggota?" in text(asked)
    assert "Kartu yang lama tidak berlaku lagi." in text(response)
    assert list(Card.objects.order_by("pk").values_list("end", flat=True)) == ["REPLACED", ""]


def test_nobody_fills_the_register_with_cards(client, member):
    client.get("/kartu/")

    statuses = [client.post("/kartu/ganti/").status_code for _time in range(6)]

    assert statuses == [302] * 5 + [429]


def test_a_revoked_card_says_why_and_what_to_do(client, member):
    cards.current(member=member, at=NOW)
    cards.revoke(member=member, reason="Kartu dipinjamkan", by=make_user(), at=NOW)

    said = text(client.get("/kartu/"))

    assert "Kartu dipinjamkan" in said
    assert "Hubungi pengurus daerah Anda" in said
    assert client.get("/kartu/pdf/").status_code == 302


def test_who_is_suspended_sees_what_others_will_see(client, member):
    Member.objects.filter(pk=member.pk).update(status="SUSPENDED")

    assert "Siapa pun yang memeriksa kartu ini melihat status itu." in text(client.get("/kartu/"))


def test_an_applicant_has_no_card_yet_and_a_newcomer_is_led_to_register(client):
    client.force_login(make_applicant().user)
    assert "Belum ada kartu" in text(client.get("/kartu/"))

    client.force_login(make_user())
    assert client.get("/kartu/").headers["Location"] == "/pendaftaran/"


def test_the_header_leads_to_the_card(client, member):
    assert "/kartu/" in client.get("/pendaftaran/status/").content.decode()

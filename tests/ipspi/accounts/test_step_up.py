"""Whoever does not prove anew who they are goes back to where they came from."""

import pytest
from django.urls import reverse

from ipspi.accounts import step_up
from tests.cast import make_member, make_officer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "above"),
    [
        ("/saya/data/salinan/", "/saya/data/"),
        ("/akun/keamanan/aplikasi/pasang/", "/akun/keamanan/"),
        ("/akun/keamanan/?x=/akun/", "/"),
        ("//jahat.example/akun/keamanan/x/", "/akun/keamanan/"),
        ("https://jahat.example/tidak/ada/", "/"),
        ("", "/"),
    ],
)
def test_the_page_above_is_one_of_ours_that_exists(asked, above):
    assert step_up.page_before(asked) == above


def test_cancelling_leads_back_to_the_member(client):
    officer, member = make_officer(), make_member()
    client.force_login(officer)

    page = client.get(reverse("chapters:numbers", args=["16", member.pk]), follow=True)

    assert "Pastikan ini Anda" in page.content.decode()
    assert page.context["cancel_url"] == reverse("chapters:member", args=["16", member.pk])
    assert f'href="{page.context["cancel_url"]}">Batal' in page.content.decode()

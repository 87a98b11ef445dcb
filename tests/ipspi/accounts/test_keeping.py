"""What was typed when the session had ended: kept for its author and that page, encrypted, and not for long."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from ipspi.accounts.keeping import mark_of
from members.models import Draft
from tests.cast import NOW, PASSWORD, make_user

pytestmark = pytest.mark.django_db
PAGE = "/pendaftaran/nama/"
TYPED = "Siti Rahmawati binti Contoh"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person():
    return make_user("siti@contoh.example")


def sign_in(client, email="siti@contoh.example", onward=PAGE):
    return client.post("/akun/masuk/", {"login": email, "password": PASSWORD, "next": onward}, follow=True)


def post(client, person, **headers):
    return client.post(PAGE, {"name": TYPED, "kept_for": mark_of(person)}, headers=headers)


def test_every_step_carries_its_mark(client, person):
    client.force_login(person)

    assert re.search(r'name="kept_for" value="[^"]+"', client.get(PAGE).text)


def test_comes_back_after_signing_in_and_is_not_saved_unasked(client, person):
    answer = post(client, person)
    login = client.get(answer.headers["Location"]).text

    page = sign_in(client).text

    assert "Yang Anda ketik tidak hilang" in login
    assert f'value="{TYPED}"' in page
    assert "belum tersimpan: periksa, lalu simpan" in page
    assert not Draft.objects.exists()
    assert TYPED not in client.get(PAGE).text


def test_is_kept_encrypted(client, person):
    post(client, person)

    kept = Session.objects.get().get_decoded()["typed"]
    assert kept["by"] == str(person.pk)
    assert "Rahmawati" not in str(kept)


def test_is_shown_to_nobody_else_who_signs_in_there(client, person):
    make_user("lain@contoh.example")
    post(client, person)

    assert TYPED not in sign_in(client, "lain@contoh.example").text


def test_is_forgotten_after_half_an_hour(client, person, clock):
    post(client, person)
    clock.shift(dt.timedelta(minutes=31))

    assert TYPED not in sign_in(client).text


def test_without_a_mark_of_ours_nothing_is_kept(client, person):
    for mark in ({}, {"kept_for": ""}, {"kept_for": f"{person.pk}:made:up"}):
        client.post(PAGE, {"name": TYPED, **mark})

    assert TYPED not in sign_in(client).text


class TestAPageThatLayOpenTooLong:
    ORIGIN = "http://testserver"

    @pytest.fixture
    def stale(self, person):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        return client

    def test_is_shown_again_with_what_was_typed(self, stale, person):
        answer = post(stale, person, origin=self.ORIGIN)

        assert answer.headers["Location"] == PAGE
        assert f'value="{TYPED}"' in stale.get(PAGE).text
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("origin", ["https://jahat.example", "null", None])
    def test_is_refused_where_another_site_sends_it(self, stale, person, origin):
        answer = post(stale, person, **({"origin": origin} if origin else {}))

        assert answer.status_code == 403
        assert TYPED not in stale.get(PAGE).text

    def test_of_somebody_else_is_refused(self, stale):
        assert post(stale, make_user("lain@contoh.example"), origin=self.ORIGIN).status_code == 403

"""What strangers can do with somebody's address: little, and not often; and the links in its mail are ours."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from ipspi.outbox.models import Mail
from tests.cast import NOW, PASSWORD, make_user

pytestmark = pytest.mark.django_db

DAY = 24 * 60


@pytest.fixture
def clock():
    with time_machine.travel(NOW) as traveller:
        yield traveller


def sign_up(client, email="baru@contoh.example"):
    return client.post("/akun/daftar/", {"email": email, "password1": PASSWORD})


def test_thirty_guesses_a_day_and_no_more(client, clock):
    sign_up(client)
    page = f"/akun/konfirmasi/{EmailAddress.objects.get().confirmation.pk}/kirim-ulang/"
    elsewhere = Client()

    for _quarter in range(DAY // 15 - 1):
        clock.shift(dt.timedelta(minutes=15))
        client.post("/akun/konfirmasi/kirim-ulang/")
        elsewhere.post(page)
        elsewhere.post("/akun/masuk/", {"login": "baru@contoh.example", "password": PASSWORD})

    assert Mail.objects.filter(kind="account.confirmation").count() == 6


def test_nobody_fills_the_mailbox_of_who_has_an_account(client, clock):
    make_user("lama@contoh.example")

    answers = set()
    for _time in range(15):
        answers.add(sign_up(Client(), "lama@contoh.example").headers["Location"])
        clock.shift(dt.timedelta(minutes=5))

    assert answers == {"/akun/konfirmasi/"}
    assert Mail.objects.count() == 6


def test_limits_outlive_a_flood_of_other_limits():
    cache.set("limit", [1])
    cache.set_many({f"flood{number}": [1] for number in range(320)})

    assert cache.get("limit") == [1]


def test_too_many_attempts_get_a_page_in_words(client):
    for number in range(11):
        response = client.post("/akun/masuk/", {"login": f"a{number}@contoh.example", "password": "x" * 12})
    for _time in range(30):
        response = client.post("/akun/masuk/", {"login": "a@contoh.example", "password": "x" * 12})

    assert response.status_code == 429
    assert "Terlalu banyak percobaan" in response.content.decode()


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_made_up_address_of_the_sender_is_no_way_round_a_limit(proxies, client, settings: Settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    statuses = [
        client.post(
            "/akun/masuk/",
            {"login": f"a{number}@contoh.example", "password": "x" * 12},
            headers={"X-Forwarded-For": f"203.0.113.{number}" + ", 198.51.100.7" * proxies},
        ).status_code
        for number in range(31)
    ]

    assert statuses[-1] == 429


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/akun/sandi/lupa/", {"email": "lama@contoh.example"}),
        ("/akun/sandi/lupa/", {"email": "tidakada@contoh.example"}),
        ("/akun/daftar/", {"email": "lama@contoh.example", "password1": PASSWORD}),
    ],
)
def test_links_in_mail_lead_to_us_whatever_host_was_asked(address, sent, client, settings: Settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://registri.contoh.example"
    make_user("lama@contoh.example")

    client.post(address, sent, headers={"Host": "jahat.example"})

    mail = Mail.objects.get()
    assert "jahat.example" not in mail.text + mail.html
    assert set(re.findall(r"https?://[^/\s]+(?=/akun/)", mail.text)) == {"https://registri.contoh.example"}


@pytest.mark.parametrize(
    "target", ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(target, client):
    make_user("lama@contoh.example")

    answer = client.post(
        "/akun/masuk/", {"login": "lama@contoh.example", "password": PASSWORD, "next": target}
    )
    again = client.get("/akun/masuk/", {"next": target})

    assert [answer.headers["Location"], again.headers["Location"]] == ["/", "/"]


def test_a_session_has_another_key_after_signing_in_and_ends_by_a_form_only(client):
    make_user("lama@contoh.example")
    sign_up(client, "lain@contoh.example")
    before = client.session.session_key

    client.post("/akun/masuk/", {"login": "lama@contoh.example", "password": PASSWORD})
    client.get("/akun/keluar/")

    assert client.session.session_key != before
    assert "_auth_user_id" in client.session

"""The page where an account is kept safe, the change of its address in pages, and what the DPP's desk may do."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters.models import DPP, Office
from ipspi.accounts import devices
from ipspi.accounts.models import AddressChange, User
from ipspi.audit.models import Act
from ipspi.outbox.models import Mail
from tests.cast import NOW, PASSWORD, code_now, make_seat, make_user, with_app
from tests.fixtures.signing_in import step_up
from tests.ipspi.accounts.test_second_factor import SECURITY, sign_in

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
CHANGE = f"{SECURITY}email/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW) as traveller:
        yield traveller


@pytest.fixture
def user() -> User:
    return make_user("siti@contoh.example")


def on(device: str) -> Client:
    return Client(headers={"User-Agent": device})


class TestSessions:
    def test_are_listed_with_their_devices(self, user):
        sign_in(user, on(PHONE))
        page = sign_in(user, on(LAPTOP)).get(SECURITY).text

        assert re.findall(r'scope="row">([^<]+)<', page) == ["Firefox di Windows", "Chrome di Android"]
        assert page.count("Perangkat ini") == 1

    def test_one_is_ended_and_only_ones_own(self, user):
        phone, laptop, stranger = sign_in(user, on(PHONE)), sign_in(user, on(LAPTOP)), sign_in(make_user())
        number = UserSession.objects.get(user_agent=PHONE).pk

        assert stranger.post(f"{SECURITY}sesi/{number}/akhiri/").status_code == 404
        laptop.post(f"{SECURITY}sesi/{number}/akhiri/")

        assert phone.get(SECURITY).headers["Location"].startswith("/akun/masuk/")
        assert laptop.get(SECURITY).status_code == 200

    def test_all_others_are_ended_at_once(self, user):
        others = [sign_in(user, on(PHONE)) for _number in range(3)]
        here, stranger = sign_in(user, on(LAPTOP)), sign_in(make_user())

        here.post(f"{SECURITY}sesi/akhiri-lainnya/")

        assert [each.get(SECURITY).status_code for each in others] == [302, 302, 302]
        assert [each.get(SECURITY).status_code for each in (here, stranger)] == [200, 200]

    def test_that_nobody_noted_are_ended_too(self, user):
        phone, here = sign_in(user, on(PHONE)), sign_in(user, on(LAPTOP))
        UserSession.objects.filter(user_agent=PHONE).delete()

        for _time in range(2):
            here.post(f"{SECURITY}sesi/akhiri-lainnya/")

        assert phone.get(SECURITY).headers["Location"].startswith("/akun/masuk/")
        assert here.get(SECURITY).status_code == 200
        assert sign_in(user).get(SECURITY).status_code == 200

    def test_are_ended_by_a_new_password_but_for_this_one(self, user):
        phone, here = sign_in(user, on(PHONE)), sign_in(user, on(LAPTOP))
        new = "kata-sandi-lain-77"

        here.post("/akun/sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

        assert phone.get(SECURITY).status_code == 302
        assert here.get(SECURITY).status_code == 200
        assert [session["here"] for session in here.get(SECURITY).context["sessions"]] == [True]
        assert Mail.objects.get(kind="account.password_changed").to == user.email

    def test_cost_the_same_however_many_there_are(self, user):
        here = sign_in(user, on(LAPTOP))
        here.get(SECURITY)  # the first page of a session notes it
        costs = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as seen:
                here.get(SECURITY)
            costs.append(len(seen))
            for _number in range(5):
                sign_in(user, on(PHONE))

        assert costs[0] == costs[1]

    def test_are_noted_every_few_minutes_and_not_at_every_page(self, user, clock):
        here = sign_in(user, on(LAPTOP))
        here.get(SECURITY)
        seen = []
        for minutes in (1, 5):
            clock.shift(dt.timedelta(minutes=minutes))
            here.get(SECURITY)
            seen.append(UserSession.objects.get().last_seen_at)

        first, second = (moment - NOW for moment in seen)
        assert first < dt.timedelta(minutes=1)
        assert second >= dt.timedelta(minutes=6)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (PHONE, "Chrome di Android"),
        (LAPTOP, "Firefox di Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari di iPhone",
        ),
        ("curl/8.5", "Perangkat tidak dikenal"),
        ("", "Perangkat tidak dikenal"),
    ],
)
def test_a_device_is_told_in_words(said, words):
    assert devices.in_words(said) == words


class TestANewAddress:
    def test_is_asked_for_and_proved_on_both_sides(self, user):
        client = sign_in(user)
        answer = client.post(CHANGE, {"email": "Baru@contoh.example"})
        code = Mail.objects.get(kind="account.address_code").subject[:6]
        path = re.search(r"/akun/email/\S+", Mail.objects.get(kind="account.address_consent").text)[0]

        assert "<strong>baru@contoh.example</strong>" in client.get(answer.headers["Location"]).text
        consent = Mail.objects.get(kind="account.address_consent").text
        assert "menjadi b•••@contoh.example." in consent
        assert "baru@contoh.example" not in consent
        assert "Tinggal satu langkah" in Client().post(answer.headers["Location"], {"code": code}).text
        Client().get(path)  # as a scanner of mail would
        user.refresh_from_db()
        assert user.email == "siti@contoh.example"
        assert "sudah berganti" in Client().post(path, {"answer": "agree"}).text

        user.refresh_from_db()
        assert user.email == "baru@contoh.example"
        assert Act.objects.filter(did="account.address_changed").exists()

    def test_is_refused_by_the_old_one(self, user):
        sign_in(user).post(CHANGE, {"email": "baru@contoh.example"})
        path = re.search(r"/akun/email/\S+", Mail.objects.get(kind="account.address_consent").text)[0]

        assert "Penggantian ditolak" in Client().post(path, {"answer": "refuse"}).text
        assert not AddressChange.objects.exists()

    def test_of_somebody_else_gets_the_same_pages(self, user, clock):
        clock.move_to(NOW, tick=False)  # pages count seconds
        make_user("orang@contoh.example")
        pages = []
        for email in ("orang@contoh.example", "bebas@contoh.example"):
            client = sign_in(user)
            answer = client.post(CHANGE, {"email": email}, follow=True)
            refused = client.post(answer.redirect_chain[-1][0], {"code": "000000"})
            shown = [re.sub(r'value="[^"]+"', "", each.text) for each in (answer, refused)]
            pages.append([each.replace(email, "(alamat)") for each in shown])

        assert pages[0] == pages[1]

    def test_asks_for_a_step_up(self, user, clock):
        client = sign_in(user)
        clock.shift(dt.timedelta(minutes=6))

        assert client.get(CHANGE).headers["Location"].startswith("/akun/periksa/")

    @pytest.mark.parametrize(
        "typed", ["", "bukan alamat", "a\x00b@contoh.example", "x" * 1_000_000, "siti@contoh.example"]
    )
    def test_that_is_none_is_said_beside_its_field(self, user, typed):
        answer = sign_in(user).post(CHANGE, {"email": typed})

        assert list(answer.context["form"].errors) == ["email"]
        assert not Mail.objects.exists()

    def test_is_not_sent_codes_again_and_again(self, user):
        client = sign_in(user)
        for _time in range(4):
            answer = client.post(CHANGE, {"email": "baru@contoh.example"})

        assert "Tunggu beberapa menit" in answer.text
        assert Mail.objects.filter(to="baru@contoh.example").count() == 1


class TestSigningUp:
    def test_a_mistyped_address_is_corrected(self):
        client = Client()
        client.post("/akun/daftar/", {"email": "salha@contoh.example", "password1": PASSWORD})
        assert "/akun/konfirmasi/perbaiki/" in client.get("/akun/konfirmasi/").text
        assert 'value="salha@contoh.example"' in client.get("/akun/konfirmasi/perbaiki/").text

        answer = client.post(
            "/akun/konfirmasi/perbaiki/", {"email": "saleha@contoh.example", "password1": PASSWORD}
        )
        code = Mail.objects.get(to="saleha@contoh.example").subject[:6]
        client.post(answer.headers["Location"], {"code": code})

        assert list(User.objects.values_list("email", flat=True)) == ["saleha@contoh.example"]
        assert "_auth_user_id" in client.session

    def test_correcting_to_somebodys_address_looks_the_same_and_deletes_nobody(self, clock):
        clock.move_to(NOW, tick=False)  # pages count seconds
        make_user("orang@contoh.example")
        pages = []
        for number, email in enumerate(("orang@contoh.example", "bebas@contoh.example")):
            client = Client()
            client.post("/akun/daftar/", {"email": f"salah{number}@contoh.example", "password1": PASSWORD})
            answer = client.post(
                "/akun/konfirmasi/perbaiki/", {"email": email, "password1": PASSWORD}, follow=True
            )
            pages.append(re.sub(r'value="[^"]+"', "", answer.text).replace(email, "EMAIL"))

        assert pages[0] == pages[1]
        assert set(User.objects.values_list("email", flat=True)) == {
            "orang@contoh.example",
            "bebas@contoh.example",
        }

    def test_correcting_deletes_no_account_that_has_signed_in(self, user):
        client = Client()
        client.post("/akun/daftar/", {"email": user.email, "password1": PASSWORD})

        client.post("/akun/konfirmasi/perbaiki/", {"email": "lain@contoh.example", "password1": PASSWORD})

        assert User.objects.filter(pk=user.pk).exists()

    def test_without_a_password_leads_to_making_a_passkey(self):
        client = Client()
        client.post("/akun/daftar/passkey/", {"email": "baru@contoh.example"})
        code = Mail.objects.get().subject[:6]

        answer = client.post("/akun/konfirmasi/", {"code": code})

        assert answer.headers["Location"] == f"{SECURITY}passkey/baru/"
        assert client.get(answer.headers["Location"]).status_code == 200
        assert not User.objects.get().has_usable_password()


class TestTheDesk:
    @pytest.fixture
    def registrar(self) -> User:
        return make_seat(chapter=DPP, office=Office.REGISTRAR).user

    @pytest.fixture
    def desk(self, registrar) -> Client:
        client = Client()
        client.force_login(registrar)
        step_up(client, registrar)
        return client

    def test_resets_a_lost_factor_and_tells_the_person(self, desk, registrar, user):
        theirs = sign_in(with_app(user), code=code_now())

        desk.post(reverse("admin:accounts_user_reset_factors", args=[user.pk]), {"reason": "MET"})

        assert not Authenticator.objects.filter(user=user).exists()
        assert theirs.get(SECURITY).headers["Location"].startswith("/akun/masuk/")
        mail = Mail.objects.get(kind="account.factors_reset")
        assert (mail.to, "bertemu langsung" in mail.text) == (user.email, True)
        act = Act.objects.get(did="account.reset_factors")
        assert (act.actor_id, act.details) == (registrar.pk, {"reason": "MET"})

    @pytest.mark.parametrize(
        ("act", "sent"), [("reset_factors", {}), ("move_address", {"email": "lain@contoh.example"})]
    )
    def test_does_neither_for_oneself(self, desk, registrar, act, sent):
        page = desk.post(
            reverse(f"admin:accounts_user_{act}", args=[registrar.pk]), {"reason": "MET", **sent}
        )

        assert "pengurus DPP yang lain" in page.text
        assert Authenticator.objects.filter(user=registrar).exists()
        assert not AddressChange.objects.exists()

    def test_asks_the_officer_for_a_step_up_first(self, registrar, user):
        client = Client()
        client.force_login(registrar)
        with_app(user)

        answer = client.post(reverse("admin:accounts_user_reset_factors", args=[user.pk]), {"reason": "MET"})

        assert answer.headers["Location"].startswith("/akun/periksa/")
        assert Authenticator.objects.filter(user=user).exists()

    def test_moves_an_account_to_an_address_that_is_proved(self, desk, user):
        desk.post(
            reverse("admin:accounts_user_move_address", args=[user.pk]),
            {"reason": "CALLED", "email": "baru@contoh.example"},
        )
        change, code = AddressChange.objects.get(), Mail.objects.get(kind="account.address_code").subject[:6]

        Client().post(f"/akun/email/{change.pk}/", {"code": code})

        user.refresh_from_db()
        assert user.email == "baru@contoh.example"
        assert "Tolak" in Mail.objects.get(kind="account.address_consent").text

    def test_leaves_the_other_half_of_an_account_to_another_officer(self, desk, user):
        with_app(user)
        moved = {"reason": "CALLED", "email": "baru@contoh.example"}
        desk.post(reverse("admin:accounts_user_reset_factors", args=[user.pk]), {"reason": "MET"})
        page = desk.post(reverse("admin:accounts_user_move_address", args=[user.pk]), moved)

        assert "Pengurus DPP yang lain harus melakukan yang ini" in page.text
        assert not AddressChange.objects.exists()

        second, other = Client(), make_seat(chapter=DPP, office=Office.REGISTRAR).user
        second.force_login(other)
        step_up(second, other)
        second.post(reverse("admin:accounts_user_move_address", args=[user.pk]), moved)

        assert AddressChange.objects.get().user == user

    def test_has_no_act_for_a_chapters_officer(self, user):
        client = Client()
        client.force_login(make_seat(chapter="16").user)

        answer = client.post(reverse("admin:accounts_user_reset_factors", args=[user.pk]), {"reason": "MET"})

        assert answer.status_code == 403

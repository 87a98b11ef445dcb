"""The second factor, as people sign in: who is asked for it, who is not, and what a thief of a password gets."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chapters.models import Office, Seat
from ipspi.accounts import factors, second_factor
from ipspi.accounts.models import User
from ipspi.audit.models import Act
from ipspi.outbox.models import Mail
from tests.cast import (
    NOW,
    PASSWORD,
    SECRET,
    code_now,
    make_member,
    make_officer,
    make_seat,
    make_user,
    with_app,
)

pytestmark = pytest.mark.django_db

ROSTER = "/daerah/16/anggota/"
SECURITY = "/akun/keamanan/"
PROVE = "/akun/periksa/kode/"
HALF_A_MINUTE = dt.timedelta(seconds=31)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW) as traveller:
        yield traveller


def sign_in(user: User, client: Client | None = None, *, code: str = "") -> Client:
    """Sign in through the pages: the password, and the code where one is given."""
    client = client or Client()
    answer = client.post("/akun/masuk/", {"login": user.email, "password": PASSWORD})
    if code:
        assert answer.headers["Location"] == "/akun/masuk/kode/"
        client.post("/akun/masuk/kode/", {"code": code})
    return client


class TestAnOfficerWithoutOne:
    @pytest.mark.parametrize(
        "page", [ROSTER, "/daerah/", "/daerah/16/", "/admin/", "/daerah/16/rekonsiliasi/"]
    )
    def test_is_led_to_where_it_is_set_up(self, page):
        client = sign_in(make_officer())

        assert client.get(page).headers["Location"] == SECURITY
        assert "Pasang pengaman kedua lebih dahulu" in client.get(SECURITY).text

    def test_gets_403_from_the_api(self):
        answer = sign_in(make_officer()).get("/api/v1/me")

        assert (answer.status_code, list(answer.json())) == (403, ["detail"])

    def test_is_led_out_of_a_part_of_a_page(self):
        answer = sign_in(make_officer()).get(ROSTER, headers={"HX-Request": "true"})

        assert answer.headers["HX-Redirect"] == SECURITY

    @pytest.mark.parametrize(
        "page",
        [
            "/pendaftaran/status/",
            "/keanggotaan/profil/",
            "/kartu/",
            "/saya/data/",
            SECURITY,
            "/akun/sandi/",
            "/akun/keluar/",
            "/healthz",
            "/api/schema/",
        ],
    )
    def test_sees_the_own_pages_and_those_for_everybody(self, page):
        officer = make_seat(chapter="16", member=make_member(user=make_user())).member.user

        assert sign_in(officer).get(page).status_code == 200

    def test_writes_nothing(self):
        applicant = make_member(status="APPLIED")

        answer = sign_in(make_officer()).post(f"/daerah/16/pendaftaran/{applicant.pk}/terima/")

        assert answer.headers["Location"] == SECURITY
        applicant.refresh_from_db()
        assert applicant.status == "APPLIED"

    def test_sets_it_up_and_goes_on_to_where_they_wanted(self, transactional_db):
        officer = make_officer()
        client = sign_in(officer)
        client.get(ROSTER)
        secret = client.get(f"{SECURITY}aplikasi/pasang/").context["form"].secret

        answer = client.post(f"{SECURITY}aplikasi/pasang/", {"code": code_now(secret)})

        assert answer.headers["Location"] == f"{SECURITY}kode-pemulihan/"
        assert f'href="{ROSTER}"' in client.get(answer.headers["Location"]).text
        assert client.get(ROSTER).status_code == 200
        mail = Mail.objects.get(kind="account.totp_activated")
        assert (mail.to, mail.subject) == (officer.email, "Aplikasi kode terpasang")
        assert Act.objects.get(did="account.totp_activated").on_id == str(officer.pk)


class TestWhoHasOne:
    @pytest.fixture
    def officer(self):
        return with_app(make_officer())

    def test_is_asked_for_it_at_signing_in(self, officer):
        client = sign_in(officer)

        assert "_auth_user_id" not in client.session
        assert client.get(ROSTER).headers["Location"].startswith("/akun/masuk/")
        client.post("/akun/masuk/kode/", {"code": code_now()})
        assert client.get(ROSTER).status_code == 200

    def test_is_asked_for_it_in_a_session_from_before(self):
        """Whoever stole the password and sits in an earlier session does not profit from the owner's factor."""
        officer = make_officer()
        thief = sign_in(officer)
        with_app(officer)

        assert thief.get(ROSTER).headers["Location"] == f"{PROVE}?next=%2Fdaerah%2F16%2Fanggota%2F"
        assert thief.get(SECURITY).headers["Location"].startswith(PROVE)
        thief.post("/akun/periksa/", {"password": PASSWORD})
        for page in ("aplikasi/lepas/", "passkey/baru/", "kode-pemulihan/", "email/"):
            assert thief.get(f"{SECURITY}{page}").headers["Location"].startswith(PROVE)
            assert thief.post(f"{SECURITY}{page}").headers["Location"].startswith(PROVE)
        assert Authenticator.objects.filter(user=officer).count() == 1

    def test_may_prove_it_in_a_session_from_before(self):
        officer = make_officer()
        client = sign_in(officer)
        with_app(officer)

        answer = client.post(PROVE, {"code": code_now(), "next": ROSTER})

        assert answer.headers["Location"] == ROSTER
        assert client.get(ROSTER).status_code == 200

    def test_is_asked_for_the_new_one_where_the_old_one_was_proved(self, officer):
        client = sign_in(officer, code=code_now())
        Authenticator.objects.filter(user=officer).delete()
        with_app(officer)

        assert client.get(ROSTER).headers["Location"].startswith(PROVE)

    def test_a_member_is_not_asked_for_one_but_for_the_one_they_have(self):
        member = make_member(user=make_user()).user
        client = sign_in(member)
        assert client.get(SECURITY).status_code == 200

        with_app(member)

        assert client.get(SECURITY).headers["Location"].startswith(PROVE)

    def test_uses_a_code_once(self, officer, clock):
        code = code_now()
        sign_in(officer, code=code)
        clock.shift(HALF_A_MINUTE)  # allauth itself has forgotten it by now, and still takes it

        again = sign_in(officer, code=code)

        assert "_auth_user_id" not in again.session

    def test_may_be_half_a_minute_late(self, officer, clock):
        code = code_now()
        clock.shift(HALF_A_MINUTE)

        assert sign_in(officer, code=code).get(ROSTER).status_code == 200

    @pytest.mark.parametrize("typed", ["", "000000", "12345", "١٢٣٤٥٦", "1" * 1000, "1\x00", "9" * 20])
    def test_is_told_that_a_code_does_not_fit(self, officer, typed):
        client = sign_in(officer)

        answer = client.post("/akun/masuk/kode/", {"code": typed})

        assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["code"])
        assert "_auth_user_id" not in client.session

    def test_is_guessed_at_five_times_in_five_minutes_and_thirty_times_a_day(self, officer, clock):
        said = []
        for _hour in range(8):
            guesser = sign_in(officer)
            for _guess in range(6):
                answer = guesser.post("/akun/masuk/kode/", {"code": "000000"})
                said.append(answer.context["form"].errors["code"][0])
            clock.shift(dt.timedelta(hours=1))

        tried = sum("tidak cocok" in words for words in said)
        assert tried == 25  # six a time, of which allauth refuses one unread: thirty in all
        right = sign_in(officer)
        right.post("/akun/masuk/kode/", {"code": code_now()})
        assert "_auth_user_id" not in right.session

    def test_stays_out_when_the_account_is_closed(self, officer):
        client = sign_in(officer, code=code_now())
        User.objects.filter(pk=officer.pk).update(is_active=False)

        assert client.get(ROSTER).headers["Location"].startswith("/akun/masuk/")


class TestWhoMustHaveOne:
    def test_is_judged_by_the_clock(self, clock):
        seat = make_seat(
            chapter="16", starts_at=NOW + dt.timedelta(days=1), ends_at=NOW + dt.timedelta(days=2)
        )
        told = []
        for _day in range(3):
            told.append(second_factor.is_required(seat.user))
            clock.shift(dt.timedelta(days=1))

        assert told == [False, True, False]

    def test_a_seat_given_meanwhile_asks_at_once(self):
        user = make_user()
        client = sign_in(user)
        assert client.get("/daerah/").status_code != 302
        Seat.objects.create(chapter_id="16", office=Office.SECRETARY, user=user, starts_at=timezone.now())

        assert client.get("/daerah/").headers["Location"] == SECURITY

    @pytest.mark.parametrize("office", [Office.ADVISER, Office.PATRON, Office.DIVISION])
    def test_an_office_that_gives_nothing_asks_for_nothing(self, office):
        assert not second_factor.is_required(make_seat(chapter="16", office=office).user)

    def test_staff_must(self):
        assert second_factor.is_required(make_user(is_staff=True))


class TestCodesForRecovery:
    def test_stand_in_for_the_factor_once_and_are_told_of(self, transactional_db):
        officer = make_officer()
        client = sign_in(officer)
        secret = client.get(f"{SECURITY}aplikasi/pasang/").context["form"].secret
        client.post(f"{SECURITY}aplikasi/pasang/", {"code": code_now(secret)})
        [code, *_others] = client.get(f"{SECURITY}kode-pemulihan/").context["unused_codes"]

        found = sign_in(officer, code=code)
        again = sign_in(officer, code=code)

        assert found.get(ROSTER).status_code == 200
        assert "_auth_user_id" not in again.session
        assert Mail.objects.get(kind="account.recovery_code_used").to == officer.email
        assert "<b>9 kode</b>" in client.get(SECURITY).text

    def test_are_downloaded_and_made_anew(self, transactional_db):
        officer = with_app(make_officer())
        client = sign_in(officer, code=code_now())
        client.post(f"{SECURITY}kode-pemulihan/baru/")

        codes = client.get(f"{SECURITY}kode-pemulihan/").context["unused_codes"]
        file = client.get(f"{SECURITY}kode-pemulihan/unduh/")

        assert len(codes) == 10
        assert all(code in file.text for code in codes)
        assert Mail.objects.get(kind="account.recovery_codes_generated").to == officer.email


def test_secrets_are_encrypted_at_rest():
    row = Authenticator.objects.get(user=with_app(make_user()))

    assert SECRET not in str(row.data)
    assert factors.Adapter().decrypt(row.data["secret"]) == SECRET


def test_signing_in_again_after_a_reset_of_the_password_asks_for_the_factor():
    officer = with_app(make_officer())
    officer.set_password("kata-sandi-lain-77")
    officer.save()
    client = Client()

    client.post("/akun/masuk/", {"login": officer.email, "password": "kata-sandi-lain-77"})

    assert "_auth_user_id" not in client.session


class TestStepUp:
    """The page of recovery codes stands for all that ask for it."""

    PAGE = f"{SECURITY}kode-pemulihan/baru/"

    @pytest.fixture
    def officer(self):
        return with_app(make_officer())

    def test_is_not_asked_of_who_has_just_signed_in_and_is_after_five_minutes(self, officer, clock):
        client = sign_in(officer, code=code_now())
        assert client.get(self.PAGE).status_code == 200

        clock.shift(dt.timedelta(minutes=5))

        assert client.get(self.PAGE).headers["Location"].startswith("/akun/periksa/")

    @pytest.mark.parametrize("way", ["/akun/periksa/", PROVE])
    def test_password_and_code_both_do(self, officer, clock, way):
        client = sign_in(officer, code=code_now())
        clock.shift(dt.timedelta(minutes=6))
        asked = client.get(self.PAGE).headers["Location"]
        proof = {"password": PASSWORD} if way == "/akun/periksa/" else {"code": code_now()}

        answer = client.post(way, {**proof, "next": self.PAGE})

        assert asked == f"/akun/periksa/?next={self.PAGE.replace('/', '%2F')}"
        assert answer.headers["Location"] == self.PAGE
        assert client.get(self.PAGE).status_code == 200

    def test_loses_no_form(self, officer, clock, transactional_db):
        client = sign_in(officer, code=code_now())
        clock.shift(dt.timedelta(minutes=6))
        asked = client.post(self.PAGE)
        assert not Authenticator.objects.filter(type="recovery_codes").exists()

        client.post(asked.headers["Location"], {"password": PASSWORD, "next": self.PAGE})

        assert Authenticator.objects.filter(user=officer, type="recovery_codes").exists()

    def test_wrong_passwords_are_limited(self, officer, clock):
        client = sign_in(officer, code=code_now())
        clock.shift(dt.timedelta(minutes=6))

        answers = [client.post("/akun/periksa/", {"password": "salah"}).status_code for _guess in range(11)]

        assert answers[-1] == 429


def test_taking_the_app_off_is_told_and_closes_the_registry_again(transactional_db):
    officer = with_app(make_officer())
    client = sign_in(officer, code=code_now())
    client.post(f"{SECURITY}aplikasi/lepas/")

    assert not Authenticator.objects.filter(user=officer).exists()
    assert Mail.objects.get(kind="account.totp_deactivated").to == officer.email
    assert client.get(ROSTER).headers["Location"] == SECURITY


def test_the_menu_leads_to_the_page():
    page = sign_in(make_user()).get(SECURITY).text

    assert f'<a href="{reverse("mfa_index")}" aria-current="page">Keamanan akun</a>' in page

import datetime as dt
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import kombu.pools
import pytest
import time_machine
from allauth.account.models import EmailAddress
from celery import current_app
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client

from ipspi.accounts.models import Confirmation, User
from ipspi.outbox.models import Mail
from tests.cast import NOW, PASSWORD, make_user

pytestmark = pytest.mark.django_db

NEW = {"email": "Baru@Contoh.example", "password1": PASSWORD}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW) as traveller:
        yield traveller


def sign_up(client, **changed):
    return client.post("/akun/daftar/", {**NEW, **changed})


def code_in(mail: Mail) -> str:
    return re.search(r"^([0-9]{6}) adalah", mail.subject)[1]


def link_in(mail: Mail) -> str:
    return re.search(r"/akun/konfirmasi/[0-9a-f-]{36}/", mail.text)[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def without_tokens(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_signing_up_makes_account_address_and_mail(client):
    response = sign_up(client)

    assert response.headers["Location"] == "/akun/konfirmasi/"
    user = User.objects.get()
    assert (user.email, user.check_password(PASSWORD)) == ("baru@contoh.example", True)
    address = EmailAddress.objects.get()
    assert (address.user, address.email, address.verified) == (user, "baru@contoh.example", False)
    mail = Mail.objects.get()
    assert (mail.to, mail.kind, mail.status) == ("baru@contoh.example", "account.confirmation", "WAITING")
    assert code_in(mail) in mail.text
    assert "_auth_user_id" not in client.session


def test_account_address_and_mail_are_written_together_or_not_at_all(client, monkeypatch):
    def broken(**_mail):
        raise ZeroDivisionError

    monkeypatch.setattr("ipspi.outbox.posting.add", broken)

    with pytest.raises(ZeroDivisionError):
        sign_up(client)

    assert [model.objects.count() for model in (User, EmailAddress, Confirmation, Mail)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "bukan alamat"}, "email"),
        ({"email": ""}, "email"),
        ({"password1": "pendek"}, "password1"),
        ({"password1": "baru@contoh"}, "password1"),
        ({"password1": "1234567890123"}, "password1"),
        ({"email": "a\x00b@contoh.example"}, "email"),
        ({"email": "x" * 250 + "@contoh.example"}, "email"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field(client, changed, field):
    response = sign_up(client, **changed)

    assert list(response.context["form"].errors) == [field]
    assert "<title>Kesalahan:" in response.content.decode()
    assert not User.objects.exists()


class TestAnAddressThatHasAnAccount:
    @pytest.mark.parametrize("confirmed", [True, False])
    def test_gets_the_same_pages_to_the_byte(self, client, confirmed):
        make_user("lama@contoh.example", confirmed=confirmed)
        other = Client()

        known, unknown = (
            sign_up(client, email="Lama@contoh.example"),
            sign_up(other, email="anda@contoh.example"),
        )

        assert (known.status_code, known.headers["Location"]) == (
            unknown.status_code,
            unknown.headers["Location"],
        )
        assert known.content == unknown.content
        assert known.cookies.keys() == unknown.cookies.keys()
        pages = [
            without_tokens(each.get("/akun/konfirmasi/")).replace(email, "EMAIL")
            for each, email in ((client, "lama@contoh.example"), (other, "anda@contoh.example"))
        ]
        assert pages[0] == pages[1]
        for each in (client, other):
            refused = each.post("/akun/konfirmasi/", {"code": "000000"}).context["form"].errors
            assert refused == {
                "code": ["Kode tidak cocok atau sudah kedaluwarsa. Periksa kembali, atau minta kode baru."]
            }

    def test_is_written_to_and_nothing_changes(self, client):
        user = make_user("lama@contoh.example")

        sign_up(client, email="LAMA@contoh.example", password1="kata-sandi-penyusup-1")

        mail = Mail.objects.get()
        assert (mail.to, mail.kind) == ("lama@contoh.example", "account.account_already_exists")
        assert "/akun/sandi/lupa/" in mail.text
        assert "/akun/masuk/\n" in mail.text
        user.refresh_from_db()
        assert user.check_password(PASSWORD)
        assert User.objects.count() == 1

    def test_costs_as_much_work_as_a_new_one(self, client, monkeypatch):
        make_user("lama@contoh.example")
        hashed = []
        hasher = type(get_hasher())
        encode = hasher.encode
        monkeypatch.setattr(hasher, "encode", lambda *given: hashed.append(1) or encode(*given))

        sign_up(client, email="lama@contoh.example")
        known = len(hashed)
        sign_up(Client())

        assert (known, len(hashed) - known) == (2, 2)

    def test_gets_no_other_answer_when_a_code_is_asked_for_again(self, client):
        make_user("lama@contoh.example")
        sign_up(client, email="lama@contoh.example")
        sign_up(other := Client())

        answers = [each.post("/akun/konfirmasi/kirim-ulang/", follow=True) for each in (client, other)]

        pages = [
            without_tokens(answer).replace(email, "EMAIL")
            for answer, email in zip(answers, ("lama@contoh.example", "baru@contoh.example"), strict=True)
        ]
        assert pages[0] == pages[1]

    def test_gets_the_same_words_after_many_codes_typed_in_two_browsers(self, clock):
        make_user("lama@contoh.example")

        def said(email: str) -> list[str]:
            browsers = [Client(), Client()]
            for each in browsers:
                sign_up(each, email=email)
            answers = [
                browsers[number % 2].post("/akun/konfirmasi/", {"code": "000000"}, follow=True)
                for number in range(6)
            ]
            clock.shift(dt.timedelta(minutes=4))
            answers.append(browsers[0].post("/akun/konfirmasi/kirim-ulang/", follow=True))
            answers.append(browsers[1].post("/akun/konfirmasi/", {"code": "000000"}))
            clock.shift(-dt.timedelta(minutes=4))
            pages = [without_tokens(each).replace(email, "EMAIL") for each in answers]
            return [re.sub(r"pukul 10\.0[0-9] WIB", "MINUTE", page) for page in pages]  # the clock runs

        assert said("lama@contoh.example") == said("anda@contoh.example")


class TestTheCode:
    @pytest.fixture
    def mail(self, client):
        sign_up(client)
        return Mail.objects.get()

    def test_confirms_the_address_and_signs_in_who_signed_up_here(self, client, mail):
        code = code_in(mail)

        response = client.post("/akun/konfirmasi/", {"code": f" {code[:3]} {code[3:]} "})

        assert response.headers["Location"] == "/"
        assert EmailAddress.objects.get().verified
        assert client.session["_auth_user_id"] == str(User.objects.get().pk)
        assert client.get("/").headers["Location"] == "/pendaftaran/"
        assert not Confirmation.objects.exists()

    def test_is_typed_on_another_device_where_the_password_is_made(self, mail):
        phone = Client()
        assert phone.get(link_in(mail)).status_code == 200

        page = phone.post(link_in(mail), {"code": code_in(mail)}, follow=True)
        form = {"password1": "sandi-di-ponsel-5", "password2": "sandi-di-ponsel-5"}
        phone.post(page.redirect_chain[-1][0], form)

        assert "Buat kata sandi untuk akun Anda" in page.text
        assert EmailAddress.objects.get().verified
        assert "_auth_user_id" not in phone.session
        login = {"login": "baru@contoh.example", "password": "sandi-di-ponsel-5"}
        assert phone.post("/akun/masuk/", login).headers["Location"] == "/"

    def test_gives_a_password_that_a_stranger_typed_no_effect(self, client, mail):
        """The stranger signed up with the address of somebody who only follows the mail, on any device."""
        Client().post(link_in(mail), {"code": code_in(mail)})

        client.post("/akun/masuk/", {"login": "baru@contoh.example", "password": PASSWORD})

        assert EmailAddress.objects.get().verified
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize(
        ("by_link", "said"), [(True, "Buat kata sandi untuk akun Anda"), (False, "Lupa kata sandi")]
    )
    @pytest.mark.parametrize("same_browser", [True, False])
    def test_makes_no_account_of_who_signed_up_before_with_the_same_address(
        self, client, mail, clock, same_browser, by_link, said
    ):
        owner, stranger_s = client if same_browser else Client(), PASSWORD
        clock.shift(dt.timedelta(minutes=4))
        sign_up(owner, password1="sandi-pemilik-alamat-7")

        page = link_in(mail) if by_link else "/akun/konfirmasi/"
        page = owner.post(page, {"code": code_in(mail)}, follow=True)

        assert said in page.text
        assert EmailAddress.objects.get().verified
        assert not User.objects.get().check_password(stranger_s)
        client.post("/akun/masuk/", {"login": "baru@contoh.example", "password": stranger_s})
        assert "_auth_user_id" not in client.session

    def test_keeps_the_password_of_a_browser_that_signed_up_long_ago(self, client, mail, clock):
        clock.shift(dt.timedelta(hours=2))

        response = client.post("/akun/konfirmasi/", {"code": code_in(mail)})

        assert response.headers["Location"] == "/akun/masuk/"
        client.post("/akun/masuk/", {"login": "baru@contoh.example", "password": PASSWORD})
        assert "_auth_user_id" in client.session

    def test_is_refused_when_wrong(self, client, mail):
        response = client.post("/akun/konfirmasi/", {"code": wrong(code_in(mail))})

        assert list(response.context["form"].errors) == ["code"]
        assert not EmailAddress.objects.get().verified

    @pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "1" * 1000, "123456\x00"])
    def test_has_six_digits(self, client, mail, typed):
        response = client.post("/akun/konfirmasi/", {"code": typed})

        assert list(response.context["form"].errors) == ["code"]
        assert Confirmation.objects.get().attempts == 0

    @pytest.mark.parametrize("by_link", [True, False])
    def test_is_dead_after_five_wrong_ones_and_that_is_said(self, client, mail, by_link):
        page = link_in(mail) if by_link else "/akun/konfirmasi/"
        said = [
            client.post(page, {"code": code}).context["form"].errors["code"][0]
            for code in [wrong(code_in(mail))] * 5 + [code_in(mail)]
        ]

        dead = ["Kode ini sudah terlalu sering dicoba dan tidak berlaku lagi. Minta kode baru di bawah."]
        alive = ["Kode tidak cocok atau sudah kedaluwarsa. Periksa kembali, atau minta kode baru."]
        assert said == alive * 4 + dead * 2
        assert not EmailAddress.objects.get().verified

    def test_that_is_not_sent_again_yet_is_not_said_to_be_sent(self, client, mail, clock):
        early = client.post("/akun/konfirmasi/kirim-ulang/", follow=True).text
        clock.shift(dt.timedelta(minutes=3, seconds=1))
        due = client.get("/akun/konfirmasi/").text
        later = client.post("/akun/konfirmasi/kirim-ulang/", follow=True).text

        said = r"Kode baru belum dikirim\. Kode baru dapat diminta mulai pukul 10\.0[34] WIB\."
        assert re.search(said, early)
        assert "Kode baru dapat diminta mulai" not in due
        assert "kode baru sudah dikirim; kode sebelumnya tidak berlaku lagi" in later
        assert Mail.objects.count() == 2

    def test_is_refused_after_a_day(self, client, mail, clock):
        clock.shift(dt.timedelta(hours=24))

        client.post("/akun/konfirmasi/", {"code": code_in(mail)})

        assert not EmailAddress.objects.get().verified

    def test_is_replaced_by_the_next_one(self, client, mail, clock):
        clock.shift(dt.timedelta(minutes=4))
        client.post("/akun/konfirmasi/kirim-ulang/")
        newer = Mail.objects.exclude(pk=mail.pk).get()

        client.post("/akun/konfirmasi/", {"code": code_in(mail)})
        assert not EmailAddress.objects.get().verified or code_in(mail) == code_in(newer)
        client.post("/akun/konfirmasi/", {"code": code_in(newer)})

        assert EmailAddress.objects.get().verified

    def test_is_not_sent_again_and_again(self, client, mail):
        for _click in range(5):
            client.post("/akun/konfirmasi/kirim-ulang/")
            client.post(f"{link_in(mail)}kirim-ulang/")

        assert Mail.objects.count() <= 2

    def test_is_good_once_and_the_old_link_leads_to_signing_in(self, client, mail):
        client.post("/akun/konfirmasi/", {"code": code_in(mail)})

        response = Client().get(link_in(mail), follow=True)

        assert response.redirect_chain == [("/akun/masuk/", 302)]
        assert "Tautan ini sudah dipakai" in response.content.decode()

    def test_may_be_typed_by_who_signs_in_unconfirmed_elsewhere(self, client, mail):
        laptop = Client()

        response = laptop.post("/akun/masuk/", {"login": "baru@contoh.example", "password": PASSWORD})
        assert response.headers["Location"] == "/akun/konfirmasi/"
        latest = Mail.objects.latest("pk")
        response = laptop.post("/akun/konfirmasi/", {"code": code_in(latest)})

        assert response.headers["Location"] == "/"
        assert "_auth_user_id" in laptop.session


def test_a_slip_in_the_address_is_asked_about_and_corrected(client):
    sign_up(client, email="budi@gmial.con")

    page, correcting = client.get("/akun/konfirmasi/").text, client.get("/akun/konfirmasi/perbaiki/").text

    assert "Maksud Anda budi@gmail.com?" in page
    assert 'value="budi@gmail.com"' in correcting
    assert "alamat itu bisa saja milik orang lain" in correcting


def test_the_page_of_the_code_says_the_same_to_who_signed_up_for_nothing(client):
    assert client.get("/akun/konfirmasi/").status_code == 200
    response = client.post("/akun/konfirmasi/", {"code": "123456"})
    assert list(response.context["form"].errors) == ["code"]


def test_a_forgotten_password_is_replaced_by_mail(client):
    user = make_user("lama@contoh.example")
    client.post("/akun/sandi/lupa/", {"email": "lama@contoh.example"})
    mail = Mail.objects.get(kind="account.password_reset_key")
    address = re.search(r"/akun/sandi/lupa/\S+", mail.text)[0]

    page = client.get(address, follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "kata-sandi-lain-77", "password2": "kata-sandi-lain-77"}
    )

    user.refresh_from_db()
    assert user.check_password("kata-sandi-lain-77")


def test_asking_for_a_password_tells_nobody_who_has_an_account(client):
    make_user("lama@contoh.example")

    pages = [
        without_tokens(client.post("/akun/sandi/lupa/", {"email": email}, follow=True)).replace(
            email, "EMAIL"
        )
        for email in ("lama@contoh.example", "tidakada@contoh.example")
    ]

    assert pages[0] == pages[1]


def test_signing_in_tells_nobody_who_has_an_account(client):
    make_user("lama@contoh.example")

    pages = [
        without_tokens(
            client.post("/akun/masuk/", {"login": email, "password": "salah-salah-salah"})
        ).replace(email, "E")
        for email in ("lama@contoh.example", "tidakada@contoh.example")
    ]

    assert pages[0] == pages[1]
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)
def test_two_sign_ups_at_once_with_one_address_make_one_account():
    start = Barrier(2)

    def run(_number: int) -> str:
        try:
            start.wait(timeout=10)
            return sign_up(Client()).headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as threads:
        answers = list(threads.map(run, range(2)))

    assert answers == ["/akun/konfirmasi/", "/akun/konfirmasi/"]
    assert User.objects.count() == EmailAddress.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dead", ["no socket", "closed port", "nobody answers"])
def test_with_the_broker_dead_signing_up_takes_less_than_two_seconds(
    client, dead, tmp_path, monkeypatch, caplog
):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        if dead == "nobody answers":
            silent.listen(0)  # accepts and never says a word
        address = f"redis+socket://{tmp_path}/none" if dead == "no socket" else f"redis://127.0.0.1:{port}/0"
        monkeypatch.setenv("CELERY_BROKER_URL", address)  # a configuration set would stay set for later tests
        kombu.pools.reset()
        current_app._after_fork()  # else the application keeps the closed pool, for the tests after this one too
        try:
            client.get("/akun/daftar/")  # the first page of a process takes longer, whatever the broker does
            waited = [_waited_for_sign_up(number) for number in range(3)]
        finally:
            kombu.pools.reset()
            current_app._after_fork()  # else the application keeps the closed pool, for the tests after this one too

    assert [mail.status for mail in Mail.objects.all()] == ["WAITING"] * 3
    assert "The broker does not answer" in caplog.text
    assert (
        min(waited) < 2
    )  # a busy machine may make one wait longer, a page that waits for the broker all three


def _waited_for_sign_up(number: int) -> float:
    """Sign somebody up, and return the seconds that took beyond its own work."""
    before, worked = time.perf_counter(), time.process_time()
    response = sign_up(Client(), email=f"baru{number}@contoh.example")
    assert response.headers["Location"] == "/akun/konfirmasi/"
    return time.perf_counter() - before - (time.process_time() - worked)


def test_a_form_that_lay_open_too_long_is_refused_in_our_words():
    stale = Client(enforce_csrf_checks=True)

    response = stale.post("/akun/masuk/", {"login": "a@contoh.example", "password": PASSWORD})

    assert (response.status_code, "<h1>Halaman tadi sudah tidak berlaku</h1>" in response.text) == (403, True)


def test_the_password_has_one_hint_and_no_field_a_placeholder(client):
    page = client.get("/akun/daftar/").text

    assert "Sedikitnya 10 karakter. Kalimat pendek lebih mudah diingat" in page
    assert "placeholder" not in page


def test_whoever_is_signed_in_finds_where_to_change_the_password(client):
    client.force_login(make_user("lama@contoh.example"))

    page = client.get("/akun/sandi/").text

    assert '<a href="/akun/sandi/" aria-current="page">Ganti kata sandi</a>' in page


def test_every_form_of_an_account_says_in_our_words_what_is_missing(client):
    make_user("lama@contoh.example")
    said = [
        client.post(path).context["form"].errors
        for path in ("/akun/daftar/", "/akun/masuk/", "/akun/sandi/lupa/")
    ]

    address, password = ["Isi alamat email Anda."], ["Isi kata sandi Anda."]
    assert said == [
        {"email": address, "password1": password},
        {"login": address, "password": password},
        {"email": address},
    ]

"""The pages of the check, as strangers meet them."""

import csv
import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ipspi.audit.models import Act
from ipspi.credentials import codes
from members import card_faces, card_pdf, cards
from tests.cast import NOW, found, make_member, make_nip, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    found("16")
    return make_member(name="Siti Rahmawati", number="16.2026.000007", user=make_user(), nip=make_nip())


@pytest.fixture
def card(member):
    return cards.current(member=member, at=NOW)


def text(response):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def photo_of(card, name="kartu.png"):
    face = card_faces.face_of(card, member=card.member)
    return SimpleUploadedFile(name, card_pdf.pictures(face, dots_per_inch=200)[1], "image/png")


def test_anybody_who_has_the_card_sees_its_state_and_no_more(client, member, card):
    response = client.get(f"/v/{card.token}")

    said = text(response)
    for words in (
        "Anggota aktif",
        "Siti Rahmawati",
        "16.2026.000007",
        "Anggota Biasa",
        "DPD Sumatera Selatan",
    ):
        assert words in said
    for secret in (member.nik, member.nip, "81234567890", "Yayasan Contoh", "1985", member.user.email):
        assert secret not in response.content.decode()


def test_the_reason_why_a_card_was_revoked_is_not_told(client, member, card):
    cards.revoke(member=member, reason="Rahasia pengurus", by=make_user(), at=NOW)

    said = text(client.get(f"/v/{card.token}"))

    assert "Kartu dicabut" in said
    assert "Rahasia" not in said


@pytest.mark.parametrize("token", ["APA", "x" * 5000, "%00", "%ED%A0%80", "..%2F..", "' OR 1=1", "<script>"])
def test_what_is_no_code_is_said_to_be_none(client, token):
    response = client.get(f"/v/{token}")

    assert response.status_code == 404
    assert "Permintaan" not in text(response)


def test_a_link_is_pasted(client, card):
    response = client.get(
        "/v/", {"kartu": f"  https://registri.contoh.example/v/{card.token.lower()}?utm=1 "}
    )

    assert response.headers["Location"] == f"/v/{card.token.lower()}"
    assert "Anggota aktif" in text(client.get(response.headers["Location"]))


def test_a_photo_of_the_card_is_read(card):
    strict = Client(enforce_csrf_checks=True)  # the page without a network has no fresh token

    response = strict.post("/v/foto/", {"photo": photo_of(card)})

    assert response.headers["Location"] == f"/v/{card.token}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Berkas ini kosong"),
        (b"%PDF-1.7 bukan foto", "bukan foto yang dapat dibaca"),
        (b"\x89PNG\r\n\x1a\n", "bukan foto yang dapat dibaca"),
    ],
)
def test_a_wrong_file_is_refused_in_words(client, content, words):
    response = client.post("/v/foto/", {"photo": SimpleUploadedFile("kartu.jpg", content, "image/jpeg")})

    assert words in text(response)


def test_a_photo_that_is_too_large_is_refused_in_words(client, monkeypatch):
    monkeypatch.setattr(codes, "LARGEST_PHOTO", 10)

    response = client.post("/v/foto/", {"photo": SimpleUploadedFile("kartu.jpg", b"x" * 11, "image/jpeg")})

    assert "lebih besar dari 12 MB" in text(response)


# ---------------------------------------------------------------- by number and name


def ask(client, number="16.2026.000007", name="siti rahmawati", **more):
    return client.post("/v/nomor/", {"number": number, "name": name}, **more)


def test_number_and_name_together_tell_the_status(client, member):
    assert "Anggota aktif" in text(ask(client))


def test_an_unknown_number_and_another_name_look_the_same(client, member):
    unknown = text(ask(client, number="16.2026.000008"))
    another = text(ask(client, name="Siti Aminah"))

    assert "Tidak cocok" in unknown
    assert re.sub(r"\d{2}\.\d{2} WIB", "", unknown) == re.sub(r"\d{2}\.\d{2} WIB", "", another)


def test_one_address_does_not_walk_the_numbers(client, member):
    statuses = [ask(client, number=f"16.2026.{number:06d}").status_code for number in range(21)]

    assert statuses == [200] * 20 + [429]


def test_many_addresses_do_not_guess_the_name_of_one_number(member, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    statuses = [
        ask(Client(), name=f"Nama {guess}", headers={"X-Forwarded-For": f"203.0.113.{guess}"}).status_code
        for guess in range(31)
    ]

    assert statuses == [200] * 30 + [429]


def test_the_same_number_in_other_digits_or_with_spaces_is_no_other_number(member, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    numbers = ["16.2026.000007", "16.2026.000007".translate(wide), "16-2026 000007", "162026000007"]

    statuses = [
        ask(
            Client(), number=numbers[guess % 4], headers={"X-Forwarded-For": f"203.0.113.{guess}"}
        ).status_code
        for guess in range(31)
    ]

    assert statuses == [200] * 30 + [429]


def test_an_empty_question_costs_nothing(client):
    statuses = {client.post("/v/nomor/", {"number": "", "name": ""}).status_code for _time in range(25)}

    assert statuses == {200}


# ---------------------------------------------------------------- many


def test_many_are_checked_by_who_is_signed_in_only(client):
    assert client.get("/v/banyak/").headers["Location"].startswith("/akun/masuk/")


@pytest.fixture
def employer(client):
    user = make_user("sdm@contoh.example")
    client.force_login(user)
    return user


def test_each_line_gets_its_status(client, employer, member):
    response = client.post(
        "/v/banyak/", {"lines": "16.2026.000007;Siti Rahmawati\n16.2026.000007;Orang Lain\nx"}
    )

    said = text(response)
    assert "1 dari 3 baris cocok" in said
    assert re.findall("Anggota aktif|Tidak cocok|Baris tidak terbaca", said) == [
        "Anggota aktif", "Tidak cocok", "Baris tidak terbaca",
    ]  # fmt: skip
    assert Act.objects.get(did="check_many").details == {"lines": 3, "found": 1}


def test_the_result_is_a_csv_in_which_nothing_is_a_formula(client, employer, member):
    lines = "16.2026.000007;Siti Rahmawati\n=1+1;@SUM(A1)\n+62;-2"

    response = client.post("/v/banyak/", {"lines": lines, "csv": "1"})

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == [
        "16.2026.000007", "Siti Rahmawati", "Anggota aktif",
        "Orang ini anggota IPSPI, dan keanggotaannya berlaku hari ini.", "Anggota Biasa", "DPD Sumatera Selatan",
    ]  # fmt: skip
    assert [row[:2] for row in rows[2:]] == [["'=1+1", "'@SUM(A1)"], ["'+62", "'-2"]]


def test_a_number_is_asked_for_some_times_a_day_in_all_lists(client, member):
    """Ten accounts, each with three guesses, are as many guesses as one."""
    for account in range(11):
        client.force_login(make_user(f"akun{account}@contoh.example"))
        said = text(client.post("/v/banyak/", {"lines": "16.2026.000007;Siti Rahmawati"}))
        for _again in range(2):
            client.post("/v/banyak/", {"lines": "16 2026 000007;Orang Lain"})
        assert ("Anggota aktif" in said) == (account < 10)
    assert "Terlalu sering ditanyakan" in said


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "Isi sedikitnya satu baris."),
        ("a;b\n" * 201, "Ada 201 baris. Paling banyak 200 baris sekaligus"),
        ("x" * 1_000_000, "Isian ini terlalu panjang."),
    ],
)
def test_too_little_and_too_much_are_refused_in_words(client, employer, lines, words):
    assert words in text(client.post("/v/banyak/", {"lines": lines}))


def test_an_account_checks_some_times_a_day(client, employer, member):
    statuses = [client.post("/v/banyak/", {"lines": "a;b"}).status_code for _time in range(21)]

    assert statuses == [200] * 20 + [429]


# ---------------------------------------------------------------- the app


def test_the_app_can_be_installed(client):
    about = client.get("/v/aplikasi.webmanifest").json()

    assert (about["scope"], about["start_url"], about["display"]) == ("/v/", "/v/", "standalone")
    assert [(icon["sizes"], icon["purpose"]) for icon in about["icons"]] == [
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    ]  # fmt: skip


def test_the_worker_keeps_every_file_of_its_page(client):
    page, worker = client.get("/v/").content.decode(), client.get("/v/kerja.js").content.decode()
    used = set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css|svg))"', page))

    kept = worker.encode().decode("unicode_escape")
    assert {path for path in used if path not in kept} == set()

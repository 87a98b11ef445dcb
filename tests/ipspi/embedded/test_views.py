from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from ipspi.embedded import demo_accounts
from ipspi.embedded.demo_accounts import DemoAccount
from ipspi.embedded.mails import Mail, Mailbox
from ipspi.embedded.state import StateFolder
from tests.ipspi.embedded.test_mails import letter

pytestmark = [pytest.mark.urls("tests.ipspi.embedded.demo_urls"), pytest.mark.django_db]
EVIL = "<style>p { color: red }</style><p>Halo</p><script>alert(1)</script>"


@pytest.fixture(autouse=True)
def demo_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StateFolder:
    monkeypatch.setenv("IPSPI_STATE", str(tmp_path))
    return StateFolder(tmp_path)


@pytest.fixture
def mail(demo_state: StateFolder) -> Mail:
    box = Mailbox(demo_state.mail)
    message = letter(html=EVIL)
    message.get_body(("plain",)).set_content("Buka http://127.0.0.1:8000/akun/konfirmasi/ <script>")  # type: ignore[union-attr]
    box.add(bytes(message))
    return box.mails()[0]


@pytest.mark.urls("ipspi.urls")
def test_outside_the_demo_the_pages_do_not_exist(client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo:accounts")
    assert client.get("/demo/").status_code == 404


def test_the_accounts_are_shown_by_chapter(client: Client) -> None:
    demo_accounts.write(
        [
            DemoAccount("pusat@dpp.example", "rahasia-demo", "Sekretaris DPP"),
            DemoAccount("ketua@sumsel.example", "rahasia-demo", "Ketua", "DPD Sumatera Selatan"),
        ]
    )
    answer = client.get("/demo/")

    assert [chapter for chapter, _ in answer.context["groups"]] == ["", "DPD Sumatera Selatan"]
    for word in ["Nasional", "pusat@dpp.example", "ketua@sumsel.example", "rahasia-demo"]:
        assert word in answer.text


def test_without_accounts_the_page_says_what_to_do(client: Client) -> None:
    assert "Belum ada akun demo" in client.get("/demo/").text


def test_the_mailbox_shows_the_latest_first(client: Client, demo_state: StateFolder) -> None:
    for number in range(102):
        Mailbox(demo_state.mail).add(bytes(letter(f"Surat {number}")))
    answer = client.get("/demo/surat/")

    assert [mail.subject for mail in answer.context["mails"]][:2] == ["Surat 101", "Surat 100"]
    assert "2 surat lebih lama" in answer.text


def test_an_empty_mailbox_says_what_to_do(client: Client) -> None:
    assert "Belum ada surat" in client.get("/demo/surat/").text


def test_a_mail_is_shown_as_text_with_links(client: Client, mail: Mail) -> None:
    text = client.get(f"/demo/surat/{mail.key}/").text

    assert '<a href="http://127.0.0.1:8000/akun/konfirmasi/"' in text
    assert "&lt;script&gt;" in text


def test_a_mail_as_sent_runs_no_script_and_is_a_stranger_to_the_site(client: Client, mail: Mail) -> None:
    answer = client.get(f"/demo/surat/{mail.key}/tampilan/")
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))

    assert "<p>Halo</p>" in answer.text
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "sandbox": "allow-top-navigation allow-popups",
    }


@pytest.mark.parametrize("path", ["/demo/surat/tidak-ada/", "/demo/surat/tidak-ada/tampilan/"])
def test_an_unknown_mail_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_mail_without_that_part_is_not_found(client: Client, demo_state: StateFolder) -> None:
    Mailbox(demo_state.mail).add(bytes(letter()))
    [mail] = Mailbox(demo_state.mail).mails()

    assert client.get(f"/demo/surat/{mail.key}/tampilan/").status_code == 404

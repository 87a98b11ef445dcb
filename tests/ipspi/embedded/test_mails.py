import datetime as dt
import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest

from ipspi.embedded.mails import Mailbox
from tests.fixtures.processes import MailServer, wait_until


def letter(subject: str = "Konfirmasi – selesai", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "IPSPI <dari@ipspi.example>",
        "siti@warga.example",
        subject,
    )
    message["Message-ID"] = "<1@ipspi.example>"
    message.set_content("Kode Anda: 123456 – jangan dibagikan.\n")
    if html:
        message.add_alternative(html, subtype="html")
    return message


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mail")


def test_a_mail_is_read_as_it_was_written(box: Mailbox) -> None:
    box.add(bytes(letter(html="<p>Kode <b>123456</b></p>")))
    [mail] = box.mails()

    assert (mail.to, mail.sender) == ("siti@warga.example", "IPSPI <dari@ipspi.example>")
    assert (mail.subject, mail.message_id) == ("Konfirmasi – selesai", "<1@ipspi.example>")
    assert (mail.text.strip(), mail.html.strip()) == (
        "Kode Anda: 123456 – jangan dibagikan.",
        "<p>Kode <b>123456</b></p>",
    )
    assert abs(mail.arrived_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


def test_the_folder_may_be_there_already_and_empty(tmp_path: Path) -> None:
    Mailbox(tmp_path).add(bytes(letter()))

    assert len(Mailbox(tmp_path).mails()) == 1


def test_the_oldest_comes_first(box: Mailbox) -> None:
    for number in range(12):
        box.add(bytes(letter(f"Surat {number}")))

    assert [mail.subject for mail in box.mails()] == [f"Surat {number}" for number in range(12)]


def test_a_mail_is_found_by_its_key(box: Mailbox) -> None:
    box.add(bytes(letter()))
    [mail] = box.mails()

    assert box.mail(mail.key) == mail
    assert box.mail("../../keys.json") is None


def test_something_that_is_no_mail_does_not_break_the_list(box: Mailbox) -> None:
    box.add(b"\xff\xfe\x00")

    assert [mail.subject for mail in box.mails()] == [""]


def test_a_real_server_takes_a_mail(smtp: MailServer) -> None:
    with smtplib.SMTP("127.0.0.1", smtp.port, timeout=10) as connection:
        connection.send_message(letter())
    [mail] = wait_until(smtp.mails)

    assert mail.subject == "Konfirmasi – selesai"

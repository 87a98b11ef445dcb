"""The outbox: a row first, sent once, postponed or given up by what the mail server says."""

import datetime as dt
import smtplib
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from ipspi.outbox import posting
from ipspi.outbox.models import Mail
from tests.fixtures.processes import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS: dict[str, Any] = {
    "kind": "account.confirmation",
    "to": "ana@contoh.example",
    "subject": "123456 adalah kode konfirmasi Anda",
    "template": "mail/confirmation",
    "context": {"code": "123456", "path": "/akun/konfirmasi/", "hours": 24},
}


@pytest.fixture
def server(smtp: MailServer, settings: Settings) -> MailServer:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.port
    return smtp


def _refusing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The world outside the machine: a mail server that says no."""

    class Refusing:
        def send_messages(self, messages: object) -> int:
            raise error

    monkeypatch.setattr(posting, "_connection", Refusing)


def test_a_mail_is_sent_once_and_its_body_is_forgotten(server: MailServer) -> None:
    posting.add(key="a", **FIELDS)

    assert posting.send_next(at=timezone.now()) is True
    assert posting.send_next(at=timezone.now()) is False

    mail = Mail.objects.get()
    assert (mail.status, mail.text, mail.html, mail.attempts) == (Mail.Status.SENT, "", "", 1)
    assert [sent.to for sent in server.mails()] == ["ana@contoh.example"]


def test_the_same_cause_is_added_once() -> None:
    posting.add(key="a", **FIELDS)
    posting.add(key="a", **FIELDS)

    assert Mail.objects.count() == 1


def test_a_mail_is_gone_with_the_transaction_of_its_cause() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the mail must be added inside
        posting.add(key="a", **FIELDS)
        raise ZeroDivisionError

    assert Mail.objects.count() == 0


def test_two_workers_do_not_send_the_same_mail(server: MailServer) -> None:
    for number in range(8):
        posting.add(key=str(number), **FIELDS)

    def work() -> None:
        while posting.send_next(at=timezone.now()):
            pass
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(server.mails()) == 8


def test_a_mail_whose_worker_died_is_due_again_after_its_lease() -> None:
    posting.add(key="a", **FIELDS)
    now = timezone.now()
    posting._claim(at=now)  # and then the worker dies

    assert posting._claim(at=now + posting.LEASE / 2) is None
    assert posting._claim(at=now + posting.LEASE) is not None


def test_a_server_that_does_not_answer_is_tried_later_and_later_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _refusing(monkeypatch, ConnectionRefusedError())
    posting.add(key="a", **FIELDS)
    now, waits = timezone.now(), []

    while Mail.objects.get().status == Mail.Status.WAITING:
        posting.send_next(at=now)
        mail = Mail.objects.get()
        waits.append(mail.next_attempt_at - now)
        now = mail.next_attempt_at

    assert waits == [*posting.WAITS, dt.timedelta(0)]
    assert (mail.status, mail.error) == (Mail.Status.FAILED, "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (smtplib.SMTPDataError(451, b"try later"), Mail.Status.WAITING),
        (smtplib.SMTPDataError(550, b"ana@contoh.example is nobody"), Mail.Status.FAILED),
        (smtplib.SMTPRecipientsRefused({"ana@contoh.example": (450, b"greylisted")}), Mail.Status.WAITING),
        (smtplib.SMTPRecipientsRefused({"ana@contoh.example": (550, b"nobody")}), Mail.Status.FAILED),
    ],
)
def test_only_a_refusal_for_good_ends_it_at_once(
    error: Exception, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refusing(monkeypatch, error)
    posting.add(key="a", **FIELDS)

    posting.send_next(at=timezone.now())

    mail = Mail.objects.get()
    assert (mail.status, mail.error) == (status, type(error).__name__)


def test_a_subject_is_one_line_whoever_s_name_is_in_it(server: MailServer) -> None:
    posting.add(key="a", **{**FIELDS, "subject": "Kode\r\nBcc: budi@contoh.example"})

    posting.send_next(at=timezone.now())

    assert [(mail.to, mail.subject) for mail in server.mails()] == [
        ("ana@contoh.example", "Kode Bcc: budi@contoh.example")
    ]


def test_a_mail_that_cannot_be_written_is_given_up_and_stops_no_other(server: MailServer) -> None:
    posting.add(key="a", **FIELDS)
    Mail.objects.update(subject="Kode\nBcc: budi@contoh.example")
    posting.add(key="b", **FIELDS)

    while posting.send_next(at=timezone.now()):
        pass

    assert list(Mail.objects.order_by("key").values_list("status", flat=True)) == ["FAILED", "SENT"]


def test_mail_sent_has_time_and_no_body() -> None:
    with pytest.raises(IntegrityError, match="mail_sent_has_time_and_no_body"):
        Mail.objects.create(
            key="a", kind="x", to="ana@contoh.example", status=Mail.Status.SENT, text="rahasia"
        )


def test_a_mail_to_many_says_where_answers_go_and_how_to_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Any] = []
    monkeypatch.setattr(posting, "_connection", lambda: SimpleNamespace(send_messages=taken.extend))
    way_out = "https://registri.example/berhenti/kunci/"
    posting.add(key="a", reply_to="dpd@contoh.example", unsubscribe_url=way_out, **FIELDS)
    posting.add(key="b", **FIELDS)

    while posting.send_next(at=timezone.now()):
        pass

    to_many, other = (sent.message() for sent in taken)
    assert to_many["Reply-To"] == "dpd@contoh.example"
    assert to_many["List-Unsubscribe"] == f"<{way_out}>"
    assert to_many["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (other["Reply-To"], other["List-Unsubscribe"]) == (None, None)
    assert not Mail.objects.exclude(unsubscribe_url="").exists()

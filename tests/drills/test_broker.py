"""Redis is down while somebody signs up: they are registered, and the mail goes out when it is back."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from ipspi.accounts.models import User
from ipspi.outbox.models import Mail
from tests.cast import PASSWORD
from tests.fixtures.processes import Broker, MailServer, Process, Worker, wait_until

EMAIL = "ana@contoh.example"


@pytest.fixture
def clock(celery_worker: Worker, tmp_path: Path) -> Iterator[Process]:
    """The real clock of the registry, with the test's broker."""
    schedule = f"--schedule={tmp_path / 'beat'}"
    beat = Process(sys.executable, "-m", "celery", "-A", "ipspi", "beat", schedule, log=tmp_path / "beat.log")
    yield beat
    beat.stop()


def _sign_up(email: str) -> float:
    """Sign somebody up and return the seconds that it took."""
    began = time.monotonic()
    response = Client().post(reverse("account_signup"), {"email": email, "password1": PASSWORD})
    assert response.status_code == 302
    return time.monotonic() - began


def test_a_sign_up_without_a_broker_is_as_quick_and_its_mail_goes_out_when_the_broker_is_back(
    broker: Broker, smtp: MailServer, celery_worker: Worker, clock: Process
) -> None:
    _sign_up("pertama@contoh.example")  # the first page of a process takes longer
    usual = _sign_up("kedua@contoh.example")
    smtp.mail_to("kedua@contoh.example")
    broker.stop()

    assert _sign_up(EMAIL) < usual + 2

    assert User.objects.filter(email=EMAIL).count() == 1
    assert Mail.objects.get(to=EMAIL).status == Mail.Status.WAITING
    assert [mail for mail in smtp.mails() if mail.to == EMAIL] == []
    broker.start()
    mail = smtp.mail_to(EMAIL, seconds=90)
    wait_until(lambda: Mail.objects.get(to=EMAIL).status == Mail.Status.SENT)
    assert mail.subject.endswith("adalah kode konfirmasi Anda")

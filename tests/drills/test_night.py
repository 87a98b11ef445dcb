"""The night on real processes: a worker that is killed in the middle of it, and what is there in the morning."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from celery import current_app
from django.db import connection

from chapters.models import LedgerEntry, Link, Run
from chapters.reconciliation import nights
from ipspi.jobs.models import Job
from ipspi.outbox.models import Mail
from tests.cast import make_officer
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile
from tests.fixtures.processes import MailServer, Worker, wait_until

TWO_IN_THE_MORNING = dt.datetime(2026, 11, 16, 2, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
# Where the worker is held up, by a lock of ours, to be killed there.
MATCHING = "SELECT pg_advisory_lock(hashtextextended('matching model', 0))"
WRITING = "SELECT 1 FROM chapters_chapter WHERE code = '16' FOR UPDATE"


@contextmanager
def held_up(command: str) -> Iterator[None]:
    present = connection.settings_dict
    with psycopg.connect(host=present["HOST"], user=present["USER"], dbname=present["NAME"]) as other:
        other.execute(command)
        yield


def waits_for_us() -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()


@pytest.mark.parametrize("moment", [MATCHING, WRITING], ids=["while it matches", "while it writes"])
def test_a_night_whose_worker_is_killed_is_resumed_and_nothing_is_there_twice(
    celery_worker: Worker, smtp: MailServer, moment: str
) -> None:
    officer = make_officer()
    members = make_members(4)
    keep(line_of(members[0]))
    before = reconcile()
    keep(line_of(members[0]), line_of(members[1], 3))

    with held_up(moment):
        assert nights.start_due(at=TWO_IN_THE_MORNING) == 1
        wait_until(waits_for_us)
        celery_worker.kill()
        assert Job.objects.get().status == Job.Status.RUNNING
    assert list(Link.objects.values_list("run", flat=True)) == [
        before.run_id
    ]  # the result of before still stands
    celery_worker.start()
    current_app.send_task("jobs.sweep")
    wait_until(lambda: Job.objects.get().status == Job.Status.DONE, seconds=60)
    nights.start_due(at=TWO_IN_THE_MORNING + dt.timedelta(minutes=5))

    assert Job.objects.count() == 1
    assert Run.objects.filter(night=dt.date(2026, 11, 16)).count() == 1
    assert LedgerEntry.objects.count() == 2
    assert Link.objects.count() == 2
    assert Mail.objects.filter(kind="chapters.digest").count() == 1
    assert "Di kedua sisi: 2" in smtp.mail_to(officer.email).text
    assert [mail.to for mail in smtp.mails()] == [officer.email]

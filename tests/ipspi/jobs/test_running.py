"""The job runner: a row first, done once, taken back from dead workers."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from ipspi.audit.models import Act
from ipspi.errors import RuleError
from ipspi.jobs import running
from ipspi.jobs.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def done() -> Iterator[list[dict[str, object]]]:
    """What the work of kind "test" was called with."""
    calls: list[dict[str, object]] = []

    def work(job: running.RunningJob) -> running.Result:
        calls.append(job.arguments)
        job.advance(done=1, total=2, step="separuh")
        return {"calls": len(calls)}

    running.register("test", work)
    yield calls
    del running._kinds["test"]


def test_a_job_is_done_once(done: list[dict[str, object]]) -> None:
    job = running.add(kind="test", arguments={"chapter": "16"})

    running.run(job_id=str(job.pk))
    running.run(job_id=str(job.pk))

    job.refresh_from_db()
    assert done == [{"chapter": "16"}]
    assert (job.status, job.result, job.percent, job.step) == (Job.Status.DONE, {"calls": 1}, 50, "separuh")


def test_the_same_cause_makes_one_job(done: list[dict[str, object]]) -> None:
    first = running.add(kind="test", key="night:16:2026-11-23", arguments={})
    second = running.add(kind="test", key="night:16:2026-11-23", arguments={})

    assert first == second
    assert Job.objects.count() == 1


def test_a_job_that_is_being_done_is_not_started_again(done: list[dict[str, object]]) -> None:
    job = running.add(kind="test", arguments={})

    def elsewhere() -> None:
        running.run(job_id=str(job.pk))
        connection.close()

    with running._held(str(job.pk)):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()

    assert done == []


def test_a_running_job_whose_worker_is_gone_is_taken_back(done: list[dict[str, object]]) -> None:
    job = running.add(kind="test", arguments={})
    Job.objects.filter(pk=job.pk).update(status=Job.Status.RUNNING, attempts=1)

    running.sweep()

    job.refresh_from_db()
    assert job.status == Job.Status.WAITING


def test_a_job_whose_worker_keeps_dying_is_given_up(done: list[dict[str, object]]) -> None:
    job = running.add(kind="test", arguments={})
    Job.objects.filter(pk=job.pk).update(status=Job.Status.RUNNING, attempts=running.MOST_ATTEMPTS)

    running.sweep()

    job.refresh_from_db()
    assert (job.status, bool(job.error)) == (Job.Status.FAILED, True)


def test_a_cancelled_job_stops_at_its_next_step() -> None:
    def work(job: running.RunningJob) -> running.Result:
        running.cancel(job=job.job, by=None, at=NOW)
        job.advance(done=1, total=2, step="")
        raise AssertionError("went on after it was cancelled")

    running.register("test", work)
    job = running.add(kind="test", arguments={})
    running.run(job_id=str(job.pk))
    del running._kinds["test"]

    job.refresh_from_db()
    assert (job.status, job.finished_at) == (Job.Status.CANCELLED, NOW)
    assert list(Act.objects.values_list("did", "on_id")) == [("cancel_job", str(job.pk))]


def test_a_finished_job_is_not_cancelled(done: list[dict[str, object]]) -> None:
    job = running.add(kind="test", arguments={})
    running.run(job_id=str(job.pk))

    with pytest.raises(running.AlreadyFinished):
        running.cancel(job=job, by=None, at=timezone.now())


def test_a_broken_rule_is_told_and_another_error_is_not(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(job: running.RunningJob) -> running.Result:
        raise RuleError("Daftar masih kosong.")

    def fail(job: running.RunningJob) -> running.Result:
        raise ValueError("1671012345670001")

    told = []
    for work in (refuse, fail):
        running.register("test", work)
        job = running.add(kind="test", arguments={})
        running.run(job_id=str(job.pk))
        job.refresh_from_db()
        told.append((job.status, job.error))
    del running._kinds["test"]

    assert told[0] == (Job.Status.FAILED, "Daftar masih kosong.")
    assert told[1] == (Job.Status.FAILED, "Terjadi kesalahan di sistem. Pengelola sudah diberi tahu.")


def test_job_is_finished_when_it_has_an_end() -> None:
    with pytest.raises(IntegrityError, match="job_is_finished_when_it_has_an_end"):
        Job.objects.create(kind="test", status=Job.Status.DONE)

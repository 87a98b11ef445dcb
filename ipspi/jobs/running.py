"""
Running jobs.

A worker holds a session advisory lock on the job that it runs. PostgreSQL frees the lock in the moment in which the
worker's connection ends, however it ends: so who can take the lock of a running job knows that its worker is dead, and
no heartbeat can be late.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.jobs.models import Job
from ipspi.ringing import ring

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5  # of a job whose worker keeps dying

Result = dict[str, Any]


class JobCancelled(Exception):
    """Somebody asked the job to stop."""


class AlreadyFinished(RuleError):
    """The job has ended; it can no longer be cancelled."""


@dataclass
class RunningJob:
    """What the work sees of its job."""

    job: Job

    @property
    def arguments(self) -> dict[str, Any]:
        arguments: dict[str, Any] = self.job.arguments
        return arguments

    def advance(self, *, done: int, total: int, step: str) -> None:
        """
        Show progress to whoever watches; call it outside of a transaction, between steps of about a second.

        Raises JobCancelled if the job was cancelled meanwhile.
        """
        running = Job.objects.filter(pk=self.job.pk, status=Job.Status.RUNNING)
        if not running.update(done=done, total=total, step=step):
            raise JobCancelled


Work = Callable[[RunningJob], Result]


@dataclass(frozen=True, slots=True)
class Kind:
    """
    What is known of a kind of job: its work, and for its page a title, where its result is shown, and to whom.

    `may_see` says who sees its page and may stop it; without it only who started it does.
    """

    work: Work
    title: Callable[[Job], str] | None = None
    result_url: Callable[[Job], str] | None = None
    may_see: Callable[[User, Job], bool] | None = None


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    work: Work,
    *,
    title: Callable[[Job], str] | None = None,
    result_url: Callable[[Job], str] | None = None,
    may_see: Callable[[User, Job], bool] | None = None,
) -> None:
    """Say which work jobs of `kind` do. After its worker died it runs again from the start: it repeats harmlessly."""
    _kinds[kind] = Kind(work, title, result_url, may_see)


def kind_of(job: Job) -> Kind:
    """Return what was registered for a job's kind."""
    return _kinds[job.kind]


def add(*, kind: str, key: str | None = None, by: User | None = None, arguments: dict[str, Any]) -> Job:
    """
    Add a job in the caller's transaction and ring a worker when it commits.

    `key` names the cause: a second job of the same cause is not made, and the first is returned. `arguments`: ids only.
    """
    job = Job(kind=kind, key=key, started_by=by, arguments=arguments)
    Job.objects.bulk_create([job], ignore_conflicts=True)
    if key is not None:
        job = Job.objects.get(key=key)
    transaction.on_commit(lambda: _ring(job), robust=True)
    return job


def run(*, job_id: str) -> None:
    """Do the work of a job, unless it has been done, cancelled, or is being done right now."""
    with _held(job_id) as held:
        if not held or not _start(job_id):
            return
        job = Job.objects.get(pk=job_id)
        try:
            result = kind_of(job).work(RunningJob(job))
        except JobCancelled:
            log.info("Job %s was cancelled.", job_id)
        except RuleError as error:
            _finish(job_id, Job.Status.FAILED, error=error.message)
        except Exception:
            # the log has the whole error; the page must not show what may hold somebody's data
            log.exception("Job %s failed.", job_id)
            _finish(
                job_id,
                Job.Status.FAILED,
                error=_("Terjadi kesalahan di sistem. Pengelola sudah diberi tahu."),
            )
        else:
            _finish(job_id, Job.Status.DONE, result=result)


@transaction.atomic
def cancel(*, job: Job, by: User | None, at: dt.datetime) -> None:
    """Stop a job at its next step. Raises AlreadyFinished."""
    still_open = Job.objects.filter(pk=job.pk, status__in=[Job.Status.WAITING, Job.Status.RUNNING])
    if not still_open.update(status=Job.Status.CANCELLED, finished_at=at):
        raise AlreadyFinished(_("Pekerjaan ini sudah berakhir."))
    audit.record(by=by, did="cancel_job", to=job)


def sweep() -> None:
    """Ring for jobs that nobody rang for, and take jobs back from dead workers."""
    for job in Job.objects.filter(status=Job.Status.RUNNING):
        with _held(str(job.pk)) as held:
            if held:
                _take_back(job)
    for job in Job.objects.filter(status=Job.Status.WAITING).order_by("created_at")[:100]:
        _ring(job)


def _ring(job: Job) -> None:
    ring("jobs.run", job_id=str(job.pk))


def _take_back(job: Job) -> None:
    dead = Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING)
    if job.attempts < MOST_ATTEMPTS:
        dead.update(status=Job.Status.WAITING)
    else:
        dead.update(
            status=Job.Status.FAILED,
            finished_at=timezone.now(),
            error=_("Pekerjaan ini berulang kali terhenti dan tidak dicoba lagi."),
        )


def _start(job_id: str) -> bool:
    # a running job whose lock we hold has lost its worker: it starts again
    startable = Job.objects.filter(pk=job_id, status__in=[Job.Status.WAITING, Job.Status.RUNNING])
    started = startable.update(
        status=Job.Status.RUNNING, started_at=timezone.now(), attempts=F("attempts") + 1, error=""
    )
    return bool(started)


def _finish(job_id: str, status: Job.Status, **fields: Any) -> None:
    running = Job.objects.filter(pk=job_id, status=Job.Status.RUNNING)
    running.update(status=status, finished_at=timezone.now(), **fields)


@contextmanager
def _held(job_id: str) -> Iterator[bool]:
    """Hold the job's lock, or say that somebody else does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"job:{job_id}"])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"job:{job_id}"])

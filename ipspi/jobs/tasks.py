"""The edges of the job runner."""

from celery import shared_task

from ipspi.jobs import running


@shared_task(name="jobs.run")
def run(*, job_id: str, **_later: object) -> None:
    running.run(job_id=job_id)


@shared_task(name="jobs.sweep")
def sweep(**_later: object) -> None:
    running.sweep()

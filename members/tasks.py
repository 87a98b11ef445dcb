"""The edges where the clock comes in."""

from celery import shared_task
from django.utils import timezone

from members import flows, retention


@shared_task(name="members.retention")
def run_retention(**_later: object) -> None:
    retention.run(at=timezone.now())


@shared_task(name="members.count_flows")
def count_flows(**_later: object) -> None:
    flows.count_anew(at=timezone.now())

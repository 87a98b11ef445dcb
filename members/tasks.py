"""The edges where the clock comes in."""

from celery import shared_task
from django.utils import timezone

from members import retention


@shared_task(name="members.retention")
def run_retention(**_later: object) -> None:
    retention.run(at=timezone.now())

"""The edges where the clock comes in."""

from celery import shared_task
from django.utils import timezone

from chapters import admission
from chapters.duplicates import finding
from chapters.reconciliation import nights


@shared_task(name="chapters.notify_officers")
def notify_officers(**_later: object) -> None:
    admission.notify_officers(at=timezone.now())


@shared_task(name="chapters.start_nights")
def start_nights(**_later: object) -> None:
    nights.start_due(at=timezone.now())
    finding.start_due(at=timezone.now())

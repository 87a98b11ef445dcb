"""The edges where the clock comes in."""

from celery import shared_task
from django.utils import timezone

from chapters import admission, bulk_admission, reminders
from chapters.reconciliation import nights


@shared_task(name="chapters.notify_officers")
def notify_officers(**_later: object) -> None:
    admission.notify_officers(at=timezone.now())


@shared_task(name="chapters.remind")
def remind(**_later: object) -> None:
    reminders.remind(at=timezone.now())


@shared_task(name="chapters.admit_due")
def admit_due(**_later: object) -> None:
    bulk_admission.admit_due(at=timezone.now())


@shared_task(name="chapters.start_nights")
def start_nights(**_later: object) -> None:
    nights.start_due(at=timezone.now())

"""The edges where the clock comes in."""

from celery import shared_task
from django.utils import timezone

from chapters import admission, bulk_admission, noticing, privacy, reminders
from chapters.boards import ending as boards_ending
from chapters.duplicates import finding
from chapters.partners import reminding
from chapters.reconciliation import ending, nights
from chapters.rostering import forgetting
from members import life, transfers


@shared_task(name="chapters.notify_officers")
def notify_officers(**_later: object) -> None:
    admission.notify_officers(at=timezone.now())


@shared_task(name="chapters.remind_of_requests")
def remind_of_requests(**_later: object) -> None:
    privacy.remind(at=timezone.now())


@shared_task(name="chapters.remind")
def remind(**_later: object) -> None:
    reminders.remind(at=timezone.now())


@shared_task(name="chapters.admit_due")
def admit_due(**_later: object) -> None:
    bulk_admission.admit_due(at=timezone.now())


@shared_task(name="chapters.start_nights")
def start_nights(**_later: object) -> None:
    nights.start_due(at=timezone.now())


@shared_task(name="chapters.end_lists")
def end_lists(**_later: object) -> None:
    ending.run(at=timezone.now())


@shared_task(name="chapters.warn_of_terms")
def warn_of_terms(**_later: object) -> None:
    boards_ending.warn(at=timezone.now())


@shared_task(name="chapters.forget_exports")
def forget_exports(**_later: object) -> None:
    forgetting.run(at=timezone.now())


@shared_task(name="chapters.remind_of_agreements")
def remind_of_agreements(**_later: object) -> None:
    reminding.remind(at=timezone.now())


@shared_task(name="chapters.start_search")
def start_search(**_later: object) -> None:
    finding.start_due(at=timezone.now())


@shared_task(name="chapters.notify_of_requests")
def notify_of_requests(**_later: object) -> None:
    noticing.notify_officers(at=timezone.now())


@shared_task(name="chapters.carry_out_plans")
def carry_out_plans(**_later: object) -> None:
    life.carry_out_due(at=timezone.now())


@shared_task(name="chapters.carry_out_transfers")
def carry_out_transfers(**_later: object) -> None:
    transfers.carry_out_due(at=timezone.now())

"""The clock's task of uploads."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from ipspi.spreadsheets import importing, rejected

ABANDONED = dt.timedelta(days=7)


@shared_task(name="spreadsheets.cancel_abandoned")
def cancel_abandoned(**_later: object) -> None:
    now = timezone.now()
    importing.cancel_abandoned(before=now - ABANDONED, at=now)
    rejected.forget(at=now)

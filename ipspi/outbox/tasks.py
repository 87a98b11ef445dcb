"""The mail worker."""

from celery import shared_task
from django.utils import timezone

from ipspi.outbox import posting

AT_ONCE = 200  # then the worker lets others have a turn; the next ring or the clock goes on


@shared_task(name="outbox.send_waiting")
def send_waiting(**_later: object) -> None:
    for _ in range(AT_ONCE):
        if not posting.send_next(at=timezone.now()):
            break

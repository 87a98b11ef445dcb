"""Telling a worker that there is something to do. What there is to do stands in rows, so a ring may be lost."""

import datetime as dt
import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(task: str, *, after: dt.timedelta = dt.timedelta(), **arguments: str) -> None:
    """Call a task by its name once `after` has passed. Never fails: the clock finds what nobody rang for."""
    try:
        current_app.send_task(task, kwargs=arguments, countdown=after.total_seconds() or None, retry=False)
    except (OperationalError, OSError):
        log.warning("The broker does not answer; %s waits for the clock.", task)

"""
The night: every chapter is reconciled once per local date, from 02.00 by its own clocks on.

What starts a night is a job's key, chapter and local date, so that it starts once whatever clocks and workers do. What
ends it is the run's own constraint. A run by hand has no key and uses no night up.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import Chapter, LedgerEntry, MemberList
from chapters.reconciliation import running
from chapters.reconciliation.learning import Matcher
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.jobs import running as jobs
from ipspi.jobs.models import Job
from ipspi.regions import times

KIND = "chapters.reconcile"
BEGINS = dt.time(2)
MOST_BY_HAND = 20  # a day: who uploads guesses to learn who is a member elsewhere, learns little


class TooOften(RuleError):
    """The chapter was reconciled by hand too often today."""


@transaction.atomic
def start_due(*, at: dt.datetime) -> int:
    """Add the jobs of the nights that have begun and have none yet; return how many."""
    due = {
        f"night:{chapter.pk}:{here.date()}": (chapter, here.date())
        for chapter in running.chapters_to_reconcile()
        if (here := times.local(at, zone=chapter.zone)).time() >= BEGINS
    }
    started = set(Job.objects.filter(key__in=due).values_list("key", flat=True))
    for key, (chapter, night) in due.items():
        if key not in started:
            jobs.add(kind=KIND, key=key, arguments={"chapter": chapter.pk, "night": night.isoformat()})
    return len(due.keys() - started)


@transaction.atomic
def start_by_hand(*, chapter: Chapter, by: User, back_to: MemberList | None = None) -> Job:
    """
    Add a job that reconciles the chapter now, or return the one that waits already.

    Its result is shown on the page of the ledger, or of the list to go `back_to`.

    Raises PermissionDenied if `by` may not reconcile the chapter, TooOften.
    """
    access.require(by, access.May.RECONCILE, chapter=chapter.pk)
    Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    if waiting := open_job(chapter):
        return waiting
    by_hand = Job.objects.filter(kind=KIND, arguments__chapter=chapter.pk, key__isnull=True)
    if by_hand.filter(created_at__gt=Now() - dt.timedelta(days=1)).count() >= MOST_BY_HAND:
        words = _(
            "Rekonsiliasi sudah dijalankan %(count)d kali dalam sehari. Hasil berikutnya ada besok pagi."
        )
        raise TooOften(words % {"count": MOST_BY_HAND})
    shown_on = {"list": back_to.pk} if back_to else {}
    job = jobs.add(kind=KIND, by=by, arguments={"chapter": chapter.pk, **shown_on})
    audit.record(by=by, did="reconcile", to=job, chapter=chapter.pk)
    return job


def open_job(chapter: Chapter) -> Job | None:
    """Return the chapter's reconciliation that waits or runs, if there is one."""
    waiting = Job.objects.filter(
        kind=KIND, arguments__chapter=chapter.pk, status__in=[Job.Status.WAITING, Job.Status.RUNNING]
    )
    return waiting.order_by("created_at").first()


def work(job: jobs.RunningJob) -> dict[str, Any]:
    """Do what a job of this kind asks for. It may be run again from the start: a night that is done stays as it is."""
    chapter = Chapter.objects.get(pk=job.arguments["chapter"])
    night = dt.date.fromisoformat(job.arguments["night"]) if "night" in job.arguments else None
    if night and (done := LedgerEntry.objects.filter(run__chapter=chapter, run__night=night).first()):
        return {"run": done.run_id}
    at = timezone.now()
    entry = running.reconcile(
        chapter=chapter, matcher=Matcher(at=at), at=at, night=night,
        advance=lambda done, total, step: job.advance(done=done, total=total, step=step),
    )  # fmt: skip
    return {"run": entry.run_id}

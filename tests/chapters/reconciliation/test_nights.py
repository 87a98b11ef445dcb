import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from chapters.models import Chapter, LedgerEntry, Office, Run
from chapters.reconciliation import nights
from ipspi.jobs import running as jobs
from ipspi.jobs.models import Job
from tests.cast import BANDA_ACEH, make_officer
from tests.chapters.reconciliation.scene import keep, line_of, make_members

pytestmark = pytest.mark.django_db

JAYAPURA, MAKASSAR = "91.71", "73.71"


def at(hour: int, minute: int = 0, *, day: int = 16) -> dt.datetime:
    """A moment in Jakarta."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def keys():
    return sorted(Job.objects.filter(key__isnull=False).values_list("key", flat=True))


def do(job):
    jobs.run(job_id=str(job.pk))
    job.refresh_from_db()
    return job


@pytest.fixture
def nation():
    """A chapter with members in each zone."""
    for place in ("16.71", MAKASSAR, JAYAPURA):
        make_members(1, home_regency=place, reference=place)


def test_a_night_begins_at_two_by_the_chapters_own_clocks(nation):
    assert nights.start_due(at=at(2, 0, day=15)) == 3
    Job.objects.update(key=None)
    assert nights.start_due(at=at(0, 0)) == 1
    assert keys() == ["night:91:2026-11-16"]
    assert nights.start_due(at=at(1, 0)) == 1
    assert nights.start_due(at=at(1, 59)) == 0
    assert nights.start_due(at=at(2, 0)) == 1
    assert keys() == ["night:16:2026-11-16", "night:73:2026-11-16", "night:91:2026-11-16"]


def test_a_night_starts_once_however_often_the_clock_strikes(nation):
    assert nights.start_due(at=at(2, 0)) == 3
    assert nights.start_due(at=at(2, 5)) == 0
    assert nights.start_due(at=at(23, 55)) == 0
    assert nights.start_due(at=at(0, 0, day=17)) == 1  # in Papua it is two o'clock
    assert nights.start_due(at=at(2, 0, day=17)) == 2


def test_a_night_whose_clock_stood_still_begins_later_that_day(nation):
    assert nights.start_due(at=at(14, 0)) == 3


def test_a_chapter_with_nobody_and_no_list_has_no_night():
    assert nights.start_due(at=at(2, 0)) == 0


def test_the_work_writes_the_chapters_ledger(nation):
    nights.start_due(at=at(2, 0))
    job = do(Job.objects.get(key="night:16:2026-11-16"))

    run = Run.objects.get()
    assert (run.chapter_id, run.night) == ("16", dt.date(2026, 11, 16))
    assert (job.status, job.result) == (Job.Status.DONE, {"run": run.pk})


def test_work_that_was_done_already_is_not_done_again(nation):
    nights.start_due(at=at(2, 0))
    job = Job.objects.get(key="night:16:2026-11-16")
    do(job)
    # as if the worker had died after the ledger was written and before the job was marked as done
    Job.objects.filter(pk=job.pk).update(status=Job.Status.RUNNING, finished_at=None)

    assert do(job).status == Job.Status.DONE
    assert LedgerEntry.objects.count() == 1


def test_a_run_by_hand_uses_no_night_up(nation):
    job = nights.start_by_hand(chapter=Chapter.objects.get(pk="16"), by=make_officer())
    do(job)

    assert nights.start_due(at=at(2, 0)) == 3
    assert do(Job.objects.get(key="night:16:2026-11-16")).status == Job.Status.DONE
    assert list(Run.objects.order_by("pk").values_list("night", flat=True)) == [None, dt.date(2026, 11, 16)]


def test_asking_twice_by_hand_makes_one_job():
    officer, chapter = make_officer(), Chapter.objects.get(pk="16")

    assert nights.start_by_hand(chapter=chapter, by=officer) == nights.start_by_hand(
        chapter=chapter, by=officer
    )
    do(Job.objects.get())
    nights.start_by_hand(chapter=chapter, by=officer)
    assert Job.objects.count() == 2


@pytest.mark.parametrize(("chapter", "office"), [("11", Office.CHAIR), ("16", Office.TREASURER)])
def test_nobody_else_runs_a_chapter(chapter, office):
    with pytest.raises(PermissionDenied):
        nights.start_by_hand(
            chapter=Chapter.objects.get(pk="16"), by=make_officer(chapter=chapter, office=office)
        )


def test_a_failing_chapter_does_not_stop_the_others(nation, monkeypatch, caplog):
    reconcile = nights.running.reconcile

    def fails_in_papua(*, chapter, **how):
        if chapter.pk == "91":
            raise ZeroDivisionError
        return reconcile(chapter=chapter, **how)

    monkeypatch.setattr(nights.running, "reconcile", fails_in_papua)
    nights.start_due(at=at(2, 0))
    for job in Job.objects.order_by("-key"):
        do(job)

    assert set(Job.objects.values_list("key", "status")) == {
        ("night:16:2026-11-16", "DONE"),
        ("night:73:2026-11-16", "DONE"),
        ("night:91:2026-11-16", "FAILED"),
    }


def test_progress_is_told_on_the_way(monkeypatch):
    keep(line_of(make_members(2)[0]))
    told = []
    monkeypatch.setattr(jobs.RunningJob, "advance", lambda job, **step: told.append(step))
    do(nights.start_by_hand(chapter=Chapter.objects.get(pk="16"), by=make_officer()))

    assert told == [
        {"done": 0, "total": 3, "step": "Menyiapkan data nasional"},
        {"done": 1, "total": 3, "step": "Mencocokkan 1 baris daftar"},
        {"done": 2, "total": 3, "step": "Menyimpan hasil"},
    ]


def test_members_elsewhere_give_their_chapter_a_night():
    make_members(1, home_regency=BANDA_ACEH)

    assert nights.start_due(at=at(2, 0)) == 1
    assert keys() == ["night:11:2026-11-16"]

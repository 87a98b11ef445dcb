"""A bulk admission on real processes: its worker is killed in the middle, and nobody is admitted twice or forgotten."""

import psycopg
import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone

from chapters import bulk_admission
from chapters.models import BulkAdmission, Chapter
from members.models import Member
from tests.cast import make_applicant, make_officer
from tests.drills.test_night import waits_for_us
from tests.fixtures.processes import Worker, wait_until

pytestmark = pytest.mark.drill


def test_a_bulk_admission_whose_worker_is_killed_goes_on_with_the_next(celery_worker: Worker) -> None:
    officer, applicants = make_officer(), [make_applicant() for _ in range(4)]
    at = timezone.now() - bulk_admission.WAIT
    bulk = bulk_admission.choose(
        chapter=Chapter.objects.get(pk="16"), applicants=[each.pk for each in applicants], by=officer, at=at
    )
    third = list(bulk.choices.values_list("member", flat=True))[2]
    present = connection.settings_dict

    with psycopg.connect(host=present["HOST"], user=present["USER"], dbname=present["NAME"]) as other:
        other.execute("SELECT 1 FROM members_member WHERE id = %s FOR UPDATE", [third])
        current_app.send_task("chapters.admit_due")
        wait_until(waits_for_us)
        celery_worker.kill()
    assert Member.objects.filter(status=Member.Status.ACTIVE).count() == 2

    celery_worker.start()
    current_app.send_task("chapters.admit_due")  # the clock looks again
    wait_until(lambda: BulkAdmission.objects.get().finished_at)

    numbers = sorted(Member.objects.values_list("number", flat=True))
    year = timezone.localdate().year
    assert numbers == [f"16.{year}.{sequence:06d}" for sequence in range(1, 5)]

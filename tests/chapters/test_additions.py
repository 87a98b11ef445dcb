"""What chapters add to pages that are not theirs."""

import pytest
from django.urls import reverse

from chapters import additions
from chapters.models import Chapter, Office
from ipspi.jobs.models import Job
from members.additions import Keeper
from tests.cast import (
    BANDA_ACEH,
    found,
    make_member,
    make_officer,
)

pytestmark = pytest.mark.django_db


def test_a_members_chapter_looks_after_them():
    found("16")
    Chapter.objects.filter(pk="16").update(email="sumsel@contoh.example", phone="+62711000000")

    assert additions.keeper_of(make_member()) == Keeper(
        "DPD Sumatera Selatan", "sumsel@contoh.example", "+62711000000"
    )


def test_until_it_is_founded_somebody_else_looks_after_its_members():
    assert additions.keeper_of(make_member(home_regency=BANDA_ACEH)).name == "Dewan Pengurus Pusat"
    assert additions.keeper_of(make_member(home_regency=None)).name == "Dewan Pengurus Pusat"


def test_a_reconciliation_is_seen_by_who_may_start_one():
    job = Job(kind="chapters.reconcile", arguments={"chapter": "16"})

    seen = {
        "secretary": additions.may_see_reconciliation(
            make_officer(chapter="16", office=Office.SECRETARY), job
        ),
        "treasurer": additions.may_see_reconciliation(
            make_officer(chapter="16", office=Office.TREASURER), job
        ),
        "another chapter": additions.may_see_reconciliation(make_officer(chapter="11"), job),
    }

    assert seen == {"secretary": True, "treasurer": False, "another chapter": False}
    assert additions.title_of_reconciliation(job) == "Rekonsiliasi DPD Sumatera Selatan"
    assert additions.result_of_reconciliation(job) == reverse("reconciliation:ledger", args=["16"])

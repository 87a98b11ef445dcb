"""The queue: whose applications it holds, in which order, and whose turn each is."""

import datetime as dt

import pytest

from chapters import access, bulk_admission, queue
from chapters.access import May
from chapters.models import DPP, Chapter
from members.models import Member
from tests.admissions import ask, correct
from tests.cast import (
    BANDA_ACEH,
    NOW,
    OGAN_ILIR,
    make_applicant,
    make_member,
    make_officer,
    make_secretary_of_dpp,
)

pytestmark = pytest.mark.django_db
BENGKULU, JAYAPURA = "17.71", "91.71"


def names(chapter, user, **how):
    rows = queue.page(
        Chapter.objects.get(pk=chapter), among=access.members_where(user, May.SEE_MEMBERS), at=NOW, **how
    ).rows
    return [member.name for member in rows]


def test_the_oldest_comes_first_and_who_is_no_applicant_is_not_there():
    officer = make_officer()
    make_applicant(name="Baru", applied_at=NOW)
    make_applicant(name="Lama", applied_at=NOW - dt.timedelta(days=5), home_regency=OGAN_ILIR)
    make_member(name="Anggota")
    make_member(name="Ditolak", status=Member.Status.REJECTED)
    make_applicant(name="Aceh", home_regency=BANDA_ACEH)

    assert names("16", officer) == ["Lama", "Baru"]


def test_the_dpp_has_those_of_no_known_province_and_of_the_chapters_not_founded_that_it_looks_after():
    secretary = make_secretary_of_dpp()
    Chapter.objects.filter(pk="17").update(looked_after_by="16")
    make_officer(chapter="16")
    make_applicant(name="Bengkulu", home_regency=BENGKULU)
    make_applicant(name="Jayapura", home_regency=JAYAPURA)
    make_applicant(name="Entah", home_regency=None)
    make_applicant(name="Palembang")

    assert names(DPP, secretary) == ["Jayapura", "Entah"]


def test_who_looks_after_a_chapter_has_its_applications_after_the_own_ones():
    officer = make_officer(chapter="16")
    Chapter.objects.filter(pk="17").update(looked_after_by="16")
    make_applicant(name="Bengkulu", home_regency=BENGKULU, applied_at=NOW - dt.timedelta(days=9))
    make_applicant(name="Palembang")

    assert names("16", officer) == ["Palembang", "Bengkulu"]
    assert names("17", officer) == ["Bengkulu"]


def test_pages_go_on_from_an_applicant_who_may_have_been_decided_about(monkeypatch):
    monkeypatch.setattr(queue, "SIZE", 2)
    officer = make_officer()
    everybody = [make_applicant(name=f"{n}", applied_at=NOW + dt.timedelta(hours=n)) for n in range(5)]
    assert names("16", officer) == ["0", "1"]
    Member.objects.filter(pk=everybody[1].pk).update(status=Member.Status.WITHDRAWN)

    assert names("16", officer, after=everybody[1].pk) == ["2", "3"]
    assert names("16", officer, before=everybody[4].pk) == ["2", "3"]


def test_one_cannot_go_on_from_another_chapters_applicant(monkeypatch):
    monkeypatch.setattr(queue, "SIZE", 1)
    officer = make_officer(chapter="91")
    for n in range(2):
        make_applicant(name=f"{n}", home_regency=JAYAPURA, applied_at=NOW + dt.timedelta(hours=n))
    stranger = make_applicant(home_regency=BANDA_ACEH)

    assert names("91", officer, after=stranger.pk) == ["0"]


def test_it_is_known_whose_turn_each_is_and_how_long_officers_have_had_it():
    officer = make_officer()
    start = NOW - dt.timedelta(days=9)
    waiting, asked, back, chosen = (make_applicant(name=name, applied_at=start) for name in "abcd")
    ask(asked, officer, at=start + dt.timedelta(days=1))
    ask(back, officer, at=start + dt.timedelta(days=2))
    correct(back, name="c benar", at=start + dt.timedelta(days=6))
    bulk = bulk_admission.choose(
        chapter=Chapter.objects.get(pk="16"), applicants=[chosen.pk], by=officer, at=NOW
    )

    page = queue.page(Chapter.objects.get(pk="16"), among=Member.objects.all(), at=NOW)

    found = {each.pk: (each.waited.days, each.asked_at, each.effective_at) for each in page.rows}
    assert found == {
        waiting.pk: (9, None, None),
        asked.pk: (1, start + dt.timedelta(days=1), None),
        back.pk: (5, None, None),
        chosen.pk: (9, None, bulk.effective_at),
    }
    chapter = Chapter.objects.get(pk="16")
    assert queue.for_officers_of(chapter).count() == 3
    assert queue.waiting_in(chapter) == queue.Waiting(officers=3, oldest=start, applicants=1)

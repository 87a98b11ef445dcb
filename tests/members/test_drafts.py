import datetime as dt
import json

import pytest
from django.db import connection

from members import drafts
from members.drafts import AlreadyRegistered, Step
from members.models import Draft
from tests.cast import (
    NOW,
    make_applicant,
    make_document,
    make_draft,
    make_education,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_the_answers_of_every_step():
    user = make_user()
    drafts.save(by=user, step=Step.CONTACT, answers={"phone": "+628111"}, at=NOW)
    drafts.save(by=user, step=Step.NAME, answers={"name": "Siti", "titles_after": ""}, at=NOW)
    drafts.save(by=user, step=Step.CONTACT, answers={"phone": "+628222"}, at=NOW + dt.timedelta(days=3))

    draft = drafts.draft_of(user)
    assert drafts.answers_in(draft) == {"name": "Siti", "titles_after": "", "phone": "+628222"}
    assert drafts.steps_done(draft) == [Step.NAME]  # an address is still missing
    assert drafts.first_open_step(draft) == Step.IDENTITY
    assert draft.saved_at == NOW + dt.timedelta(days=3)


def test_a_draft_is_unreadable_in_the_database():
    drafts.save(by=make_user(), step=Step.IDENTITY, answers={"nik": "1671016703850001"}, at=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM members_draft")
        stored = bytes(cursor.fetchone()[0])
    assert b"1671016703850001" not in stored


def test_without_a_draft_everything_is_still_to_answer():
    assert drafts.answers_in(None) == {}
    assert drafts.first_open_step(None) == Step.NAME


@pytest.mark.parametrize("make", [make_applicant, make_member])
def test_who_is_registered_begins_no_draft(make):
    user = make_user()
    make(user=user)

    with pytest.raises(AlreadyRegistered):
        drafts.save(by=user, step=Step.IDENTITY, answers={"name": "Siti"}, at=NOW)

    assert not Draft.objects.exists()


@pytest.mark.parametrize("status", ["REJECTED", "WITHDRAWN"])
def test_who_was_rejected_or_withdrew_begins_again_with_the_old_answers_and_documents(status):
    facts = {"employment": "PNS", "nip": "198503272010012001", "workplace": "Dinsos", "category": "PEKSOS"}
    lived = {"birth_place": "Palembang", "address": "Jalan Merdeka 1", "role_other": "Pelatih"}
    member = make_member(status=status, user=make_user(), **facts, **lived)
    make_education(member, diploma_number="17")
    make_document(member=member, kind="foto", content=b"wajah")
    make_document(member=member, kind="ijazah")

    drafts.begin_again(by=member.user, at=NOW)

    draft = drafts.draft_of(member.user)
    assert drafts.first_open_step(draft) is None
    assert drafts.answers_in(draft) == {
        "name": "Siti Rahmawati",
        "titles_before": "",
        "titles_after": "",
        "nik": member.nik,
        "birth_place": "Palembang",
        "birth_date": "1985-03-27",
        "sex": "P",
        "phone": "+6281234567890",
        "address": "Jalan Merdeka 1",
        "postal_code": "",
        "home_regency": "16.71",
        "employment": "PNS",
        "sector": "",
        "nip": "198503272010012001",
        "workplace": "Dinsos",
        "role": "lain",
        "role_other": "Pelatih",
        "category": "PEKSOS",
        "level": "D4",
        "programme": "Pekerjaan Sosial",
        "institution": "Politeknik Kesejahteraan Sosial Bandung",
        "entered_in": "",
        "graduated_in": "2008",
        "diploma_number": "17",
    }
    assert {each.kind: bytes(each.content) for each in draft.documents.all()} == {
        "foto": b"wajah",
        "ijazah": b"gambar",
    }
    assert member.documents.count() == 2


def test_beginning_again_keeps_a_draft_that_is_there():
    member = make_member(status="REJECTED")
    drafts.save(by=member.user, step=Step.NAME, answers={"name": "Siti R."}, at=NOW)

    drafts.begin_again(by=member.user, at=NOW)

    assert drafts.answers_in(drafts.draft_of(member.user)) == {"name": "Siti R."}


def test_who_was_never_rejected_has_nothing_to_begin_again():
    user = make_user()

    drafts.begin_again(by=user, at=NOW)

    assert drafts.draft_of(user) is None


def test_who_does_not_work_is_not_asked_where():
    draft = make_draft(user=make_user(), sector="NONE")

    assert Step.WORK not in drafts.steps_asked(draft)
    assert drafts.first_open_step(draft) is None
    facts = drafts.facts_in(draft)
    assert (facts["workplace"], facts["role"]) == ("", "")


def test_who_becomes_a_civil_servant_is_asked_for_the_nip_and_keeps_the_other_answers():
    draft = make_draft(user=(user := make_user()))
    draft = drafts.save(by=user, step=Step.EMPLOYMENT, answers={"employment": "PNS", "sector": ""}, at=NOW)

    assert drafts.first_open_step(draft) == Step.WORK
    assert drafts.answers_in(draft)["workplace"] == "Yayasan Contoh"


def test_a_nip_of_somebody_who_left_the_civil_service_no_longer_counts():
    draft = make_draft(user=make_user(), nip="198503272010012001")

    assert drafts.answers_in(draft)["nip"] == "198503272010012001"
    assert drafts.facts_in(draft)["nip"] == ""


def test_a_student_needs_a_year_of_entry_and_a_photo_and_no_diploma():
    draft = make_draft(user=(user := make_user()), documents=("foto",), category="MAHASISWA")
    assert drafts.first_open_step(draft) == Step.EDUCATION

    studies = {"level": "S1", "programme": "Kesejahteraan Sosial", "institution": "UI", "entered_in": "2024"}
    draft = drafts.save(by=user, step=Step.EDUCATION, answers=studies, at=NOW)

    assert drafts.first_open_step(draft) is None
    assert drafts.documents_missing(draft) == []


def test_a_draft_of_an_earlier_release_is_asked_for_what_it_lacks():
    user = make_user()
    earlier = {"identity": {"name": "Siti", "nik": "1671016703850001"}, "work": {"employment": "PNS"}}
    draft = Draft.objects.create(user=user, answers=json.dumps(earlier), saved_at=NOW)

    assert drafts.steps_done(draft) == []
    assert drafts.answers_in(draft) == {"name": "Siti", "nik": "1671016703850001", "employment": "PNS"}

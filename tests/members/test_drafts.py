import datetime as dt

import pytest
from django.db import connection

from members import drafts
from members.drafts import AlreadyRegistered, Step
from members.models import Draft
from tests.cast import NOW, make_applicant, make_member, make_user

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_the_answers_of_every_step():
    user = make_user()
    drafts.save(by=user, step=Step.CONTACT, answers={"phone": "+628111"}, at=NOW)
    drafts.save(by=user, step=Step.IDENTITY, answers={"name": "Siti", "nik": "1671"}, at=NOW)
    drafts.save(by=user, step=Step.CONTACT, answers={"phone": "+628222"}, at=NOW + dt.timedelta(days=3))

    draft = drafts.draft_of(user)
    assert drafts.answers_in(draft) == {"name": "Siti", "nik": "1671", "phone": "+628222"}
    assert drafts.steps_done(draft) == [Step.IDENTITY, Step.CONTACT]
    assert drafts.first_open_step(draft) == Step.WORK
    assert draft.saved_at == NOW + dt.timedelta(days=3)


def test_a_draft_is_unreadable_in_the_database():
    drafts.save(by=make_user(), step=Step.IDENTITY, answers={"nik": "1671016703850001"}, at=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM members_draft")
        stored = bytes(cursor.fetchone()[0])
    assert b"1671016703850001" not in stored


def test_without_a_draft_everything_is_still_to_answer():
    assert drafts.answers_in(None) == {}
    assert drafts.first_open_step(None) == Step.IDENTITY


@pytest.mark.parametrize("make", [make_applicant, make_member])
def test_who_is_registered_begins_no_draft(make):
    user = make_user()
    make(user=user)

    with pytest.raises(AlreadyRegistered):
        drafts.save(by=user, step=Step.IDENTITY, answers={"name": "Siti"}, at=NOW)

    assert not Draft.objects.exists()


def test_who_was_rejected_begins_again_with_the_old_answers():
    member = make_member(status="REJECTED", employment="PNS", nip="198503272010012001", workplace="Dinsos")

    drafts.begin_again(by=member.user, at=NOW)

    draft = drafts.draft_of(member.user)
    assert drafts.first_open_step(draft) is None
    assert drafts.answers_in(draft) == {
        "name": "Siti Rahmawati",
        "titles_before": "",
        "titles_after": "",
        "nik": member.nik,
        "birth_date": "1985-03-27",
        "sex": "P",
        "phone": "+6281234567890",
        "home_regency": "16.71",
        "employment": "PNS",
        "nip": "198503272010012001",
        "workplace": "Dinsos",
    }


def test_beginning_again_keeps_a_draft_that_is_there():
    member = make_member(status="REJECTED")
    drafts.save(by=member.user, step=Step.IDENTITY, answers={"name": "Siti R."}, at=NOW)

    drafts.begin_again(by=member.user, at=NOW)

    assert drafts.answers_in(drafts.draft_of(member.user)) == {"name": "Siti R."}


def test_who_was_never_rejected_has_nothing_to_begin_again():
    user = make_user()

    drafts.begin_again(by=user, at=NOW)

    assert drafts.draft_of(user) is None

"""Who may do what, where: by the clock, by the office, by the chapter, and never by anything else."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chapters import access
from chapters.access import GRANTS, May
from chapters.models import DPP, Chapter, Office
from members.models import Member
from tests.cast import (
    BANDA_ACEH,
    found,
    make_applicant,
    make_member,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def where(user, may=May.ADMIT):
    return access.chapters_where(user, may)


def test_a_chair_admits_in_their_own_chapter_only():
    assert where(make_officer(chapter="16")) == {"16"}


def test_a_treasurer_sees_members_and_admits_nobody():
    treasurer = make_officer(chapter="16", office=Office.TREASURER)

    assert where(treasurer, May.SEE_MEMBERS) == {"16"}
    assert where(treasurer) == set()


def test_all_rights_in_a_chapter_at_once_are_those_asked_for_one_by_one():
    found("11")
    Chapter.objects.filter(pk="17").update(looked_after_by="16")
    offices = (Office.CHAIR, Office.SECRETARY, Office.TREASURER, Office.DIVISION)
    users = [make_officer(chapter="16", office=office) for office in offices]
    users += [make_secretary_of_dpp(), make_user(), AnonymousUser()]

    for user in users:
        for chapter in Chapter.objects.filter(pk__in=["16", "17", "11", DPP]):
            one_by_one = {may for may in May if chapter.pk in where(user, may)}
            assert access.rights_in(user, chapter) == one_by_one, (user, chapter)


@pytest.mark.parametrize("office", [Office.DIVISION, Office.ADVISER, Office.PATRON])
def test_an_honorary_or_divisional_seat_opens_nothing(office):
    officer = make_officer(chapter="16", office=office)

    assert {may for may in May if where(officer, may)} == set()


def test_every_office_says_what_it_may():
    assert set(GRANTS) == set(Office)


def test_a_seat_that_starts_tomorrow_opens_nothing_today():
    seat = make_seat(starts_at=timezone.now() + 24 * HOUR)

    assert where(seat.user) == set()


def test_a_seat_opens_the_moment_it_starts_and_closes_the_moment_it_ends(time_machine):
    start = dt.datetime(2026, 5, 14, 8, 0, tzinfo=dt.UTC)
    user = make_seat(chapter=found("16"), starts_at=start, ends_at=start + HOUR).user

    opened = []
    for moment in (
        start - dt.timedelta(seconds=1),
        start,
        start + HOUR - dt.timedelta(seconds=1),
        start + HOUR,
    ):
        time_machine.move_to(moment, tick=False)
        opened.append(bool(where(user)))

    assert opened == [False, True, True, False]


def test_a_former_officer_sees_nothing():
    seat = make_seat(chapter=found("16"), ends_at=timezone.now() - HOUR)

    assert access.members_where(seat.user, May.SEE_MEMBERS).count() == 0
    assert where(seat.user, May.SEE_MEMBERS) == set()


def test_an_officer_of_two_chapters_has_both():
    user = make_officer(chapter="16")
    make_seat(chapter=found("11"), office=Office.SECRETARY, user=user)

    assert where(user) == {"11", "16"}


def test_a_seat_of_each_kind_gives_what_each_may_where_it_is():
    user = make_officer(chapter="16")
    make_seat(chapter=found("11"), office=Office.TREASURER, user=user)

    assert where(user) == {"16"}
    assert where(user, May.SEE_MEMBERS) == {"11", "16"}


def test_an_officer_who_is_a_member_acts_through_their_account():
    officer = make_member(user=make_user())
    make_seat(chapter=found("16"), member=officer)

    assert where(officer.user) == {"16"}


def test_a_member_without_a_seat_may_nothing():
    member = make_member(user=make_user())

    assert {may for may in May if where(member.user, may)} == set()


def test_a_deactivated_account_may_nothing():
    user = make_officer(chapter="16")
    user.is_active = False
    user.save()

    assert where(user) == set()
    assert list(access.officers_who(May.ADMIT, chapter=Chapter.objects.get(pk="16"))) == []


def test_nobody_signed_in_may_nothing():
    assert where(AnonymousUser()) == set()


def test_a_superuser_without_a_seat_sees_no_members():
    user = make_user(is_superuser=True, is_staff=True)

    assert where(user, May.SEE_MEMBERS) == set()


def test_a_chapter_looks_after_one_not_yet_founded_that_was_entrusted_to_it():
    officer = make_officer(chapter="16")
    Chapter.objects.filter(pk="17").update(looked_after_by="16")

    assert where(officer) == {"16", "17"}
    assert access.provinces_where(officer, May.ADMIT) == {"16", "17"}


def test_the_dpp_reaches_every_chapter_and_members_of_no_known_province():
    secretary = make_secretary_of_dpp()
    unknown, elsewhere = make_member(home_regency=None), make_member(home_regency=BANDA_ACEH)

    assert len(where(secretary)) == 39
    assert set(access.members_where(secretary, May.ADMIT)) == {unknown, elsewhere}


def test_members_of_no_known_province_are_nobody_elses():
    make_member(home_regency=None)

    assert access.members_where(make_officer(chapter="16"), May.SEE_MEMBERS).count() == 0


@pytest.mark.parametrize("may", [May.KEEP_BOARD, May.KEEP_CHAPTERS, May.KEEP_REGISTRY])
def test_what_is_the_nations_no_chair_of_a_chapter_may(may):
    assert where(make_officer(chapter="16"), may) == set()
    assert DPP in where(make_secretary_of_dpp(), may)


def test_a_member_belongs_to_the_chapter_that_covers_their_province():
    assert access.chapter_of(make_member()).pk == "16"
    assert access.chapter_of(make_member(home_regency=None)).pk == DPP


def test_the_members_of_a_chapter_are_those_of_its_provinces():
    mine, _other = make_member(), make_member(home_regency=BANDA_ACEH)

    assert list(access.members_of(Chapter.objects.get(pk="16"))) == [mine]


def test_the_members_of_the_dpp_are_those_of_no_known_province():
    nowhere = make_member(home_regency=None)
    make_member()

    assert list(access.members_of(Chapter.objects.get(pk=DPP))) == [nowhere]


def test_requiring_speaks_of_a_chapter_a_province_or_an_unknown_one():
    officer = make_officer(chapter="16")

    access.require(officer, May.ADMIT, chapter="16")
    access.require(officer, May.ADMIT, province="16")
    for forbidden in ({"chapter": "11"}, {"province": "11"}, {"province": None}, {"chapter": DPP}):
        with pytest.raises(PermissionDenied):
            access.require(officer, May.ADMIT, **forbidden)


def test_those_to_tell_are_the_officers_of_who_looks_after_the_chapter():
    officer, national = make_officer(chapter="16"), make_secretary_of_dpp()
    unfounded = Chapter.objects.select_related("looked_after_by").get(pk="17")

    assert list(access.officers_who(May.ADMIT, chapter=Chapter.objects.get(pk="16"))) == [officer]
    assert list(access.officers_who(May.ADMIT, chapter=unfounded)) == [national]


def test_a_named_outsider_is_told_nothing():
    make_seat(chapter=found("16"), outsider_name="Wahidin")

    assert list(access.officers_who(May.ADMIT, chapter=Chapter.objects.get(pk="16"))) == []


def test_an_applicant_who_was_given_a_seat_has_no_access_before_admission():
    applicant = make_applicant()
    make_seat(chapter=found("16"), member=applicant)

    assert applicant.status == Member.Status.APPLIED
    assert where(applicant.user) == set()


def test_who_is_no_longer_a_member_is_told_nothing():
    seat = make_seat(chapter=found("16"), member=make_member(user=make_user()))
    assert list(access.officers_who(May.ADMIT, chapter=seat.chapter)) == [seat.member.user]

    Member.objects.update(
        status=Member.Status.REJECTED, rejection_reason="Keluar.", decided_at=timezone.now()
    )

    assert list(access.officers_who(May.ADMIT, chapter=seat.chapter)) == []

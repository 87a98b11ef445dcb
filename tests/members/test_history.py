"""The history of memberships: every change in a row, and any past day counted from the rows."""

import datetime as dt
import importlib
from collections import Counter

import pytest
from django.db import connection

from chapters import admission, bulk_admission
from chapters.models import Chapter
from members import history, registration
from members.models import ChangeRequest, EarlierFacts, Member, MembershipChange
from tests.admissions import ask, correct
from tests.cast import BANDA_ACEH, NOW, TODAY, make_applicant, make_education, make_member, make_officer

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def change(member, kind, on, at=NOW, **facts):
    for name, value in facts.items():
        setattr(member, name, value)
    member.save()
    return history.record(member=member, kind=kind, on=on, by=None, at=at)


def as_of(on):
    return {each.member_id: each for each in history.as_of(Member.objects.all(), on)}


def test_a_change_says_how_the_membership_stood_after_it():
    member, officer = make_member(), make_officer()
    member.status = Member.Status.ON_LEAVE

    row = history.record(
        member=member, kind="LEAVE", on=TODAY, by=officer, at=NOW, reason=" Belajar ", note="Terbatas"
    )

    row.refresh_from_db()
    assert (row.kind, row.on, row.recorded_at, row.by) == ("LEAVE", TODAY, NOW, officer)
    assert (row.status, row.type_id, row.province_id) == ("ON_LEAVE", "biasa", "16")
    assert (row.reason, row.restricted_note) == ("Belajar", "Terbatas")


def test_a_restricted_note_is_encrypted():
    history.record(member=make_member(), kind="SUSPENDED", on=TODAY, by=None, at=NOW, note="Kenari")

    with connection.cursor() as cursor:
        cursor.execute("SELECT restricted_note FROM members_membershipchange WHERE kind = 'SUSPENDED'")
        assert b"Kenari" not in bytes(cursor.fetchone()[0])


def test_history_says_nothing_of_the_future():
    with pytest.raises(history.NotYet):
        history.record(member=make_member(), kind="LEAVE", on=TODAY + 2 * DAY, by=None, at=NOW)


def test_any_past_day_shows_members_as_they_were():
    member = make_member(joined_on=dt.date(2020, 1, 1))
    change(member, "TRANSFERRED", dt.date(2022, 6, 1), home_province_id="11")
    change(member, "LEAVE", dt.date(2024, 3, 1), status=Member.Status.ON_LEAVE)
    change(member, "RESIGNED", dt.date(2025, 1, 1), status=Member.Status.RESIGNED)

    stood = {
        day: [(row.status, row.province_id) for row in as_of(dt.date.fromisoformat(day)).values()]
        for day in ("2019-12-31", "2020-01-01", "2022-05-31", "2022-06-01", "2024-03-01", "2025-01-01")
    }

    assert stood == {
        "2019-12-31": [],
        "2020-01-01": [("ACTIVE", "16")],
        "2022-05-31": [("ACTIVE", "16")],
        "2022-06-01": [("ACTIVE", "11")],
        "2024-03-01": [("ON_LEAVE", "11")],
        "2025-01-01": [("RESIGNED", "11")],
    }


def test_what_was_recorded_last_is_believed_from_its_day_on():
    """A death that is reported late overrules what was thought to have happened since."""
    member = make_member()
    change(member, "LEAVE", TODAY - 5 * DAY, status=Member.Status.ON_LEAVE)
    change(member, "DECEASED", TODAY - 9 * DAY, status=Member.Status.DECEASED)

    assert [as_of(TODAY - ago * DAY)[member.pk].status for ago in (10, 9, 5, 0)] == [
        "ACTIVE",
        "DECEASED",
        "DECEASED",
        "DECEASED",
    ]


def test_the_sum_of_the_chapters_is_the_nation_on_any_day():
    people = [make_member(home_regency=place) for place in ("16.71", BANDA_ACEH, None, "16.10")]
    change(people[0], "TRANSFERRED", dt.date(2021, 1, 1), home_province_id="11")
    change(people[1], "RESIGNED", dt.date(2022, 1, 1), status=Member.Status.RESIGNED)
    make_applicant()

    for year in range(2019, 2027):
        then = history.as_of(Member.objects.all(), dt.date(year, 6, 1)).counted()
        provinces = Counter(then.values_list("province", flat=True))
        assert sum(provinces.values()) == then.count() == (4 if 2019 <= year < 2022 else 3)
    assert provinces == {"11": 1, "16": 1, None: 1}


def test_a_verb_that_forgot_to_record_is_found():
    make_member(home_regency=None)
    member = make_member()
    assert list(history.forgotten()) == []

    Member.objects.filter(pk=member.pk).update(status=Member.Status.RESIGNED)

    assert list(history.forgotten()) == [member]


def test_the_day_of_a_change_is_the_members_own():
    late = dt.datetime(2026, 11, 16, 15, 30, tzinfo=dt.UTC)  # half past midnight in Jayapura

    assert history.day_of(make_member(home_regency="91.71"), late) == dt.date(2026, 11, 17)
    assert history.day_of(make_member(home_regency=None), late) == dt.date(2026, 11, 16)


def test_counting_a_past_day_takes_one_query(django_assert_num_queries):
    for _ in range(3):
        make_member()

    with django_assert_num_queries(1):
        list(history.as_of(Member.objects.filter(home_province="16"), TODAY))


# ------------------------------------------------------------------ who records


def kinds_of(member):
    return list(MembershipChange.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


def test_admission_and_rejection_are_recorded():
    officer, first, second = make_officer(), make_applicant(), make_applicant()

    admission.admit(applicant=first, by=officer, at=NOW)
    admission.reject(applicant=second, by=officer, at=NOW, reason="Ijazah belum terbaca.")

    assert [kinds_of(first), kinds_of(second)] == [["APPLIED", "ADMITTED"], ["APPLIED", "REJECTED"]]
    assert MembershipChange.objects.get(kind="REJECTED").reason == "Ijazah belum terbaca."
    assert list(history.forgotten()) == []


def test_admission_together_is_recorded_for_each_when_it_is_in_force():
    officer, applicants = make_officer(), [make_applicant() for _ in range(2)]
    bulk = bulk_admission.choose(
        chapter=Chapter.objects.get(pk="16"), applicants=[each.pk for each in applicants], by=officer, at=NOW
    )
    assert [kinds_of(each) for each in applicants] == [["APPLIED"]] * 2

    bulk_admission.admit_due(at=bulk.effective_at)

    assert [kinds_of(each) for each in applicants] == [["APPLIED", "ADMITTED"]] * 2
    assert {row.by for row in MembershipChange.objects.filter(kind="ADMITTED")} == {officer}
    assert list(history.forgotten()) == []


def test_a_correction_is_recorded_where_it_moves_the_application_or_its_type():
    moved, student, renamed = (make_applicant() for _ in range(3))
    make_education(student)
    ask(moved, officer := make_officer(), notes={"home_regency": "Anda tinggal di mana?"})
    ask(student, officer, notes={"category": "Masih kuliah?"})
    ask(renamed, officer)

    correct(moved, home_regency=BANDA_ACEH, confirmed=True)
    correct(student, category="MAHASISWA", entered_in="2024")
    correct(renamed, name="Siti Rahma Contoh")

    rows = MembershipChange.objects.filter(kind="CORRECTED")
    assert set(rows.values_list("member", "province", "type")) == {
        (moved.pk, "11", "biasa"),
        (student.pk, "16", "rekan"),
    }
    assert list(history.forgotten()) == []


def test_an_application_taken_back_is_recorded_and_waits_for_nothing():
    applicant = make_applicant()
    ask(applicant, make_officer())

    registration.withdraw(by=applicant.user, at=NOW)

    assert kinds_of(applicant) == ["APPLIED", "WITHDRAWN"]
    assert ChangeRequest.objects.get().ended_at == NOW
    assert list(history.forgotten()) == []


def test_memberships_from_before_get_the_history_that_is_known_of_them():
    migration = importlib.import_module("members.migrations.0021_give_every_membership_a_history")
    imported, applicant = make_member(admitted_on=None, joined_on=dt.date(2018, 1, 1)), make_applicant()
    rejected = make_member(status=Member.Status.REJECTED)
    admitted = make_member(applied_at=NOW - DAY, decided_at=NOW, admitted_on=TODAY, joined_on=TODAY)
    with connection.cursor() as cursor:
        for statement in (migration.EMPTY, migration.APPLIED, migration.PRESENT):
            cursor.execute(statement)

    assert [kinds_of(each) for each in (imported, applicant, rejected, admitted)] == [
        ["IMPORTED"],
        ["APPLIED"],
        ["APPLIED", "REJECTED"],
        ["APPLIED", "ADMITTED"],
    ]
    assert imported.changes.get().on == dt.date(2018, 1, 1)
    assert list(history.forgotten()) == []


# ------------------------------------------------------------------ what was written


def test_what_was_written_on_a_past_day_is_found_again():
    member = make_member(name="Siti", workplace="Dinas Lama", phone="+6281200000001")
    written = [NOW - 9 * DAY, NOW - 5 * DAY, NOW - 2 * DAY]
    Member.objects.filter(pk=member.pk).update(created_at=written[0])
    for at, facts in zip(written[1:], ({"workplace": "Dinas Baru"}, {"name": "Siti R"}), strict=True):
        Member.objects.filter(pk=member.pk).update(**facts)
        latest = EarlierFacts.objects.filter(pgh_obj=member).latest("pgh_id").pk
        EarlierFacts.objects.filter(pk=latest).update(pgh_created_at=at)
    member.refresh_from_db()

    then = {
        ago: (found.name, found.workplace)
        if (found := history.written_on(member, TODAY - ago * DAY))
        else None
        for ago in (10, 9, 6, 5, 3, 2, 0)
    }

    old, middle, now = ("Siti", "Dinas Lama"), ("Siti", "Dinas Baru"), ("Siti R", "Dinas Baru")
    assert then == {10: None, 9: old, 6: old, 5: middle, 3: middle, 2: now, 0: now}
    assert str(history.written_on(member, TODAY - 6 * DAY).home_regency) == "Kota Palembang"

"""What was decided for a day begins and ends on it, once; and what a plan always is."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ipspi.outbox.models import Mail
from members import leave as taking
from members import life, resigning
from members.models import Member, Plan
from tests.cast import NOW, TODAY, make_member, make_user

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Status = Member.Status


def make_known(**facts):
    return make_member(user=make_user(), **facts)


def leave(member, begins=TODAY, ends=TODAY + 30 * DAY, by=None, at=NOW):
    return taking.take_leave(
        member=member, begins_on=begins, ends_on=ends, reason="Belajar", by=by or member.user, at=at
    )


def resign(member, on=TODAY, by=None, at=NOW):
    return resigning.resign(member=member, on=on, reason="Pindah profesi", by=by or member.user, at=at)


def status_of(member):
    return Member.objects.get(pk=member.pk).status


@pytest.mark.parametrize("act", [leave, resign])
def test_nobody_does_it_for_somebody_else(act):
    member, other = make_known(), make_user()

    with pytest.raises(PermissionDenied):
        act(member, by=other)
    with pytest.raises(PermissionDenied):
        act(make_member(), by=other)  # one without an account is nobody's


def test_a_leave_of_later_begins_and_ends_by_the_clock():
    member = make_known()
    leave(member, begins=TODAY + 5 * DAY, ends=TODAY + 10 * DAY)

    seen = []
    for days in (0, 4, 5, 9, 10, 11):
        life.carry_out_due(at=NOW + days * DAY)
        seen.append(status_of(member))

    assert seen == ["ACTIVE", "ACTIVE", "ON_LEAVE", "ON_LEAVE", "ACTIVE", "ACTIVE"]


def test_a_clock_that_stood_still_writes_the_days_that_were_meant():
    member = make_known()
    leave(member, begins=TODAY + 5 * DAY, ends=TODAY + 10 * DAY)

    assert life.carry_out_due(at=NOW + 60 * DAY) == 2

    rows = member.changes.order_by("pk").values_list("kind", "on")[1:]
    assert list(rows) == [("LEAVE", TODAY + 5 * DAY), ("RETURNED", TODAY + 10 * DAY)]


def test_the_day_comes_where_the_member_is_at_home():
    east, west = make_known(home_regency="91.71"), make_known()
    for member in (east, west):
        resign(member, on=TODAY + DAY)

    life.carry_out_due(at=dt.datetime(2026, 11, 16, 15, 30, tzinfo=dt.UTC))  # half past midnight in Jayapura

    assert [status_of(east), status_of(west)] == ["RESIGNED", "ACTIVE"]


def test_every_act_is_told_to_the_member():
    member = make_known()
    resign(member, on=TODAY + DAY)
    resigning.take_back(member=member, by=member.user, at=NOW)
    leave(member)
    taking.return_from_leave(member=member, by=member.user, at=NOW)
    resign(member)

    subjects = Mail.objects.order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == [
        "Pengunduran diri Anda tercatat",
        "Pengunduran diri Anda ditarik",
        "Cuti Anda tercatat",
        "Keanggotaan Anda aktif kembali",
        "Anda bukan lagi anggota IPSPI",
    ]
    said = "".join(mail.text + mail.html for mail in Mail.objects.all())
    assert member.nik not in said


def refused_by(constraint, **facts):
    usual = {"member": make_known(), "kind": "LEAVE", "begins_on": TODAY, "asked_at": NOW}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Plan.objects.create(**{**usual, **facts})
    assert error.value.__cause__.diag.constraint_name == constraint


def test_plan_one_open_of_a_kind():
    member = make_known()
    leave(member)

    refused_by("plan_one_open_of_a_kind", member=member)


def test_plan_ends_after_it_begins():
    refused_by("plan_ends_after_it_begins", ends_on=TODAY)


def test_plan_begins_when_agreed():
    refused_by("plan_begins_when_agreed", begun_at=NOW)


def test_plan_closed_has_an_outcome():
    refused_by("plan_closed_has_an_outcome", closed_at=NOW)

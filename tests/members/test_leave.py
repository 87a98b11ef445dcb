"""Leave that a member takes, and coming back early."""

import datetime as dt

import pytest

from members import leave as taking
from members import life
from members.models import Plan
from tests.cast import NOW, TODAY
from tests.members.test_life import DAY, leave, make_known, status_of

pytestmark = pytest.mark.django_db


def test_one_comes_back_early_or_does_not_go_at_all():
    gone, staying = make_known(), make_known()
    leave(gone)
    leave(staying, begins=TODAY + DAY)

    for member in (gone, staying):
        taking.return_from_leave(member=member, by=member.user, at=NOW)

    assert [status_of(gone), status_of(staying)] == ["ACTIVE", "ACTIVE"]
    assert [plan.outcome for plan in Plan.objects.order_by("pk")] == ["DONE", "TAKEN_BACK"]


@pytest.mark.parametrize(
    "days",
    [
        {"begins": TODAY - DAY},
        {"ends": TODAY},
        {"ends": TODAY + 800 * DAY},
        {"begins": dt.date(9999, 1, 1), "ends": dt.date(9999, 12, 31)},
        {"begins": dt.date(1, 1, 1)},
    ],
)
def test_a_leave_has_days_that_can_be(days):
    with pytest.raises(life.DatesWrong):
        leave(make_known(), **days)


def test_a_leave_is_taken_once():
    member = make_known()
    leave(member, begins=TODAY + DAY)

    with pytest.raises(life.AlreadyPlanned):
        leave(member)


@pytest.mark.parametrize("status", ["SUSPENDED", "RESIGNED", "DECEASED", "EXPELLED", "ON_LEAVE"])
def test_only_an_active_member_takes_leave(status):
    with pytest.raises(life.NotPossibleNow):
        leave(make_known(status=status))

"""Resigning, and thinking better of it."""

import datetime as dt

import pytest

from members import life, resigning
from members.models import Member
from tests.cast import NOW, TODAY
from tests.members.test_life import DAY, make_known, resign, status_of

pytestmark = pytest.mark.django_db


def test_a_resignation_counts_from_its_day_and_can_be_taken_back_until_then():
    going, staying = make_known(), make_known()
    for member in (going, staying):
        resign(member, on=TODAY + 7 * DAY)
    resigning.take_back(member=staying, by=staying.user, at=NOW + DAY)

    life.carry_out_due(at=NOW + 7 * DAY)

    assert [status_of(going), status_of(staying)] == ["RESIGNED", "ACTIVE"]
    with pytest.raises(life.NotPossibleNow):
        resigning.take_back(member=going, by=going.user, at=NOW + 8 * DAY)
    assert Member.objects.get(pk=going.pk).number == going.number


@pytest.mark.parametrize("on", [TODAY - DAY, TODAY + 400 * DAY, dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_a_resignation_is_not_of_yesterday_and_not_of_the_far_future(on):
    with pytest.raises(life.DatesWrong):
        resign(make_known(), on=on)

"""Who came and who left: exact between two days, and kept month by month; both say what the history says."""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members import flows, history
from members.models import FlowCount, Member, MembershipChange, MonthlyFlow
from tests.cast import NOW, make_member

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2023, 11, 1), dt.date(2024, 3, 31)
PROVINCES = ["16", "11", None]
Kind = MembershipChange.Kind


def change(member, on, *, kind=Kind.ADMITTED, status="ACTIVE", province="16"):
    return MembershipChange(
        member=member, kind=kind, on=on, recorded_at=NOW, status=status, type_id="biasa", province_id=province
    )


def keep(*changes):
    MembershipChange.objects.all().delete()
    MembershipChange.objects.bulk_create(changes)


def members_on(day, provinces=None):
    """Count by hand, as `history` tells who stood how."""
    standing = history.as_of(Member.objects.all(), day).counted()
    return sum(provinces is None or (each.province_id or "") in provinces for each in standing)


def test_a_report_says_how_many_there_were_and_why_that_changed():
    one, two, three, four = (make_member() for _ in range(4))
    keep(
        change(one, FIRST),
        change(two, FIRST, province="11"),
        change(three, FIRST),
        change(two, FIRST + dt.timedelta(40), kind=Kind.TRANSFERRED),
        change(three, FIRST + dt.timedelta(50), kind=Kind.RESIGNED, status="RESIGNED"),
        change(four, FIRST + dt.timedelta(60), kind=Kind.APPLIED, status="APPLIED"),
        change(four, FIRST + dt.timedelta(70)),
    )

    found = flows.between({"16"}, since=FIRST + dt.timedelta(1), until=LAST)

    assert (found.start, found.end) == (2, 3)
    assert found.gained == Counter({Kind.TRANSFERRED: 1, Kind.ADMITTED: 1})
    assert found.lost == Counter({Kind.RESIGNED: 1})


def test_who_moves_within_neither_came_nor_left():
    member = make_member()
    keep(change(member, FIRST), change(member, LAST, kind=Kind.TRANSFERRED, province="11"))

    within = flows.between({"16", "11"}, since=FIRST + dt.timedelta(1), until=LAST)
    nation = flows.between(None, since=FIRST + dt.timedelta(1), until=LAST)

    assert (within, nation) == (flows.Flow(1), flows.Flow(1))


def test_what_was_recorded_late_counts_from_its_day():
    member = make_member()
    keep(change(member, FIRST), change(member, LAST, kind=Kind.LEAVE, status="ON_LEAVE"))
    flows.count_anew(at=NOW)
    before = flows.monthly({"16"}, until=LAST, months=5)

    MembershipChange.objects.bulk_create(
        [change(member, dt.date(2023, 12, 24), kind=Kind.DECEASED, status="DECEASED")]
    )
    flows.count_anew(at=NOW)

    assert [month.members for month in before] == [1, 1, 1, 1, 1]
    assert [month.members for month in flows.monthly({"16"}, until=LAST, months=5)] == [1, 0, 0, 0, 0]


def test_months_are_counted_anew_only_when_the_history_has_changed():
    keep(change(make_member(), FIRST))

    assert [flows.count_anew(at=NOW) for _ in range(2)] == [True, False]
    assert flows.counted_at() == NOW


def test_before_the_first_count_nothing_is_said():
    assert flows.counted_at() is None


def test_growth_is_told_by_province():
    keep(change(make_member(), FIRST), change(make_member(), LAST, province=None))
    flows.count_anew(at=NOW)

    assert flows.grown(since=dt.date(2024, 1, 1)) == {"": (1, 0)}


lives = st.lists(
    st.tuples(
        st.integers(0, 3),  # who
        st.integers(0, (LAST - FIRST).days),
        st.sampled_from(["ACTIVE", "ON_LEAVE", "RESIGNED", "APPLIED", "DECEASED"]),
        st.sampled_from(PROVINCES),
        st.sampled_from([Kind.ADMITTED, Kind.TRANSFERRED, Kind.CORRECTED]),
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives, st.sampled_from([None, {"16"}, {"16", "11"}, {"", "11"}]))
def test_months_and_reports_say_what_a_recount_says(db, changes, provinces):
    people = list(Member.objects.order_by("pk")[:4]) or [make_member() for _ in range(4)]
    keep(
        *(
            change(people[who], FIRST + dt.timedelta(day), kind=kind, status=status, province=province)
            for who, day, status, province, kind in changes
        )
    )
    flows.count_anew(at=NOW)

    months = flows.monthly(provinces, until=LAST, months=5)
    reports = [
        flows.between(provinces, since=since, until=until - dt.timedelta(1))
        for since, until in pairwise([each.first for each in months] + [dt.date(2024, 4, 1)])
    ]

    ends = [dt.date(2023, 11, 30), dt.date(2023, 12, 31), dt.date(2024, 1, 31), dt.date(2024, 2, 29), LAST]
    recount = [members_on(day, provinces) for day in ends]
    assert [month.members for month in months] == recount
    assert [report.end for report in reports] == recount
    assert [report.start for report in reports] == [0, *recount[:-1]]


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (
            lambda: [
                MonthlyFlow.objects.create(month=FIRST, kind="ADMITTED", gained=1, lost=0) for _ in range(2)
            ],
            "flow_once_per_province_month_and_kind",
        ),
        (
            lambda: FlowCount.objects.create(pk=2, changes=0, last_change=0, at=NOW),
            "flow_count_is_one_row",
        ),
    ],
)
def test_the_database_refuses_sums_that_cannot_be(make, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()

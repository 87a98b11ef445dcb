"""A term's programmes as they stand: what is counted, what differs, and sums of rows."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chapters.models import Chapter, Programme
from chapters.programmes import measures, reading
from chapters.programmes.measures import Measure, Measured, Point
from members import history
from tests.cast import NOW, OGAN_ILIR, PALEMBANG, TODAY, make_member
from tests.ledgers import make_link, make_row, make_run
from tests.work import make_programme, make_target, make_term

pytestmark = pytest.mark.django_db
STARTS = dt.date(2026, 1, 1)


def only(programme, **facts):
    make_target(programme, **{"measure": "anggota", "unit": "anggota", **facts})
    (row,) = reading.report_of(programme.term, today=TODAY).rows
    return row.targets[0]


@pytest.fixture
def programme():
    return make_programme()


def members():
    """Three of before the start, one of whom has resigned since, and two of this year; one elsewhere."""
    old = [make_member(joined_on=dt.date(2020, 1, 1)) for _ in range(2)]
    old.append(make_member(joined_on=dt.date(2020, 1, 1), home_regency=OGAN_ILIR, employment="PNS"))
    for place, kind in ((PALEMBANG, "PPPK"), (OGAN_ILIR, "NON_ASN")):
        make_member(joined_on=dt.date(2026, 5, 1), home_regency=place, employment=kind)
    make_member(joined_on=dt.date(2020, 1, 1), home_regency="11.71")
    old[0].status = "RESIGNED"
    old[0].save()
    history.record(member=old[0], kind="RESIGNED", on=dt.date(2026, 6, 1), by=None, at=NOW)
    return old


def test_members_are_counted_at_the_start_and_today(programme):
    old = members()
    make_run(rows=1, linked=1, national=4)
    make_link(old[1])

    target = only(programme, number=10)

    assert (target.start.number, target.now.number, target.value, target.percent) == (3, 4, 4, 40)
    assert target.start.certainty == "menurut riwayat keanggotaan"
    assert target.now.certainty == "1 ada juga di daftar DPD"


@pytest.mark.parametrize(
    ("measure", "place", "start", "now"),
    [
        ("anggota", OGAN_ILIR, 1, 2),
        ("anggota", PALEMBANG, 2, 2),
        ("anggota-asn", None, 1, 2),
        ("anggota-non-asn", None, 2, 2),
        ("anggota-asn", OGAN_ILIR, 1, 1),
    ],
)
def test_members_are_counted_by_place_and_employment(programme, measure, place, start, now):
    members()

    target = only(programme, measure=measure, regency_id=place, number=10)

    assert (target.start.number, target.now.number) == (start, now)


def test_what_came_since_the_start_may_be_the_target(programme):
    members()

    target = only(programme, number=5, since_start=True)

    assert (target.value, target.percent, target.is_reached) == (1, 20, False)


def test_of_a_term_that_is_over_the_last_day_is_counted():
    term = make_term(name="2019–2023", starts_on=dt.date(2019, 4, 8), ends_on=dt.date(2023, 5, 14))
    members()

    target = only(make_programme(term=term, starts_on=dt.date(2019, 7, 1)), number=10)

    assert (target.until, target.start.number, target.now.number) == (dt.date(2023, 5, 13), 0, 3)


def test_the_share_on_both_sides_is_that_of_the_ledger_of_each_day(programme):
    make_run(finished_at=NOW - dt.timedelta(days=400), rows=10, linked=4, only_list=6)
    make_run(finished_at=NOW, rows=12, linked=9, only_list=3)

    target = only(programme, measure="kedua-sisi", number=90, unit="persen")

    assert (target.start.number, target.now.number) == (40, 75)
    assert target.now.certainty == "9 dari 12 baris daftar"


def test_before_the_first_reconciliation_nothing_is_known(programme):
    target = only(programme, measure="kedua-sisi", number=90, unit="persen", stated=80)

    assert (target.start, target.value, target.percent) == (Measured(None, "belum direkonsiliasi"), 80, 88)


def test_a_stated_number_that_differs_from_the_counted_one_is_told_and_does_not_count(programme):
    make_member(joined_on=dt.date(2020, 1, 1))

    target = only(programme, number=10, stated=9)

    assert (target.value, target.target.stated, target.differs) == (1, 9, True)


def test_a_target_whose_measure_is_gone_is_as_officers_state_it(programme):
    target = only(programme, measure="dahulu-ada", number=10, stated=5)

    assert (target.now, target.value, target.differs) == (None, 5, False)


def test_another_room_adds_its_measure(programme, monkeypatch):
    monkeypatch.setattr(measures, "_measures", dict(measures._measures))

    def count(chapter: Chapter, points: list[Point], today: dt.date) -> dict[Point, Measured]:
        return {point: Measured(7, "pasti") for point in points}

    measures.register(Measure("acara", "acara", "acara", count))

    assert only(programme, measure="acara", unit="acara", number=7).is_reached


def test_totals_are_sums_of_rows():
    term = make_term()
    for division, budget, spent, stage in (
        ("A", 10, 4, "DONE"),
        ("A", 5, None, "RUNNING"),
        ("B", None, 3, "DROPPED"),
        ("", 2, 2, ""),
    ):
        programme = make_programme(
            term=term, division=division, budget=budget, spent=spent, stage=stage, stage_reason="Alasan"
        )
        make_target(programme, stated=100 if stage == "DONE" else 3)
    make_programme(term=term, budget=1000, removed_at=NOW, removed_reason="Ganda")

    report = reading.report_of(term, today=TODAY)

    totals = report.totals
    assert (totals.programmes, totals.targets, totals.reached) == (4, 4, 1)
    assert (totals.budget, totals.spent, totals.without_budget, totals.without_spent) == (17, 9, 1, 1)
    assert sum(totals.stages.values()) == totals.programmes
    for name in ("programmes", "targets", "reached", "budget", "spent", "without_budget", "without_spent"):
        assert sum(getattr(part, name) for part in report.divisions.values()) == getattr(totals, name)


def test_a_report_takes_the_same_queries_however_many_programmes_there_are():
    term = make_term()
    make_row(name="Siti")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            reading.report_of(term, today=TODAY)
        return len(captured)

    def more(month):
        programme = make_programme(term=term, starts_on=dt.date(2025, month, 1))
        for measure in ("anggota", "anggota-asn", "kedua-sisi", ""):
            make_target(programme, measure=measure)

    more(1)
    first = queries()
    for month in range(2, 12):
        more(month)

    assert queries() == first
    assert Programme.objects.count() == 11

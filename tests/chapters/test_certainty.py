"""Every number of members says how certain it is."""

import datetime as dt

import pytest

from chapters import certainty
from chapters.models import DPP, Chapter, Link
from members.models import Member
from tests.cast import BANDA_ACEH, NOW, make_member
from tests.ledgers import make_link, make_row, make_run

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
COMPARED = {"national": 103, "rows": 124, "linked": 85, "review": 9, "only_list": 30, "only_national": 22}


def said(code="16"):
    return certainty.of_chapter(certainty.latest(Chapter.objects.get(pk=code)))


def test_a_chapter_that_was_never_reconciled_says_so():
    assert said() == "belum direkonsiliasi"


def test_a_run_that_has_not_finished_is_none():
    make_run(finished_at=None)

    assert said() == "belum direkonsiliasi"


def test_a_reconciled_number_says_how_many_are_on_both_sides_and_since_when():
    make_run(**COMPARED)

    assert said() == "81 dari 103 ada juga di daftar DPD pada 16 November 2026 10.00 WIB"


def test_the_time_is_that_of_the_chapters_zone():
    make_run(chapter="91", **COMPARED)

    assert said("91") == "81 dari 103 ada juga di daftar DPD pada 16 November 2026 12.00 WIT"


def test_large_numbers_are_grouped():
    make_run(national=12345, only_national=1000, rows=1, linked=1)

    assert said().startswith("11.345 dari 12.345 ")


def test_without_rows_there_was_nothing_to_compare_with():
    make_run(national=103, only_national=103)

    assert said() == "belum ada daftar DPD untuk dibandingkan (16 November 2026 10.00 WIB)"


def test_the_latest_finished_run_counts():
    make_run(finished_at=NOW - HOUR, **{**COMPARED, "national": 50})
    make_run(**COMPARED)
    make_run(finished_at=NOW - 2 * HOUR, **{**COMPARED, "national": 60})

    assert said().startswith("81 dari 103 ")


def test_the_latest_of_all_chapters_cost_one_query(django_assert_num_queries):
    make_run(chapter="11", **COMPARED)
    make_run(chapter="16", **COMPARED)
    chapters = list(Chapter.objects.all())

    with django_assert_num_queries(1):
        assert set(certainty.latest_of(chapters)) == {"11", "16"}


def test_the_nation_says_how_many_chapters_were_reconciled():
    make_run(chapter="11", **COMPARED)
    make_run(chapter="16", **COMPARED)
    make_run(chapter="17", national=7, only_national=7)

    entries = certainty.entries_for(Chapter.objects.get(pk=DPP))

    words = certainty.of_nation(entries, chapters=38)
    assert words == "162 ada juga di daftar DPD; 2 dari 38 daerah sudah direkonsiliasi"


def test_a_nation_without_a_compared_chapter_is_not_reconciled():
    assert certainty.of_nation([], chapters=38) == "belum direkonsiliasi"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (None, "belum direkonsiliasi"),
        ({}, "belum ada daftar DPD untuk dibandingkan"),
        (COMPARED, "12 ada juga di daftar DPD"),
    ],
)
def test_a_part_of_the_members_says_it_too(figures, words):
    if figures is not None:
        make_run(**figures)
    entries = certainty.entries_for(Chapter.objects.get(pk="16"))

    assert certainty.of_part(entries, both=12) == words


def test_on_both_sides_is_who_was_linked_automatically_to_the_own_chapters_list():
    linked, to_review, only_national = make_member(), make_member(), make_member()
    moved = make_member(home_regency=BANDA_ACEH)
    make_link(linked)
    make_link(to_review, band=Link.Band.REVIEW)
    make_link(moved, row=make_row(), moved=True)

    on_both = Member.objects.filter(certainty.on_both_sides())

    assert set(on_both) == {linked}
    assert only_national not in on_both

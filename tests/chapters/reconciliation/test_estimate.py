import pytest

from chapters.reconciliation.estimate import Estimate, Overlap, estimate, summed


def chapman(first, second, both):
    return estimate([Overlap(first, second, both)])


def test_the_textbook_example_gives_the_textbook_number():
    # Seber (1982): 200 marked, 150 caught, 50 of them marked: 201 · 151 / 51 − 1 = 594.1
    found = chapman(200, 150, 50)

    assert found is not None
    assert found.total == 594
    assert found.low < 594 < found.high


def test_the_same_people_on_both_sides_leave_nobody_unseen():
    assert chapman(80, 80, 80) == Estimate(80, 80, 80)


def test_a_list_within_the_other_leaves_nobody_unseen():
    assert chapman(80, 30, 30) == Estimate(80, 80, 80)


@pytest.mark.parametrize(("first", "second"), [(0, 30), (30, 0), (0, 0)])
def test_one_list_alone_says_nothing_about_who_is_missing(first, second):
    assert chapman(first, second, 0) is None


@pytest.mark.parametrize(
    ("first", "second", "both"), [(103, 124, 81), (10, 10, 0), (5000, 3000, 12), (1, 1, 0)]
)
def test_the_interval_holds_the_estimate_and_never_falls_below_who_was_seen(first, second, both):
    found = chapman(first, second, both)

    assert found is not None
    assert first + second - both <= found.low <= found.total <= found.high


def test_more_people_on_both_sides_make_a_smaller_and_surer_number():
    few, many = chapman(100, 100, 20), chapman(100, 100, 80)

    assert few is not None
    assert many is not None
    assert few.total > many.total
    assert few.high - few.low > many.high - many.low


def test_more_on_both_sides_than_on_one_are_counted_as_all_of_it():
    assert chapman(10, 12.5, 10.4) == chapman(10, 12.5, 10)


def test_estimates_of_different_people_add_up_as_if_they_were_made_at_once():
    strata = [Overlap(200, 150, 50), Overlap(80, 60, 20), Overlap(500, 400, 350)]
    apart = [(each.first + each.second - each.both, estimate([each])) for each in strata]

    found, at_once = summed(apart), estimate(strata)

    assert (found.total, found.low, found.high) == pytest.approx(
        (at_once.total, at_once.low, at_once.high), abs=3
    )


def test_a_sum_is_surer_than_its_parts_one_by_one():
    part = estimate([Overlap(100, 100, 20)])
    found = summed([(180, part)] * 16)

    assert found.total == pytest.approx(16 * part.total, abs=16)
    assert (found.high - found.total) < 0.35 * 16 * (part.high - part.total)


def test_of_nothing_there_is_no_sum():
    assert summed([]) is None


def test_where_all_are_seen_nobody_is_guessed():
    assert summed([(80, Estimate(80, 80, 80)), (20, Estimate(20, 20, 20))]) == Estimate(100, 100, 100)

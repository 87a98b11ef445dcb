"""How a programme stands by its months and targets, and by what officers say."""

import datetime as dt

import pytest

from chapters.models import Programme
from chapters.programmes import status

Stage = Programme.Stage
STARTS, ENDS, TERM_ENDED = dt.date(2026, 3, 1), dt.date(2026, 7, 1), dt.date(2028, 5, 14)


@pytest.mark.parametrize(
    ("today", "reached", "stage"),
    [
        (dt.date(2026, 2, 28), [False], Stage.PLANNED),
        (STARTS, [False], Stage.RUNNING),
        (dt.date(2026, 6, 30), [], Stage.RUNNING),
        (ENDS, [True, False], Stage.UNFINISHED),
        (ENDS, [], Stage.UNFINISHED),
        (STARTS, [True, True], Stage.DONE),
    ],
)
def test_months_and_targets_tell_how_a_programme_stands(today, reached, stage):
    assert (
        status.computed(
            starts_on=STARTS, ends_on=ENDS, term_ended_on=TERM_ENDED, reached=reached, today=today
        )
        == stage
    )


@pytest.mark.parametrize(("today", "stage"), [(STARTS, Stage.PLANNED), (TERM_ENDED, Stage.UNFINISHED)])
def test_without_months_it_is_planned_until_the_term_ends(today, stage):
    assert (
        status.computed(starts_on=None, ends_on=None, term_ended_on=TERM_ENDED, reached=[], today=today)
        == stage
    )


def test_what_officers_say_counts():
    assert status.in_force("DROPPED", Stage.RUNNING) == Stage.DROPPED
    assert status.in_force("", Stage.RUNNING) == Stage.RUNNING


@pytest.mark.parametrize(
    ("said", "reached", "differs"),
    [
        ("DONE", [True, False], True),
        ("DONE", [True], False),
        ("RUNNING", [True], True),
        ("DROPPED", [True], False),
        ("DONE", [], False),
        ("", [True], False),
    ],
)
def test_words_that_contradict_the_targets_are_told(said, reached, differs):
    assert status.disagree(said, reached=reached) == differs


def test_a_percentage_is_never_whole_before_the_target_is_reached():
    assert [status.percent(value, of=1000) for value in (None, -5, 0, 999, 1000, 5000)] == [
        None, 0, 0, 99, 100, 100,
    ]  # fmt: skip
    assert status.mean([50, None]) is None
    assert status.mean([50, 100]) == 75

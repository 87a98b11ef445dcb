import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.matching import Calibration, Link, calibrate

PROBABILITIES = st.floats(0, 1, allow_nan=False)


def link(row, member, probability, band="review"):
    return Link(
        row=row, member=member, probability=probability, band=band, bits=0.0, evidence=(), duplicate_of=None,
        disagreements=(), gate="",
    )  # fmt: skip


def decisions(*, of, offset, slope, seed=1):
    """Decisions of an officer who is right, about pairs that are one person as often as this calibration tells."""
    chance, honest = random.Random(seed), Calibration(offset, slope)
    stated = [chance.uniform(0.05, 0.99) for _each in range(of)]
    return [(probability, chance.random() < honest.of(probability)) for probability in stated]


@given(st.lists(PROBABILITIES, min_size=2, max_size=2))
def test_who_is_likelier_stays_likelier_and_nobody_is_certain(pair):
    low, high = map(Calibration().of, sorted(pair))

    assert 0 < low <= high < 1


def test_candidates_of_one_row_keep_their_shares():
    one, other, alone = Calibration().told([link("R1", "A", 0.2), link("R1", "B", 0.4), link("R2", "A", 0.6)])

    assert other.probability == pytest.approx(2 * one.probability)
    assert one.probability + other.probability == pytest.approx(alone.probability) == Calibration().of(0.6)


def test_what_is_linked_already_is_told_as_it_is():
    certain = link("R1", "A", 0.997, band="auto")

    assert Calibration().told([certain]) == [certain]


def test_without_decisions_it_is_what_is_believed():
    assert calibrate([]) == Calibration()


@pytest.mark.parametrize(("offset", "slope"), [(0.0, 1.0), (3.0, 0.4), (-1.0, 1.2)])
def test_many_decisions_teach_it(offset, slope):
    learned = calibrate(decisions(of=5_000, offset=offset, slope=slope))
    honest = Calibration(offset, slope)

    assert learned.cases == 5_000
    for probability in (0.1, 0.5, 0.9):
        assert learned.of(probability) == pytest.approx(honest.of(probability), abs=0.05)


def test_a_single_refusal_bends_it_little_and_a_hundred_bend_it_much():
    before = Calibration().of(0.5)

    assert before - 0.05 < calibrate([(0.5, False)]).of(0.5) < before
    assert calibrate([(0.5, False)] * 100).of(0.5) < 0.35


def test_the_order_of_decisions_does_not_matter():
    made = decisions(of=200, offset=1.0, slope=0.8)

    assert calibrate(made) == calibrate(reversed(made))

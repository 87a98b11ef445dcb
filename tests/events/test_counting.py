"""The arithmetic of assemblies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.assembly import counting
from events.assembly.counting import Tally


@pytest.mark.parametrize(
    ("entitled", "percent", "exceeds", "needed"),
    [
        (124, 50, True, 63), (124, 50, False, 62), (123, 50, True, 62), (123, 50, False, 62), (3, 67, False, 3),
        (10, 100, True, 10), (10, 0, False, 1), (1, 50, True, 1),
    ],
)  # fmt: skip
def test_a_quorum_is_a_share_or_more_than_it(entitled, percent, exceeds, needed):
    assert counting.quorum(entitled, percent=percent, exceeds=exceeds) == needed


@given(st.integers(1, 5000), st.integers(0, 100), st.booleans())
def test_a_quorum_is_never_nobody_and_never_more_than_all(entitled, percent, exceeds):
    needed = counting.quorum(entitled, percent=percent, exceeds=exceeds)

    assert 1 <= needed <= entitled
    assert needed * 100 >= entitled * percent


@pytest.mark.parametrize(("members", "due"), [(0, 0), (1, 1), (2, 2), (10, 2), (11, 4), (30, 6)])
def test_a_regency_sends_delegates_for_every_ten_begun(members, due):
    assert counting.delegates(members, each=2, per=10) == due


def test_a_tally_tells_what_does_not_add_up():
    # the story of the press: 148 were said where 40 and 128 were counted
    tally = Tally({1: 40, 2: 128}, ballots=168, invalid=0, abstained=0, present=170, stated=148)

    assert (tally.counted, tally.missing, tally.differs_from_stated, tally.leading) == (168, 0, -20, {2})
    assert Tally({1: 3, 2: 3}, 8, 1, 0, 8).leading == {1, 2}
    assert Tally({1: 3, 2: 3}, 8, 1, 0, 8).missing == 1
    assert Tally({1: 0}, 1, 1, 0, 1).leading == set()

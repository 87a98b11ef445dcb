"""Positions on bars."""

import pytest
from hypothesis import given, strategies

from ipspi.charts import THINNEST, Part, pulls, stacked


def test_parts_lie_side_by_side_and_say_their_share() -> None:
    pieces = stacked([Part("a", 50, "woven"), Part("b", 30, "weft"), Part("c", 20, "warp")])

    assert [(piece.x, piece.width, piece.share) for piece in pieces] == [
        ("0.00%", "50.00%", "50 %"),
        ("50.00%", "30.00%", "30 %"),
        ("80.00%", "20.00%", "20 %"),
    ]


def test_one_person_among_ten_thousand_is_seen_and_is_not_zero_percent() -> None:
    many, one, none = stacked([Part("a", 9_999, "woven"), Part("b", 1, "hatched"), Part("c", 0, "weft")])

    assert (many.share, one.share, none.share) == ("> 99 %", "< 1 %", "0 %")
    assert float(one.width[:-1]) > THINNEST * 0.9
    assert none.width == "0.00%"


def test_nobody_at_all_has_no_share() -> None:
    assert [(piece.x, piece.width, piece.share) for piece in stacked([Part("a", 0, "woven")])] == [
        ("0.00%", "0.00%", "–")
    ]


@given(strategies.lists(strategies.integers(0, 100_000), min_size=1, max_size=8).filter(any))
def test_the_parts_fill_the_bar(counts: list[int]) -> None:
    pieces = stacked([Part(str(count), count, "weft") for count in counts])

    assert sum(float(piece.width[:-1]) for piece in pieces) == pytest.approx(100, abs=0.05)


def test_evidence_pulls_to_its_side_of_the_middle_and_ends_at_the_edge() -> None:
    drawn = pulls(
        [("Nama", "sama", 8.0), ("Telepon", "berbeda", -4.0), ("NIP", "sama", 99.0), ("Kerja", "", 0.0)]
    )

    assert [(pull.side, pull.x, pull.width) for pull in drawn] == [
        ("for", "50.00%", "25.00%"),
        ("against", "37.50%", "12.50%"),
        ("for", "50.00%", "50.00%"),
        ("neither", "50.00%", "0.00%"),
    ]

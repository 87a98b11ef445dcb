"""
How complete and free of contradiction the data of members is: a score, and the fixes that would raise it most.

Each fact that should be there is one point, and each of chapters.narrowing.PROBLEMS a point lost; the score is the
share of points kept, in whole percent, 100 only where nothing is lost.
Source: docs/rules.md#data-quality
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import Promise

from chapters import narrowing, rosters
from chapters.models import Chapter
from chapters.narrowing import PROBLEMS
from members.models import ASN, Employment, MemberQuerySet

MOST_FIXES = 3
# of whom something is asked that is not asked of everybody
ASKED = {"nip": Q(employment__in=ASN), "sector": Q(employment=Employment.NON_ASN)}


@dataclass(frozen=True, slots=True)
class Fix:
    """Something that the data of `members` lacks; filling it in would add `gain` to the score."""

    label: str | Promise
    members: int
    gain: float
    url: str


@dataclass(frozen=True, slots=True)
class Quality:
    """The score of some members, how many of them lack nothing, and what is worth filling in first."""

    score: int
    members: int
    whole: int
    fixes: list[Fix]


def of_chapter(chapter: Chapter) -> Quality | None:
    """Return the quality of a chapter's data, for the DPP the nation's; None where there is no member. One query."""
    counted = (
        rosters.roster_of(chapter)
        .counted()
        .aggregate(**_counts(), whole=Count("pk", filter=~narrowing.any_problem()))
    )
    if not counted["members"]:
        return None
    points = _points(counted)
    roster = reverse("chapters:roster", args=[chapter.pk])
    worst = sorted(PROBLEMS, key=lambda key: -counted[f"lacks_{key}"])[:MOST_FIXES]
    fixes = [
        Fix(
            PROBLEMS[key].label,
            counted[f"lacks_{key}"],
            100 * counted[f"lacks_{key}"] / points,
            f"{roster}?status={narrowing.MEMBERS}&problem={key}",
        )
        for key in worst
        if counted[f"lacks_{key}"]
    ]
    return Quality(_score(counted), counted["members"], counted["whole"], fixes)


def scores(members: MemberQuerySet) -> dict[str, int]:
    """Return the score of each province that has members, by its code."""
    rows = members.counted().values(place=F("home_province")).annotate(**_counts())
    return {row["place"]: _score(row) for row in rows if row["place"]}


def _counts() -> dict[str, Count]:
    lacking = {f"lacks_{key}": Count("pk", filter=problem.which) for key, problem in PROBLEMS.items()}
    asked = {f"asked_{key}": Count("pk", filter=which) for key, which in ASKED.items()}
    return {"members": Count("pk"), **lacking, **asked}


def _points(counted: Mapping[str, Any]) -> int:
    return sum(counted[f"asked_{key}"] if key in ASKED else counted["members"] for key in PROBLEMS)


def _score(counted: Mapping[str, Any]) -> int:
    lost: int = sum(counted[f"lacks_{key}"] for key in PROBLEMS)
    return 100 - max(round(100 * lost / _points(counted)), 1 if lost else 0)

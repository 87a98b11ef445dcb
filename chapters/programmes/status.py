"""
How a programme stands: what its months and targets say, and what its officers say. Pure.

What officers say counts; where the figures say otherwise both are shown.
Source: docs/rules.md#programmes
"""

import datetime as dt
from collections.abc import Sequence

from chapters.models import Programme

Stage = Programme.Stage
OPEN = (Stage.PLANNED, Stage.RUNNING, Stage.UNFINISHED)  # what a later term may go on with


def computed(
    *,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    term_ended_on: dt.date | None,
    reached: Sequence[bool],
    today: dt.date,
) -> Programme.Stage:
    """
    Return how a programme stands by its figures; `reached` says of each target whether it is.

    Without months it is planned until its term has ended.
    """
    if reached and all(reached):
        return Stage.DONE
    if any(end is not None and today >= end for end in (ends_on, term_ended_on)):
        return Stage.UNFINISHED
    return Stage.PLANNED if starts_on is None or today < starts_on else Stage.RUNNING


def in_force(said: str, figures: Programme.Stage) -> Programme.Stage:
    """Return the one that counts: what officers said, else what the figures say."""
    return Stage(said) if said else figures


def disagree(said: str, *, reached: Sequence[bool]) -> bool:
    """Tell whether officers call something done whose targets are not all reached, or the other way round."""
    if not said or not reached or said == Stage.DROPPED:
        return False
    return (said == Stage.DONE) != all(reached)


def percent(value: int | None, *, of: int) -> int | None:
    """Return how far a target is, in whole percent from 0 to 100; never 100 before it is reached."""
    return None if value is None else max(0, min(100, 100 * value // of))


def mean(percents: Sequence[int | None]) -> int | None:
    """Return how far all targets together are; None where there is none or something is not known."""
    known = [each for each in percents if each is not None]
    return sum(known) // len(known) if known and len(known) == len(percents) else None

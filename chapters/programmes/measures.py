"""
What the registry can count by itself for a programme's targets: the one list of measures.

A room that knows a number says how it is counted, in its AppConfig.ready():

    measures.register(Measure("acara", _("acara yang diadakan"), _("acara"), events.held_until))

A count is asked for all targets of a page at once: the chapter, the points, and the present day; it answers with the
number at the end of each point's day. What is not known (nothing was reconciled by then) is None.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from chapters.models import Chapter


class Point(NamedTuple):
    """A day on which something is counted, and where: a regency's code, or "" for the whole chapter."""

    day: dt.date
    place: str = ""


class Measured(NamedTuple):
    """A number that the registry counted, and in words how certain it is."""

    number: int | None
    certainty: str


Count = Callable[[Chapter, Sequence[Point], dt.date], Mapping[Point, Measured]]


@dataclass(frozen=True, slots=True)
class Measure:
    """
    Something that is counted.

    `key` stands in the database, `label` says what is counted, `unit` in what. `by_place`: also for one regency.
    `adds_up`: what came since a day is the difference of two counts (it is not for a share).
    """

    key: str
    label: str | Promise
    unit: str | Promise
    count: Count
    by_place: bool = False
    adds_up: bool = True


_measures: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    """Offer a measure to the targets of programmes."""
    _measures[measure.key] = measure


def find(key: str) -> Measure | None:
    """Return the measure of a target, or None: it is counted by hand, or nobody knows that number any more."""
    return _measures.get(key)


def offered() -> list[Measure]:
    """Return all measures, in the order in which they were registered."""
    return list(_measures.values())

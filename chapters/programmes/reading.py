"""
The programmes of a term with what they have reached, and their totals: computed from rows, written nowhere.

`report_of` is what the accountability report takes.
Source: docs/rules.md#programmes
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chapters.models import Chapter, Programme, Target, Term
from chapters.programmes import measures, status
from chapters.programmes.measures import Measured, Point
from ipspi.regions import times

Found = dict[tuple[str, Point], Measured]


@dataclass(frozen=True, slots=True)
class Reached:
    """
    How far a target is.

    `start` and `now` are what the registry counted on `since` and `until`, None where it does not count this target.
    `value` is what counts for the target: what was counted, or added since the start; else what officers state; None
    where nobody knows. `differs`: officers state another number than was counted.
    """

    target: Target
    since: dt.date
    until: dt.date
    start: Measured | None
    now: Measured | None
    value: int | None
    percent: int | None
    differs: bool

    @property
    def is_reached(self) -> bool:
        return self.value is not None and self.value >= self.target.number


@dataclass(frozen=True, slots=True)
class Row:
    """A programme with its targets. `stage` counts; `by_figures` is what months and targets say of it."""

    programme: Programme
    targets: Sequence[Reached]
    stage: Programme.Stage
    by_figures: Programme.Stage
    percent: int | None
    stages_differ: bool

    @property
    def reached(self) -> int:
        """How many of its targets are reached."""
        return sum(target.is_reached for target in self.targets)


@dataclass(frozen=True, slots=True)
class Totals:
    """
    Sums over rows. `stages` counts each row once, so that it adds up to `programmes`.

    Money of programmes that say none is not in the sums; how many these are stands beside.
    """

    programmes: int
    stages: dict[Programme.Stage, int]
    targets: int
    reached: int
    budget: int
    spent: int
    without_budget: int
    without_spent: int


@dataclass(frozen=True, slots=True)
class Report:
    """All programmes of a term on a day, those of each division together, with their totals."""

    term: Term
    on: dt.date
    rows: Sequence[Row]
    totals: Totals
    divisions: dict[str, Totals]


def report_of(term: Term, *, today: dt.date) -> Report:
    """
    Return the programmes of a term as they stand: of a term that is over, as they stood on its last day.

    `today` is the chapter's date. A constant number of queries, whatever the number of programmes.
    """
    rows = rows_of(Programme.objects.kept().filter(term=term).with_targets(), term=term, today=today)
    divisions: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        divisions[row.programme.division].append(row)
    sums = {division: totals_of(some) for division, some in divisions.items()}
    return Report(term, until(term, today=today), rows, totals_of(rows), sums)


def rows_of(programmes: Iterable[Programme], *, term: Term, today: dt.date) -> list[Row]:
    """Return programmes of one term, fetched `with_targets`, with what these have reached."""
    found = list(programmes)
    counted = _count(found, term=term, today=today)
    return [_row(programme, counted, term=term, today=today) for programme in found]


def totals_of(rows: Iterable[Row]) -> Totals:
    """Add rows up."""
    rows = list(rows)
    programmes = [row.programme for row in rows]
    return Totals(
        programmes=len(rows),
        stages={stage: sum(row.stage == stage for row in rows) for stage in Programme.Stage},
        targets=sum(len(row.targets) for row in rows),
        reached=sum(row.reached for row in rows),
        budget=sum(each.budget or 0 for each in programmes),
        spent=sum(each.spent or 0 for each in programmes),
        without_budget=sum(each.budget is None for each in programmes),
        without_spent=sum(each.spent is None for each in programmes),
    )


def today_in(chapter: Chapter, *, at: dt.datetime) -> dt.date:
    """Return the date that a moment has where the chapter is."""
    return times.local(at, zone=chapter.zone).date()


def until(term: Term, *, today: dt.date) -> dt.date:
    """Return the day up to which a term's targets are counted: today, or the last day of one that has ended."""
    return min(today, term.ended_on - dt.timedelta(days=1)) if term.ended_on else today


def _since(programme: Programme, term: Term) -> dt.date:
    return programme.starts_on or term.starts_on


def _count(programmes: Iterable[Programme], *, term: Term, today: dt.date) -> Found:
    """Count what all targets ask for, each measure once."""
    asked: dict[str, set[Point]] = defaultdict(set)
    for programme in programmes:
        for target in programme.targets.all():
            if target.measure:
                days = {_since(programme, term), until(term, today=today)}
                asked[target.measure] |= {Point(day, target.regency_id or "") for day in days if day <= today}
    found: Found = {}
    for key, points in asked.items():
        if measure := measures.find(key):
            counts = measure.count(term.chapter, sorted(points), today)
            found |= {(key, point): measured for point, measured in counts.items()}
    return found


def _row(programme: Programme, counted: Found, *, term: Term, today: dt.date) -> Row:
    targets = [
        _reached(target, programme, counted, term=term, today=today) for target in programme.targets.all()
    ]
    said = [target.is_reached for target in targets]
    figures = status.computed(
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        term_ended_on=term.ended_on,
        reached=said,
        today=today,
    )
    return Row(
        programme=programme,
        targets=targets,
        stage=status.in_force(programme.stage, figures),
        by_figures=figures,
        percent=status.mean([target.percent for target in targets]),
        stages_differ=status.disagree(programme.stage, reached=said),
    )


def _reached(target: Target, programme: Programme, counted: Found, *, term: Term, today: dt.date) -> Reached:
    since, end, place = _since(programme, term), until(term, today=today), target.regency_id or ""
    start = counted.get((target.measure, Point(since, place)))
    now = counted.get((target.measure, Point(end, place))) if since <= end else None
    measured = _measured(target, start, now)
    value = target.stated if measured is None else measured
    return Reached(
        target=target,
        since=since,
        until=end,
        start=start,
        now=now,
        value=value,
        percent=status.percent(value, of=target.number),
        differs=measured is not None and target.stated is not None and target.stated != measured,
    )


def _measured(target: Target, start: Measured | None, now: Measured | None) -> int | None:
    if now is None or now.number is None:
        return None
    if not target.since_start:
        return now.number
    return None if start is None or start.number is None else now.number - start.number

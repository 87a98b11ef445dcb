"""The numbered models of the matching engine: learned when somebody asks for it, the same every night in between."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cached_property
from typing import Any

from django.db import transaction

from chapters import engine
from chapters.models import MatchingModel
from chapters.reconciliation import calibrating, reading
from chapters.reconciliation.indexing import Book
from ipspi import locks
from ipspi.regions.models import Regency
from members import matching
from members.matching.columns import stable_hash


class Matcher:
    """
    The engine, ready for the lists of any number of chapters: a numbered model and the index of the nation.

    Both are made ready at their first use: where no chapter has a list, nothing is computed. `anew` says that
    nothing that was kept since the last time is to be believed.
    """

    def __init__(self, *, at: dt.datetime, anew: bool = False) -> None:
        self._at = at
        self.anew = anew
        self._nation: tuple[reading.Nation, matching.Register] | None = None

    @cached_property
    def row(self) -> MatchingModel:
        """The latest model; if this engine can read none, or none had rows to learn from, a first one is learned."""
        with _one_at_a_time():
            latest = engine.latest()
            usable = latest and engine.read(latest) and (latest.from_rows != 0 or not reading.has_rows())
            return latest if latest and usable else self._learned(latest)

    def learn(self) -> None:
        """Learn a new model from all lists of the nation; it gets a number unless it says what the latest says."""
        with _one_at_a_time():
            self.row = self._learned(engine.latest())

    @cached_property
    def model(self) -> matching.Model:
        """The model's weights."""
        model = engine.read(self.row)
        if model is None:
            raise ValueError(f"model {self.row} is not one of this engine")
        return model

    @cached_property
    def basis(self) -> int:
        """A number that is another one whenever the engine would write the same person's keys in another way."""
        return stable_hash(repr((matching.EDITION, self.row.pk, *self._places)))

    @cached_property
    def _places(self) -> tuple[list[Any], list[Any]]:
        """The names of regencies, from before people are read: what is renamed meanwhile makes another basis."""
        regencies = list(Regency.objects.order_by("pk").values_list("pk", "name"))
        return sorted(engine.places().items()), regencies

    @cached_property
    def book(self) -> Book:
        """The index, brought up to date."""
        if self._nation:
            nation, register = self._nation
            people = {person.key: person for person in nation.people}
            book = Book(self.basis, register, people, dict(nation.pks), nation.versions)
        else:
            book = Book(self.basis, matching.Register((), engine.places(), engine.counts(self.row)))
        book.refresh()
        return book

    @cached_property
    def entries(self) -> matching.Entries:
        """The members of the nation."""
        return self.book.entries()

    def prepare(self) -> None:
        """Fetch the model and bring the index up to date now rather than at the first list."""
        _ready = self.model, self.entries

    def share(self) -> None:
        """Prepare, and compute whatever else is computed at first use, before copies of this process are made."""
        self.prepare()
        self.entries.register.make_ready()
        # each copy would come to have its own of what was only needed for the index
        self._nation, self.book.people, self.book.versions = None, {}, {}

    def look_again(self) -> None:
        """Bring the index up to date once more: somebody has changed meanwhile."""
        self._nation = None
        for ready in ("book", "entries"):
            self.__dict__.pop(ready, None)

    def _learned(self, latest: MatchingModel | None) -> MatchingModel:
        _before = self._places
        nation = reading.nation()
        register = matching.Register(nation.people, nation.places)
        rows = reading.all_rows()
        parameters = json.loads(matching.learn(register, rows).as_json())
        counts, calibration = register.counts.as_bytes(), asdict(calibrating.learned())
        self._nation = nation, register
        learned = {"parameters": parameters, "counts": counts, "calibration": calibration}
        if latest is not None and _said_by(latest) == learned:
            return latest
        return MatchingModel.objects.create(learned_at=self._at, from_rows=len(rows), **learned)


def _said_by(row: MatchingModel) -> dict[str, Any]:
    return {
        "parameters": row.parameters, "counts": bytes(row.counts),
        "calibration": row.calibration or asdict(matching.Calibration()),
    }  # fmt: skip


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two chapters' first nights at the same moment must not learn two models."""
    with transaction.atomic():
        locks.hold("matching model")
        yield

"""The numbered models of the matching engine: learned when somebody asks for it, the same every night in between."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from django.db import transaction

from chapters import engine
from chapters.models import MatchingModel
from chapters.reconciliation import reading
from ipspi import locks
from members import matching


class Matcher:
    """
    The engine, ready for the lists of any number of chapters: the register of the nation and a model.

    Both are made at their first use: where no chapter has a list, nothing is computed.
    """

    def __init__(self, nation: reading.Nation, *, at: dt.datetime) -> None:
        self.nation = nation
        self._at = at

    @cached_property
    def register(self) -> matching.Register:
        return matching.Register(self.nation.people, self.nation.places)

    @cached_property
    def row(self) -> MatchingModel:
        """The latest model; if this engine can read none, a first one is learned."""
        with _one_at_a_time():
            latest = MatchingModel.objects.order_by("number").last()
            return latest if latest and engine.read(latest) else self._learned(latest)

    def learn(self) -> None:
        """Learn a new model from all lists of the nation; it gets a number unless it says what the latest says."""
        with _one_at_a_time():
            self.row = self._learned(MatchingModel.objects.order_by("number").last())

    def prepare(self) -> None:
        """Build the register and fetch the model now rather than at the first list."""
        _ready = self.register, self._model

    def links(self, rows: list[matching.Person], decided: matching.Decided) -> list[matching.Link]:
        """Return the links of one list's rows, by what officers have decided."""
        return matching.link(self.register, rows, self._model, decided)

    @cached_property
    def _model(self) -> matching.Model:
        model = engine.read(self.row)
        if model is None:
            raise ValueError(f"model {self.row} is not one of this engine")
        return model

    def _learned(self, latest: MatchingModel | None) -> MatchingModel:
        parameters = json.loads(matching.learn(self.register, reading.all_rows()).as_json())
        if latest is not None and latest.parameters == parameters:
            return latest
        return MatchingModel.objects.create(learned_at=self._at, parameters=parameters)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two chapters' first nights at the same moment must not learn two models."""
    with transaction.atomic():
        locks.hold("matching model")
        yield

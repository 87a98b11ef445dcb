"""Every table: keys point downwards, and constraints are tested by their names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

TESTS = Path(__file__).resolve().parent.parent
# a lower number may not know a higher one; apps of one level do not know each other, the kernel's apps excepted
LEVELS = {"members": 1, "chapters": 2, "certification": 3, "events": 3}


def _our_models() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith("ipspi.") or config.name in LEVELS:
            yield from config.get_models()


def _level(model: type[models.Model]) -> int:
    return LEVELS.get(model._meta.app_label, 0)


@pytest.mark.parametrize("model", _our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_downwards(model: type[models.Model]) -> None:
    upwards = [
        field.name
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if _level(field.related_model) > _level(model)
        or (
            _level(model) == _level(field.related_model) > 2
            and field.related_model._meta.app_label != model._meta.app_label
        )
    ]
    assert upwards == []


def _constraints() -> Iterator[str]:
    for model in _our_models():
        for constraint in model._meta.constraints:
            yield constraint.name


@pytest.mark.parametrize("name", sorted(_constraints()))
def test_every_constraint_has_a_test_that_names_it(name: str) -> None:
    everything = "\n".join(path.read_text() for path in TESTS.rglob("test_*.py"))

    assert re.search(rf"\b{name}\b", everything), f"no test names the constraint {name}"

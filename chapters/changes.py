"""What somebody changed of a row that a chapter keeps, in words that stay in its history."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.formats import date_format

from chapters import rupiah
from chapters.models import Seat

Fields = list[list[str]]


def between(row: models.Model, values: Mapping[str, Any]) -> Fields:
    """
    Return [label, before, after] of each field of `row` that `values` would change.

    Of people only that somebody else was named: history holds nobody's name.
    """
    found = []
    for name, value in values.items():
        field = row._meta.get_field(name)
        before = getattr(row, name)
        if before != value:
            label = str(getattr(field, "verbose_name", name)).capitalize()
            people = isinstance(before, Seat) or isinstance(value, Seat)
            found.append([label, "", ""] if people else [label, _words(field, before), _words(field, value)])
    return found


def assign(row: models.Model, values: Mapping[str, Any]) -> Fields:
    """Give `row`, not saved, new values, and return what that changes."""
    changed = between(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    return changed


def _words(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return str(date_format(value, "j F Y"))
    if field.choices:
        return str(dict(field.choices).get(value, value))
    return rupiah.number(value) if isinstance(value, int) else str(value)

"""Pages of long lists that cost the same however far one reads: from a key on, forwards or backwards."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

SIZE = 50

Row = TypeVar("Row", bound=Model)
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows in order, and whether there are others before and after them."""

    rows: list[Row]
    has_before: bool
    has_after: bool

    @property
    def first(self) -> Row | None:
        return self.rows[0] if self.rows else None

    @property
    def last(self) -> Row | None:
        return self.rows[-1] if self.rows else None


def id_in(query: QueryDict, name: str) -> UUID | None:
    """Return the id that an address gives by that name, if it is one."""
    try:
        return UUID(query.get(name, ""))
    except ValueError:
        return None


def page(
    queryset: QuerySet[Row],
    *,
    by: tuple[str, ...],
    after: Key | None = None,
    before: Key | None = None,
    size: int = SIZE,
) -> Page[Row]:
    """
    Return at most `size` rows ordered by the fields `by`: those after a key, those before a key, or the first ones.

    `by` must make an order without ties (end it with the primary key); a key holds a value for each of its fields.
    Whoever comes back to the beginning, or goes on past the end, finds the first page, whole.
    """
    if before is not None:
        found = _some(queryset.filter(beyond(by, before, "lt")), [f"-{field}" for field in by], size)
        if len(found) > size:
            return Page(found[:size][::-1], has_before=True, has_after=True)
    elif after is not None:
        found = _some(queryset.filter(beyond(by, after, "gt")), by, size)
        if found:
            return Page(found[:size], has_before=True, has_after=len(found) > size)
    found = _some(queryset, by, size)
    return Page(found[:size], has_before=False, has_after=len(found) > size)


def _some(queryset: QuerySet[Row], order: Any, size: int) -> list[Row]:
    return list(queryset.order_by(*order)[: size + 1])  # one more, to know whether there is more


def beyond(by: tuple[str, ...], key: Key, side: str) -> Q:
    """Rows whose key is greater ("gt") or less ("lt"), compared field by field."""
    (field, *fields), (value, *values) = by, key
    further = Q(**{f"{field}__{side}": value})
    if fields:
        further |= Q(**{field: value}) & beyond(tuple(fields), tuple(values), side)
    return further

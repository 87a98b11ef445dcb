"""
Who may do what at the DPP's desk (the Django admin): asked of the app above that knows.

The kernel knows no offices. An app registers, in its AppConfig.ready(), a function that says which acts an account may
do on which tables; what nobody allows is forbidden. Django's own permissions, groups, `is_staff` and `is_superuser` are
never asked.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import Model
from django.http import HttpRequest

from ipspi.accounts.models import User


class Right(NamedTuple):
    """That somebody may `act` ("view", "change", "admit", …) on the rows of `table` ("members.member")."""

    act: str
    table: str


Source = Callable[[User], frozenset[Right]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Let `source` say what an account may."""
    if source not in _sources:
        _sources.append(source)
    return source


def of(request: HttpRequest) -> frozenset[Right]:
    """Return the rights of who sent the request; asked once per request."""
    known: frozenset[Right] | None = getattr(request, "desk_rights", None)
    if known is None:
        known = frozenset().union(*(source(request.user) for source in _sources))
        request.desk_rights = known  # type: ignore[attr-defined]  # kept where Django keeps the user
    return known


def allows(request: HttpRequest, act: str, model: type[Model]) -> bool:
    """Tell whether who sent the request may do that to rows of `model`; who may change may see."""
    table, has = model._meta.label_lower, of(request)
    return Right(act, table) in has or (act == "view" and Right("change", table) in has)

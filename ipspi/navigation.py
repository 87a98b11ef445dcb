"""
What the header offers, and to whom.

Apps say which items a request may see: each registers a function in its AppConfig.ready().
The page's crumbs are given by its view: `{"breadcrumbs": [Crumb(_("Anggota"), url), Crumb(name)]}`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


@dataclass(frozen=True, slots=True)
class Item:
    """
    One link of the header.

    Items of the same `group` (the chapter's name, say) stand together under that word.
    `in_account_menu` puts it under the person's name instead. `exact` keeps an item from being shown as
    the current one on the pages below its address.
    """

    label: str
    url: str
    group: str = ""
    in_account_menu: bool = False
    exact: bool = False


class Crumb(NamedTuple):
    """A step on the way to the page; without `url` it is the page itself."""

    label: str
    url: str = ""


class Link(NamedTuple):
    """An item as the template shows it; `current` is "page" here, "true" on a page below it, else empty."""

    label: str
    url: str
    current: str


@dataclass(frozen=True, slots=True)
class Group:
    """Links that stand together under a word."""

    label: str
    links: list[Link] = field(default_factory=list)


Source = Callable[[HttpRequest], Iterable[Item]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Ask `source` for its items on every page, after those registered before it. Usable as a decorator."""
    if source not in _sources:
        _sources.append(source)
    return source


def items(request: HttpRequest) -> list[Item]:
    """
    Return what all apps offer to this request, in the order of registration.

    Nothing, where it was refused before anybody asked who sent it: a question for another host, say.
    """
    return [item for source in _sources for item in source(request)] if hasattr(request, "user") else []


def arranged(offered: list[Item], *, path: str) -> tuple[list[Group], list[Link]]:
    """Return the header's groups and the account menu's links; the longest address that leads to `path` is current."""
    leading = [item for item in offered if item.url == path or (path.startswith(item.url) and not item.exact)]
    current = max(leading, key=lambda item: len(item.url), default=None)

    def link(item: Item) -> Link:
        return Link(
            item.label, item.url, "" if item is not current else "page" if item.url == path else "true"
        )

    header = [item for item in offered if not item.in_account_menu]
    groups = [
        Group(word, [link(item) for item in same])
        for word, same in groupby(header, key=lambda item: item.group)
    ]
    return groups, [link(item) for item in offered if item.in_account_menu]


def context(request: HttpRequest) -> dict[str, Any]:
    """
    Give every template `nav` (groups of the header) and `nav_account` (the menu under the person's name).

    Nobody is asked before a template shows them: the admin's pages, made of many templates, never do.
    """
    both = SimpleLazyObject(lambda: arranged(items(request), path=request.path))
    return {"nav": SimpleLazyObject(lambda: both[0]), "nav_account": SimpleLazyObject(lambda: both[1])}

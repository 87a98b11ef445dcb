"""
Which sections a report has: the one registry by which each app adds its own, in `AppConfig.ready()`.

    sections.register(Source("anggota", _("Anggota"), members_section, order=10))
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chapters.accountability.blocks import Block, Section, Table
from chapters.models import AccountabilityReport, Chapter, Term

OWN = "lain"  # the section of what the registry does not keep


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: a chapter from `since` to `until`, both days included; `today` in its zone."""

    chapter: Chapter
    since: dt.date
    until: dt.date
    term: Term | None
    today: dt.date


@dataclass(frozen=True, slots=True)
class Source:
    """What makes a section: the blocks of a scope, none where there is nothing to tell."""

    key: str
    title: str | Promise
    blocks: Callable[[Scope], Iterable[Block]]
    order: int


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let every report have a section."""
    _sources[source.key] = source


def known() -> list[str]:
    """Return the keys of all sections in their order: what authors may write a text for."""
    return [source.key for source in _ordered()] + [OWN]


def of(report: AccountabilityReport, *, today: dt.date) -> list[Section]:
    """Return the sections of a draft as they are today, with what its authors wrote."""
    scope = Scope(report.chapter, report.since, report.until, report.term, today)
    found = [
        Section(source.key, str(source.title), report.texts.get(source.key, ""), tuple(source.blocks(scope)))
        for source in _ordered()
    ]
    own = tuple(table_of(kept) for kept in report.tables)
    return [*found, Section(OWN, _("Hal lain"), report.texts.get(OWN, ""), own)]


def table_of(kept: dict[str, Any]) -> Table:
    """Return a table of its authors': lines with a number each, and the total that was stated, if one was."""
    stated = kept["stated"]
    return Table(
        title=str(kept["title"]),
        columns=(_("Uraian"), _("Jumlah")),
        rows=tuple((str(label), int(number)) for label, number in kept["lines"]),
        summed=(1,),
        stated=() if stated is None else ((1, stated),),
    )


def _ordered() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: (source.order, source.key))

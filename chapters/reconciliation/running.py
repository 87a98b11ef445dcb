"""Reconciling a chapter: its lists against the members of the whole nation, kept in one transaction at the end."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from chapters import likelihood
from chapters.models import Chapter, LedgerEntry, LedgerStratum, Link, MemberList, Run
from chapters.reconciliation import decided, digest, effects, ledger, lists, living, reading, telling
from chapters.reconciliation.estimate import estimate
from chapters.reconciliation.learning import Matcher
from chapters.reconciliation.strata import Counted, Stratum
from ipspi import copying
from ipspi.errors import RuleError
from members import matching

MOST_TRIES = 3  # while somebody keeps changing the lists

Progress = Callable[[int, int, str], None]


class ListsKeepChanging(RuleError):
    """The chapter's lists were changed again and again while they were being reconciled."""


class _ListsChanged(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _Found:
    """What the engine found in the chapter's lists, of which state of them, and by which decisions."""

    state: tuple[int, ...]
    facts: decided.Facts
    pks: dict[str, int]
    strata: dict[str, Stratum]
    links: list[matching.Link]


def reconcile(
    *,
    chapter: Chapter,
    matcher: Matcher,
    at: dt.datetime,
    night: dt.date | None = None,
    advance: Progress = lambda done, total, step: None,
) -> LedgerEntry:
    """
    Reconcile the chapter's lists and return the new page of its ledger; `night` once per night, a run by hand any time.

    Everything is written in one transaction at the end: who is killed on the way leaves the previous result. A night
    that has been reconciled already is left as it is. Raises ListsKeepChanging.
    Source: docs/rules.md#the-ledger
    """
    for _try in range(MOST_TRIES):
        found = _found(chapter, matcher, advance)
        try:
            return _keep(chapter, matcher, found, at=at, night=night)
        except _ListsChanged:
            continue
    raise ListsKeepChanging(_("Daftar daerah ini sedang diubah. Coba lagi sebentar lagi."))


def chapters_to_reconcile() -> Iterable[Chapter]:
    """Return the chapters that keep a list or look after members: for the others there is nothing to compare."""
    listed = MemberList.objects.values_list("chapter", flat=True)
    return Chapter.objects.filter(pk__in=reading.chapters_with_members().union(listed)).order_by("pk")


def _found(chapter: Chapter, matcher: Matcher, advance: Progress) -> _Found:
    state = lists.state_of(chapter)
    read = reading.lists_of(chapter)
    facts = decided.read(chapter, matcher.nation)
    found, total = _Found(state, facts, {}, {}, []), len(read) + 2
    members = matcher.nation.of(chapter.pk)
    if read:
        advance(0, total, _("Menyiapkan data nasional"))
        matcher.prepare()
    for number, rows in enumerate(read, 1):
        advance(number, total, _("Mencocokkan %(rows)d baris daftar") % {"rows": len(rows.people)})
        found.pks.update(rows.pks)
        found.strata.update(rows.strata)
        links = matcher.links(rows.people, facts.engine)
        found.links.extend(telling.told(links, rows=rows.people, own=members, nation=matcher.nation.people))
    advance(total - 1, total, _("Menyimpan hasil"))
    return found


@transaction.atomic
def _keep(
    chapter: Chapter, matcher: Matcher, found: _Found, *, at: dt.datetime, night: dt.date | None
) -> LedgerEntry:
    Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    list(MemberList.objects.select_for_update(no_key=True).filter(chapter=chapter).order_by("pk"))
    if night and (done := LedgerEntry.objects.filter(run__chapter=chapter, run__night=night).first()):
        return done
    if lists.state_of(chapter) != found.state:
        raise _ListsChanged

    members = matcher.nation.of(chapter.pk)
    figures = ledger.count(rows=found.strata, members=members, links=found.links)
    run = Run.objects.create(
        chapter=chapter,
        night=night,
        started_at=at,
        finished_at=Now(),
        model=matcher.row if found.pks else None,
    )
    Link.objects.filter(run__chapter=chapter).delete()
    links = (
        _link(link, run, found, matcher.nation, moved=link.member not in members) for link in found.links
    )
    copying.insert(Link, links)
    entry = LedgerEntry.objects.create(run=run, **_columns(figures))
    if effects.catch_up(chapter, known=found.facts.ids, run=run):
        living.recount(chapter, at=at)
    LedgerStratum.objects.bulk_create(
        _stratum(entry, stratum, people) for stratum, people in figures.strata.items()
    )
    if night:
        digest.post(entry=entry)
    return entry


def _link(link: matching.Link, run: Run, found: _Found, nation: reading.Nation, *, moved: bool) -> Link:
    return Link(
        run=run, row_id=found.pks[link.row], member_id=nation.pks[link.member], band=link.band,
        probability=link.probability, bits=link.bits, disagreements=list(link.disagreements), moved=moved,
        evidence=likelihood.packed(link.evidence),
        duplicate_of_id=found.pks[link.duplicate_of] if link.duplicate_of else None,
    )  # fmt: skip


def _stratum(entry: LedgerEntry, stratum: Stratum, people: Counted) -> LedgerStratum:
    guess = estimate([people.overlap], missed=ledger.MISSED)
    return LedgerStratum(
        entry=entry, province=stratum.province, sector=stratum.sector, only_national=people.only_national,
        only_list=people.only_list, both=people.both, total=guess.total if guess else None,
        low=guess.low if guess else None, high=guess.high if guess else None,
    )  # fmt: skip


def _columns(figures: ledger.Figures) -> dict[str, Any]:
    guess = figures.estimate
    return {
        "national": figures.national, "rows": figures.rows, "linked": figures.linked, "review": figures.review,
        "only_list": figures.only_list, "only_national": figures.only_national, "conflicts": figures.conflicts,
        "duplicates": figures.duplicates, "moved": figures.moved, "differing": dict(sorted(figures.differing.items())),
        "estimate_total": guess.total if guess else None, "estimate_low": guess.low if guess else None,
        "estimate_high": guess.high if guess else None,
    }  # fmt: skip

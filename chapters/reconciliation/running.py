"""Reconciling a chapter: its lists against the members of the whole nation, kept in one transaction at the end."""

import datetime as dt
import uuid
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from chapters import engine, likelihood
from chapters.models import Chapter, LedgerEntry, LedgerStratum, Link, MemberList, Run
from chapters.reconciliation import (
    calibrating,
    counting,
    decided,
    digest,
    effects,
    ledger,
    lists,
    living,
    reading,
    remembering,
    telling,
    withdrawing,
)
from chapters.reconciliation.estimate import estimate
from chapters.reconciliation.indexing import OutOfDate
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
class _List:
    """A list, what was kept of it, its links before, those found, and which of these the chapter is told of."""

    sheet: reading.Sheet
    basis: int
    kept: remembering.Recalled
    before: list[matching.Link]
    found: matching.Relinked
    told: list[matching.Link]

    @property
    def withheld(self) -> list[matching.Link]:
        """Links to members elsewhere that are likely and not told: other rows of the list may change that."""
        told = {(link.row, link.member) for link in self.told}
        return [
            link
            for link in self.found.links
            if telling.is_likely(link) and (link.row, link.member) not in told
        ]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the engine found in the chapter's lists, of which state of them, and by which decisions."""

    state: tuple[int, ...]
    facts: decided.Facts
    members: dict[str, Stratum]
    lists: list[_List]

    @property
    def of_members(self) -> list[_List]:
        """The lists that the chapter's ledger compares with its members."""
        return [each for each in self.lists if each.sheet.of_members]


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

    Lists of another kind are linked by the same engine and have figures of their own. Everything is written in one
    transaction at the end: who is killed on the way leaves the previous result. A night that has been reconciled
    already is left as it is. Raises ListsKeepChanging.
    Source: docs/rules.md#the-ledger
    """
    for _try in range(MOST_TRIES):
        try:
            found = _found(chapter, matcher, advance)
            return _keep(chapter, matcher, found, at=at, night=night)
        except (_ListsChanged, remembering.RowsGone, OutOfDate):
            matcher.look_again()
    raise ListsKeepChanging(_("Daftar daerah ini sedang diubah. Coba lagi sebentar lagi."))


def chapters_to_reconcile() -> Iterable[Chapter]:
    """Return the chapters that keep a list or look after members: for the others there is nothing to compare."""
    listed = MemberList.objects.kept().values_list("chapter", flat=True)
    return Chapter.objects.filter(pk__in=reading.chapters_with_members().union(listed)).order_by("pk")


def _found(chapter: Chapter, matcher: Matcher, advance: Progress) -> _Found:
    state = lists.state_of(chapter)
    sheets, facts = reading.sheets_of(chapter), decided.read(chapter)
    found, total = _Found(state, facts, reading.members_of(chapter), []), len(sheets) + 2
    if sheets:
        advance(0, total, _("Menyiapkan data nasional"))
        matcher.prepare()
    for number, sheet in enumerate(sheets, 1):
        advance(number, total, _("Mencocokkan %(rows)d baris daftar") % {"rows": len(sheet)})
        found.lists.append(_relinked(chapter, sheet, matcher, found))
    advance(total - 1, total, _("Menyimpan hasil"))
    return found


def _relinked(chapter: Chapter, sheet: reading.Sheet, matcher: Matcher, so_far: _Found) -> _List:
    basis = remembering.basis_of(chapter, matcher)
    kept = remembering.recall(sheet, basis=basis, anew=matcher.anew)
    if kept.memory.newest > matcher.entries.newest:
        raise OutOfDate
    before = reading.links_of(sheet) if len(kept.memory.numbers) else []
    found = matching.relink(
        matcher.entries, remembering.listed(sheet), matcher.model, so_far.facts.engine,
        memory=kept.memory, kept=[*before, *kept.withheld],
    )  # fmt: skip
    same = not found.rows and len(sheet) == len(kept.memory.numbers)
    told = before if same else telling.told(found.links, sheet=sheet, own=so_far.members)
    return _List(sheet, basis, kept, before, found, told)


@transaction.atomic
def _keep(
    chapter: Chapter, matcher: Matcher, found: _Found, *, at: dt.datetime, night: dt.date | None
) -> LedgerEntry:
    Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    list(MemberList.objects.select_for_update(no_key=True).filter(chapter=chapter).order_by("pk"))
    if night and (done := LedgerEntry.objects.filter(run__chapter=chapter, run__night=night).first()):
        return done
    if lists.state_of(chapter) != found.state or not _as_remembered(found):
        raise _ListsChanged

    rows = {key: stratum for each in found.of_members for key, stratum in each.sheet.strata.items()}
    calibration = engine.calibration(matcher.row if found.lists else None)
    calibrated = {each.sheet.pk: calibration.told(each.told) for each in found.lists}
    told = {(link.row, link.member): link.probability for links in calibrated.values() for link in links}
    links = [link for each in found.of_members for link in calibrated[each.sheet.pk]]
    figures = ledger.count(rows=rows, members=found.members, links=links)
    run = Run.objects.create(
        chapter=chapter,
        night=night,
        started_at=at,
        finished_at=Now(),
        model=matcher.row if found.lists else None,
    )
    _replace_links(chapter, matcher, found, run, told)
    entry = LedgerEntry.objects.create(run=run, **_columns(figures))
    decided_meanwhile = effects.catch_up(chapter, known=found.facts.ids, run=run)
    calibrating.tell(chapter)
    if decided_meanwhile:
        living.recount(chapter, at=at)
    withdrawing.settle(chapter, at=at)
    counting.keep(run)
    LedgerStratum.objects.bulk_create(
        _stratum(entry, stratum, people) for stratum, people in figures.strata.items()
    )
    if night:
        digest.post(entry=entry)
    return entry


def _as_remembered(found: _Found) -> bool:
    """Whether no other run of the chapter has ended meanwhile: what was found goes on from what was kept."""
    return all(remembering.is_as_it_was(each.sheet, each.kept.version) for each in found.lists)


def _replace_links(
    chapter: Chapter, matcher: Matcher, found: _Found, run: Run, told: Mapping[tuple[str, str], float]
) -> None:
    """
    Write the links of the rows that were linked anew; all others stay, with the run that found them.

    They are written with what is `told` of them: a link that changes later makes its row a changed one.
    """
    anew = {each.sheet.pks[row] for each in found.lists for row in each.found.rows}
    staying = {pk for each in found.lists for pk in each.sheet.pks.values()} - anew
    links = Link.objects.filter(row__list__chapter=chapter)
    if len(staying) < len(anew):
        links.exclude(row__in=staying).delete()
    else:
        links.filter(Q(row__in=anew) | Q(row__gone_by__isnull=False)).delete()
    for each in found.lists:
        written = _write(each, matcher, found.members, run, told) | _repeats_renamed(each)
        remembering.keep(
            each.sheet, basis=each.basis, memory=each.found.memory, written=written, withheld=each.withheld
        )


def _write(
    each: _List, matcher: Matcher, members: Container[str], run: Run, told: Mapping[tuple[str, str], float]
) -> frozenset[str]:
    """Insert what a list is told of anew, delete what it is told of no longer, and return the rows concerned."""
    stored = {(link.row, link.member) for link in each.before if link.row not in each.found.rows}
    fresh = [link for link in each.told if (link.row, link.member) not in stored]
    pks = matcher.book.pks
    pks |= reading.pks_of({link.member for link in fresh} - pks.keys())
    copying.insert(
        Link,
        (
            _link(
                link, run, each.sheet, pks[link.member],
                moved=link.member not in members, told=told[link.row, link.member],
            )
            for link in fresh
        ),
    )  # fmt: skip
    ending = [link for link in each.withheld if (link.row, link.member) in stored]
    for link in ending:
        untold = reading.members_with([link.member])
        Link.objects.filter(row=each.sheet.pks[link.row], member__in=untold).delete()
    return each.found.rows | {link.row for link in [*fresh, *ending]}


def _repeats_renamed(each: _List) -> frozenset[str]:
    """Name anew what rows that keep their links repeat; return those for whom that changed."""
    before = {(link.row, link.member): link.duplicate_of for link in each.before}
    changed = [
        link
        for link in each.found.links
        if link.row not in each.found.rows
        and before.get((link.row, link.member), link.duplicate_of) != link.duplicate_of
    ]
    for link in changed:
        Link.objects.filter(row=each.sheet.pks[link.row], band=Link.Band.AUTO).update(
            duplicate_of=each.sheet.pks[link.duplicate_of] if link.duplicate_of else None
        )
    return frozenset(link.row for link in changed)


def _link(
    link: matching.Link, run: Run, sheet: reading.Sheet, member: uuid.UUID, *, moved: bool, told: float
) -> Link:
    return Link(
        run=run, row_id=sheet.pks[link.row], member_id=member, band=link.band,
        probability=link.probability, told=told, bits=link.bits, moved=moved,
        of_members=sheet.of_members, disagreements=list(link.disagreements),
        evidence=likelihood.packed(link.evidence),
        duplicate_of_id=sheet.pks[link.duplicate_of] if link.duplicate_of else None,
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

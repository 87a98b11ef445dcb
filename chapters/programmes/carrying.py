"""
Carrying the unfinished programmes of a term over to a later one.

The past stays as it was; each copy knows what it goes on with. Doing it again changes nothing, and it can be undone
while nothing has happened to the copies.
Source: docs/rules.md#programmes
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import CarryOver, Programme, Target, Term
from chapters.programmes import history, reading, status
from chapters.programmes.history import Kind
from chapters.programmes.reading import Row
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError


class CannotCarry(RuleError):
    """Programmes go from a term to a later one of the same chapter."""


class NothingToCarry(RuleError):
    """All that was chosen is there already."""


class CannotUndo(RuleError):
    """Something has happened to the copies since."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A programme that may be carried over; `ticked` if it is unfinished, so that it is unless somebody says no."""

    row: Row
    ticked: bool


def offered(from_term: Term, *, today: dt.date) -> list[Choice]:
    """Return the programmes of a term that a later one may go on with: not done, and not carried over before."""
    rows = Programme.objects.kept().filter(term=from_term, carried_over_to=None)
    found = reading.rows_of(rows.with_targets(), term=from_term, today=today)
    return [Choice(row, row.stage in status.OPEN) for row in found if row.stage != Programme.Stage.DONE]


def term_before(term: Term) -> Term | None:
    """Return the term of the same chapter before this one."""
    earlier = Term.objects.filter(chapter=term.chapter_id, starts_on__lt=term.starts_on)
    return earlier.select_related("chapter").order_by("-starts_on", "-pk").first()


@transaction.atomic
def carry(
    *, from_term: Term, to_term: Term, programmes: Collection[int], by: User, at: dt.datetime
) -> CarryOver:
    """
    Copy chosen programmes of a term into a later one, each linked to its past; those that are there stay.

    A copy has no months, costs and word of its officers yet, and of targets not what was stated: these are of the past.
    Raises PermissionDenied, CannotCarry, NothingToCarry.
    """
    _require_later(from_term, to_term)
    access.require(by, May.KEEP_PROGRAMMES, chapter=to_term.chapter_id)
    Term.objects.select_for_update(no_key=True).get(pk=to_term.pk)  # of two at once, one waits here
    chosen = Programme.objects.kept().filter(term=from_term, pk__in=programmes, carried_over_to=None)
    found = list(chosen.prefetch_related("targets").order_by("pk"))
    if not found:
        raise NothingToCarry(_("Tidak ada program yang dibawa: yang dipilih sudah ada di masa bakti ini."))
    act = CarryOver.objects.create(from_term=from_term, to_term=to_term, by=by, at=at)
    for programme in found:
        _copy(programme, act=act, to_term=to_term, by=by, at=at)
    return act


def what_blocks_undo(act: CarryOver) -> str:
    """Return why a carry-over cannot be undone, in words; "" if it can."""
    touched = [copy.name for copy in history.touched(act.copies.all())]
    if not touched:
        return ""
    words = _("Tidak dapat diurungkan: %(count)d program sudah diubah sesudah dibawa (%(names)s).")
    return words % {"count": len(touched), "names": ", ".join(touched[:3])}


@transaction.atomic
def undo(*, act: CarryOver, by: User, at: dt.datetime) -> int:
    """Delete the copies of a carry-over; return how many. Raises PermissionDenied, CannotUndo."""
    act = CarryOver.objects.select_for_update(of=("self",)).select_related("to_term").get(pk=act.pk)
    access.require(by, May.KEEP_PROGRAMMES, chapter=act.to_term.chapter_id)
    copies = list(act.copies.select_for_update().order_by("pk"))
    if words := what_blocks_undo(act):
        raise CannotUndo(words)
    audit.record(
        by=by, did="programme.undo_carry_over", to=act, chapter=act.to_term.chapter_id, programmes=len(copies)
    )
    act.copies.all().delete()
    act.delete()
    return len(copies)


def _require_later(from_term: Term, to_term: Term) -> None:
    if from_term.chapter_id != to_term.chapter_id or from_term.starts_on >= to_term.starts_on:
        raise CannotCarry(_("Program dibawa dari masa bakti ke masa bakti sesudahnya di daerah yang sama."))


def _copy(programme: Programme, *, act: CarryOver, to_term: Term, by: User, at: dt.datetime) -> None:
    copy = Programme.objects.create(
        term=to_term,
        division=programme.division,
        name=programme.name,
        aim=programme.aim,
        budget=programme.budget,
        carried_over_from=programme,
        carried_by=act,
        created_at=at,
    )
    Target.objects.bulk_create(
        Target(
            programme=copy, what=target.what, number=target.number, unit=target.unit, measure=target.measure,
            regency_id=target.regency_id, since_start=target.since_start,
        )
        for target in programme.targets.all()
    )  # fmt: skip
    words = _("Dari masa bakti %(term)s") % {"term": act.from_term.name}
    history.record(copy, kind=Kind.CARRIED, by=by, at=at, words=words)

"""
Writing programmes down, and saying how they stand.

Source: docs/rules.md#programmes
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access, changes
from chapters.access import May
from chapters.models import Programme, Seat, Term
from chapters.programmes import history
from chapters.programmes.history import Kind
from ipspi.accounts.models import User
from ipspi.errors import RuleError

FIELDS = ("division", "name", "aim", "in_charge", "starts_on", "ends_on", "budget", "spent")


class Impossible(RuleError):
    """The programme cannot be so."""


class Removed(RuleError):
    """The programme was removed, and must be restored first."""


@transaction.atomic
def add(*, term: Term, by: User, at: dt.datetime, **values: Any) -> Programme:
    """
    Write a programme into a term; `values` are some of FIELDS.

    Raises PermissionDenied, Impossible.
    """
    access.require(by, May.KEEP_PROGRAMMES, chapter=term.chapter_id)
    programme = Programme(term=term, created_at=at, **values)
    _require_possible(programme)
    programme.save()
    history.record(programme, kind=Kind.CREATED, by=by, at=at)
    return programme


@transaction.atomic
def change(*, programme: Programme, by: User, at: dt.datetime, **values: Any) -> Programme:
    """Change a programme; what stays the same is no change. Raises PermissionDenied, Removed, Impossible."""
    found = locked(programme, by=by)
    return _changed(found, values, by=by, at=at)


@transaction.atomic
def state(*, programme: Programme, stage: str, reason: str, by: User, at: dt.datetime) -> Programme:
    """
    Say how a programme stands, or with an empty `stage` leave that to the figures.

    Raises PermissionDenied, Removed, and Impossible where it is dropped without a reason.
    """
    found = locked(programme, by=by)
    if stage == Programme.Stage.DROPPED and not reason:
        raise Impossible(_("Tulis mengapa program ini dihentikan."))
    values = {"stage": stage, "stage_reason": reason if stage else ""}
    return _changed(found, values, by=by, at=at)


@transaction.atomic
def spend(*, programme: Programme, spent: int | None, by: User, at: dt.datetime) -> Programme:
    """Write down what a programme has cost so far. Raises PermissionDenied, Removed."""
    found = locked(programme, by=by, may=May.KEEP_SPENDING)
    return _changed(found, {"spent": spent}, by=by, at=at)


@transaction.atomic
def remove(*, programme: Programme, reason: str, by: User, at: dt.datetime) -> None:
    """Take a programme out of all lists and sums; it can be restored. Raises PermissionDenied, Removed."""
    found = locked(programme, by=by)
    found.removed_at, found.removed_reason = at, reason
    found.save(update_fields=["removed_at", "removed_reason"])
    history.record(found, kind=Kind.REMOVED, by=by, at=at, words=reason)


@transaction.atomic
def restore(*, programme: Programme, by: User, at: dt.datetime) -> None:
    """Bring a removed programme back; one that is there stays as it is. Raises PermissionDenied."""
    found = _row(programme, by=by, may=May.KEEP_PROGRAMMES)
    if found.removed_at is None:
        return
    found.removed_at, found.removed_reason = None, ""
    found.save(update_fields=["removed_at", "removed_reason"])
    history.record(found, kind=Kind.RESTORED, by=by, at=at)


def locked(programme: Programme, *, by: User, may: May = May.KEEP_PROGRAMMES) -> Programme:
    """Return a programme that is held until the transaction's end. Raises PermissionDenied, Removed."""
    found = _row(programme, by=by, may=may)
    if found.removed_at is not None:
        raise Removed(_("Program ini sudah dihapus. Kembalikan dahulu bila hendak mengubahnya."))
    return found


def _row(programme: Programme, *, by: User, may: May) -> Programme:
    rows = Programme.objects.select_for_update(of=("self",)).select_related("term", "in_charge")
    found = rows.get(pk=programme.pk)
    access.require(by, may, chapter=found.term.chapter_id)
    return found


def _changed(programme: Programme, values: dict[str, Any], *, by: User, at: dt.datetime) -> Programme:
    fields = changes.assign(programme, values)
    if fields:
        _require_possible(programme)
        programme.save(update_fields=list(values))
        history.record(programme, kind=Kind.CHANGED, by=by, at=at, fields=fields)
    return programme


def _require_possible(programme: Programme) -> None:
    starts_on, ends_on = programme.starts_on, programme.ends_on
    if (starts_on is None) != (ends_on is None) or (starts_on and ends_on and ends_on <= starts_on):
        raise Impossible(
            _("Bulan selesai tidak boleh sebelum bulan mulai; isi keduanya atau kosongkan keduanya.")
        )
    seat: Seat | None = programme.in_charge
    if seat is not None and seat.chapter_id != programme.term.chapter_id:
        raise Impossible(_("Penanggung jawab harus pengurus daerah ini."))

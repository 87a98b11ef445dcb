"""
How an officer likes to read a chapter's roster: saved views, and columns. They are the officer's own.

Source: docs/rules.md#roster
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import Chapter, ChosenColumns, SavedView
from chapters.rostering import columns
from ipspi.accounts.models import User
from ipspi.errors import RuleError
from ipspi.logs import LONG_NUMBER

MOST = 30  # views of one officer in one chapter
KEPT = dt.timedelta(days=7)  # in which a deleted view can be taken back
NOT_KEPT = {"q"}  # a search is often somebody's name


class NameTaken(RuleError):
    """The officer has a view of that name."""


class NumberInName(RuleError):
    """An identity number stands in a name."""


class TooMany(RuleError):
    """The officer has as many views as there may be."""


@transaction.atomic
def save(
    *, chapter: Chapter, name: str, filters: Mapping[str, str], shown: Iterable[str], by: User
) -> SavedView:
    """Keep filters and columns under a name. Raises PermissionDenied, NameTaken, NumberInName, TooMany."""
    access.require(by, May.SEE_MEMBERS, chapter=chapter.pk)
    _require_name(name, chapter=chapter, by=by)
    if views_of(by, chapter=chapter).count() >= MOST:
        raise TooMany(_("Paling banyak %(most)d tampilan. Hapus dahulu yang tidak dipakai.") % {"most": MOST})
    return SavedView.objects.create(
        user=by, chapter=chapter, name=name, filters=_kept(filters), columns=_keys(shown)
    )


@transaction.atomic
def change(*, view: SavedView, filters: Mapping[str, str]) -> None:
    """Give a view the filters as they are now."""
    view.filters = _kept(filters)
    view.save(update_fields=["filters"])


@transaction.atomic
def rename(*, view: SavedView, name: str) -> None:
    """Give a view another name. Raises NameTaken, NumberInName."""
    _require_name(name, chapter=view.chapter, by=view.user, but=view.pk)
    view.name = name
    view.save(update_fields=["name"])


@transaction.atomic
def make_default(*, view: SavedView, default: bool) -> None:
    """Let a view open first in its chapter, or none."""
    views_of(view.user, chapter=view.chapter).update(default=False)
    if default:
        SavedView.objects.filter(pk=view.pk).update(default=True)


@transaction.atomic
def delete(*, view: SavedView, at: dt.datetime) -> None:
    """Delete a view; for some days it can be taken back."""
    SavedView.objects.filter(pk=view.pk, deleted_at=None).update(deleted_at=at, default=False)


@transaction.atomic
def restore(*, view: SavedView) -> None:
    """Take the deletion of a view back. Raises NameTaken."""
    _require_name(view.name, chapter=view.chapter, by=view.user, but=view.pk)
    SavedView.objects.filter(pk=view.pk).update(deleted_at=None)


@transaction.atomic
def keep_columns(*, chapter: Chapter, view: SavedView | None, shown: Iterable[str], by: User) -> None:
    """Keep which columns are shown: with the view that is open, else for the officer. Raises PermissionDenied."""
    access.require(by, May.SEE_MEMBERS, chapter=chapter.pk)
    keys = _keys(shown)
    if view is not None:
        view.columns = keys
        view.save(update_fields=["columns"])
        return
    ChosenColumns.objects.update_or_create(user=by, chapter=chapter, defaults={"columns": keys})


def columns_of(user: User, *, chapter: Chapter, view: SavedView | None) -> list[columns.Column]:
    """Return the columns that are shown: those of the view, those the officer chose, or the usual ones."""
    if view is not None and view.columns:
        return columns.named(view.columns)
    chosen = ChosenColumns.objects.filter(user=user, chapter=chapter).values_list("columns", flat=True)
    return columns.named(chosen.first() or ()) or columns.usual(chapter)


def views_of(user: User, *, chapter: Chapter) -> "QuerySet[SavedView]":
    """Return the views of an officer in a chapter, by name."""
    return SavedView.objects.filter(user=user, chapter=chapter, deleted_at=None)


def deleted_of(user: User, *, chapter: Chapter, at: dt.datetime) -> "QuerySet[SavedView]":
    """Return the views that can still be taken back."""
    rows = SavedView.objects.filter(user=user, chapter=chapter, deleted_at__gt=at - KEPT)
    return rows.order_by("-deleted_at")


def forget(*, at: dt.datetime) -> int:
    """Delete the views that can no longer be taken back; return how many."""
    return SavedView.objects.filter(deleted_at__lte=at - KEPT).delete()[0]


def _require_name(name: str, *, chapter: Chapter, by: User, but: int | None = None) -> None:
    if LONG_NUMBER.search(name):
        raise NumberInName(_("Jangan menulis NIK atau NIP di sini."))
    if views_of(by, chapter=chapter).filter(name__iexact=name).exclude(pk=but or 0).exists():
        raise NameTaken(_("Anda sudah punya tampilan dengan nama itu. Pilih nama lain."))


def _kept(filters: Mapping[str, str]) -> dict[str, str]:
    return {name: answer for name, answer in filters.items() if name not in NOT_KEPT}


def _keys(shown: Iterable[str]) -> list[str]:
    return [column.key for column in columns.named(shown)]

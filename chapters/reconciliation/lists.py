"""A list of a chapter and its uploads: an upload is the new state of its list; the latest can be undone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import Chapter, ListRow, ListUpload, MemberList
from chapters.reconciliation import keeping, lines
from ipspi import copying
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup_version
from ipspi.errors import RuleError
from ipspi.spreadsheets.models import Upload

DEFAULT = "own"


class NothingToApply(RuleError):
    """The spreadsheet has no line that could be taken: an empty file must not empty a list."""


class CannotUndo(RuleError):
    """Something stands in the way of undoing an upload."""


class Ended(RuleError):
    """The list's purpose has ended, and it was deleted."""


@dataclass(frozen=True, slots=True)
class Change:
    """
    What a spreadsheet changes in a list: lines that are new, that say something else than before, that are gone.

    `fresh` are the lines to be written (new and changed), `leaving` the ids of the rows that end (gone and replaced).
    `upload` is the list's new state, once it is written; None where nothing changes.
    """

    added: int
    updated: int
    unchanged: int
    gone: int
    fresh: tuple[lines.Known, ...]
    leaving: tuple[int, ...]
    upload: ListUpload | None = None

    @property
    def is_empty(self) -> bool:
        return not self.fresh and not self.leaving


def change(*, chapter: Chapter, name: str = DEFAULT, to: Iterable[lines.Line]) -> Change:
    """Return what would change if `to` became the state of the chapter's list `name`. Writes nothing."""
    rows = ListRow.objects.filter(list__chapter=chapter, list__name=name)
    told = keeping.compare(rows, to, version=_version_of(chapter, name))
    return Change(
        added=len(told.fresh) - len(told.replaced),
        updated=len(told.replaced),
        unchanged=told.unchanged,
        gone=len(told.gone),
        fresh=tuple(told.fresh),
        leaving=tuple(sorted(told.replaced + told.gone)),
    )


@transaction.atomic
def apply(
    *,
    chapter: Chapter,
    name: str = DEFAULT,
    to: Sequence[lines.Line],
    file_name: str,
    by: User | None,
    at: dt.datetime,
    source: Upload | None = None,
) -> Change:
    """
    Make `to` the state of the chapter's list `name`, and say what that changed; the same lines change nothing.

    Lines that are missing are gone; a changed line is a new row with the old one's key. `by` is None for a command.
    `source` is the spreadsheet that the lines stood in.
    Raises PermissionDenied if `by` may not keep the chapter's lists, NothingToApply if there is no line, Ended.
    Source: docs/rules.md#lists
    """
    if by is not None:
        access.require(by, access.May.KEEP_LISTS, chapter=chapter.pk)
    if not to:
        raise NothingToApply(_("Berkas ini tidak berisi satu pun nama, jadi daftar tidak diubah."))
    kept = _locked(chapter, name)
    if kept.deleted_at is not None:
        raise Ended(_("Daftar ini sudah dihapus."))
    made = change(chapter=chapter, name=name, to=to)
    if made.is_empty:
        return made

    upload = ListUpload.objects.create(
        list=kept, source=source, file_name=file_name[:200], applied_at=at, by=by,
        added=made.added, updated=made.updated, gone=made.gone, unchanged=made.unchanged,
    )  # fmt: skip
    # the rows that end first: a key stands once among the current rows
    ListRow.objects.filter(pk__in=made.leaving).update(gone_by=upload)
    # a list: a look-up may ask the database for its key, which COPY keeps busy
    copying.insert_values(ListRow, [_row(line, upload) for line in made.fresh])
    audit.record(
        by=by, did="apply_list", to=upload, chapter=chapter.pk,
        added=made.added, updated=made.updated, gone=made.gone,
    )  # fmt: skip
    return replace(made, upload=upload)


def what_blocks_undo(upload: ListUpload) -> str:
    """Return, in words, why an upload cannot be undone; nothing if it can."""
    if upload.undone_at is not None:
        return _("Unggahan ini sudah diurungkan.")
    if _latest(upload.list_id) != upload.pk:
        return _("Sesudahnya ada unggahan lain di daftar ini. Urungkan yang terbaru lebih dahulu.")
    return ""


@transaction.atomic
def undo(*, upload: ListUpload, by: User | None, at: dt.datetime) -> None:
    """
    Give a list the state back that it had before `upload`; the rows that the upload brought are deleted.

    Raises PermissionDenied if `by` may not keep the chapter's lists, CannotUndo if it is not the list's latest.
    Source: docs/rules.md#lists
    """
    kept = MemberList.objects.select_for_update().get(pk=upload.list_id)
    if by is not None:
        access.require(by, access.May.KEEP_LISTS, chapter=kept.chapter_id)
    upload = ListUpload.objects.get(pk=upload.pk)
    if reason := what_blocks_undo(upload):
        raise CannotUndo(reason)

    removed, _kinds = upload.added_rows.all().delete()
    returned = upload.gone_rows.update(gone_by=None)
    upload.undone_at = at
    upload.save(update_fields=["undone_at"])
    audit.record(
        by=by, did="undo_list", to=upload, chapter=kept.chapter_id, removed=removed, returned=returned
    )


def state_of(chapter: Chapter) -> tuple[int, ...]:
    """Return what tells whether the chapter's lists are still as they were: the ids of the uploads in force."""
    uploads = ListUpload.objects.filter(list__chapter=chapter, undone_at__isnull=True)
    return tuple(uploads.order_by("pk").values_list("pk", flat=True))


def _locked(chapter: Chapter, name: str) -> MemberList:
    fresh = MemberList(chapter=chapter, name=name, hash_version=lookup_version())
    MemberList.objects.bulk_create([fresh], ignore_conflicts=True)
    return MemberList.objects.select_for_update().get(chapter=chapter, name=name)


def _version_of(chapter: Chapter, name: str) -> int:
    kept = MemberList.objects.filter(chapter=chapter, name=name).values_list("hash_version", flat=True)
    return kept.first() or lookup_version()


def _latest(list_id: int) -> int | None:
    uploads = ListUpload.objects.filter(list=list_id, undone_at__isnull=True)
    return uploads.order_by("-pk").values_list("pk", flat=True).first()


def _row(known: lines.Known, upload: ListUpload) -> dict[str, Any]:
    line = known.line
    return {
        "list_id": upload.list_id, "added_by_id": upload.pk, "key": known.key, "content_hash": known.content_hash,
        "line": line.number, "nik_lookup": line.nik_lookup, **{name: getattr(line, name) for name in lines.FIELDS},
    }  # fmt: skip

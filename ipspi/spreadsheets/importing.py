"""
What is done with an upload: receive, assign its columns, apply, undo, cancel.

Every verb asks the importer whether its actor may write to the destination; an actor None is the registry itself.
Source: docs/rules.md#uploads
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.jobs import running
from ipspi.jobs.models import Job
from ipspi.spreadsheets import checking, importers, packing, rejected, remembering
from ipspi.spreadsheets.columns import Places, places_by_content, places_by_heading
from ipspi.spreadsheets.importers import Applied, Importer
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.reading import read, read_sheets
from ipspi.spreadsheets.sheets import EVERY, Unreadable, clean
from ipspi.spreadsheets.tables import Table, table_of, table_of_all

# Rows that a request checks or writes while its reader waits; more are the work of a worker.
FEW_ROWS = 5_000
CHECKED = ["checked_at", "problems", "counts", "rejected"]  # the fields that a check fills
CHECK, APPLY = "spreadsheets.check", "spreadsheets.apply"  # the kinds of jobs, see working


class NotOpen(RuleError):
    """The upload was applied or cancelled, or a worker has it."""


class RowsRejected(RuleError):
    """There are rows that cannot be taken, and nobody said to leave them out."""


class NothingToApply(RuleError):
    """No row can be taken."""


class CannotUndo(RuleError):
    """Something stands in the way of undoing."""


@transaction.atomic
def receive(
    *, kind: str, key: str, file_name: str, content: bytes, by: User | None, at: dt.datetime
) -> Upload:
    """
    Read a file and keep its table as an upload, with the best guess which column is which.

    The guess is what the chapter said of its last file with these headings, else what headings and cells say.

    Raises PermissionDenied if `by` may not write there, Unreadable if it is no table.
    """
    importer = importers.find(kind)
    destination = importer.destination(user=by, key=key) if importer else None
    if importer is None or destination is None:
        raise PermissionDenied
    table = table_of(read(content), importer.columns)
    upload = Upload(
        kind=kind, key=key, chapter=destination.chapter, by=by, created_at=at, file_name=name_of(file_name),
        workbook=content if len(table.sheets) > 1 else None,
    )  # fmt: skip
    _keep(upload, table, importer)
    upload.save()
    audit.record(by=by, did="receive_upload", to=upload, chapter=upload.chapter, lines=upload.lines)
    return upload


@transaction.atomic
def choose_sheet(*, upload: Upload, sheet: str, by: User | None, at: dt.datetime) -> Upload:
    """
    Take another worksheet of the file, or for EVERY all that have the same headings; the columns are guessed anew.

    Raises PermissionDenied, NotOpen, or Unreadable (with code no_such_sheet if the file has none of that name).
    """
    upload, importer = _locked(upload, by=by)
    _require_open(upload)
    known = packing.unpacked(upload.content).sheets
    if upload.workbook is None or (sheet != EVERY and sheet not in known):
        raise Unreadable("no_such_sheet", _("Lembar itu tidak ada di berkas ini."))
    _keep(upload, table_of_all(read_sheets(upload.workbook, sheet), importer.columns), importer)
    upload.status, upload.job = Upload.Status.READ, None
    upload.checked_at, upload.problems, upload.counts, upload.rejected = None, [], {}, None
    upload.save()
    audit.record(by=by, did="choose_sheet", to=upload, chapter=upload.chapter, lines=upload.lines)
    return upload


@transaction.atomic
def assign(*, upload: Upload, places: Places, by: User | None, at: dt.datetime) -> Upload:
    """
    Say which column is where, and check the rows: at once if they are few, else by a job.

    Raises PermissionDenied, NotOpen, or BadPlaces.
    """
    upload, importer = _locked(upload, by=by)
    _require_open(upload)
    checking.require_places(places, table=packing.unpacked(upload.content), columns=importer.columns)
    upload.places, upload.status, upload.checked_at = places, Upload.Status.MAPPED, None
    upload.problems, upload.counts, upload.rejected = [], {}, None
    if upload.lines <= FEW_ROWS:
        _check(upload, importer, at=at)
    else:
        upload.job = running.add(kind=CHECK, by=by, arguments={"upload": str(upload.pk)})
    upload.save(update_fields=["places", "status", "job", *CHECKED])
    return upload


@transaction.atomic
def check(*, upload: Upload, by: User | None, at: dt.datetime, job: Job | None = None) -> Upload:
    """
    Check the rows and keep what was found. `job` is the one that does this.

    Raises PermissionDenied, NotOpen, BadPlaces.
    """
    upload, importer = _locked(upload, by=by)
    _require_mapped(upload, by_job=job)
    _check(upload, importer, at=at)
    upload.save(update_fields=CHECKED)
    return upload


@transaction.atomic
def start_applying(*, upload: Upload, skip_rejected: bool = False, by: User, at: dt.datetime) -> Upload:
    """
    Apply the upload: at once if its rows are few, else by a job that `upload.job` names.

    Raises what `apply` raises; a job ends with the same words.
    """
    if upload.lines <= FEW_ROWS:
        return apply(upload=upload, skip_rejected=skip_rejected, by=by, at=at)
    upload, _importer = _locked(upload, by=by)
    _require_mapped(upload)
    arguments = {"upload": str(upload.pk), "skip_rejected": skip_rejected}
    upload.job = running.add(kind=APPLY, by=by, arguments=arguments)
    upload.save(update_fields=["job"])
    return upload


@transaction.atomic
def apply(
    *, upload: Upload, skip_rejected: bool = False, by: User | None, at: dt.datetime, job: Job | None = None
) -> Upload:
    """
    Write all rows, or none; with `skip_rejected` all but those that cannot be taken. The content is deleted.

    The rows are checked again: what they meet may have changed. `job` is the one that does this, if one does.
    Raises PermissionDenied, NotOpen, RowsRejected, NothingToApply, BadPlaces, or what the importer raises.
    """
    upload, importer = _locked(upload, by=by)
    _require_mapped(upload, by_job=job)
    table = packing.unpacked(upload.content)
    checked = checking.check(table=table, places=upload.places, importer=importer, key=upload.key, at=at)
    if checked.rejected and not skip_rejected:
        message = _("%(count)d baris tidak dapat diterima. Perbaiki berkasnya, atau lewati baris itu.")
        raise RowsRejected(message % {"count": len(checked.rejected)})
    if not checked.accepted:
        raise NothingToApply(_("Tidak ada baris yang dapat diterapkan."))
    upload.rejected = rejected.packed(table, checked)
    applied = importer.apply(upload=upload, rows=checked.accepted, by=by, at=at)
    return _applied(upload, applied, {**checked.counts, **counts_of(applied)}, by=by, at=at)


@transaction.atomic
def undo(*, upload: Upload, by: User | None, at: dt.datetime) -> Upload:
    """
    Take back everything that the upload did.

    Raises PermissionDenied, CannotUndo with what stands in the way, or what the importer raises.
    """
    upload, importer = _locked(upload, by=by)
    if upload.status != Upload.Status.APPLIED:
        raise CannotUndo(_("Unggahan ini tidak sedang diterapkan, jadi tidak dapat diurungkan."))
    if reason := importer.what_blocks_undo(upload=upload):
        raise CannotUndo(reason)
    importer.undo(upload=upload, by=by, at=at)
    upload.status, upload.closed_at = Upload.Status.UNDONE, at
    upload.save(update_fields=["status", "closed_at"])
    audit.record(by=by, did="undo_upload", to=upload, chapter=upload.chapter)
    return upload


@transaction.atomic
def cancel(*, upload: Upload, by: User | None, at: dt.datetime) -> Upload:
    """Give an upload up before it is applied; its content is deleted. Raises PermissionDenied or NotOpen."""
    upload, _importer = _locked(upload, by=by)
    if not upload.is_open:
        raise NotOpen(_("Unggahan ini sudah diterapkan atau dibatalkan."))
    if upload.job is not None and upload.job.is_open:
        running.cancel(job=upload.job, by=by, at=at)
    upload.status, upload.closed_at = Upload.Status.CANCELLED, at
    upload.content, upload.workbook, upload.rejected, upload.problems = None, None, None, []
    upload.save(update_fields=["status", "closed_at", "content", "workbook", "rejected", "problems"])
    audit.record(by=by, did="cancel_upload", to=upload, chapter=upload.chapter)
    return upload


def cancel_abandoned(*, before: dt.datetime, at: dt.datetime) -> int:
    """Cancel the uploads that nobody applied and that are older than `before`; return how many."""
    abandoned = Upload.objects.filter(status__in=Upload.OPEN, created_at__lt=before)
    for upload in abandoned:
        cancel(upload=upload, by=None, at=at)
    return len(abandoned)


def counts_of(applied: Applied) -> dict[str, int]:
    """Return the numbers of what was done."""
    return {
        "added": applied.added,
        "updated": applied.updated,
        "unchanged": applied.unchanged,
        "gone": applied.gone,
        **({} if applied.proposed is None else {"proposed": applied.proposed}),
    }


def name_of(path: str) -> str:
    """Return the file's own name, without folders, fit to be shown."""
    return clean(path.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "-"


def _keep(upload: Upload, table: Table, importer: Importer) -> None:
    """Fill in the upload: its table, and which column is where."""
    guessed = (
        places_by_content(table.lines, importer.columns)
        if table.heading_line is None
        else places_by_heading(table.headings, importer.columns)
    )
    marks = remembering.marks_of(table.headings)
    like = remembering.most_like(kind=upload.kind, chapter=upload.chapter, marks=marks)
    upload.content, upload.lines = packing.packed(table), len(table.lines)
    upload.marks, upload.like = marks, like
    upload.places = remembering.places_like(like, marks=marks, guessed=guessed) if like else guessed


def _locked(upload: Upload, *, by: User | None) -> tuple[Upload, Importer]:
    """Lock the upload, and require that its actor may write to its destination."""
    upload = Upload.objects.select_for_update().defer("workbook").get(pk=upload.pk)
    importer = importers.of(upload)
    if by is not None and importer.destination(user=by, key=upload.key) is None:
        raise PermissionDenied
    return upload, importer


def _require_open(upload: Upload, *, by_job: Job | None = None) -> None:
    if not upload.is_open:
        raise NotOpen(_("Unggahan ini sudah diterapkan atau dibatalkan."))
    if upload.is_busy and upload.job != by_job:
        raise NotOpen(_("Unggahan ini sedang dikerjakan. Tunggu sampai selesai."))


def _require_mapped(upload: Upload, *, by_job: Job | None = None) -> None:
    _require_open(upload, by_job=by_job)
    if upload.status != Upload.Status.MAPPED:
        raise NotOpen(_("Tentukan kolom lebih dahulu."))


def _check(upload: Upload, importer: Importer, *, at: dt.datetime) -> None:
    table = packing.unpacked(upload.content)
    checked = checking.check(table=table, places=upload.places, importer=importer, key=upload.key, at=at)
    foreseen = importer.foresee(rows=checked.accepted, key=upload.key)
    upload.problems, upload.checked_at = checked.kept, at
    upload.counts = {**checked.counts, **(counts_of(foreseen) if foreseen else {})}
    upload.rejected = rejected.packed(table, checked)


def _applied(
    upload: Upload, applied: Applied, counts: dict[str, int], *, by: User | None, at: dt.datetime
) -> Upload:
    upload.status, upload.applied_at = Upload.Status.APPLIED, at
    upload.content, upload.workbook, upload.problems = None, None, []
    upload.counts, upload.memo = counts, applied.memo
    closed = ["status", "applied_at", "content", "workbook", "rejected", "counts", "memo", "problems"]
    upload.save(update_fields=closed)
    audit.record(by=by, did="apply_upload", to=upload, chapter=upload.chapter, **counts)
    return upload

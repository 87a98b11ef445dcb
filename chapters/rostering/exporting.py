"""
A roster as a file: made by a job, piece by piece and encrypted, behind an address that dies.

Source: docs/rules.md#exports
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import access, narrowing, privacy, rosters
from chapters.access import May
from chapters.models import DPP, Chapter, ExportPart, RosterExport
from chapters.rostering import columns, selecting
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.jobs import running as jobs
from ipspi.jobs.models import Job
from ipspi.logs import LONG_NUMBER
from ipspi.spreadsheets import writing
from members import privacy as members_privacy
from members.models import DataAccess, Member, MemberQuerySet, Restriction

KIND = "chapters.export_roster"
LASTS = dt.timedelta(hours=24)
MOST_DOWNLOADS = 3
LAST_LASTS = dt.timedelta(hours=1)
KEPT = dt.timedelta(days=90)  # that there was one; the file is gone long before
PIECE = 256 * 1024
STEP = 500  # rows between two signs of progress
DAYS = ("joined_from", "joined_until", "today")  # of what was asked for


class NotChosen(RuleError):
    """There is nobody, or no column, to take out."""


class Gone(RuleError):
    """The file is no longer there."""


class NoLongerAllowed(RuleError):
    """Who asked may not take data out of the chapter any more."""


@transaction.atomic
def ask(
    *,
    chapter: Chapter,
    form: str,
    shown: Iterable[str],
    of_chosen: bool,
    asked: narrowing.Asked,
    reason: str,
    words: str,
    by: User,
    at: dt.datetime,
) -> Job:
    """
    Start making a file of those asked for, or of those chosen, with the columns `shown` behind the name.

    Raises PermissionDenied, NotChosen, and what members.privacy.record_access does about the reason.
    """
    access.require(by, May.EXPORT_MEMBERS, chapter=chapter.pk)
    words = " ".join(words.split())
    _require_reason(reason, words)
    keys = [column.key for column in columns.named(shown)]
    if of_chosen and not selecting.chosen(by, chapter=chapter).exists():
        raise NotChosen(_("Belum ada anggota yang dipilih."))
    export = RosterExport.objects.create(
        chapter=chapter, by=by, form=form, columns=keys, of_chosen=of_chosen, asked=_written(asked), reason=reason,
        words=words, asked_at=at,
    )  # fmt: skip
    audit.record(by=by, did="ask_export", to=export, chapter=chapter.pk, columns=keys, reason=reason)
    return jobs.add(kind=KIND, key=key_of(export), by=by, arguments={"export": str(export.pk)})


def work(job: jobs.RunningJob) -> dict[str, Any]:
    """Make the file that a job names; begun again, it begins anew. Raises NoLongerAllowed."""
    export = RosterExport.objects.select_related("chapter", "by").get(pk=job.arguments["export"])
    if export.made_at:
        return {"rows": export.rows}
    if not access.allows(export.by, May.EXPORT_MEMBERS, chapter=export.chapter_id):
        raise NoLongerAllowed(_("Anda tidak lagi berhak mengekspor data daerah ini."))
    export.parts.all().delete()
    found = members_of(export)
    total = found.count()
    taken: list[UUID] = []
    try:
        _write(export, _rows(export, free_of(found), taken, job=job, total=total))
    except BaseException:
        export.parts.all().delete()
        raise
    left_out = found.filter(_is_restricted()).count()
    _finish(export, taken, left_out=left_out, at=timezone.now())
    return {"rows": len(taken)}


@transaction.atomic
def download(*, export: RosterExport, by: User, at: dt.datetime) -> Iterator[bytes]:
    """
    Return the file in pieces, to who asked for it and still may, some times within a day; each is recorded.

    Raises PermissionDenied, Gone.
    """
    access.require(by, May.EXPORT_MEMBERS, chapter=export.chapter_id)
    mine = RosterExport.objects.filter(pk=export.pk, by=by, ended_at=None, expires_at__gt=at)
    if not mine.filter(downloads__lt=MOST_DOWNLOADS).update(downloads=F("downloads") + 1):
        raise Gone(_("Berkas ini sudah tidak ada. Buat ekspor baru bila masih memerlukannya."))
    # the last one may take a while, and is not cut short
    mine.filter(downloads=MOST_DOWNLOADS).update(expires_at=Least("expires_at", Value(at + LAST_LASTS)))
    audit.record(by=by, did="download_export", to=export, chapter=export.chapter_id, rows=export.rows or 0)
    numbers = list(export.parts.order_by("number").values_list("pk", flat=True))
    return (bytes(ExportPart.objects.get(pk=pk).content or b"") for pk in numbers)


@transaction.atomic
def end(*, export: RosterExport, at: dt.datetime) -> None:
    """Delete the file; that there was one stays."""
    export.parts.all().delete()
    RosterExport.objects.filter(pk=export.pk, ended_at=None).update(ended_at=at, asked=None)


def forget(*, at: dt.datetime) -> int:
    """Delete files whose day is over or that were downloaded often enough; return how many."""
    never_made = Q(made_at=None, asked_at__lte=at - LASTS)  # failed, or stopped
    due = list(RosterExport.objects.filter(Q(expires_at__lte=at) | never_made, ended_at=None))
    for export in due:
        end(export=export, at=at)
    RosterExport.objects.filter(asked_at__lte=at - KEPT).delete()
    return len(due)


def is_there(export: RosterExport, *, at: dt.datetime) -> bool:
    """Tell whether a file can still be downloaded."""
    made = export.made_at and not export.ended_at and export.expires_at and export.expires_at > at
    return bool(made and export.downloads < MOST_DOWNLOADS)


def members_of(export: RosterExport) -> MemberQuerySet:
    """Return whom an export is of, as the roster is now."""
    chapter = export.chapter
    if export.of_chosen:
        return selecting.chosen(export.by, chapter=chapter)
    asked = _read(export.asked or "{}")
    return rosters.find(rosters.roster_of(chapter), asked, by_province=chapter.pk == DPP).members


def free_of(found: MemberQuerySet) -> MemberQuerySet:
    """Return those whose data may leave the registry: nobody whose data is restricted."""
    return found.exclude(_is_restricted())


def key_of(export: RosterExport) -> str:
    """Return the key of the job that makes it."""
    return f"export:{export.pk}"


def _is_restricted() -> Exists:
    return Exists(Restriction.objects.filter(member=OuterRef("pk")))


def _rows(
    export: RosterExport, found: MemberQuerySet, taken: list[UUID], *, job: jobs.RunningJob, total: int
) -> Iterator[list[str]]:
    """Yield the headings and a row for each member, and note whom in `taken`."""
    shown = columns.named(export.columns)
    yield [_("Nama"), *(str(column.label) for column in shown)]
    for member in columns.read(found).order_by("name", "pk").iterator(chunk_size=STEP):
        if len(taken) % STEP == 0:
            job.advance(done=len(taken), total=total, step=_("Menulis berkas"))
        taken.append(member.pk)
        yield [member.full_name, *(str(column.value(member) or "") for column in shown)]


def _write(export: RosterExport, rows: Iterable[list[str]]) -> None:
    if export.form == RosterExport.Form.CSV:
        pieces = _gathered(writing.csv_pieces(rows))
    else:
        pieces = writing.workbook_pieces(rows, size=PIECE)
    for number, piece in enumerate(pieces):
        ExportPart.objects.create(export=export, number=number, content=piece)


def _gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


@transaction.atomic
def _finish(export: RosterExport, taken: list[UUID], *, left_out: int, at: dt.datetime) -> None:
    """Let the file be there, in the moment in which everybody whom it holds can see that it is."""
    office, chapter = privacy.office_of(export.by, May.EXPORT_MEMBERS, reaching=export.chapter)
    members_privacy.record_access(
        members=(Member(pk=pk) for pk in taken),
        what=DataAccess.What.EXPORT,
        reason=export.reason,
        words=export.words,
        by=export.by,
        office=office,
        chapter=chapter,
        at=at,
    )
    made = {"made_at": at, "expires_at": at + LASTS, "rows": len(taken), "left_out": left_out, "asked": None}
    RosterExport.objects.filter(pk=export.pk).update(**made)
    audit.record(
        by=export.by, did="export_members", to=export, chapter=export.chapter_id, rows=len(taken),
        columns=export.columns, reason=export.reason,
    )  # fmt: skip


def _require_reason(reason: str, words: str) -> None:
    if reason == DataAccess.Reason.OTHER and not words:
        raise members_privacy.ReasonWanted(_("Tulis keperluannya. Anggota membacanya."))
    if LONG_NUMBER.search(words):
        raise members_privacy.NumberInWords(_("Jangan menulis NIK atau NIP di sini."))


def _written(asked: narrowing.Asked) -> str:
    """What was asked for as JSON: days as ISO, without what does not narrow."""
    facts = {name: getattr(asked, name) for name in narrowing.Asked.__slots__}
    return json.dumps(
        {
            name: each.isoformat() if isinstance(each, dt.date) else each
            for name, each in facts.items()
            if each
        }
    )


def _read(written: str) -> narrowing.Asked:
    facts = json.loads(written)
    days = {name: dt.date.fromisoformat(facts[name]) for name in DAYS if name in facts}
    return narrowing.Asked(**{**facts, **days})

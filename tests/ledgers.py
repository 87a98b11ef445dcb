"""Builders of what reconciliation leaves behind: lists, their rows, runs with their figures, links."""

import datetime as dt
import hashlib
import math
from typing import Any

from chapters.models import Chapter, LedgerEntry, Link, ListRow, ListUpload, MemberList, Run
from members.matching import Calibration
from members.models import Member
from tests.cast import NOW


def make_list(*, chapter: Chapter | str = "16", kind: str = "GRADUATES", **facts: Any) -> MemberList:
    """Make a list of graduates, or of another kind, that is kept for half a year from NOW on."""
    code = chapter if isinstance(chapter, str) else chapter.pk
    usual: dict[str, Any] = {
        "name": "Lulusan 2025",
        "about": "Kesejahteraan Sosial, Universitas Contoh",
        "given_by": "Bagian Akademik",
        "purpose": "Mengundang lulusan yang belum terdaftar",
        "ends_on": NOW.date() + dt.timedelta(days=180),
    }
    return MemberList.objects.create(chapter_id=code, kind=kind, **{**usual, **facts})


def make_row(
    *,
    chapter: Chapter | str = "16",
    name: str = "Siti Rahmawati",
    kept: MemberList | None = None,
    **facts: Any,
) -> ListRow:
    """Make a row of a list, the chapter's own unless another is given; the own one is made with it."""
    code = chapter if isinstance(chapter, str) else chapter.pk
    own = kept or MemberList.objects.get_or_create(chapter_id=code, name="own")[0]
    upload = own.uploads.first() or ListUpload.objects.create(
        list=own, file_name="daftar.csv", applied_at=NOW
    )
    line = own.rows.count() + 1
    usual: dict[str, Any] = {
        "key": f"baris-{line}",
        "line": line,
        "content_hash": hashlib.sha256(name.encode()).digest(),
    }
    return ListRow.objects.create(list=own, added_by=upload, name=name, **{**usual, **facts})


def make_run(*, chapter: Chapter | str = "16", finished_at: dt.datetime | None = NOW, **figures: int) -> Run:
    """Make a run; one that has finished has its line in the ledger, with all figures 0 unless given."""
    code = chapter if isinstance(chapter, str) else chapter.pk
    run = Run.objects.create(chapter_id=code, started_at=finished_at or NOW, finished_at=finished_at)
    if finished_at:
        names = "national rows linked review only_list only_national conflicts duplicates moved"
        LedgerEntry.objects.create(run=run, **{**dict.fromkeys(names.split(), 0), **figures})
    return run


def make_link(
    member: Member, *, row: ListRow | None = None, band: str = Link.Band.AUTO, **facts: Any
) -> Link:
    """
    Make a link between a member and a row of a list, the own chapter's unless another row is given.

    `told` is what people are told of one to review, before anybody has decided anything.
    """
    row = row or make_row(name=member.name)
    run = Run.objects.filter(chapter=row.list.chapter).first() or make_run(chapter=row.list.chapter_id)
    if "told" in facts:
        facts["probability"] = _told_as(facts["told"])
    likely = facts.get("probability", 0.99)
    told = likely if band == Link.Band.AUTO else Calibration().of(likely)
    usual: dict[str, Any] = {
        "probability": likely,
        "told": told,
        "bits": 20.0,
        "evidence": [],
        "of_members": row.list.is_of_members,
    }
    return Link.objects.create(row=row, member=member, run=run, band=band, **{**usual, **facts})


def _told_as(told: float) -> float:
    """Return the engine's probability of what is told so."""
    usual = Calibration()
    return 1 / (1 + math.exp(-(math.log(told / (1 - told)) - usual.offset) / usual.slope))

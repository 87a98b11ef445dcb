"""
How certain a number of members is: what the latest finished reconciliation found.

Every page that shows a number of members says it with these words. A member is on both sides when a row of a list that
the member's own chapter keeps was linked automatically; what waits for review is not yet certain.
Source: docs/rules.md#the-ledger
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from chapters.models import Chapter, LedgerEntry, Link
from ipspi.regions import times


def latest(chapter: Chapter) -> LedgerEntry | None:
    """Return the figures of the chapter's latest finished run, or None if it was never reconciled."""
    return latest_of([chapter]).get(chapter.pk)


def latest_of(chapters: Iterable[Chapter]) -> dict[str, LedgerEntry]:
    """Return the latest figures of each chapter that was ever reconciled, by chapter code; one query for all."""
    entries = (
        LedgerEntry.objects.filter(run__chapter__in=chapters, run__finished_at__isnull=False)
        .select_related("run__chapter")
        .order_by("run__chapter", "-run__finished_at", "-run_id")
        .distinct("run__chapter")
    )
    return {entry.run.chapter_id: entry for entry in entries}


def on_both_sides() -> Exists:
    """The condition that a member is also on a list of the chapter of their home province."""
    return Exists(Link.objects.filter(member=OuterRef("pk"), band=Link.Band.AUTO, moved=False))


def of_chapter(entry: LedgerEntry | None) -> str:
    """Say how certain the chapter's number of members is, and since when: the words beside the number."""
    if entry is None:
        return _("belum direkonsiliasi")
    at = times.spoken(entry.run.finished_at, zone=entry.run.chapter.zone) if entry.run.finished_at else ""
    if not entry.rows:
        return _("belum ada daftar DPD untuk dibandingkan (%(at)s)") % {"at": at}
    both = entry.national - entry.only_national
    return _("%(both)s dari %(national)s tercatat di kedua sisi (%(at)s)") % {
        "both": both,
        "national": entry.national,
        "at": at,
    }


def of_part(entry: LedgerEntry | None, *, both: int) -> str:
    """Say how certain a number of some of the chapter's members is, `both` of whom are on both sides."""
    if entry is None:
        return _("belum direkonsiliasi")
    if not entry.rows:
        return _("belum ada daftar DPD untuk dibandingkan")
    return _("%(both)s tercatat di kedua sisi") % {"both": both}


def of_many(entries: Iterable[LedgerEntry], *, chapters: int) -> str:
    """Say how certain a number over several chapters is."""
    entries = [entry for entry in entries if entry.rows]
    if not entries:
        return _("belum direkonsiliasi")
    return _("%(both)s tercatat di kedua sisi, di %(reconciled)s dari %(chapters)s daerah yang sudah direkonsiliasi") % {
        "both": sum(entry.national - entry.only_national for entry in entries),
        "reconciled": len(entries),
        "chapters": chapters,
    }

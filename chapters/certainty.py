"""
How certain a number of members is: what the latest finished reconciliation found, and officers decided since.

Every page that shows a number of members says it with these words. A member is on the list too when a row of a list
that the member's own chapter keeps was linked automatically; what waits for review is not yet certain. "Di kedua sisi"
is said of rows, of which several may be one member, and never of members.
Source: docs/rules.md#the-ledger
"""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from chapters.models import DPP, Chapter, LedgerEntry, Link
from chapters.models.ledger import Figures
from ipspi.regions import times


def latest(chapter: Chapter) -> LedgerEntry | None:
    """Return the figures since the chapter's latest finished run, or None if it was never reconciled."""
    return latest_of([chapter]).get(chapter.pk)


def latest_of(chapters: Iterable[Chapter]) -> dict[str, LedgerEntry]:
    """Return the latest figures of each chapter that was ever reconciled, by chapter code; one query for all."""
    entries = (
        LedgerEntry.objects.filter(run__chapter__in=chapters, run__finished_at__isnull=False)
        .select_related("run__chapter", "living")
        .order_by("run__chapter_id", "-run__finished_at", "-run_id")
        .distinct("run__chapter_id")
    )
    return {entry.run.chapter_id: _as_it_stands(entry) for entry in entries}


def _as_it_stands(entry: LedgerEntry) -> LedgerEntry:
    """Give an entry, which is never written again, the figures that officers' decisions have left of it."""
    living = getattr(entry, "living", None)
    if living is not None:
        for field in Figures._meta.fields:
            setattr(entry, field.attname, getattr(living, field.attname))
        entry.decided_since = living.decided
    return entry


def entries_for(chapter: Chapter) -> list[LedgerEntry]:
    """Return the figures that say how certain a chapter's numbers are: its own; for the DPP, those of all."""
    chapters = Chapter.objects.exclude(pk=DPP) if chapter.pk == DPP else [chapter]
    return list(latest_of(chapters).values())


def on_both_sides() -> Exists:
    """The condition that a member is also on a list of members of the chapter of their home province."""
    linked = Link.objects.filter(band=Link.Band.AUTO, moved=False, of_members=True)
    return Exists(linked.filter(member=OuterRef("pk")))


def of_chapter(entry: LedgerEntry | None) -> str:
    """Say how certain a chapter's number of members is, and since when: the words beside the number."""
    if entry is None:
        return _("belum direkonsiliasi")
    at = times.spoken(entry.run.finished_at, zone=entry.run.chapter.zone) if entry.run.finished_at else ""
    if not entry.rows:
        return _("belum ada daftar DPD untuk dibandingkan (%(at)s)") % {"at": at}
    return _("%(both)s dari %(national)s ada juga di daftar DPD pada %(at)s") % {
        "both": number_format(entry.national - entry.only_national),
        "national": number_format(entry.national),
        "at": at,
    }


def of_nation(entries: Iterable[LedgerEntry], *, chapters: int) -> str:
    """Say how certain a number over several chapters is, of which some were reconciled."""
    compared = [entry for entry in entries if entry.rows]
    if not compared:
        return _("belum direkonsiliasi")
    words = _("%(both)s ada juga di daftar DPD; %(compared)s dari %(chapters)s daerah sudah direkonsiliasi")
    return words % {
        "both": number_format(sum(entry.national - entry.only_national for entry in compared)),
        "compared": len(compared),
        "chapters": chapters,
    }


def of_part(entries: Sequence[LedgerEntry], *, both: int) -> str:
    """Say how certain a number of some members is, `both` of whom are on both sides; `entries` as from entries_for."""
    if not entries:
        return _("belum direkonsiliasi")
    if not any(entry.rows for entry in entries):
        return _("belum ada daftar DPD untuk dibandingkan")
    return _("%(both)s ada juga di daftar DPD") % {"both": number_format(both)}

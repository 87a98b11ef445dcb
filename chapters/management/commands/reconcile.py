"""Reconcile chapters' lists with the national register, as the night does."""

import json
import logging
import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from chapters.models import Chapter, LedgerEntry
from chapters.reconciliation import running, side_by_side
from chapters.reconciliation.learning import Matcher
from ipspi.errors import RuleError

# each takes a connection and, in the end, a few hundred MB; what comes before is done by one
MOST_PROCESSES = 4

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Reconcile the lists of all chapters, or of those named, with the national register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chapter", action="append", metavar="CODE", help="a chapter; may be repeated")
        parser.add_argument(
            "--full",
            action="store_true",
            help="learn a new model from all lists first, and link all rows anew",
        )
        parser.add_argument(
            "--anew",
            action="store_true",
            help="link all rows anew by the latest model, believing nothing kept",
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=min(os.cpu_count() or 1, MOST_PROCESSES),
            help=f"how many chapters are reconciled at once; if not told, one per processor, at most {MOST_PROCESSES}",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *, chapter: list[str] | None, full: bool, anew: bool, **options: Any) -> None:
        began = time.monotonic()
        chapters = _chapters(chapter)
        matcher = Matcher(at=timezone.now(), anew=full or anew)
        if full:
            matcher.learn()
        found = list(
            side_by_side.map_chapters(_reconciled, chapters, matcher, processes=options["processes"])
        )
        self._report(
            [figures for figures in found if figures],
            seconds=time.monotonic() - began,
            as_json=options["json"],
        )
        if failed := [each.pk for each, figures in zip(chapters, found, strict=True) if figures is None]:
            raise CommandError(f"not reconciled: {', '.join(failed)}")

    def _report(self, chapters: list[dict[str, Any]], *, seconds: float, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"seconds": round(seconds, 3), "chapters": chapters}))
            return
        for figures in chapters:
            words = "  ".join(f"{name} {value}" for name, value in figures.items() if name != "estimate")
            self.stdout.write(f"{words}  estimate {figures['estimate']}")
        self.stdout.write(f"{len(chapters)} chapters in {seconds:.1f} s")


def _reconciled(chapter: Chapter, matcher: Matcher) -> dict[str, Any] | None:
    """Return the new page of a chapter's ledger, or None where that failed: one must not stop the others."""
    try:
        return as_dict(running.reconcile(chapter=chapter, matcher=matcher, at=timezone.now()))
    except Exception as error:  # the exit code tells
        log.exception(
            "Chapter %s failed.", chapter.pk, exc_info=None if isinstance(error, RuleError) else error
        )
        return None


def as_dict(entry: LedgerEntry) -> dict[str, Any]:
    """Return a page of the ledger under the names that other programs rely on."""
    return {
        "chapter": entry.run.chapter_id,
        "rows": entry.rows,
        "linked": entry.linked,
        "review": entry.review,
        "only_roster": entry.only_list,
        "only_national": entry.only_national,
        "conflicts": entry.conflicts,
        "duplicates": entry.duplicates,
        "moved": entry.moved,
        "estimate": {"total": entry.estimate_total, "low": entry.estimate_low, "high": entry.estimate_high},
    }


def _chapters(codes: list[str] | None) -> list[Chapter]:
    if codes is None:
        return list(running.chapters_to_reconcile())
    found = Chapter.objects.in_bulk(codes)
    if unknown := sorted(set(codes) - set(found)):
        raise CommandError(f"no such chapter: {', '.join(unknown)}", returncode=2)
    return [found[code] for code in sorted(set(codes))]

"""Reconcile chapters' lists with the national register, as the night does."""

import json
import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from chapters.models import Chapter, LedgerEntry
from chapters.reconciliation import running
from chapters.reconciliation.learning import Matcher
from ipspi.errors import RuleError

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
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *, chapter: list[str] | None, full: bool, anew: bool, **options: Any) -> None:
        began = time.monotonic()
        chapters = _chapters(chapter)
        matcher = Matcher(at=timezone.now(), anew=full or anew)
        if full:
            matcher.learn()
        entries, failed = [], []
        for each in chapters:
            try:
                entries.append(running.reconcile(chapter=each, matcher=matcher, at=timezone.now()))
            except Exception as error:  # one chapter must not stop the others; the exit code tells
                log.exception(
                    "Chapter %s failed.", each.pk, exc_info=None if isinstance(error, RuleError) else error
                )
                failed.append(each.pk)
        self._report(entries, seconds=time.monotonic() - began, as_json=options["json"])
        if failed:
            raise CommandError(f"not reconciled: {', '.join(failed)}")

    def _report(self, entries: list[LedgerEntry], *, seconds: float, as_json: bool) -> None:
        chapters = [as_dict(entry) for entry in entries]
        if as_json:
            self.stdout.write(json.dumps({"seconds": round(seconds, 3), "chapters": chapters}))
            return
        for figures in chapters:
            words = "  ".join(f"{name} {value}" for name, value in figures.items() if name != "estimate")
            self.stdout.write(f"{words}  estimate {figures['estimate']}")
        self.stdout.write(f"{len(chapters)} chapters in {seconds:.1f} s")


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

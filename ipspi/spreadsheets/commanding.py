"""
Imports by command: a file into one destination, all or nothing, with what programs need to know as one JSON object.

    class Command(ImportCommand):
        help = "Import a chapter's list."
        kind = "daftar"

        def add_arguments(self, parser):
            super().add_arguments(parser)
            parser.add_argument("--chapter", default="")

        def key_of(self, options):
            return f"{options['chapter']}:own"

Nobody looks at the columns here, so that only the very words of a heading count.
"""

import datetime as dt
import json
import time
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.spreadsheets import checking, importers
from ipspi.spreadsheets.checking import Checked
from ipspi.spreadsheets.columns import SURE, Places, doubled, places_by_heading
from ipspi.spreadsheets.importers import Applied, Importer, Problem
from ipspi.spreadsheets.importing import counts_of, name_of
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.reading import read, require_size
from ipspi.spreadsheets.sheets import Unreadable
from ipspi.spreadsheets.tables import Table, letter, table_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, or would have done, or why it did nothing: then it has errors and is not `done`."""

    done: bool = True
    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    proposed: int | None = None
    rejected: int = 0
    seconds: float = 0.0
    errors: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return what the command prints."""
        facts = asdict(self)
        del facts["done"]
        if self.proposed is None:
            del facts["proposed"]
        return facts


def import_file(
    *, kind: str, key: str, path: Path, at: dt.datetime, dry_run: bool = False, skip_rejected: bool = False
) -> Outcome:
    """
    Import the file at `path` as the registry itself, all or nothing. A dry run does the same and takes it back.

    Rejected rows refuse the file, unless `skip_rejected`. A file that cannot be taken raises nothing: see `errors`.
    """
    importer = importers.find(kind)
    if importer is None:
        raise LookupError(kind)
    try:
        require_size(path.stat().st_size)
        table = table_of(read(path.read_bytes()), importer.columns)
        _require_clear_headings(table, importer)
        return _import_table(
            table, importer, key=key, file_name=path.name, at=at, dry_run=dry_run, skip_rejected=skip_rejected
        )
    except RuleError as error:
        return Outcome(done=False, errors=[_error(None, "", error.message)])


def _import_table(
    table: Table,
    importer: Importer,
    *,
    key: str,
    file_name: str,
    at: dt.datetime,
    dry_run: bool,
    skip_rejected: bool,
) -> Outcome:
    places = places_by_heading(table.headings, importer.columns, at_least=SURE)
    checked = checking.check(table=table, places=places, importer=importer, key=key, at=at)
    repeated = [Problem(line, "", _("Baris ini mengulang judul kolom.")) for line in table.repeated]
    refused = Outcome(
        done=False,
        rows=len(checked.rows) + len(repeated),
        rejected=len(checked.rejected) + len(repeated),
        errors=[_error(each.line, each.column, each.message) for each in _refusals(checked, repeated)],
        warnings=_summed_up(checked),
        unknown_columns=_unknown(table, places),
    )
    if refused.rejected and not skip_rejected:
        return refused
    with transaction.atomic():
        applied = _apply(checked, importer, key=key, file_name=file_name, at=at)
        transaction.set_rollback(dry_run)
    return replace(
        refused,
        done=True,
        added=applied.added,
        updated=applied.updated,
        unchanged=applied.unchanged,
        gone=applied.gone,
        proposed=applied.proposed,
    )


def _unknown(table: Table, places: Places) -> list[str]:
    return [
        heading or letter(place)
        for place, heading in enumerate(table.headings)
        if place not in places.values()
    ]


def _apply(checked: Checked, importer: Importer, *, key: str, file_name: str, at: dt.datetime) -> Applied:
    destination = importer.destination(user=None, key=key)
    upload = Upload.objects.create(
        kind=importer.kind,
        key=key,
        chapter=destination.chapter if destination else "",
        file_name=name_of(file_name),
        lines=len(checked.rows),
        status=Upload.Status.APPLIED,
        created_at=at,
        checked_at=at,
        applied_at=at,
    )
    applied = importer.apply(upload=upload, rows=checked.accepted, by=None, at=at)
    upload.counts, upload.memo = {**checked.counts, **counts_of(applied)}, applied.memo
    upload.save(update_fields=["counts", "memo"])
    audit.record(by=None, did="apply_upload", to=upload, chapter=upload.chapter, **upload.counts)
    return applied


def _require_clear_headings(table: Table, importer: Importer) -> None:
    if table.heading_line is None:
        names = ", ".join(column.name for column in importer.columns)
        raise Unreadable(
            "no_headings", _("Tidak ada baris judul kolom. Kolom yang dikenal: %(names)s.") % {"names": names}
        )
    for name, places in doubled(table.headings, importer.columns).items():
        where = ", ".join(letter(place) for place in places)
        message = _("Kolom %(name)s ada lebih dari satu kali: %(where)s.")
        raise Unreadable("doubled_heading", message % {"name": name, "where": where})


def _refusals(checked: Checked, repeated: list[Problem]) -> list[Problem]:
    refusing = [problem for problem in checked.problems if problem.refuses]
    return sorted([*refusing, *repeated], key=lambda problem: problem.line)


def _error(row: int | None, column: str, message: str) -> dict[str, Any]:
    return {"row": row, "column": column, "message": message}


def _summed_up(checked: Checked) -> list[dict[str, Any]]:
    counted: dict[tuple[str, str], int] = {}
    for problem in checked.problems:
        if not problem.refuses:
            counted[problem.column, problem.message] = counted.get((problem.column, problem.message), 0) + 1
    return [
        {"column": column, "message": message, "count": count}
        for (column, message), count in sorted(counted.items())
    ]


class ImportCommand(BaseCommand, ABC):
    """A command that imports FILE; see the module's docstring. Exits with 1 where the file is refused."""

    kind: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")
        parser.add_argument("--skip-rejected", action="store_true", help="import the other rows")
        parser.add_argument("--json", action="store_true", help="one object on standard output")

    @abstractmethod
    def key_of(self, options: dict[str, Any]) -> str:
        """Return the importer's key for these options. Raises CommandError (returncode 2) if there is no such place."""

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        key, start = self.key_of(options), time.perf_counter()
        outcome = import_file(
            kind=self.kind,
            key=key,
            path=path,
            at=timezone.now(),
            dry_run=options["dry_run"],
            skip_rejected=options["skip_rejected"],
        )
        self._tell(outcome, seconds=round(time.perf_counter() - start, 3), as_json=options["json"])
        if not outcome.done:
            raise SystemExit(1)

    def _tell(self, outcome: Outcome, *, seconds: float, as_json: bool) -> None:
        facts = outcome.as_json() | {"seconds": seconds}
        if as_json:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        for name in ("rows", "added", "updated", "unchanged", "gone", "proposed", "rejected", "seconds"):
            if name not in facts:
                continue
            self.stdout.write(f"{name}: {facts[name]}")
        for error in outcome.errors:
            row = f"baris {error['row']}: " if error["row"] else ""
            self.stderr.write(f"{row}{error['column']} {error['message']}".strip())

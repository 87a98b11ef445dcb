"""
Writing an accountability report: begin, write on, add figures of one's own, remove the draft, amend.

Source: docs/rules.md#accountability
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.accountability import sections
from chapters.models import AccountabilityReport, Chapter, Term
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError

LONGEST_TEXT = 20_000
MOST_TABLES, MOST_LINES = 30, 100


class ReportRefused(RuleError):
    """The report cannot be as it was asked for."""


class IsPresented(RuleError):
    """A presented report never changes."""


@transaction.atomic
def begin(
    *,
    chapter: Chapter,
    title: str,
    since: dt.date,
    until: dt.date,
    by: User,
    at: dt.datetime,
    term: Term | None = None,
) -> AccountabilityReport:
    """
    Begin a draft about a term or a year of a chapter, both days included.

    Raises PermissionDenied, ReportRefused.
    """
    access.require(by, access.May.KEEP_REPORTS, chapter=chapter.pk)
    if until < since:
        raise ReportRefused(_("Akhir laporan tidak boleh sebelum awalnya."))
    if term is not None and term.chapter_id != chapter.pk:
        raise ReportRefused(_("Masa bakti itu milik daerah lain."))
    report = AccountabilityReport.objects.create(
        chapter=chapter,
        term=term,
        title=title.strip(),
        since=since,
        until=until,
        created_at=at,
        created_by=by,
    )
    audit.record(by=by, did="begin_report", to=report, chapter=chapter.pk)
    return report


@transaction.atomic
def write(*, report: AccountabilityReport, key: str, text: str, by: User) -> AccountabilityReport:
    """Write the text of a section, or empty it. Raises PermissionDenied, IsPresented, ReportRefused."""
    report = _locked(report, by=by)
    if key not in sections.known():
        raise ReportRefused(_("Bagian itu tidak ada."))
    if len(text) > LONGEST_TEXT:
        raise ReportRefused(
            _("Uraian terlalu panjang: paling banyak %(most)d huruf.") % {"most": LONGEST_TEXT}
        )
    report.texts = {**report.texts, key: text.strip()}
    report.save(update_fields=["texts"])
    audit.record(by=by, did="write_report", to=report, chapter=report.chapter_id)
    return report


@transaction.atomic
def add_table(
    *, report: AccountabilityReport, title: str, lines: list[tuple[str, int]], stated: int | None, by: User
) -> AccountabilityReport:
    """
    Add figures that the registry does not keep, with the total that somebody stated, if one did.

    Raises PermissionDenied, IsPresented, ReportRefused.
    """
    report = _locked(report, by=by)
    if len(report.tables) >= MOST_TABLES or len(lines) > MOST_LINES:
        raise ReportRefused(_("Terlalu banyak untuk satu laporan."))
    kept: dict[str, Any] = {"title": title.strip(), "lines": [list(line) for line in lines], "stated": stated}
    report.tables = [*report.tables, kept]
    report.save(update_fields=["tables"])
    audit.record(by=by, did="add_table", to=report, chapter=report.chapter_id)
    return report


@transaction.atomic
def remove_table(*, report: AccountabilityReport, place: int, by: User) -> dict[str, Any]:
    """Remove a table of one's own, and return it. Raises PermissionDenied, IsPresented, ReportRefused."""
    report = _locked(report, by=by)
    if not 0 <= place < len(report.tables):
        raise ReportRefused(_("Tabel itu sudah tidak ada."))
    removed: dict[str, Any] = report.tables[place]
    report.tables = [table for at, table in enumerate(report.tables) if at != place]
    report.save(update_fields=["tables"])
    audit.record(by=by, did="remove_table", to=report, chapter=report.chapter_id)
    return removed


@transaction.atomic
def discard(*, report: AccountabilityReport, by: User) -> None:
    """Remove a draft. Raises PermissionDenied, IsPresented."""
    report = _locked(report, by=by)
    audit.record(by=by, did="discard_report", to=report, chapter=report.chapter_id)
    report.delete()


@transaction.atomic
def amend(*, report: AccountabilityReport, by: User, at: dt.datetime) -> AccountabilityReport:
    """
    Begin the next version of a presented report, with its texts and tables; or return the one that was begun.

    Raises PermissionDenied, ReportRefused.
    """
    report = AccountabilityReport.objects.select_for_update().get(pk=report.pk)
    access.require(by, access.May.KEEP_REPORTS, chapter=report.chapter_id)
    if not report.is_presented:
        raise ReportRefused(
            _("Rancangan ini masih dapat diubah; versi baru hanya dari laporan yang disampaikan.")
        )
    if later := AccountabilityReport.objects.filter(amends=report).first():
        return later
    amended = AccountabilityReport.objects.create(
        chapter_id=report.chapter_id, term_id=report.term_id, title=report.title, since=report.since,
        until=report.until, version=report.version + 1, amends=report, texts=report.texts, tables=report.tables,
        created_at=at, created_by=by,
    )  # fmt: skip
    audit.record(by=by, did="amend_report", to=amended, chapter=report.chapter_id)
    return amended


def _locked(report: AccountabilityReport, *, by: User) -> AccountabilityReport:
    report = AccountabilityReport.objects.select_for_update().get(pk=report.pk)
    access.require(by, access.May.KEEP_REPORTS, chapter=report.chapter_id)
    if report.is_presented:
        raise IsPresented(
            _("Laporan yang sudah disampaikan tidak berubah. Buat versi baru untuk memperbaikinya.")
        )
    return report

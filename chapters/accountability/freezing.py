"""
Presenting a report: its figures are computed once more, and kept with a number and a hash; then nothing changes.

Source: docs/rules.md#accountability
"""

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction

from chapters import access
from chapters.accountability import appendices, numbering, printing, sections
from chapters.accountability.blocks import Section, as_data, from_data
from chapters.accountability.drafting import IsPresented
from chapters.models import AccountabilityReport, Chapter
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.regions import times


@transaction.atomic
def present(*, report: AccountabilityReport, by: User, at: dt.datetime) -> AccountabilityReport:
    """
    Freeze a draft as it stands at a moment, with its PDF and its appendices.

    Raises PermissionDenied, IsPresented.
    """
    chapter = Chapter.objects.select_for_update(no_key=True).get(pk=report.chapter_id)
    report = AccountabilityReport.objects.select_for_update().get(pk=report.pk)
    access.require(by, access.May.KEEP_REPORTS, chapter=chapter.pk)
    if report.is_presented:
        raise IsPresented
    today = times.local(at, zone=chapter.zone).date()
    report.chapter = chapter
    report.number = numbering.next_for(chapter, on=today)
    report.content = content_of(report, sections.of(report, today=today), on=today)
    report.digest = digest_of(report.content)
    report.presented_at, report.state = at, AccountabilityReport.State.PRESENTED
    report.pdf = printing.pdf(report.content, digest=report.digest)
    report.appendices = appendices.workbook(report.content)
    report.save(update_fields=["number", "content", "digest", "presented_at", "state", "pdf", "appendices"])
    audit.record(by=by, did="present_report", to=report, chapter=chapter.pk, version=report.version)
    return report


def content_of(report: AccountabilityReport, found: list[Section], *, on: dt.date) -> dict[str, Any]:
    """Return all that a report says, on the day `on`, as it is frozen."""
    return {
        "title": report.title,
        "chapter": report.chapter.name,
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "on": on.isoformat(),
        "number": report.number or "",
        "version": report.version,
        "amends": report.amends.number if report.amends else "",
        "sections": [as_data(section) for section in found],
    }


def digest_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of what a report says: of its JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(report: AccountabilityReport) -> bool:
    """Tell whether a presented report still says what its hash was made of."""
    return report.content is not None and digest_of(report.content) == report.digest


def sections_of(report: AccountabilityReport, *, today: dt.date) -> list[Section]:
    """Return what a report says: a presented one what was frozen, a draft what is so today."""
    if report.content is not None:
        return [from_data(data) for data in report.content["sections"]]
    return sections.of(report, today=today)

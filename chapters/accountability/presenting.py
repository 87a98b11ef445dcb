"""What the pages of reports show."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chapters.accountability import freezing, printing
from chapters.accountability.blocks import Block, Figures, Plot, Section, Table
from chapters.accountability.sections import OWN
from chapters.models import AccountabilityReport, Chapter, Term


@dataclass(frozen=True, slots=True)
class Line:
    """A report in the list of a chapter's reports."""

    report: AccountabilityReport
    period: str
    look: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of a section, ready for its template: `kind` is its name there; `place` of a table of one's own."""

    kind: str
    block: Block
    differs: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()
    drawing: SafeString | str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its blocks and the paragraphs of its text."""

    section: Section
    text: tuple[str, ...]
    blocks: tuple[Shown, ...]


def lines(chapter: Chapter) -> list[Line]:
    """Return the reports of a chapter: drafts first, then the latest."""
    reports = AccountabilityReport.objects.filter(chapter=chapter).select_related("term", "amended_by")
    reports = reports.defer("content", "texts", "tables", "pdf", "appendices")
    found = sorted(reports, key=lambda report: report.is_presented)
    return [Line(report, period(report), "good" if report.is_presented else "wait") for report in found]


def proposal(chapter: Chapter) -> dict[str, Any]:
    """Return what a new report is likely to be about: the chapter's latest term."""
    term = Term.objects.filter(chapter=chapter).order_by("-starts_on").first()
    title = _("Laporan pertanggungjawaban %(chapter)s %(term)s") % {
        "chapter": chapter.name,
        "term": term.name if term else "",
    }
    return {"title": title.strip(), "term": term}


def page(report: AccountabilityReport, *, today: dt.date) -> dict[str, Any]:
    """Return what the page of a report shows."""
    return {
        "report": report,
        "period": period(report),
        "parts": [_part(section) for section in sections(report, today=today)],
        "is_whole": not report.is_presented or freezing.is_whole(report),
        "later": getattr(report, "amended_by", None),
        "own": OWN,
    }


def sections(report: AccountabilityReport, *, today: dt.date) -> list[Section]:
    """Return what a report says."""
    return freezing.sections_of(report, today=today)


def content(report: AccountabilityReport, *, today: dt.date) -> dict[str, Any]:
    """Return all that a draft would say if it were presented today."""
    return report.content or freezing.content_of(report, sections(report, today=today), on=today)


def discrepancies(report: AccountabilityReport, *, today: dt.date) -> list[str]:
    """Return the stated totals of a report that differ from their rows, in words."""
    return [
        f"{block.title}: {said}"
        for section in sections(report, today=today)
        for block in section.blocks
        if isinstance(block, Table)
        for said in _differs(block)
    ]


def without_text(report: AccountabilityReport, *, today: dt.date) -> list[str]:
    """Return the sections that have figures and no words yet."""
    found = sections(report, today=today)
    return [section.title for section in found if section.blocks and not section.text]


def period(report: AccountabilityReport) -> str:
    """Say from when to when."""
    return _("%(since)s sampai %(until)s") % {
        "since": date_format(report.since),
        "until": date_format(report.until),
    }


def _part(section: Section) -> Part:
    own = section.key == OWN
    return Part(
        section,
        tuple(line.strip() for line in section.text.splitlines() if line.strip()),
        tuple(_shown(block, place if own else None) for place, block in enumerate(section.blocks)),
    )


def _shown(block: Block, place: int | None) -> Shown:
    if isinstance(block, Table):
        numbers = frozenset(printing.numbers(block))
        return Shown("table", block, tuple(_differs(block)), numbers, place=place)
    if isinstance(block, Plot):
        return Shown("plot", block, drawing=printing.drawn(block))
    return Shown("figures" if isinstance(block, Figures) else "words", block)


def _differs(table: Table) -> list[str]:
    return [printing.differs(*each) for each in table.discrepancies]

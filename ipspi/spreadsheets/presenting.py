"""What the pages of an upload show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ipspi.jobs.models import Job
from ipspi.navigation import Crumb
from ipspi.spreadsheets import importers, packing
from ipspi.spreadsheets.columns import Column
from ipspi.spreadsheets.forms import LONG_NUMBER
from ipspi.spreadsheets.importers import Destination
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.tables import Row, Table, letter, rows_of

PAGE = 50
SHOWN_OF_SECRET = 2
ALL = "semua"


@dataclass(frozen=True, slots=True)
class Step:
    """A step as `_parts/steps.html` shows it."""

    label: str
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the preview: its cells with their labels, and what is wrong with it in words."""

    line: int
    cells: list[tuple[str, str]]
    problems: list[str]
    is_rejected: bool


def steps(upload: Upload | None, *, at: int) -> list[Step]:
    """Return the four steps, the one with number `at` (from 0) being now."""
    labels = [_("Unggah"), _("Kolom"), _("Periksa"), _("Selesai")]
    back = reverse("spreadsheets:columns", args=[upload.pk]) if upload and upload.is_open else ""
    return [
        Step(
            label, "done" if number < at else "now" if number == at else "later", back if number == 1 else ""
        )
        for number, label in enumerate(labels)
    ]


def crumbs(destination: Destination, title: str) -> list[Crumb]:
    """Return the way to a page of an upload."""
    return [Crumb(destination.name, destination.url), Crumb(title)]


def guess_words(upload: Upload) -> str:
    """Say where the columns that are filled in come from."""
    if upload.like is None:
        return _("Tebakan kami sudah dipilih. Periksa, dan ubah yang keliru.")
    words = _(
        "Kolom dipilih seperti pada berkas “%(name)s” yang diterapkan sebelumnya. Periksa, dan ubah yang keliru."
    )
    return words % {"name": upload.like.file_name}


def found(table: Table) -> list[str]:
    """Return, in sentences, what was found out about the file and what was passed over."""
    said = []
    if table.heading_line is None:
        said.append(_("Berkas ini tidak mempunyai judul kolom; kolom ditebak dari isinya."))
    if table.above:
        said.append(
            _("Judul kolom ada di baris %(line)d; baris di atasnya dilewati.") % {"line": table.heading_line}
        )
    if table.repeated:
        lines = ", ".join(map(str, table.repeated[:10]))
        said.append(_("Baris yang mengulang judul kolom dilewati: %(lines)s.") % {"lines": lines})
    if len(table.sheets) > 1:
        words = _("Yang dibaca lembar “%(sheet)s”.") % {"sheet": table.sheet}
        said.append(words)
    for name, line in table.joined:
        said.append(
            _("Lembar “%(name)s” menyusul; barisnya dihitung terus mulai dari %(line)d.")
            % {"name": name, "line": line}
        )
    if table.passed_over:
        said.append(_("Lembar yang dilewati: %(names)s.") % {"names": ", ".join(table.passed_over)})
    return said


def unused(upload: Upload, table: Table) -> list[str]:
    """Return a sentence on the columns of the file that go nowhere, if there are any."""
    names = [
        LONG_NUMBER.sub(r"\1…", heading) or letter(place)
        for place, heading in enumerate(table.headings)
        if place not in upload.places.values()
    ]
    return [_("Kolom berkas yang tidak dipakai: %(names)s.") % {"names": ", ".join(names)}] if names else []


def preview_page(upload: Upload, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the preview shows, as far as the check has come."""
    failed = upload.job is not None and upload.job.status in (Job.Status.FAILED, Job.Status.CANCELLED)
    context = {"steps": steps(upload, at=2), "failed_job": upload.job if failed else None}
    if upload.checked_at is None:
        return context
    return {
        **context,
        "figures": figures(upload),
        "apply_words": apply_words(upload),
        **rows_page(upload, query),
    }


def outcome_page(upload: Upload) -> dict[str, Any]:
    """Return what the page of an applied, undone or cancelled upload shows."""
    applied = upload.status == Upload.Status.APPLIED
    blocked = importers.of(upload).what_blocks_undo(upload=upload) if applied else ""
    return {
        "steps": steps(upload, at=3),
        "figures": outcome(upload),
        "applied": applied,
        "blocked": blocked,
        "has_rejected": applied and upload.rejected is not None,
    }


def rows_page(upload: Upload, query: Mapping[str, str]) -> dict[str, Any]:
    """Return a page of the rows: those with problems, or all."""
    importer = importers.of(upload)
    table = packing.unpacked(upload.content)
    rows = rows_of(table, upload.places, importer.columns)
    problems: dict[int, list[tuple[str, bool]]] = {}
    for line, _column, message, refuses in upload.problems:
        problems.setdefault(line, []).append((message, refuses))
    show_all = query.get("tampilkan") == ALL or not problems
    chosen = rows if show_all else [row for row in rows if row.line in problems]
    used = [column for column in importer.columns if column.name in upload.places]
    number = _page_number(query, len(chosen))
    page = chosen[number * PAGE : (number + 1) * PAGE]
    return {
        "columns": used,
        "rows": [_shown(row, used, problems.get(row.line, [])) for row in page],
        "show_all": show_all,
        "found": [*found(table), *unused(upload, table)],
        **_pages(number, len(chosen), show_all=show_all),
    }


def figures(upload: Upload) -> list[dict[str, Any]]:
    """Return the numbers of a check as cards."""
    counts = upload.counts
    taken = counts["rows"] - counts["rejected"]
    checked = [
        {"label": _("Baris di berkas"), "number": counts["rows"]},
        {"label": _("Dapat diterapkan"), "number": taken, "look": "good" if taken else ""},
        {"label": _("Ditolak"), "number": counts["rejected"], "look": "bad" if counts["rejected"] else ""},
        {
            "label": _("Dengan catatan"),
            "number": counts["warned"],
            "look": "warn" if counts["warned"] else "",
        },
    ]
    return checked + [
        {"label": label, "number": counts[name]}
        for name, label in _done()
        if name in counts and name != "rejected"
    ]


def outcome(upload: Upload) -> list[dict[str, Any]]:
    """Return the numbers of what applying did as cards."""
    return [{"label": label, "number": upload.counts.get(name, 0)} for name, label in _done()]


def _done() -> list[tuple[str, str]]:
    return [
        ("added", _("Baru")),
        ("updated", _("Berubah")),
        ("unchanged", _("Tetap")),
        ("gone", _("Hilang")),
        ("rejected", _("Dilewati")),
    ]


def apply_words(upload: Upload) -> str:
    """Return the words of the button that applies."""
    taken = upload.counts["rows"] - upload.counts["rejected"]
    return ngettext("Terapkan %(count)d baris", "Terapkan %(count)d baris", taken) % {"count": taken}


def _shown(row: Row, columns: Sequence[Column], problems: list[tuple[str, bool]]) -> Shown:
    cells = [(str(column.label), _visible(row.values[column.name], column)) for column in columns]
    said = [message for message, _refuses in problems]
    return Shown(row.line, cells, said, any(refuses for _message, refuses in problems))


def _visible(value: str, column: Column) -> str:
    if not column.secret or not value:
        return value
    shown = value[-SHOWN_OF_SECRET:] if len(value) > 2 * SHOWN_OF_SECRET else ""
    return "•" * (len(value) - len(shown)) + shown


def _page_number(query: Mapping[str, str], rows: int) -> int:
    written = query.get("halaman", "")
    number = int(written) - 1 if written.isascii() and written.isdigit() and len(written) < 7 else 0
    return max(0, min(number, (rows - 1) // PAGE))


def _pages(number: int, rows: int, *, show_all: bool) -> dict[str, str]:
    def url(page: int) -> str:
        return f"?tampilkan={ALL if show_all else 'masalah'}&halaman={page + 1}"

    first, last = number * PAGE + 1, min((number + 1) * PAGE, rows)
    said = _("Baris ke-%(first)d sampai ke-%(last)d dari %(rows)d") % {
        "first": first,
        "last": last,
        "rows": rows,
    }
    return {
        "previous_url": url(number - 1) if number else "",
        "next_url": url(number + 1) if last < rows else "",
        "said_rows": said if rows > PAGE else "",
    }

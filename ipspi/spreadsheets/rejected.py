"""The lines of a file that cannot be taken, given back as a spreadsheet with the reasons in a column of its own."""

import datetime as dt
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.spreadsheets import importers, packing, writing
from ipspi.spreadsheets.checking import Checked
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.sheets import Line
from ipspi.spreadsheets.tables import Table, letter

KEPT = dt.timedelta(days=7)  # after the upload was applied


class NothingRejected(RuleError):
    """No line was rejected, or they are no longer kept."""


def packed(table: Table, checked: Checked) -> bytes | None:
    """Return the rejected lines as an upload keeps them, or None if there are none."""
    reasons: dict[int, list[str]] = {}
    for problem in checked.problems:
        if problem.refuses:
            reasons.setdefault(problem.line, []).append(problem.message)
    if not reasons:
        return None
    lines = [
        Line(line.number, [*line.cells, " ".join(reasons[line.number])])
        for line in table.lines
        if line.number in reasons
    ]
    return packing.packed(replace(table, headings=[*table.headings, _("Alasan ditolak")], lines=lines))


def workbook(*, upload: Upload, by: User) -> bytes:
    """
    Return the rejected lines as an XLSX file: their number, all their cells as they were, and why. It is logged.

    Raises PermissionDenied if `by` may not write where the upload goes, NothingRejected.
    """
    if importers.of(upload).destination(user=by, key=upload.key) is None:
        raise PermissionDenied
    if upload.rejected is None:
        raise NothingRejected(
            _("Tidak ada baris yang ditolak, atau sudah dihapus. Kami menyimpannya tujuh hari.")
        )
    table = packing.unpacked(upload.rejected)
    headings = [heading or letter(place) for place, heading in enumerate(table.headings)]
    rows = [[_("Baris"), *headings], *([str(line.number), *line.cells] for line in table.lines)]
    audit.record(by=by, did="take_rejected_rows", to=upload, chapter=upload.chapter, lines=len(table.lines))
    return writing.workbook(rows)


def forget(*, at: dt.datetime) -> int:
    """Delete the rejected lines of uploads that were applied long enough ago; return of how many."""
    return Upload.objects.filter(applied_at__lt=at - KEPT, rejected__isnull=False).update(rejected=None)

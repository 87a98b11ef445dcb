"""Checking the rows of a table with their importer: who is rejected, and what is only worth a word."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ipspi.errors import RuleError
from ipspi.spreadsheets.columns import Column, Places
from ipspi.spreadsheets.importers import Importer, Problem
from ipspi.spreadsheets.tables import Row, Table, rows_of

# Of a file that is wrong from end to end nobody reads more than this.
MOST_KEPT = 2_000


class BadPlaces(RuleError):
    """The columns were not found as they must be."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows and what was found about them, sorted by line."""

    rows: Sequence[Row]
    problems: Sequence[Problem]

    @property
    def rejected(self) -> frozenset[int]:
        """The numbers of the lines that cannot be taken."""
        return frozenset(problem.line for problem in self.problems if problem.refuses)

    @property
    def accepted(self) -> list[Row]:
        rejected = self.rejected
        return [row for row in self.rows if row.line not in rejected]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, are rejected, and are taken with a word of warning."""
        rejected = self.rejected
        warned = {problem.line for problem in self.problems} - rejected
        return {"rows": len(self.rows), "rejected": len(rejected), "warned": len(warned)}

    @property
    def kept(self) -> list[list[int | str | bool]]:
        """The first problems as an upload keeps them, refusals before warnings."""
        first = sorted(self.problems, key=lambda problem: (not problem.refuses, problem.line))[:MOST_KEPT]
        return [[each.line, each.column, each.message, each.refuses] for each in first]


def check(*, table: Table, places: Places, importer: Importer, key: str, at: dt.datetime) -> Checked:
    """Return the rows of `table` with what their importer finds. Raises BadPlaces if a required column has no place."""
    require_places(places, table=table, columns=importer.columns)
    rows = rows_of(table, places, importer.columns)
    problems = sorted(importer.check(rows=rows, key=key, at=at), key=lambda problem: problem.line)
    return Checked(rows=rows, problems=problems)


def require_places(places: Places, *, table: Table, columns: Sequence[Column]) -> None:
    """Raise BadPlaces unless every required column has a place of the table, and no place has two columns."""
    known = {column.name for column in columns}
    if not set(places) <= known or not set(places.values()) <= set(range(len(table.headings))):
        raise BadPlaces(_("Kolom yang dipilih tidak ada di berkas ini."))
    if len(set(places.values())) < len(places):
        raise BadPlaces(_("Satu kolom berkas dipilih untuk dua isian. Pilih kolom yang berbeda."))
    missing = [str(column.label) for column in columns if column.required and column.name not in places]
    if missing:
        message = _("Kolom ini harus ada tetapi belum ditemukan di berkas: %(columns)s.")
        raise BadPlaces(message % {"columns": ", ".join(missing)})

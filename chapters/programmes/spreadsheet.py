"""
A term's work programmes as a spreadsheet: its columns, what is wrong with a row, and where the rows go.

A row is a programme with a target, or one more target: of the programme that it names again, or of the one above where
its name is empty, as merged cells are read.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters import access, months, rupiah
from chapters.models import Programme, Target, Term
from chapters.programmes import history
from chapters.programmes.history import Kind
from ipspi.accounts.models import User
from ipspi.errors import RuleError
from ipspi.spreadsheets.columns import Column
from ipspi.spreadsheets.importers import Applied, Destination, Problem
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.tables import Row

KIND = "program"
COLUMNS = (
    Column("division", gettext_lazy("Bidang"), ("divisi", "departemen")),
    Column(
        "name", gettext_lazy("Program"), ("nama program", "program kerja", "kegiatan", "nama kegiatan"), required=True
    ),
    Column("aim", gettext_lazy("Tujuan"), ("maksud", "tujuan program", "tujuan kegiatan")),
    Column("target", gettext_lazy("Sasaran"), ("target", "indikator", "indikator keberhasilan")),
    Column("number", gettext_lazy("Jumlah sasaran"), ("jumlah", "volume", "jumlah target", "angka")),
    Column("unit", gettext_lazy("Satuan"), ()),
    Column("starts", gettext_lazy("Mulai"), ("bulan mulai", "waktu mulai", "waktu", "bulan", "jadwal")),
    Column("ends", gettext_lazy("Selesai"), ("bulan selesai", "waktu selesai", "sampai")),
    Column("budget", gettext_lazy("Anggaran"), ("biaya", "rencana anggaran", "rab", "anggaran (rp)")),
    Column("spent", gettext_lazy("Realisasi"), ("realisasi anggaran", "terpakai", "realisasi (rp)")),
)  # fmt: skip
_LONGEST = {"division": 120, "name": 200, "aim": 2000, "target": 200, "unit": 40}
_NOTHING = {"", "-", "–"}


class AlreadyThere(RuleError):
    """Somebody wrote the same programme down meanwhile."""


@dataclass(slots=True)
class Written:
    """A programme as the rows have it."""

    line: int
    values: dict[str, Any]
    targets: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """By what it is known again."""
        return self.values["division"].casefold(), self.values["name"].casefold()


class ProgrammeImporter:
    """Takes the programmes of a term: see ipspi.spreadsheets.importers."""

    kind = KIND
    title = gettext_lazy("Program kerja")
    columns = COLUMNS

    def destination(self, *, user: User | None, key: str) -> Destination | None:
        """Return the list of a term's programmes, if `user` may keep them."""
        term = _term(key)
        if term is None or user is None:
            return None
        if term.chapter_id not in access.chapters_where(user, access.May.KEEP_PROGRAMMES):
            return None
        url = f"{reverse('programmes:start', args=[term.chapter_id])}?masa={term.pk}"
        name = _("Program kerja %(term)s") % {"term": term}
        return Destination(name, url, term.chapter_id)

    def check(self, *, rows: Sequence[Row], key: str, at: dt.datetime) -> Iterable[Problem]:
        """Return the rows that cannot be read, and those of programmes that the term has already."""
        there = _there(key)
        above: bool | None = (
            None  # whether the row above that names a programme is taken; None before the first
        )
        for row in rows:
            problems = [*_unreadable(row)]
            if _cell(row, "name"):
                if _key(row) in there:
                    words = _("Program dengan bidang dan nama ini sudah ada di masa bakti ini.")
                    problems.append(Problem(row.line, "name", words))
                above = not problems
            elif above is None or not _cell(row, "target"):
                problems.append(Problem(row.line, "name", _("Nama program kosong.")))
            elif above is False:
                words = _("Program di atas baris ini tidak dapat diterima, jadi sasaran ini juga tidak.")
                problems.append(Problem(row.line, "target", words))
            yield from problems

    def foresee(self, *, rows: Sequence[Row], key: str) -> Applied:
        """Every row is new: what is there already was rejected."""
        return Applied(added=len(rows))

    @transaction.atomic
    def apply(self, *, upload: Upload, rows: Sequence[Row], by: User | None, at: dt.datetime) -> Applied:
        """Write the programmes into the term. Raises AlreadyThere."""
        term = Term.objects.select_for_update(no_key=True).get(pk=upload.key)
        written = list(read(rows))
        if {each.key for each in written} & _there(upload.key):
            raise AlreadyThere(
                _("Ada program yang baru saja dicatat orang lain. Periksa berkasnya sekali lagi.")
            )
        made = []
        for each in written:
            programme = Programme.objects.create(term=term, created_at=at, **each.values)
            Target.objects.bulk_create(Target(programme=programme, **target) for target in each.targets)
            history.record(programme, kind=Kind.IMPORTED, by=by, at=at, words=upload.file_name)
            made.append(programme.pk)
        return Applied(added=len(rows), memo={"programmes": made})

    def what_blocks_undo(self, *, upload: Upload) -> str:
        """Say which of the programmes were changed since."""
        touched = [each.name for each in history.touched(_made(upload))]
        words = _("%(count)d program sudah diubah sesudah unggahan ini (%(names)s).")
        return words % {"count": len(touched), "names": ", ".join(touched[:3])} if touched else ""

    @transaction.atomic
    def undo(self, *, upload: Upload, by: User | None, at: dt.datetime) -> None:
        """Delete the programmes that the upload brought."""
        _made(upload).delete()


def read(rows: Iterable[Row]) -> Iterator[Written]:
    """Yield the programmes that rows write down; all rows are ones that can be taken."""
    found: dict[tuple[str, str], Written] = {}
    last: Written | None = None
    for row in rows:
        if _cell(row, "name"):
            last = found.setdefault(_key(row), Written(row.line, _values(row)))
        if last is not None and _cell(row, "target"):
            unit = _cell(row, "unit") or _("kali")
            number = rupiah.read(_cell(row, "number")) if _cell(row, "number") else 1
            last.targets.append({"what": _cell(row, "target"), "number": number, "unit": unit})
    yield from found.values()


def _values(row: Row) -> dict[str, Any]:
    starts, ends = (_cell(row, name) for name in ("starts", "ends"))
    first = months.read(starts) if starts else None
    last = months.read(ends) if ends else first
    return {
        **{name: _cell(row, name) for name in ("division", "name", "aim")},
        "starts_on": first,
        "ends_on": months.after(last) if last else None,
        **{name: rupiah.read(_cell(row, name)) if _cell(row, name) else None for name in ("budget", "spent")},
    }


def _unreadable(row: Row) -> Iterator[Problem]:
    for name, longest in _LONGEST.items():
        if len(_cell(row, name)) > longest:
            yield Problem(
                row.line, name, _("Isinya terlalu panjang: paling banyak %(most)d huruf.") % {"most": longest}
            )
    for name in ("number", "budget", "spent"):
        try:
            count = rupiah.read(_cell(row, name)) if _cell(row, name) else None
        except ValueError:
            yield Problem(row.line, name, _("Bukan bilangan bulat. Tulis seperti 1500000 atau 1.500.000."))
        else:
            if name == "number" and count == 0:
                yield Problem(row.line, name, _("Jumlah sasaran tidak boleh nol."))
    yield from _wrong_months(row)


def _wrong_months(row: Row) -> Iterator[Problem]:
    read: dict[str, dt.date] = {}
    for name in ("starts", "ends"):
        try:
            if written := _cell(row, name):
                read[name] = months.read(written)
        except ValueError:
            yield Problem(row.line, name, _("Bulan tidak terbaca. Tulis seperti Maret 2026 atau 03-2026."))
            return
    if "ends" in read and "starts" not in read:
        yield Problem(row.line, "starts", _("Bulan mulai kosong."))
    elif "ends" in read and read["ends"] < read["starts"]:
        yield Problem(row.line, "ends", _("Bulan selesai sebelum bulan mulai."))


def _cell(row: Row, name: str) -> str:
    text = " ".join(row.values.get(name, "").replace("\x00", " ").split())
    return "" if text in _NOTHING else text


def _key(row: Row) -> tuple[str, str]:
    return _cell(row, "division").casefold(), _cell(row, "name").casefold()


def _term(key: str) -> Term | None:
    if not (key.isascii() and key.isdigit() and len(key) <= 9):
        return None
    return Term.objects.select_related("chapter").filter(pk=key).first()


def _there(key: str) -> set[tuple[str, str]]:
    there = Programme.objects.kept().filter(term=int(key)).values_list("division", "name")
    return {(division.casefold(), name.casefold()) for division, name in there}


def _made(upload: Upload) -> Any:
    return Programme.objects.filter(pk__in=upload.memo.get("programmes", []))

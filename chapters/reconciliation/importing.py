"""A chapter's list as a spreadsheet: its columns, what is wrong with a row, and where the rows go."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters import access
from chapters.models import Chapter, ListRow, ListUpload, MemberList
from chapters.reconciliation import addresses, kinds, lines, lists
from ipspi.accounts.models import User
from ipspi.regions.lookup import province_from_text
from ipspi.spreadsheets import importing
from ipspi.spreadsheets.columns import Column
from ipspi.spreadsheets.importers import Applied, Destination, Problem
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.tables import Row
from members import identity
from members.matching import dates

KIND = "daftar"
LONGEST_NAME = MemberList._meta.get_field("name").max_length or 0
NATION = "*"  # instead of a chapter: a file whose rows say themselves whose they are; for commands only

COLUMNS = (
    # a running number ("No.") is no id: it moves on to the next person when a line is put in above
    Column("row_id", gettext_lazy("ID baris"), ("id",)),
    Column("chapter", gettext_lazy("Daerah"), ("dpd", "kode daerah", "kode dpd")),
    Column("name", gettext_lazy("Nama"), ("nama lengkap", "nama anggota", "nama peserta"), required=True),
    Column("nik", "NIK", ("nomor induk kependudukan", "no ktp", "ktp"), looks_like=r"[0-9]{16}", secret=True),
    Column(
        "nip",
        "NIP",
        ("nip/ni pppk", "ni pppk", "nomor induk pegawai"),
        looks_like=r"[0-9 ]{18,21}",
        secret=True,
    ),
    Column(
        "phone",
        gettext_lazy("Telepon"),
        ("hp", "no hp", "wa", "no wa", "whatsapp", "no telepon", "kontak"),
        looks_like=r"(\+?62|0)8[0-9 .-]{7,14}",
    ),
    Column(
        "email",
        gettext_lazy("Email"),
        ("e-mail", "surel", "alamat email", "alamat e-mail", "alamat surel", "gmail"),
        looks_like=r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}",
    ),
    Column(
        "birth",
        gettext_lazy("Tanggal lahir"),
        ("tempat tanggal lahir", "tempat/tanggal lahir", "lahir"),
        looks_like=r".*[0-9]{1,2}[-/. ][0-9a-zA-Z]{1,9}[-/. ][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}",
    ),
    Column(
        "workplace",
        gettext_lazy("Tempat bekerja"),
        ("unit kerja", "instansi", "tempat tugas", "lembaga", "asal instansi"),
    ),
    Column(
        "regency",
        gettext_lazy("Kabupaten/kota"),
        ("kabupaten", "kota", "wilayah", "domisili", "kabupaten kota domisili"),
    ),
    Column(
        "status",
        gettext_lazy("Status kepegawaian"),
        ("status", "kepegawaian", "asn/non-asn", "jenis pegawai"),
        looks_like=r"(?i)(non[- ]?)?asn|pns|pppk|p3k|honorer|swasta",
    ),
)


def key_of(chapter: Chapter | str, name: str = lists.DEFAULT) -> str:
    """Return the key of a list as an upload's destination; NATION for a file of many chapters."""
    return f"{chapter.pk if isinstance(chapter, Chapter) else chapter}:{name}"


class ListImporter:
    """Takes chapters' lists: see ipspi.spreadsheets.importers."""

    kind = KIND
    title = gettext_lazy("Daftar daerah")
    columns = COLUMNS

    def destination(self, *, user: User | None, key: str) -> Destination | None:
        """Return the chapter's page of lists, if `user` may keep them; files of many chapters only come by command."""
        code, _colon, name = key.partition(":")
        if not name or len(name) > LONGEST_NAME or "/" in name or not key.isprintable():
            return None
        if code == NATION:
            return Destination(_("Daftar semua daerah"), reverse("chapters:mine")) if user is None else None
        chapter = Chapter.objects.filter(pk=code).first()
        if chapter is None or (user and code not in access.chapters_where(user, access.May.KEEP_LISTS)):
            return None
        kept = MemberList.objects.filter(chapter=chapter, name=name).first()
        if kept is not None and kept.deleted_at is not None:
            return None
        return _destination(chapter, kept)

    def check(self, *, rows: Sequence[Row], key: str, at: dt.datetime) -> Iterable[Problem]:
        """Return the rows without a name or of another chapter, and the numbers that cannot help in finding anybody."""
        whose = _Whose(key)
        for row in rows:
            yield from whose.problems(row)
            try:
                row.read = line = lines.read(row.values, number=row.line)
            except lines.LineRefused as refused:
                yield Problem(row.line, refused.column, refused.message)
            else:
                yield from _warnings(line, today=at.date())

    def foresee(self, *, rows: Sequence[Row], key: str) -> Applied:
        """Return how many lines would be new, changed (corrected ones are recognised), as they were, and gone."""
        whose, name = _Whose(key), key.partition(":")[2]
        return _sum(
            lists.change(chapter=whose.chapters[code], name=name, to=written)
            for code, written in _per_chapter(whose, rows).items()
        )

    @transaction.atomic
    def apply(self, *, upload: Upload, rows: Sequence[Row], by: User | None, at: dt.datetime) -> Applied:
        """Make the rows the new state of the list; of a file of many chapters, of every chapter that is in it."""
        whose, name = _Whose(upload.key), upload.key.partition(":")[2]
        per_chapter = _per_chapter(whose, rows)
        changes = [
            lists.apply(
                chapter=whose.chapters[code], name=name, to=per_chapter[code],
                file_name=upload.file_name, by=by, at=at, source=upload,
            )
            for code in sorted(per_chapter)
        ]  # fmt: skip
        memo = {"list_uploads": [change.upload.pk for change in changes if change.upload]}
        return replace(_sum(changes), memo=memo)

    def what_blocks_undo(self, *, upload: Upload) -> str:
        """Return the first reason why one of the lists cannot have its former state back."""
        return next(filter(None, map(lists.what_blocks_undo, _states_of(upload))), "")

    @transaction.atomic
    def undo(self, *, upload: Upload, by: User | None, at: dt.datetime) -> None:
        """Give all lists of the upload their former state back."""
        for state in _states_of(upload):
            lists.undo(upload=state, by=by, at=at)


def take_back(*, state: ListUpload, by: User, at: dt.datetime) -> None:
    """
    Undo an upload of one list, and with it the spreadsheet that it came from, unless that brought other lists too.

    Raises PermissionDenied or a RuleError that says what stands in the way.
    """
    if state.source is not None and state.source.memo.get("list_uploads") == [state.pk]:
        importing.undo(upload=state.source, by=by, at=at)
    else:
        lists.undo(upload=state, by=by, at=at)


def _destination(chapter: Chapter, kept: MemberList | None) -> Destination:
    """Where a list's rows go: to the chapter's page of lists, or to the page of a list of another kind."""
    replaces = _replaced(kept) if kept else ""
    if kept is None or kept.is_of_members:
        url = reverse("reconciliation:lists", args=[chapter.pk])
        return Destination(_("Daftar %(chapter)s") % {"chapter": chapter}, url, chapter.pk, replaces)
    url = reverse("reconciliation:list", args=[chapter.pk, kept.pk])
    return Destination(kinds.named(kept), url, chapter.pk, replaces)


def _per_chapter(whose: "_Whose", rows: Iterable[Row]) -> dict[str, list[lines.Line]]:
    per_chapter: dict[str, list[lines.Line]] = defaultdict(list)
    for row in rows:
        per_chapter[whose.chapter_of(row)].append(row.read or lines.read(row.values, number=row.line))
    return per_chapter


def _sum(changes: Iterable[lists.Change]) -> Applied:
    made = list(changes)
    return Applied(
        added=sum(change.added for change in made),
        updated=sum(change.updated for change in made),
        unchanged=sum(change.unchanged for change in made),
        gone=sum(change.gone for change in made),
    )


class _Whose:
    """Which chapter a row is of."""

    def __init__(self, key: str) -> None:
        self.own = key.partition(":")[0]
        self.chapters = Chapter.objects.in_bulk()
        self._names: dict[str, str] = {each.name.casefold(): code for code, each in self.chapters.items()}
        self._known: dict[str, str] = {}

    def chapter_of(self, row: Row) -> str:
        """Return the chapter's code: what the row says, else whose list it is; "" where neither tells."""
        said = self._read(row.values.get("chapter", ""))
        return said or ("" if self.own == NATION else self.own)

    def problems(self, row: Row) -> Iterator[Problem]:
        chapter = self.chapter_of(row)
        if not chapter:
            yield Problem(row.line, "chapter", _("Daerah kosong atau tidak dikenal."))
        elif self.own not in (NATION, chapter):
            yield Problem(row.line, "chapter", _("Baris ini menyebut daerah lain."))

    def _read(self, text: str) -> str:
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> str:
        if text in self.chapters:
            return text
        if named := self._names.get(text.casefold()):
            return named
        province = province_from_text(text) if text else None
        return str(province.code) if province and province.code in self.chapters else ""


def _warnings(line: lines.Line, *, today: dt.date) -> Iterator[Problem]:
    if line.nik and line.nik_lookup is None:
        words = _("NIK tidak dapat dibaca, jadi tidak membantu mencocokkan.")
        yield Problem(line.number, "nik", words, refuses=False)
    if _has_digits(line.nip):
        try:
            identity.parse_nip(line.nip, today=today)
        except identity.IdentityError as error:
            yield Problem(line.number, "nip", error.message, refuses=False)
    if _has_digits(line.birth) and dates.birth(line.birth) is None:
        words = _(
            "Tanggal lahir tidak dapat dibaca atau tidak ada di kalender, jadi tidak membantu mencocokkan."
        )
        yield Problem(line.number, "birth", words, refuses=False)
    if {"@", "."} & set(line.email) and not addresses.email_in(line.email):
        words = _("Bukan alamat email, jadi tidak dapat dipakai untuk mengundang.")
        yield Problem(line.number, "email", words, refuses=False)


def _has_digits(text: str) -> bool:
    """Whether somebody meant a number: "-" and "belum ada" are ways to write nothing."""
    return any(char.isdigit() for char in text)


def _replaced(kept: MemberList) -> str:
    """Say what becomes of the rows that the list has now; "" where it has none."""
    rows = ListRow.objects.current().filter(list=kept).count()
    words = _(
        "Daftar ini sekarang berisi %(rows)d baris. Isi berkas menggantikan semuanya: "
        "baris yang tidak ada di berkas hilang dari daftar. Unggahan dapat diurungkan."
    )
    return words % {"rows": rows} if rows else ""


def _states_of(upload: Upload) -> list[ListUpload]:
    found = ListUpload.objects.filter(pk__in=upload.memo.get("list_uploads", []))
    return list(found.select_related("list").order_by("-pk"))

"""A whole board from a spreadsheet: into the draft that the chapter is preparing, where it is checked and confirmed."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters import access
from chapters.access import May
from chapters.boards import drafts, reading
from chapters.boards.drafts import Post
from chapters.boards.recognising import Written
from chapters.models import BoardDraft, Office
from ipspi.accounts.models import User
from ipspi.spreadsheets.columns import Column
from ipspi.spreadsheets.importers import Applied, Destination, Problem
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.tables import Row

KIND = drafts.KIND
LONGEST_NAME, LONGEST_TITLE = 200, 120
MOST_SEATS = 300  # a list of more is no board, and numbers with names are not tried out in it

COLUMNS = (
    Column("position", gettext_lazy("Jabatan"), ("posisi", "kedudukan", "sebagai"), required=True),
    Column("name", gettext_lazy("Nama"), ("nama lengkap", "nama pengurus", "nama dan gelar"), required=True),
    Column(
        "number",
        gettext_lazy("Nomor anggota"),
        ("nia", "nomor induk anggota", "no anggota", "no kta", "nomor kta"),
    ),
    Column(
        "email",
        gettext_lazy("Email"),
        ("e-mail", "surel", "alamat email"),
        looks_like=r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}",
    ),
)


class BoardImporter:
    """Takes whole boards: see ipspi.spreadsheets.importers. The key is the id of an open draft."""

    kind = KIND
    title = gettext_lazy("Susunan pengurus")
    columns = COLUMNS

    def destination(self, *, user: User | None, key: str) -> Destination | None:
        """Return the draft's page, if it is open and `user` may prepare the board of its chapter."""
        draft = _draft(key)
        if draft is None or (user and not access.allows(user, May.PREPARE_BOARD, chapter=draft.chapter_id)):
            return None
        rows = draft.seats.count()
        words = _("Rancangan ini sekarang berisi %(rows)d nama. Isi berkas menggantikan semuanya.")
        return Destination(
            _("Rancangan pengurus %(chapter)s %(term)s") % {"chapter": draft.chapter, "term": draft.name},
            reverse("boards:draft", args=[draft.chapter_id]),
            draft.chapter_id,
            words % {"rows": rows} if rows else "",
        )

    def check(self, *, rows: Sequence[Row], key: str, at: dt.datetime) -> Iterable[Problem]:
        """Return the rows without a name, of no office that is known, and a second chair."""
        chaired = False
        yield from (
            Problem(row.line, "", _("Lebih dari 300 baris bukan kepengurusan.")) for row in rows[MOST_SEATS:]
        )
        for row, position in _positions(rows):
            office = reading.office_in(position)
            if not row.values["name"]:
                yield Problem(row.line, "name", _("Nama kosong."))
            elif len(row.values["name"]) > LONGEST_NAME or len(position) > LONGEST_TITLE:
                yield Problem(row.line, "", _("Nama atau jabatan terlalu panjang."))
            if not office:
                yield Problem(row.line, "position", _("Jabatan kosong atau tidak dikenal."))
            elif not row.values["position"]:
                words = _("Jabatan kosong: dianggap sama dengan baris di atasnya.")
                yield Problem(row.line, "position", words, refuses=False)
            if office == Office.CHAIR and chaired:
                yield Problem(row.line, "position", _("Ketua kedua. Sebuah kepengurusan hanya punya satu."))
            chaired = chaired or office == Office.CHAIR

    def foresee(self, *, rows: Sequence[Row], key: str) -> Applied:
        """All rows are new: who is meant is asked on the draft's own page."""
        return Applied(added=len(rows))

    @transaction.atomic
    def apply(self, *, upload: Upload, rows: Sequence[Row], by: User | None, at: dt.datetime) -> Applied:
        """Make the rows the draft, in their order; a board is not changed by that."""
        draft = _draft(upload.key)
        if draft is None:
            raise drafts.DraftClosed(_("Rancangan ini sudah diberlakukan atau dibatalkan."))
        before = draft.seats.count()
        posts = [_post(row, position) for row, position in _positions(rows)]
        if not all(post.office for post in posts):
            raise drafts.DraftRefused(
                _("Jabatan sebuah baris ada di baris yang dilewati. Tulis di barisnya.")
            )
        drafts.write(draft=draft, posts=posts, by=by, replacing=True)
        return Applied(added=len(posts), gone=before, memo={"before": before})

    def what_blocks_undo(self, *, upload: Upload) -> str:
        """Say why the draft cannot be as it was."""
        if _draft(upload.key) is None:
            return _("Rancangan ini sudah diberlakukan atau dibatalkan.")
        if upload.memo.get("before"):
            return _("Rancangan sebelumnya tidak disimpan. Unggah berkas yang lama, atau ubah barisnya.")
        return ""

    def undo(self, *, upload: Upload, by: User | None, at: dt.datetime) -> None:
        """Empty the draft again."""
        draft = _draft(upload.key)
        if draft is not None:
            drafts.write(draft=draft, posts=[], by=by, replacing=True)


def _draft(key: str) -> BoardDraft | None:
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    return BoardDraft.objects.filter(pk=int(key), closed_at__isnull=True).select_related("chapter").first()


def _positions(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Yield the rows with their positions; one that is empty is that of the line above, as where cells are merged."""
    above, line = "", 0
    for row in rows:
        above = row.values["position"] or (above if row.line == line + 1 else "")
        line = row.line
        yield row, above


def _post(row: Row, position: str) -> Post:
    office = reading.office_in(position)
    written = Written(row.values["name"], row.values["number"], row.values["email"])
    return Post(office=office, title=reading.title_of(position, office) if office else "", written=written)

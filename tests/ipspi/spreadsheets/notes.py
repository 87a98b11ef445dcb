"""An importer for the tests: notes, kept as audit acts nobody else writes, so that no table is needed."""

import datetime as dt

from ipspi.accounts.models import User
from ipspi.errors import RuleError
from ipspi.spreadsheets import importers
from ipspi.spreadsheets.columns import Column
from ipspi.spreadsheets.importers import Applied, Destination, Problem

NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


class Refused(RuleError):
    pass


class Notes:
    """Keeps users by e-mail address: a table that the kernel has. Only the person named by the key may write."""

    kind = "catatan"
    title = "Catatan"
    columns = (
        Column("email", "Surel", ("E-mail", "Alamat surel"), required=True, looks_like=r"[^@ ]+@[^@ ]+"),
        Column("name", "Nama", ("Nama lengkap",)),
        Column("secret", "Rahasia", ("NIK",), secret=True),
    )

    def destination(self, *, user, key):
        allowed = key == "semua" or user is None or key == str(user.pk)
        return Destination(f"Catatan {key}", "/", chapter="16") if allowed and key != "tidak-ada" else None

    def check(self, *, rows, key, at):
        seen = set()
        for row in rows:
            email = row.values["email"]
            if "@" not in email:
                yield Problem(row.line, "email", "Bukan alamat surel.")
            if email in seen:
                yield Problem(row.line, "email", "Sudah ada di baris lain.")
            if not row.values["name"]:
                yield Problem(row.line, "name", "Kosong.", refuses=False)
            seen.add(email)

    def apply(self, *, upload, rows, by, at):
        if any(row.values["name"] == "Gagal" for row in rows):
            raise Refused("Tidak jadi.")
        made = [User.objects.create_user(row.values["email"], name=row.values["name"]).pk for row in rows]
        return Applied(added=len(made), memo={"users": made})

    def foresee(self, *, rows, key):
        return None

    def what_blocks_undo(self, *, upload):
        taken = User.objects.filter(pk__in=upload.memo["users"], is_staff=True).count()
        return f"{taken} orang sudah bertugas." if taken else ""

    def undo(self, *, upload, by, at):
        User.objects.filter(pk__in=upload.memo["users"]).delete()


def install(monkeypatch):
    monkeypatch.setitem(importers._importers, Notes.kind, Notes())

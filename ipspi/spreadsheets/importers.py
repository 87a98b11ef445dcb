"""
Who takes the rows of a spreadsheet: the one registry by which higher apps use this one.

An app writes a class with the attributes and functions of `Importer` and registers one object of it in its
`AppConfig.ready()`:

    importers.register(RosterImporter())

The rest (reading, finding the columns, preview, all or nothing, progress, undo, pages, commands) is here and the same
for all. `kind` stands in addresses (`/unggahan/<kind>/baru/<key>/` is where an upload begins), `key` is a short text
without "/" that only the importer understands: where the rows go ("16:own").

Access is one question. `destination(user=…, key=…)` returns None when there is no such place or the user may not write
there; every page of an upload asks it again, and what is None is "not found". `user` None is the registry itself (a
command).

`check` looks at all rows at once, so that it may ask the database once and compare rows with each other. A Problem
that `refuses` rejects its row. Messages stand alone: they name the column and the fault, never a value, for they are
stored, and printed by commands.

`apply` gets the rows that were not rejected, inside the transaction that also closes the upload, and returns what it
did; `memo` comes back in `upload.memo` when `undo` is called. A dry run is an `apply` that is rolled back. Whoever may
start an upload is asked by `destination`; a verb that `apply` calls may ask its own permission table again.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise

from ipspi.accounts.models import User
from ipspi.spreadsheets.columns import Column
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.tables import Row


@dataclass(frozen=True, slots=True)
class Destination:
    """
    Where rows go: its name for people ("Daftar DPD Sumatera Selatan"), its page, and its chapter for the log.

    `replaces` says, before anything is applied, what becomes of the rows that are there already.
    """

    name: str
    url: str
    chapter: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row. `column` is a name of the importer's columns, "" for the row as a whole."""

    line: int
    column: str
    message: str
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class Applied:
    """
    What applying did, counted in rows. `gone` are rows of before that the file does not have, where that counts.

    `proposed` counts what was put to people as a question instead of being written, where the importer does that.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    gone: int = 0
    proposed: int | None = None
    memo: dict[str, Any] = field(default_factory=dict)


class Importer(Protocol):
    """What an app says of the rows it takes. See the module's docstring."""

    @property
    def kind(self) -> str:
        """Its name in addresses and in the database."""

    @property
    def title(self) -> str | Promise:
        """Its name for people."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns it knows."""

    def destination(self, *, user: User | None, key: str) -> Destination | None:
        """Return where rows for `key` go, or None if there is no such place or `user` may not write there."""

    def check(self, *, rows: Sequence[Row], key: str, at: dt.datetime) -> Iterable[Problem]:
        """Return what is wrong with the rows. Writes nothing."""

    def foresee(self, *, rows: Sequence[Row], key: str) -> Applied | None:
        """Return what applying these rows would do, for the preview; None where only applying tells. Writes nothing."""

    def apply(self, *, upload: Upload, rows: Sequence[Row], by: User | None, at: dt.datetime) -> Applied:
        """Write the rows. Raises RuleError if that cannot be."""

    def what_blocks_undo(self, *, upload: Upload) -> str:
        """Return why the upload cannot be undone, in words; "" if it can."""

    def undo(self, *, upload: Upload, by: User | None, at: dt.datetime) -> None:
        """Give everything the state back that it had before the upload. Raises RuleError if that cannot be."""


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Let `importer` take the uploads of its kind."""
    _importers[importer.kind] = importer


def find(kind: str) -> Importer | None:
    """Return the importer of a kind, if there is one."""
    return _importers.get(kind)


def of(upload: Upload) -> Importer:
    """Return the importer that takes an upload."""
    return _importers[upload.kind]

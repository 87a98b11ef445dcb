"""
Changing keys while the product runs.

Look-ups: the new key fills a second column beside each look-up, in batches; then one transaction exchanges both columns
everywhere and the version in force. A row written meanwhile loses its second value by a trigger and is filled again, so
that no writer, COPY and plain SQL included, needs to know of a rotation. Encrypted columns: each value carries the
version of its key, so they are re-encrypted row by row. What is done stands in the rows: whoever is killed begins again
where it stopped.
Source: docs/adr/0014-keys-rotate-while-the-product-runs.md
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, models, transaction

from ipspi.audit import recording as audit
from ipspi.encryption import (
    SWITCHING,
    DecryptionError,
    EncryptedField,
    NextLookupField,
    decrypt,
    encrypt,
    lookup,
)
from ipspi.errors import RuleError
from ipspi.keys.models import LookupKey

BATCH = 500
PATIENCE = 40  # times that the switch gives way to writers who hold what it needs, before it gives up
AFTER_SWITCH: list[Callable[[int], int]] = []

Say = Callable[[str], None]


class NoSuchKey(RuleError):
    """The environment has no key of that version."""


class Busy(RuleError):
    """Writers held the tables for as long as the switch waited."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many look-ups were filled and exchanged, and how many were found wrong afterwards and repaired."""

    filled: int
    repaired: int


def register(rewrite: Callable[[int], int]) -> Callable[[int], int]:
    """Let `rewrite(version)` bring other keyed hashes of its app to a new version after a switch, and say how many."""
    if rewrite not in AFTER_SWITCH:
        AFTER_SWITCH.append(rewrite)
    return rewrite


def rotate_lookup_key(*, to: int, at: dt.datetime, say: Say) -> Rotated:
    """
    Find identity numbers by key `to` from now on.

    All processes must know both keys before. May be called again after it was cut off, and with the version in force:
    then it only checks every look-up. Raises NoSuchKey, Busy.
    """
    if to not in settings.LOOKUP_KEYS:
        raise NoSuchKey(f"LOOKUP_KEYS has no version {to}.")
    filled = 0
    if _begin(to):
        filled = sum(_fill(column, to, say) for column in _columns())
        say("switching")
        _switch(to, at=at)
    repaired = sum(_repair(column, to) for column in _columns())
    for rewrite in AFTER_SWITCH:
        say(f"{rewrite.__module__}: {rewrite(to)} rewritten")
    return Rotated(filled=filled, repaired=repaired)


def rotate_encryption_key(*, say: Say) -> tuple[int, list[str]]:
    """
    Re-encrypt every encrypted column with the newest key; return how many values, and the rows that do not decrypt.

    A value that somebody changes meanwhile is left to them: they write with the newest key.
    """
    done, unreadable = 0, list[str]()
    for field in _encrypted():
        here = 0
        for pk, stored in _outdated(field):
            try:
                here += _encrypt_again(field, pk, bytes(stored))
            except DecryptionError:
                unreadable.append(f"{field.model._meta.db_table}.{field.column}:{pk}")
        if here:
            say(f"{field.model._meta.label}.{field.name}: {here}")
        done += here
    if done:
        audit.record(by=None, did="rotate_encryption_key", to=LookupKey.objects.get(), values=done)
    return done, unreadable


# ---------------------------------------------------------------- look-ups


def _columns() -> list[NextLookupField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, NextLookupField)
    ]


@transaction.atomic
def _begin(to: int) -> bool:
    """Say which key is being filled in; False if it is in force already. Another rotation's values are emptied."""
    key = LookupKey.objects.select_for_update().get()
    if key.version == to:
        return False
    if key.next_version != to:
        for column in _columns():
            column.model._base_manager.exclude(**{column.name: None}).update(**{column.name: None})
        key.next_version = to
        key.save(update_fields=["next_version"])
    return True


def _fill(column: NextLookupField, to: int, say: Say) -> int:
    """Fill the second column, batch by batch, until no row lacks it."""
    filled = 0
    while batch := _without_next(column)[:BATCH]:
        with transaction.atomic():
            filled += sum(_write_next(column, row, to) for row in batch)
        say(f"{column.model._meta.label}: {filled}")
    return filled


def _without_next(column: NextLookupField) -> models.QuerySet[Any, dict[str, Any]]:
    rows = column.model._base_manager.filter(**{column.name: None}).exclude(**{column.replaces: None})
    return rows.order_by("pk").values("pk", column.of, column.replaces)


def _write_next(column: NextLookupField, row: dict[str, Any], to: int) -> int:
    """Write one value, unless the number was changed since it was read."""
    unchanged = column.model._base_manager.filter(**{"pk": row["pk"], column.replaces: row[column.replaces]})
    return unchanged.update(**{column.name: _hash(column, row, to)})


def _hash(column: NextLookupField, row: dict[str, Any], version: int) -> bytes:
    return lookup(column.canonical(row[column.of]), purpose=column.purpose, version=version)


def _switch(to: int, *, at: dt.datetime) -> None:
    for _attempt in range(PATIENCE):
        try:
            return _try_to_switch(to, at=at)
        except OperationalError:  # no lock in time: whoever held it goes first
            time.sleep(0.5)
    raise Busy("The tables were busy; run the command again.")


@transaction.atomic
def _try_to_switch(to: int, *, at: dt.datetime) -> None:
    with connection.cursor() as cursor:
        # shorter than deadlock_timeout: where we and a writer wait for each other, it is we who give up
        cursor.execute("SET LOCAL lock_timeout = '400ms'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWITCHING])
        for column in _columns():
            cursor.execute(f"LOCK TABLE {_quoted(column.model)} IN SHARE ROW EXCLUSIVE MODE")
        for column in _columns():
            for row in list(_without_next(column)):
                _write_next(column, row, to)
            now, then = _quote(column.replaces), _quote(column.column)
            cursor.execute(
                f"UPDATE {_quoted(column.model)} SET {now} = {then}, {then} = NULL WHERE {now} IS NOT NULL"  # noqa: S608 - names of our own columns
            )
    key = LookupKey.objects.get()
    was, key.version, key.next_version, key.in_force_since = key.version, to, None, at
    key.save(update_fields=["version", "next_version", "in_force_since"])
    audit.record(by=None, did="rotate_lookup_key", to=key, was=was, version=to)


def _repair(column: NextLookupField, version: int) -> int:
    """Look at every look-up once more: one may have been written by a row that was read before the switch."""
    rows = column.model._base_manager.exclude(**{column.replaces: None}).order_by("pk")
    repaired = 0
    for row in rows.values("pk", column.of, column.replaces).iterator(chunk_size=BATCH):
        right = _hash(column, row, version)
        if right != bytes(row[column.replaces]):
            wrong = column.model._base_manager.filter(
                **{"pk": row["pk"], column.replaces: row[column.replaces]}
            )
            repaired += wrong.update(**{column.replaces: right})
    return repaired


# ---------------------------------------------------------------- encrypted columns


def _encrypted() -> list[EncryptedField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedField)
    ]


def _outdated(field: EncryptedField) -> Iterator[tuple[Any, bytes]]:
    """Yield the stored values whose first byte is not the newest version, batch by batch in the order of keys."""
    table, column, key = _quoted(field.model), _quote(field.column), _quote(field.model._meta.pk.column)
    last: Any = None
    while True:
        after, given = (f"AND {key} > %s", [last]) if last is not None else ("", [])
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {column} FROM {table}"  # noqa: S608 - names of our own columns
                f" WHERE get_byte({column}, 0) <> %s {after} ORDER BY {key} LIMIT %s",
                [max(settings.ENCRYPTION_KEYS), *given, BATCH],
            )
            batch = cursor.fetchall()
        if not batch:
            return
        yield from batch
        last = batch[-1][0]


def _encrypt_again(field: EncryptedField, pk: Any, stored: bytes) -> int:
    fresh = encrypt(decrypt(stored, context=field.context), context=field.context)
    table, column, key = _quoted(field.model), _quote(field.column), _quote(field.model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608 - names of our own columns
            [fresh, pk, stored],
        )
        written: int = cursor.rowcount
    return written


def _quoted(model: type[models.Model]) -> str:
    return _quote(model._meta.db_table)


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)

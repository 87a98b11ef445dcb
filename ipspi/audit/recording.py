"""Recording acts, and checking that nobody has changed the record."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection, models

from ipspi.accounts.models import User
from ipspi.audit.models import Act


def record(
    *, by: User | None, did: str, to: models.Model, chapter: str = "", **details: int | str | list[str]
) -> None:
    """
    Add an act to the log, in the caller's transaction.

    `did` is the verb's name (`give_seat`), behind its room's where the verb alone says too little (`account.close`).
    `to` is the row it was done to; `details` ids and counts: never a personal value.
    """
    Act.objects.create(
        actor_id=by.pk if by else None,
        did=did,
        on_table=to._meta.db_table,
        on_id=str(to.pk),
        chapter=chapter,
        details=details,
    )


def has_done(by: User, acts: Collection[str], *, to: models.Model, since: dt.datetime) -> bool:
    """Tell whether somebody has done one of these acts to a row since then."""
    done = Act.objects.filter(on_table=to._meta.db_table, on_id=str(to.pk), at__gt=since)
    return done.filter(actor_id=by.pk, did__in=acts).exists()


def first_broken_link() -> int | None:
    """Return the id of the first act that does not fit its chain, or None if the whole log is sound."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT act_id FROM (
                SELECT link.id, link.act_id, link.hash,
                       audit_hash(lag(link.hash, 1, ''::bytea) OVER (ORDER BY link.id), act) AS expected
                FROM audit_chainlink AS link JOIN audit_act AS act ON act.id = link.act_id
            ) AS chain
            WHERE hash <> expected ORDER BY id LIMIT 1
            """
        )
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row[0] if row else None

"""Locks for what has no row to lock: named, and held until the caller's transaction ends."""

from django.db import connection


def hold(name: str) -> None:
    """Wait until nobody else holds the lock of that name, and hold it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])

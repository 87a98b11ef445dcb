"""Writing many members at once: by COPY, several times as fast as rows of SQL, with every field prepared as usual."""

from collections.abc import Collection

from django.db import connection

from members.models import Member

DRAFT = "members_to_write"


def write(members: Collection[Member]) -> None:
    """Insert members, or overwrite those that are there, in the caller's transaction."""
    if not members:
        return
    fields = Member._meta.concrete_fields
    table = connection.ops.quote_name(Member._meta.db_table)
    names = [connection.ops.quote_name(field.column) for field in fields]
    columns = ", ".join(names)
    taken_over = ", ".join(f"{name} = EXCLUDED.{name}" for name in names if name != '"id"')
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {DRAFT} (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY {DRAFT} ({columns}) FROM STDIN") as copy:
            for member in members:
                copy.write_row(
                    [field.get_db_prep_save(getattr(member, field.attname), connection) for field in fields]
                )
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {DRAFT}"  # noqa: S608 - names of our own columns
            f" ON CONFLICT (id) DO UPDATE SET {taken_over}"
        )
        cursor.execute(f"DROP TABLE {DRAFT}")

"""
Whether a row of the database is still the one that was read before, whoever wrote to it and in whatever way.

PostgreSQL writes a new version of a row for every change, in another place; a restored database has new versions of
all, and is then only read anew once.
"""

from typing import Any

from django.db.models import BigIntegerField, Model
from django.db.models.expressions import RawSQL


def version_of(model: type[Model]) -> Any:
    """Return an expression: a number that is another one after any change of the row."""
    return RawSQL(sql_of(model._meta.db_table), [], output_field=BigIntegerField())  # noqa: S611 - a table's own name


def sql_of(table: str) -> str:
    return f"hashtextextended({table}.xmin::text || {table}.ctid::text, 0)"

"""Knowing the lines of lists by another look-up key, once that is in force: list by list, each in one transaction."""

from django.db import transaction

from chapters.models import Decision, Invitation, ListRow, MemberList
from chapters.reconciliation import lines

BATCH = 1_000


def rewrite(version: int) -> int:
    """Hash the lines of every list that is kept by another key with that of `version`; return how many lines."""
    behind = MemberList.objects.exclude(hash_version=version).order_by("pk")
    return sum(_rewrite(pk, version) for pk in behind.values_list("pk", flat=True))


@transaction.atomic
def _rewrite(list_id: int, version: int) -> int:
    """An upload waits for the list's lock, and then reads by which key the list is kept."""
    kept = MemberList.objects.select_for_update().get(pk=list_id)
    most, done, last = kept.rows.count(), 0, 0
    keys: dict[str, str] = {}
    while batch := list(kept.rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in batch:
            _hash(row, keys, was=kept.hash_version, version=version, most=most)
        done += _write(batch)
        last = batch[-1].pk
    for table in (Decision, Invitation):
        for key in set(table.objects.filter(list=kept, key__in=keys).values_list("key", flat=True)):
            table.objects.filter(list=kept, key=key).update(key=keys[key])
    kept.hash_version = version
    kept.save(update_fields=["hash_version"])
    return done


def _hash(row: ListRow, keys: dict[str, str], *, was: int, version: int, most: int) -> None:
    """`keys` grows by the new key of each old one; a corrected row, which comes later, has its first wording's."""
    text = lines.said_by(row)
    if row.key != row.row_id and row.key not in keys:
        # which of equal lines it is, its old key tells
        numbers = (n for n in range(most) if lines.repeated_key(text, n, version=was) == row.key)
        if (number := next(numbers, None)) is not None:
            keys[row.key] = lines.repeated_key(text, number, version=version)
    if row.key != row.row_id:
        row.key = keys.get(row.key, row.key)
    row.content_hash = lines.content_hash(text, version=version)


def _write(batch: list[ListRow]) -> int:
    return ListRow.objects.bulk_update(batch, ["key", "content_hash"])

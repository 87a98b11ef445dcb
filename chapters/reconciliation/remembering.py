"""What the engine keeps of a list from one night to the next."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from chapters.models import Chapter, Coverage, ListMemory, ListRow
from chapters.reconciliation import reading
from chapters.reconciliation.learning import Matcher
from chapters.reconciliation.versions import version_of
from members import matching
from members.matching.columns import stable_hash


class RowsGone(Exception):
    """Rows that were there a moment ago are gone."""


def basis_of(chapter: Chapter, matcher: Matcher) -> int:
    """Return a number that is another one whenever the same rows and members would be linked or told otherwise."""
    covered = sorted(Coverage.objects.filter(chapter=chapter).values_list("province", flat=True))
    return stable_hash(repr((matcher.basis, covered)))


def recall(sheet: reading.Sheet, *, basis: int) -> tuple[matching.Memory | None, int | None]:
    """Return what is kept of a list, if it is of this basis, and what tells whether it is still that."""
    kept = ListMemory.objects.filter(pk=sheet.pk).annotate(version=version_of(ListMemory)).first()
    if kept is None:
        return None, None
    memory = matching.Memory.from_bytes(bytes(kept.data)) if kept.basis == basis else None
    return memory, kept.version


def is_as_it_was(sheet: reading.Sheet, version: int | None) -> bool:
    """Tell whether the same is kept of a list as when it was recalled."""
    kept = ListMemory.objects.filter(pk=sheet.pk).annotate(version=version_of(ListMemory))
    return kept.values_list("version", flat=True).first() == version


def keep(
    sheet: reading.Sheet,
    *,
    basis: int,
    memory: matching.Memory,
    written: Collection[str],
    unsure: Collection[str] = (),
) -> None:
    """
    Keep the memory of a list until the next night.

    Rows whose links were `written` are known by their versions now; all others by those that were read, so that whoever
    changed them or their links meanwhile is noticed. Rows that are `unsure` are linked anew in any case.
    """
    now = reading.versions_of([sheet.pks[key] for key in written]) if written else {}
    versions = [
        0 if key in unsure else now.get(sheet.pks[key], sheet.versions[key]) for key in sorted(sheet.pks)
    ]
    kept = replace(memory, versions=np.array(versions, np.int64))
    ListMemory.objects.bulk_create(
        [ListMemory(list_id=sheet.pk, basis=basis, data=kept.as_bytes())],
        update_conflicts=True,
        unique_fields=["list"],
        update_fields=["basis", "data"],
    )


def listed(sheet: reading.Sheet) -> matching.Listed:
    """Return a list as the engine takes it."""
    keys = sorted(sheet.pks)
    numbers = np.array([sheet.pks[key] for key in keys], np.int64)
    versions = np.array([sheet.versions[key] for key in keys], np.int64)
    return matching.Listed(keys, numbers, versions, _rows)


def _rows(pks: list[int]) -> list[matching.Person]:
    people = reading.some_rows(ListRow.objects.filter(pk__in=pks)).people
    if len(people) != len(pks):
        raise RowsGone
    return people

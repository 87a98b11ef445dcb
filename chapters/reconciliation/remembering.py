"""What the engine keeps of a list from one night to the next."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from chapters import likelihood
from chapters.models import Chapter, Coverage, ListMemory, ListRow
from chapters.reconciliation import reading
from chapters.reconciliation.learning import Matcher
from chapters.reconciliation.versions import version_of
from members import matching
from members.matching.columns import stable_hash
from members.models import Member


class RowsGone(Exception):
    """Rows that were there a moment ago are gone."""


def basis_of(chapter: Chapter, matcher: Matcher) -> int:
    """Return a number that is another one whenever the same rows and members would be linked or told otherwise."""
    covered = sorted(Coverage.objects.filter(chapter=chapter).values_list("province", flat=True))
    return stable_hash(repr((matcher.basis, covered)))


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is kept of a list: the engine's memory, the links that are withheld, and the version of all that."""

    memory: matching.Memory = matching.NOTHING_KEPT
    withheld: tuple[matching.Link, ...] = ()
    version: int | None = None


def recall(sheet: reading.Sheet, *, basis: int, anew: bool) -> Recalled:
    """Return what is kept of a list; its version only if that is of another basis, or all is to be found anew."""
    kept = ListMemory.objects.filter(pk=sheet.pk).annotate(version=version_of(ListMemory)).first()
    if kept is None:
        return Recalled()
    if kept.basis != basis or anew:
        return Recalled(version=kept.version)
    memory = matching.Memory.from_bytes(bytes(kept.data))
    return Recalled(memory, tuple(_unpacked(kept.withheld, sheet)), kept.version)


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
    withheld: Collection[matching.Link],
) -> None:
    """
    Keep the memory of a list until the next night.

    Rows whose links were `written` are known by their versions now; all others by those that were read, so that whoever
    changed them or their links meanwhile is noticed.
    """
    now = reading.versions_of([sheet.pks[key] for key in written]) if written else {}
    versions = [now.get(sheet.pks[key], sheet.versions[key]) for key in sorted(sheet.pks)]
    kept = replace(memory, versions=np.array(versions, np.int64))
    packed = list(_packed(withheld, sheet))
    ListMemory.objects.bulk_create(
        [ListMemory(list_id=sheet.pk, basis=basis, data=kept.as_bytes(), withheld=packed)],
        update_conflicts=True,
        unique_fields=["list"],
        update_fields=["basis", "data", "withheld"],
    )


def _packed(links: Collection[matching.Link], sheet: reading.Sheet) -> Iterator[list[Any]]:
    pks = reading.pks_of({link.member for link in links})
    for link in links:
        yield [
            sheet.pks[link.row], str(pks[link.member]), link.probability, link.band, link.bits,
            likelihood.packed(link.evidence), list(link.disagreements), sheet.pks.get(link.duplicate_of or ""),
        ]  # fmt: skip


def _unpacked(packed: list[list[Any]], sheet: reading.Sheet) -> Iterator[matching.Link]:
    rows = {pk: key for key, pk in sheet.pks.items()}
    members = reading.keys_of(Member.objects.filter(pk__in=[each[1] for each in packed])) if packed else {}
    for row, member, probability, band, bits, evidence, disagreements, repeated in packed:
        if row in rows and uuid.UUID(member) in members:
            yield matching.Link(
                row=rows[row], member=members[uuid.UUID(member)], probability=probability, band=band, bits=bits,
                evidence=tuple(likelihood.unpacked(evidence)), disagreements=tuple(disagreements), gate="",
                duplicate_of=rows.get(repeated),
            )  # fmt: skip


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

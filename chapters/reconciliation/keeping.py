"""
Comparing the lines of a new sheet with the rows of a list: which stay, which are corrected, which are new or gone.

A line with an id of its own is the row of that id. Others are known by what they say; of those left over, a corrected
line is recognised, and a line that says what a row of earlier said has that row's key again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from chapters.models.lists import ListRowQuerySet
from chapters.reconciliation import lines
from chapters.reconciliation.recognising import recognised


@dataclass(slots=True)
class Compared:
    """`fresh` are new and corrected lines; `replaced` and `gone` the ids of the rows that end."""

    fresh: list[lines.Known] = field(default_factory=list)
    unchanged: int = 0
    replaced: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def compare(rows: ListRowQuerySet, to: Iterable[lines.Line], *, version: int) -> Compared:
    """Return what becomes of the list's current rows if `to` is its new state, and which keys the lines have."""
    found = Compared()
    before = {
        key: (pk, bytes(said)) for pk, key, said in rows.current().values_list("pk", "key", "content_hash")
    }
    unknown = []
    for line in lines.known(to, version=version):
        pk, said = before.get(line.key, (None, None))
        if said == line.content_hash or (pk is not None and line.key == line.line.row_id):
            del before[line.key]
            found.unchanged += said == line.content_hash
            if said != line.content_hash and pk is not None:
                found.fresh.append(line)
                found.replaced.append(pk)
        else:
            unknown.append(line)
    unknown = _unchanged(found, unknown, before)
    unknown = _corrected(found, unknown, before, rows)
    found.gone = [pk for pk, _said in before.values()]
    taken = {line.key for line in found.fresh} | set(rows.current().values_list("key", flat=True))
    found.fresh += _named(unknown, rows, taken=taken, version=version)
    return found


def _unchanged(
    found: Compared, unknown: list[lines.Known], before: dict[str, tuple[int, bytes]]
) -> list[lines.Known]:
    """Take out the lines that say what a row says whose key is of an earlier wording."""
    keys = defaultdict[bytes, list[str]](list)
    for key, (_pk, said) in sorted(before.items(), reverse=True):
        keys[said].append(key)
    left = []
    for line in unknown:
        if _has_id(line) or not keys[line.content_hash]:
            left.append(line)
        else:
            del before[keys[line.content_hash].pop()]
            found.unchanged += 1
    return left


def _corrected(
    found: Compared, unknown: list[lines.Known], before: dict[str, tuple[int, bytes]], rows: ListRowQuerySet
) -> list[lines.Known]:
    """Take out the lines that are corrected rows: they have the rows' keys."""
    open_ones = [at for at, line in enumerate(unknown) if not _has_id(line)]
    gone = {pk for key, (pk, _said) in before.items()}
    if not open_ones or not gone:
        return unknown
    went = [row for row in rows.filter(pk__in=gone).defer("nik").order_by("key") if row.key != row.row_id]
    same = recognised([unknown[at].line for at in open_ones], went)
    by_line = {open_ones[line]: went[row] for line, row in same.items()}
    for at, row in by_line.items():
        found.fresh.append(replace(unknown[at], key=row.key))
        found.replaced.append(row.pk)
        del before[row.key]
    return [line for at, line in enumerate(unknown) if at not in by_line]


def _named(
    unknown: list[lines.Known], rows: ListRowQuerySet, *, taken: set[str], version: int
) -> list[lines.Known]:
    """Give new lines keys that nothing current has; a line of earlier that comes back has the one it had."""
    said = [line.content_hash for line in unknown if not _has_id(line)]
    earlier = defaultdict[bytes, list[str]](list)
    if said:
        past = rows.filter(gone_by__isnull=False, content_hash__in=said).order_by("pk")
        for content, key in past.values_list("content_hash", "key"):
            earlier[bytes(content)].append(key)
    named = []
    for line in unknown:
        key = line.key
        if not _has_id(line):
            free = [each for each in earlier[line.content_hash] if each not in taken]
            key = free[-1] if free else _free_key(line, taken, version=version)
        taken.add(key)
        named.append(replace(line, key=key))
    return named


def _free_key(line: lines.Known, taken: set[str], *, version: int) -> str:
    """The key of a line is of what it says; where a corrected row still has that key, the next number."""
    key, number = line.key, 0
    while key in taken:
        key = lines.repeated_key(lines.said_by(line.line), number, version=version)
        number += 1
    return key


def _has_id(line: lines.Known) -> bool:
    return line.key == line.line.row_id

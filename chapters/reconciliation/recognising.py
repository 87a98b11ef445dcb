"""
Knowing a line again that somebody has corrected, where the sheet has no ids: it keeps its row's key, and decisions.

A new line and a row that went are one only if a number of the person, or the whole name with the birth date, says so of
these two alone, and no other evidence says another. What is not sure is a new row and a gone one, as before.
Source: docs/rules.md#lists
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA

from chapters.models import ListRow
from chapters.reconciliation.lines import Line
from members.matching import dates, names, numbers
from members.matching.joining import another_vowel

LONG = 4  # letters in which one slip of the pen is forgiven


Written = Line | ListRow


def recognised(lines: Sequence[Written], rows: Sequence[Written]) -> dict[int, int]:
    """Return, by position, which of the `rows` that went each of the new `lines` is, each at most once."""
    said: dict[int, set[int]] = defaultdict(set)
    claimed: dict[int, set[int]] = defaultdict(set)
    ours, theirs = _by_evidence(lines), _by_evidence(rows)
    for evidence in ours.keys() & theirs.keys():
        if len(ours[evidence]) == len(theirs[evidence]) == 1:
            (line,), (row,) = ours[evidence], theirs[evidence]
            if _is_one(evidence, lines[line], rows[row]):
                said[line].add(row)
                claimed[row].add(line)
    return {
        line: row
        for line, found in sorted(said.items())
        if len(found) == 1 and len(claimed[row := next(iter(found))]) == 1
    }


def _by_evidence(people: Iterable[Written]) -> Mapping[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        for evidence in set(_evidence(person)):
            found[evidence].append(at)
    return found


def _evidence(person: Written) -> Iterator[tuple[str, Hashable]]:
    if person.nik_lookup:
        yield "nik", bytes(person.nik_lookup)
    nip = numbers.nip(person.nip)
    if nip.state == "full":
        yield "nip", nip.digits
    for phone in numbers.phones(person.phone):
        yield "phone", phone
    born = dates.birth(person.birth)
    if born and (words := _words(person)):
        yield "birth", (born, tuple(sorted(words)))


def _is_one(evidence: Hashable, line: Written, row: Written) -> bool:
    """A number needs something of the name: cells are copied into the wrong line. A telephone is a family's."""
    kind = evidence[0] if isinstance(evidence, tuple) else ""
    alike = _alike(_words(line), _words(row))
    if kind == "phone":
        return alike == max(len(_words(line)), len(_words(row))) > 0
    return alike > 0


def _words(person: Written) -> tuple[str, ...]:
    return tuple(names.fold(word) for word in names.parse(person.name).words)


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """How many words of the one name are in the other, a slip of the pen forgiven, each used once."""
    left = list(others)
    found = 0
    for word in sorted(some, key=lambda word: (word not in left, word)):
        match = next((other for other in left if other == word), None)
        match = match or next((other for other in left if _one_slip(word, other)), None)
        if match is not None:
            left.remove(match)
            found += 1
    return found


def _one_slip(one: str, other: str) -> bool:
    long = min(len(one), len(other)) >= LONG
    return long and OSA.distance(one, other, score_cutoff=1) <= 1 and not another_vowel(one, other)

"""
Which members elsewhere a chapter's list is told of: whoever uploads guesses must not learn which of them was right.

Their NIK weighs nothing (members/matching/register.py). A NIP or a telephone does, because nothing else finds who
moved; so a list that calls one of them by name in many rows is not told of them.
Source: docs/rules.md#what-is-never-shown
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable

from chapters import likelihood
from chapters.reconciliation import reading
from members import matching
from members.matching import names
from members.matching.alike import alike

ENOUGH_WORDS = 2  # of a name that is written otherwise in the rest
MOST_ROWS = 2  # of one list that call a member elsewhere by name: themselves, and themselves again


def told(links: Iterable[matching.Link], *, sheet: reading.Sheet, own: Container[str]) -> list[matching.Link]:
    """Return the links of one list, those to members elsewhere only where nobody can have guessed."""
    found = list(links)
    outside = {link.member for link in found if link.member not in own}
    if not outside:
        return found
    by_word = _by_word(reading.names_in(sheet))
    nation = reading.people_of(reading.members_with(outside)).people
    callers = {person.key: _callers(person.name, by_word) for person in nation}
    return [link for link in found if link.member in own or _is_told(link, callers.get(link.member, set()))]


def is_likely(link: matching.Link) -> bool:
    """Tell whether a member elsewhere is likely enough to be told of; this hangs on no other row of the list."""
    return link.band == "auto" or link.probability >= likelihood.LEAST_OUTSIDE


def _is_told(link: matching.Link, callers: set[str]) -> bool:
    return is_likely(link) and link.row in callers and len(callers) <= MOST_ROWS


def _by_word(rows: Iterable[matching.Person]) -> dict[str, list[matching.Person]]:
    """Return the rows under every word of their names."""
    found: dict[str, list[matching.Person]] = defaultdict(list)
    for row in rows:
        for word in {names.fold(word) for word in names.parse(row.name).words}:
            found[word].append(row)
    return found


def _callers(name: str, by_word: dict[str, list[matching.Person]]) -> set[str]:
    """Return the rows that call a member by name: with the same name, or with two words of it."""
    shared: Counter[str] = Counter()
    near: dict[str, str] = {}
    for word in {names.fold(word) for word in names.parse(name).words}:
        for row in by_word.get(word, ()):
            shared[row.key] += 1
            near[row.key] = row.name
    return {key for key, called in near.items() if shared[key] >= ENOUGH_WORDS or alike(called, name)}

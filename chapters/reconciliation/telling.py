"""
Which members elsewhere a chapter's list is told of: whoever uploads guesses must not learn which of them was right.

Their NIK weighs nothing (members/matching/register.py). A NIP or a telephone does, because nothing else finds who
moved; so a list that calls one of them by name in many rows is not told of them. A row that is somebody else for
certain is no guess at them. A row with the member's own telephone is told among a few namesakes, too, unless it is not
the only one: many rows with one telephone are guesses at the rest, many with others are guesses at the telephone.
Source: docs/rules.md#what-is-never-shown
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass

from chapters import likelihood
from chapters.reconciliation import reading
from members import matching
from members.matching import names, numbers
from members.matching.alike import alike

ENOUGH_WORDS = 2  # of a name that is written otherwise in the rest
MOST_ROWS = 2  # of one list that call a member elsewhere: themselves, and themselves again
MOST_NAMESAKES = 10  # among whom a telephone tells who it is

Links = list[matching.Link]


def told(links: Iterable[matching.Link], *, sheet: reading.Sheet, own: Container[str]) -> Links:
    """Return the links of one list, those to members elsewhere only where nobody can have guessed."""
    found = list(links)
    outside = {link.member for link in found if link.member not in own and is_likely(link)}
    if not outside:
        return [link for link in found if link.member in own]
    certain = _certain(found)
    # most rows are one of the chapter's own for certain, and call nobody else: their names need not be read
    may_call = [key for key in sheet.pks if certain.get(key, "") not in own]
    rows = _Rows(reading.callers_in(sheet, may_call), certain)
    nation = reading.people_of(reading.members_with(outside)).people
    calls = {person.key: rows.calling(person) for person in nation}
    return [link for link in found if link.member in own or _is_told(link, calls.get(link.member, _NOBODY))]


def is_likely(link: matching.Link) -> bool:
    """Tell whether a member elsewhere is likely enough to be told of; this hangs on no other row of the list."""
    return link.band == "auto" or link.probability >= likelihood.LEAST_OUTSIDE


@dataclass(frozen=True, slots=True)
class _Calls:
    """The rows that call a member by name, and those of them that have the member's telephone."""

    by_name: frozenset[str]
    by_phone: frozenset[str]

    def tell(self, row: str) -> bool:
        by_phone = row in self.by_phone and len(self.by_phone) <= MOST_ROWS
        most = MOST_NAMESAKES if by_phone else MOST_ROWS
        return row in self.by_name and len(self.by_name) <= most


_NOBODY = _Calls(frozenset(), frozenset())


def _certain(links: Links) -> dict[str, str]:
    """Whom rows are for certain; rows that repeat another are not: behind one person many guesses could hide."""
    return {link.row: link.member for link in links if link.band == "auto" and link.duplicate_of is None}


def _is_told(link: matching.Link, calls: _Calls) -> bool:
    return is_likely(link) and calls.tell(link.row)


class _Rows:
    """The rows of a list under every word of their names, and what each is for certain."""

    def __init__(self, rows: Iterable[matching.Person], certain: dict[str, str]) -> None:
        self._certain = certain
        self._by_word: dict[str, list[matching.Person]] = defaultdict(list)
        for row in rows:
            for word in _words(row.name):
                self._by_word[word].append(row)

    def calling(self, member: matching.Person) -> _Calls:
        """Return the rows that may be guesses at a member."""
        shared: Counter[str] = Counter()
        near: dict[str, matching.Person] = {}
        for word in _words(member.name):
            for row in self._by_word.get(word, ()):
                if self._certain.get(row.key, member.key) == member.key:
                    shared[row.key] += 1
                    near[row.key] = row
        phones = set(numbers.phones(member.phone))
        called = {
            key: row
            for key, row in near.items()
            if shared[key] >= ENOUGH_WORDS or alike(row.name, member.name)
        }
        same = (key for key, row in called.items() if phones & set(numbers.phones(row.phone)))
        return _Calls(frozenset(called), frozenset(same))


def _words(name: str) -> set[str]:
    return {names.fold(word) for word in names.parse(name).words}

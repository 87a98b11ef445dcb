"""Words written together or apart: "Indahsari" is "Indah Sari", "Abdu Rahman" is "Abdurahman"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from rapidfuzz.distance import OSA

from members.matching.names import fold

VOWELS = frozenset("aeiou")
LONG = 8  # letters in which one slip of the pen is forgiven

Way = tuple[list[int], list[int]]


def joined_words(some: Sequence[str], others: Sequence[str]) -> Way | None:
    """
    Return the positions of words on both sides that are the same letters with their spaces elsewhere, or None.

    All words of both sides are tried, also with the first one last; then one word against any two.
    """
    for left, right in _ways(some, others):
        if written_alike("".join(some[i] for i in left), "".join(others[j] for j in right)):
            return left, right
    return None


def _ways(some: Sequence[str], others: Sequence[str]) -> Iterator[Way]:
    left, right = [*range(len(some))], [*range(len(others))]
    if len(left) + len(right) > 2 and abs(sum(map(len, some)) - sum(map(len, others))) <= 2:
        yield left, right
        yield left, right[1:] + right[:1]
    for i, j, k in _one_and_two(some, others):
        yield [i], [j, k]
    for i, j, k in _one_and_two(others, some):
        yield [j, k], [i]


def _one_and_two(ones: Sequence[str], twos: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield a word of the one side with two words of the other that begin like it and are together as long."""
    for j, k in permutations(range(len(twos)), 2):
        size = len(twos[j]) + len(twos[k])
        for i, one in enumerate(ones):
            if abs(len(one) - size) <= 1 and one[0] == twos[j][0]:
                yield i, j, k


def written_alike(one: str, other: str) -> bool:
    """Tell whether two texts without spaces are one name; a slip is forgiven in a long one, another vowel is not."""
    folded, other_folded = fold(one), fold(other)
    if folded == other_folded:
        return True
    slip = len(folded) >= LONG and OSA.distance(folded, other_folded, score_cutoff=1) <= 1
    return slip and not another_vowel(folded, other_folded)


def another_vowel(one: str, other: str) -> bool:
    """Tell Theresia and Theresio: rarely a slip of the pen, often twins or a man's and a woman's form of one name."""
    if len(one) != len(other):
        return False
    swapped = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(swapped) == 1 and VOWELS.issuperset(swapped[0])

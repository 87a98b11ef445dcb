"""How well the beginning of a name that somebody is typing agrees with names: pure, for lists of hundreds."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

# Of the letters of a word this share must agree: "palmbang" is Palembang, "medan" is not Madiun.
NEAR = 0.74
# Words of fewer letters are not corrected: one wrong letter in three leaves no word.
SHORTEST_CORRECTED = 4
# What scores this much less than the best answer only lengthens the list: after "solo" nobody looks for Sorong.
TAIL = 0.3
# A word of the context ("bogor jabar") helps, but less than one of the name.
BESIDE = 0.8


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found by the words of any of its `names`; words of its `context` may stand beside them."""

    key: str
    kind: str
    names: tuple[tuple[str, ...], ...]
    context: frozenset[str]


def agreement(typed: str, word: str) -> float:
    """Return how much `typed` looks like the beginning of `word`, from 0 to 1 (the same word)."""
    if word.startswith(typed):
        return 1.0 if word == typed else 0.97
    if len(typed) < SHORTEST_CORRECTED:
        return 0.0
    beginnings = {word[: len(typed) + more] for more in (-1, 0, 1)}
    nearest: float = max(OSA.normalized_similarity(typed, beginning) for beginning in beginnings)
    return 0.95 * nearest if nearest >= NEAR else 0.0


class Likeness:
    """Entries, and the order in which they answer to typed words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._vocabulary = {word for entry in self.entries for name in entry.names for word in name}

    def best(self, words: tuple[str, ...], limit: int, *, kind: str, whole: tuple[str, ...]) -> list[str]:
        """
        Return the keys of at most `limit` entries that agree with every one of `words`, in any order, the best first.

        Entries of another kind than a given `kind` come last; `whole` are the words with the kind among them, because
        a word that looks like a kind may be a part of the name.
        """
        alike = {typed: {word: agreement(typed, word) for word in self._vocabulary} for typed in words}
        scored = []
        for entry in self.entries:
            score = max(self._score(words, alike, name, entry.context) for name in entry.names)
            score = max(score, self._joined(words, entry), self._joined(whole, entry))
            if score:
                scored.append((kind not in ("", entry.kind), -score, entry.key))
        best = min((score for _, score, _ in scored), default=0)
        return [key for _, score, key in sorted(scored) if score <= best + TAIL][:limit]

    def _score(
        self,
        words: tuple[str, ...],
        alike: dict[str, dict[str, float]],
        name: tuple[str, ...],
        context: frozenset[str],
    ) -> float:
        total = 0.0
        for word in words:
            in_name = max(alike[word][part] for part in name)
            in_context = any(part.startswith(word) for part in context)
            if not in_name and not in_context:
                return 0.0
            total += max(in_name, BESIDE * in_context)
        first = alike[words[0]][name[0]] > 0
        # Fewer words left over, and the first word first, are better: "aceh" is Aceh Besar before Banda Aceh.
        return total / len(words) + 0.05 * first - 0.01 * max(0, len(name) - len(words))

    def _joined(self, words: tuple[str, ...], entry: Entry) -> float:
        """Words written together or apart ("pagaralam", "toli toli"), and initials ("oki")."""
        typed = "".join(words)
        initials = ["".join(part[0] for part in name) for name in entry.names if len(name) > 2]
        if typed in initials or any(typed == "".join(name) for name in entry.names):
            return 1.1
        return max(agreement(typed, "".join(name)) for name in entry.names) if len(typed) > 2 else 0.0

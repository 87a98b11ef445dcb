"""
Gates: the sentences under which a link needs no officer. The probability ranks, the gate decides.

Every rule is a sentence that can be said to an officer; `RULES` names them and explanation.py holds the sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["", "nik", "nip", "two_numbers", "one_number", "name_and_place", "slip_and_place"]

# The least probability at which each rule links. A name alone, however rare, may be somebody's namesake.
LEAST = {
    "nik": 0.5,
    "nip": 0.9,
    "two_numbers": 0.92,
    "one_number": 0.94,
    "name_and_place": 0.99,
    "slip_and_place": 0.9985,
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a gate looks at: the level of every known field, and how many words have each grade."""

    levels: dict[str, str]
    words: dict[str, int]

    def is_(self, field: str, *levels: str) -> bool:
        """Tell whether the field is known and at one of the levels."""
        return self.levels.get(field) in levels

    def count(self, *grades: str) -> int:
        """Return how many words have one of the grades."""
        return sum(self.words.get(grade, 0) for grade in grades)

    @property
    def numbers(self) -> int:
        """How many of NIP, birth date and telephone agree, a slip of the pen allowed in each."""
        return (
            self.is_("nip", "spreadsheet", "near")
            + self.is_("birth", "same", "swapped", "near")
            + self.is_("phone", "same", "near")
        )

    @property
    def some_word(self) -> bool:
        """Whether at least one word of the name agrees, in part or with a slip."""
        return self.count("exact", "folded", "near", "joined", "part", "loose") > 0

    @property
    def every_word_typed(self) -> bool:
        """Whether every word of the row is in the member's name, at least one of them not as an initial or a part."""
        sure = self.count("exact", "folded", "joined", "near")
        return not self.count("extra", "variant") and (sure > 0 or not self.count("lacking", "initial"))

    @property
    def whole_name(self) -> bool:
        """Whether the names are the same, word by word, but for spelling, spaces and at most one slip."""
        return self.count("exact", "folded", "joined") > 0 and not self.count(
            "extra", "lacking", "variant", "part"
        )


def rule_for(pair: Agreement) -> Rule:
    """Return the rule that fits the pair, or an empty text if an officer must look whatever the probability."""
    if pair.is_("nik", "same") or pair.is_("nip", "same"):
        rule: Rule = "nik" if pair.is_("nik", "same") else "nip"
        return rule if pair.some_word else ""
    if _contradicts(pair):
        return ""
    if pair.numbers >= 2:
        return "two_numbers" if pair.some_word else ""
    if pair.numbers == 1:
        return "one_number" if pair.every_word_typed else ""
    return _rule_for_name(pair)


def _rule_for_name(pair: Agreement) -> Rule:
    if not pair.whole_name or not (pair.is_("regency", "same") or pair.is_("workplace", "same")):
        return ""
    if not pair.count("near", "loose", "initial"):
        return "name_and_place"
    return "" if pair.is_("phone", "different") else "slip_and_place"


def opens(pair: Agreement, probability: float) -> Rule:
    """Return the rule that lets the pair through at this probability, or an empty text."""
    rule = rule_for(pair)
    return rule if rule and probability >= LEAST[rule] else ""


def _contradicts(pair: Agreement) -> bool:
    """Two parts of a birth date are a contradiction too, unless the telephone and every word of the name agree."""
    if pair.is_("nik", "different") or pair.is_("sex", "different"):
        return True
    if pair.is_("nip", "same_birth", "different") or pair.is_("birth", "different"):
        return True
    excused = pair.is_("phone", "same") and pair.whole_name and not pair.count("initial")
    return pair.is_("birth", "two_parts") and not excused

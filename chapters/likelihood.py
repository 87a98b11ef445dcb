"""How likely it is that two records are of one person, and why: as rows keep it, and as pages say it."""

from collections.abc import Iterable
from typing import Any

from ipspi import charts
from members import matching
from members.matching.explanation import FIELDS

# Of somebody in another chapter only what is likelier than not is told: who uploads guesses, or invents an application,
# must not learn that somebody somewhere resembles them. It costs 0.2 % of the pairs that an officer could find.
LEAST_OUTSIDE = 0.5


def packed(evidence: Iterable[matching.Evidence]) -> list[list[Any]]:
    """Return evidence as a column keeps it."""
    return [[item.field, item.level, item.bits] for item in evidence]


def unpacked(column: Iterable[Iterable[Any]]) -> list[matching.Evidence]:
    """Return evidence as the engine gave it."""
    return [matching.Evidence(*item) for item in column]


def percent(probability: float) -> str:
    """Return a probability in whole percent, and never a certainty that nobody has."""
    if probability > 0.99:
        return "> 99 %"
    return f"{max(probability, 0.01):.0%}".replace("%", " %")


def pulls_of(evidence: Iterable[matching.Evidence]) -> list[charts.Pull]:
    """Return evidence as bars, each with its sentence."""
    return charts.pulls([(capitalised(matching.sentence(item)), "", item.bits) for item in evidence])


def sentence_of(evidence: Iterable[matching.Evidence]) -> str:
    """The weightiest reasons first, those against after those for, as one sentence."""
    told = sorted((item for item in evidence if abs(item.bits) >= 1), key=lambda item: -item.bits)
    return capitalised("; ".join(matching.sentence(item) for item in told)) + "." if told else ""


def agreeing(evidence: Iterable[matching.Evidence]) -> str:
    """Return the names of the fields that speak for one person."""
    return named(item.field for item in evidence if item.bits > 0)


def named(fields: Iterable[str]) -> str:
    """Return the names of fields in words."""
    return ", ".join(FIELDS[field] for field in fields)


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]  # str.capitalize makes "Nip" of NIP

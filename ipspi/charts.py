"""Geometry of the drawings: numbers in, positions out; templates may not compute, pages forbid inline style."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Look = Literal["woven", "weft", "warp", "dotted", "hatched"]

# A part that exists is never drawn thinner than this, so that one person among ten thousand is seen.
THINNEST = 1.2


@dataclass(frozen=True, slots=True)
class Part:
    """One share of a whole; `said` explains it in a sentence, `url` leads to the rows behind it."""

    label: str
    count: int
    look: Look
    said: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part with its place on the bar: `x` and `width` as SVG percentages, `share` in whole percent of the total."""

    part: Part
    x: str
    width: str
    share: str


def stacked(parts: Iterable[Part]) -> list[Piece]:
    """
    Return the parts laid side by side on a bar of 100 %.

    Every part must be disjoint from the others: their sum is the bar. Parts without anybody keep a width of 0,
    so that the table beside the bar still names them.
    """
    parts = list(parts)
    total = sum(part.count for part in parts)
    drawn = (
        [max(part.count / total * 100, THINNEST) if part.count else 0.0 for part in parts]
        if total
        else [0.0] * len(parts)
    )
    scale = 100 / sum(drawn) if total else 0.0
    pieces, x = [], 0.0
    for part, width in zip(parts, drawn, strict=True):
        pieces.append(Piece(part, _percent(x), _percent(width * scale), _share(part.count, total)))
        x += width * scale
    return pieces


@dataclass(frozen=True, slots=True)
class Pull:
    """A piece of evidence on the scale of the page: which side it pulls to, and how far from the middle."""

    label: str
    said: str
    side: Literal["for", "against", "neither"]
    x: str
    width: str


def pulls(evidence: Sequence[tuple[str, str, float]], *, strongest: float = 16.0) -> list[Pull]:
    """
    Return bars for (label, sentence, bits): to the right what speaks for one person, to the left what speaks against.

    `strongest` bits and more reach the end of the scale, on every page alike, so that two explanations can be compared.
    """
    return [_pull(label, said, bits, strongest) for label, said, bits in evidence]


def _pull(label: str, said: str, bits: float, strongest: float) -> Pull:
    length = min(abs(bits) / strongest, 1.0) * 50
    side: Literal["for", "against", "neither"] = "for" if bits > 0 else "against" if bits < 0 else "neither"
    return Pull(label, said, side, _percent(50 - length if bits < 0 else 50), _percent(length))


def _percent(number: float) -> str:
    return f"{number:.2f}%"


def _share(count: int, total: int) -> str:
    """Whole percent, but never "0 %" of somebody nor "100 %" of not everybody."""
    if not total:
        return "–"
    rounded = round(count / total * 100)
    if count and not rounded:
        return "< 1 %"
    if count != total and rounded == 100:
        return "> 99 %"
    return f"{rounded} %"

"""
The provinces as tiles, each about where it lies: a map on which Jakarta is as large as Papua, for people are counted.

Pure: numbers in, tiles out. Drawn by templates/_parts/tile_map.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# code: (column, row, short name)
PLACES = {
    "11": (1, 1, "ACE"), "12": (2, 2, "SUT"), "14": (3, 3, "RIA"), "21": (4, 2, "KPR"), "13": (2, 3, "SUB"),
    "15": (3, 4, "JAM"), "17": (2, 5, "BKL"), "16": (3, 5, "SSL"), "19": (4, 4, "BBL"), "18": (3, 6, "LAM"),
    "36": (3, 7, "BTN"), "31": (4, 7, "JKT"), "32": (5, 7, "JBR"), "33": (6, 7, "JTG"), "34": (6, 8, "YOG"),
    "35": (7, 7, "JTM"), "51": (8, 7, "BAL"), "52": (9, 7, "NTB"), "53": (10, 7, "NTT"),
    "61": (5, 3, "KLB"), "62": (6, 4, "KLT"), "63": (7, 4, "KLS"), "64": (7, 3, "KTM"), "65": (7, 2, "KTR"),
    "71": (10, 2, "SLU"), "75": (9, 2, "GOR"), "72": (9, 3, "SLT"), "76": (8, 4, "SLB"), "73": (8, 5, "SLS"),
    "74": (9, 5, "STG"), "82": (11, 3, "MLU"), "81": (11, 5, "MLK"),
    "96": (12, 3, "PBD"), "92": (12, 4, "PB"), "94": (13, 4, "PT"), "91": (13, 3, "PAP"), "95": (13, 5, "PPG"),
    "93": (13, 6, "PS"),
}  # fmt: skip
STEPS = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """
    A province on the map: `step` from 1 (lowest) to STEPS, 0 where there is nothing; `shown` is the number in words.

    `url` leads to what is behind the number, if the reader may see it.
    """

    code: str
    name: str
    short: str
    column: int
    row: int
    step: int
    shown: str
    url: str = ""


def steps_of(values: Mapping[str, float]) -> dict[str, int]:
    """
    Return the step of each value among those that are more than nothing: fifths of them, the same value the same step.

    Fifths, not equal distances: one large province must not make all others look empty.
    """
    ordered = sorted(value for value in values.values() if value > 0)
    first = {value: at for at, value in reversed(list(enumerate(ordered)))}
    return {
        code: 1 + first[value] * STEPS // len(ordered) if value > 0 else 0 for code, value in values.items()
    }


def tiles(
    values: Mapping[str, float],
    *,
    names: Mapping[str, str],
    shown: Mapping[str, str],
    urls: Mapping[str, str],
) -> list[Tile]:
    """Return the provinces of `names` in the order of their codes; what `values` lacks is nothing."""
    steps = steps_of({code: values.get(code, 0) for code in names})
    return [
        Tile(code, names[code], short, column, row, steps[code], shown.get(code, "–"), urls.get(code, ""))
        for code, (column, row, short) in sorted(PLACES.items())
        if code in names
    ]

"""
How often the offered pairs are right, beside how likely they are said to be.

    python tests/bench/calibration.py DIR [--decisions 200] [--seed 1]

DIR holds registry.csv, rosters.csv and truth.csv. Prints, for tenths of what is told, how many pairs there are, what
was told and how many are right: as the engine says it, as it is told before anybody has decided anything, and as it is
told of the other pairs when an officer has decided some of them rightly.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

import engine  # noqa: E402

from members.matching import Calibration, Link, calibrate  # noqa: E402

Table = dict[str, dict[str, float]]


def truth_in(path: Path) -> dict[str, str]:
    """Return whom each row is."""
    with path.open(newline="", encoding="utf-8") as handle:
        return {row["row_id"]: row["member_id"] for row in csv.DictReader(handle)}


def table(links: Sequence[Link], truth: dict[str, str]) -> Table:
    """Return by tenths of what is told: pairs, what is told on average, what is right."""
    tenths: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        tenths[min(int(link.probability * 10), 9)].append(link)
    return {
        f"{tenth / 10:.1f}": {
            "pairs": len(some),
            "told": round(sum(link.probability for link in some) / len(some), 3),
            "right": round(sum(truth[link.row] == link.member for link in some) / len(some), 3),
        }
        for tenth, some in sorted(tenths.items())
    }


def off(links: Sequence[Link], truth: dict[str, str]) -> float:
    """Return the mean distance of what is told from what is right over the tenths, weighed by their pairs."""
    found = table(links, truth).values()
    return round(sum(each["pairs"] * abs(each["told"] - each["right"]) for each in found) / len(links), 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--decisions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--regencies", type=Path, default=engine.ROOT.parent / "shared/data/regions/regencies.csv"
    )
    chosen = parser.parse_args()
    links, _model, _seconds = engine.run(chosen.folder, chosen.regencies)
    truth = truth_in(chosen.folder / "truth.csv")
    offered = [link for link in links if link.band == "review"]
    decided = set(
        random.Random(chosen.seed).sample(range(len(offered)), min(chosen.decisions, len(offered) // 2))
    )
    learned = calibrate(
        (offered[at].probability, truth[offered[at].row] == offered[at].member) for at in decided
    )
    others = [link for at, link in enumerate(offered) if at not in decided]
    ways = {
        "engine": offered,
        "believed": Calibration().told(offered),
        f"after {len(decided)} decisions": learned.told(others),
    }
    print(
        json.dumps(
            {name: {"off": off(some, truth), "tenths": table(some, truth)} for name, some in ways.items()}
            | {"learned": [round(learned.offset, 2), round(learned.slope, 2)]},
            indent=1,
        )
    )


if __name__ == "__main__":
    main()

"""
Run the pure engine on a benchmark's files and write the links that its scorer reads.

    python tests/bench/engine.py DIR links.csv [--regencies regencies.csv] [--processes 2]

DIR holds registry.csv and rosters.csv. Prints one JSON object: seconds per step, memory, rows.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from members.matching import Link, Model, Person, Register, learn, link_lists  # noqa: E402 - a script finds the project first


def regency_names(path: Path) -> dict[str, str]:
    """Return the names of the regencies by dotted code."""
    with path.open(newline="", encoding="utf-8") as handle:
        return {row["code"]: row["name"] for row in csv.DictReader(handle)}


def members_in(path: Path, regencies: dict[str, str]) -> list[Person]:
    """Return the people of a registry.csv."""
    with path.open(newline="", encoding="utf-8") as handle:
        return [
            Person(
                key=row["reference"], name=row["name"], nip=row["nip"], phone=row["phone"], birth=row["birth"],
                sex=row["sex"], workplace=row["workplace"], regency=regencies.get(row["regency_code"], ""),
                province=row["regency_code"][:2], employment=row["employment"],
            )
            for row in csv.DictReader(handle)
        ]  # fmt: skip


def lists_in(path: Path) -> dict[str, list[Person]]:
    """Return the rows of a rosters.csv by chapter."""
    lists: dict[str, list[Person]] = defaultdict(list)
    with path.open(newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            lists[row["chapter"]].append(
                Person(
                    key=row["row_id"], name=row["name"], nip=row["nip"], phone=row["phone"], birth=row["birth"],
                    workplace=row["workplace"], regency=row["regency"], province=row["chapter"],
                    employment=row["status"],
                )
            )  # fmt: skip
    return dict(lists)


def write(path: Path, links: list[Link]) -> None:
    """Write links as the product's export does."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerow(["row_id", "member_id", "probability", "band"])
        out.writerows([item.row, item.member, f"{item.probability:.6f}", item.band] for item in links)


def run(folder: Path, regencies: Path, processes: int = 1) -> tuple[list[Link], Model, dict[str, float]]:
    """Return the links of all lists, the model, and the seconds of each step."""
    seconds = {}
    start = time.perf_counter()
    people = members_in(folder / "registry.csv", regency_names(regencies))
    lists = lists_in(folder / "rosters.csv")
    seconds["read"] = time.perf_counter() - start
    register = Register(people)
    seconds["register"] = time.perf_counter() - start - sum(seconds.values())
    model = learn(register, [row for rows in lists.values() for row in rows])
    seconds["learn"] = time.perf_counter() - start - sum(seconds.values())
    links = [item for found in link_lists(register, lists, model, processes).values() for item in found]
    seconds["link"] = time.perf_counter() - start - sum(seconds.values())
    seconds["total"] = time.perf_counter() - start
    return (
        sorted(links, key=lambda item: (item.row, -item.probability, item.member)),
        model,
        seconds,
    )


def _processor() -> float:
    """Processor time of this process and of those that it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("links", type=Path)
    parser.add_argument(
        "--regencies",
        type=Path,
        default=ROOT.parent / "shared/data/regions/regencies.csv",
    )
    parser.add_argument("--model", type=Path, help="write the learned model here")
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args()
    links, model, seconds = run(chosen.folder, chosen.regencies, chosen.processes)
    write(chosen.links, links)
    if chosen.model:
        chosen.model.write_text(model.as_json() + "\n", encoding="utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        json.dumps(
            {
                "links": len(links),
                "peak_mb": peak,
                "processor": round(_processor(), 1),
                **{k: round(v, 2) for k, v in seconds.items()},
            }
        )
    )


if __name__ == "__main__":
    main()

"""
What a night costs in which few rows changed, measured beside a full run of the same nation.

    python tests/bench/nights.py [--members 10000] [--level medium] [--seed 1] [--rows 0.01] [--people 0] [--bench DIR]

Takes the files through the product as product.py does, links everything (`reconcile --full`), then spoils a cell in a
share of the rows (and of the members), imports both again and runs a night (`reconcile`). The same in full by the
same weights is then compared with it, line by line. Processor time is that of the commands and of the database.
"""

import argparse
import csv
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import product

CELLS = ("name", "phone", "birth", "workplace", "regency")


def spoil(path: Path, share: float, chance: random.Random, cells: tuple[str, ...]) -> int:
    """Swap two letters in one cell of a share of the lines; return of how many."""
    with path.open(newline="", encoding="utf-8") as handle:
        lines = list(csv.DictReader(handle))
    some = chance.sample(lines, round(share * len(lines)))
    for line in some:
        cell = chance.choice([name for name in cells if len(line[name]) > 3] or ["name"])
        text, at = line[cell], chance.randrange(max(len(line[cell]) - 1, 1))
        line[cell] = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    with path.open("w", newline="", encoding="utf-8") as handle:
        out = csv.DictWriter(handle, lines[0].keys())
        out.writeheader()
        out.writerows(lines)
    return len(some)


def timed(*arguments: str | Path, state: Path) -> dict[str, Any]:
    """Return what a command says, with the processor time that it took."""
    before = product.cpu_seconds()
    said = product.manage(*arguments, state=state)
    return {**said, "processor": round(product.cpu_seconds() - before, 1)}


def run(folder: Path, state: Path, *, rows: float, people: float) -> dict[str, Any]:
    """Return the processor time of both runs and whether they say the same."""
    chance, registry, rosters = random.Random(5), folder / "registry.csv", folder / "rosters.csv"
    idle = timed("reconcile", "--chapter", "11", state=state)  # makes the tables
    idle = timed("reconcile", "--chapter", "11", state=state)  # starts and ends, and does nothing
    product.manage("import_members", registry, state=state)
    product.manage("import_roster", rosters, state=state)
    full = timed("reconcile", "--full", state=state)
    changed = {"rows": spoil(rosters, rows, chance, CELLS)}
    product.manage("import_roster", rosters, state=state)
    if people:
        changed["people"] = spoil(registry, people, chance, ("name", "workplace"))
        product.manage("import_members", registry, state=state)
    night = timed("reconcile", state=state)
    product.manage("export_links", folder / "night.csv", state=state)
    again = timed("reconcile", "--anew", state=state)
    product.manage("export_links", folder / "full.csv", state=state)
    return {
        "changed": changed,
        "processor": {
            "full": full["processor"], "night": night["processor"], "full, same model": again["processor"],
            "doing nothing": idle["processor"],
        },
        "share": round(night["processor"] / full["processor"], 3),
        "same bytes": (folder / "night.csv").read_bytes() == (folder / "full.csv").read_bytes(),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n", maxsplit=1)[0])
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--level", default="medium")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=float, default=0.01)
    parser.add_argument("--people", type=float, default=0.0)
    parser.add_argument("--bench", type=Path, default=product.BENCH)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ipspi-nights-") as folder:
        Path(folder).chmod(0o755)  # the servers of a root's command run as another user
        data = Path(folder) / "data"
        product.files(data, chosen.bench, members=chosen.members, level=chosen.level, seed=chosen.seed)
        found = run(data, Path(folder) / "state", rows=chosen.rows, people=chosen.people)
    print(json.dumps({"members": chosen.members, "level": chosen.level, "seed": chosen.seed, **found}))
    if not found["same bytes"]:
        sys.exit("The night does not say what a full run says.")


if __name__ == "__main__":
    main()

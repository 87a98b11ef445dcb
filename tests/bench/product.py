"""
Run the whole product on the matching benchmark and score what it exports.

    python tests/bench/product.py [--members 10000] [--level medium] [--seed 1] [--bench DIR]
                                  [--least-recall 0.75] [--most-wrong 0.5] [--files DIR]

Makes the files, or takes those of --files, imports both with the commands, reconciles every chapter, exports the links
and scores them, in a database of its own that is dropped at the end; its server runs already, as in real life. The
first DIR holds rosterbench.py and score.py. Prints one JSON object, and exits 1 if the automatic recall is lower, or
the wrong links per 1,000 rows are more, than was asked for.
Figures: docs/benchmark.md
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"


def files(folder: Path, bench: Path, *, members: int, level: str, seed: int) -> None:
    """Write registry.csv, rosters.csv and truth.csv."""
    settings = ["--members", str(members), "--level", level, "--seed", str(seed), "--out", str(folder)]
    subprocess.run([sys.executable, bench / "rosterbench.py", *settings], check=True, stdout=sys.stderr)


def score(folder: Path, bench: Path) -> dict[str, Any]:
    """Return what the scorer says of links.csv."""
    command = [
        sys.executable,
        bench / "score.py",
        "--truth",
        folder / "truth.csv",
        "--links",
        folder / "links.csv",
    ]
    done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def manage(*arguments: str | Path, state: Path) -> dict[str, Any]:
    """Return what a command prints with --json."""
    command = [sys.executable, ROOT / "manage.py", *arguments, "--json"]
    environment = {**os.environ, "IPSPI_STATE": str(state)}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return dict(json.loads(done.stdout))


def run(folder: Path, bench: Path, state: Path) -> dict[str, Any]:
    """Take the files through the product; return the seconds of each step, memory, the ledger's sums and the score."""
    manage("reconcile", state=state)  # makes the tables, which is not what is measured
    steps, before = {}, cpu_seconds()
    with servers(state):
        began = time.perf_counter()
        for name, *arguments in (
            ("import_members", folder / "registry.csv"),
            ("import_roster", folder / "rosters.csv"),
            ("reconcile", "--full"),
            ("export_links", folder / "links.csv"),
        ):
            steps[name] = manage(name, *arguments, state=state)
        wall = time.perf_counter() - began
    chapters = steps["reconcile"]["chapters"]
    counted = ("rows", "linked", "review", "only_roster", "only_national", "conflicts", "duplicates", "moved")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {
        "peak_mb": peak,
        "cpu_seconds": round(cpu_seconds() - before, 1),
        "seconds": {name: step["seconds"] for name, step in steps.items()} | {"wall": round(wall, 1)},
        "ledger": {name: sum(chapter[name] for chapter in chapters) for name in counted},
        "score": score(folder, bench),
    }


@contextmanager
def servers(state: Path) -> Iterator[None]:
    """Have the state folder's servers running meanwhile: a command that holds them until its input ends."""
    wait = "import sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "shell", "--no-imports", "-c", wait],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "IPSPI_STATE": str(state)},
    ) as holding:  # fmt: skip
        if holding.stdout is None or not holding.stdout.readline():
            sys.exit("The servers did not start.")
        yield
        holding.communicate()


def cpu_seconds() -> float:
    """Processor time of the commands so far: unlike the clock it does not depend on what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n", maxsplit=1)[0])
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--level", default="medium")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bench", type=Path, default=BENCH)
    parser.add_argument("--files", type=Path, help="has registry.csv, rosters.csv and truth.csv already")
    parser.add_argument("--least-recall", type=float, default=0.75)
    parser.add_argument("--most-wrong", type=float, default=0.5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ipspi-bench-") as folder:
        # the servers of a root's command run as another user, who must be able to pass through
        Path(folder).chmod(0o755)
        data = chosen.files or Path(folder) / "data"
        if not chosen.files:
            files(data, chosen.bench, members=chosen.members, level=chosen.level, seed=chosen.seed)
        found = run(data, chosen.bench, Path(folder) / "state")
    print(json.dumps({"members": chosen.members, "level": chosen.level, "seed": chosen.seed, **found}))
    reached = found["score"]
    if reached["auto_recall"] < chosen.least_recall or reached["wrong_1000"] > chosen.most_wrong:
        sys.exit("The benchmark is not reached.")


if __name__ == "__main__":
    main()

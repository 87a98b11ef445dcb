"""
The engine beside Splink 5, in turns on the same files, so that both meet the same machine.

    python tests/bench/beside.py [--members 100000] [--level medium] [--seed 1] [--rounds 3]
                                 [--processes 2] [--product] [--bench DIR]

DIR holds rosterbench.py, score.py and peers.py, which runs Splink unchanged. --product times the whole product, too,
from the files into the database and out again. Prints one JSON object: the median seconds by the clock of each, the
ratio in each round, peak memory and what the scorer says. Splink is fetched when it is asked for, pinned in
requirements/splink.txt.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import fetching
import product

HERE = Path(__file__).parent
SURE = "0.99"  # from this probability on a link of Splink counts as automatic


def timed(*command: str | Path, **environment: str) -> dict[str, Any]:
    """Return the seconds and the peak memory of a program that prints one JSON object."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, text=True, env=os.environ | environment
    )
    said = process.stdout.read() if process.stdout else ""
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed.")
    seconds = time.perf_counter() - began
    return {"said": json.loads(said), "seconds": round(seconds, 1), "peak_mb": used.ru_maxrss // 1024}


def scored(folder: Path, bench: Path, links: str, *options: str) -> dict[str, Any]:
    """Return what the scorer says of some links."""
    command = [sys.executable, bench / "score.py", "--truth", folder / "truth.csv", "--links", folder / links]
    done = subprocess.run([*command, "--json", *options], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def rounds(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Run all in turns; return seconds, ratios, memory and scores."""
    bench = chosen.bench
    splink_id = (bench / "peers.py", "splink_id", "--data", folder, "--out", folder / "splink.csv")
    regencies = bench.parent / "data/regions/regencies.csv"
    engine = (HERE / "engine.py", folder, folder / "engine.csv", "--regencies", regencies)
    found: dict[str, list[dict[str, Any]]] = {"splink": [], "engine": []}
    for _round in range(chosen.rounds):
        found["splink"].append(timed(*splink_id, PYTHONPATH=str(fetching.folder_of("splink"))))
        found["engine"].append(timed(*engine, "--processes", str(chosen.processes)))
        if chosen.product:
            found.setdefault("product", []).append(_product(folder, bench))
    splink = [each["seconds"] for each in found["splink"]]
    return {
        name: {
            "seconds": statistics.median(each["seconds"] for each in runs),
            "ratios": [round(each["seconds"] / other, 2) for each, other in zip(runs, splink, strict=True)],
            "peak_mb": max(each["peak_mb"] for each in runs),
        }
        for name, runs in found.items()
    } | {"scores": {
        "splink": scored(folder, bench, "splink.csv", "--auto", SURE),
        "engine": scored(folder, bench, "engine.csv"),
    }}  # fmt: skip


def _product(folder: Path, bench: Path) -> dict[str, Any]:
    """Run the product as a program of its own: what it says of memory is then of its commands only."""
    said = timed(HERE / "product.py", "--files", folder, "--bench", bench)["said"]
    return {"seconds": said["seconds"]["wall"], "peak_mb": said["peak_mb"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n", maxsplit=1)[0])
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--level", default="medium")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--product", action="store_true")
    parser.add_argument("--bench", type=Path, default=product.BENCH)
    chosen = parser.parse_args()
    if not fetching.fetch("splink"):
        sys.exit("Splink could not be fetched.")
    with tempfile.TemporaryDirectory(prefix="ipspi-bench-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        product.files(data, chosen.bench, members=chosen.members, level=chosen.level, seed=chosen.seed)
        found = rounds(data, chosen)
    print(json.dumps({"members": chosen.members, "level": chosen.level, "seed": chosen.seed, **found}))


if __name__ == "__main__":
    main()

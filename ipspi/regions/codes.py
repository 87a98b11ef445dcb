"""
The region files of this package, read without Django or a database.

Source: Kemendagri codes, collected by Cahya DSN (MIT, see data/LICENSE-wilayah.txt).
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """Every code that may stand at the head of a NIK, today's and former ones: "16" and "16.02"."""

    provinces: frozenset[str]
    regencies: frozenset[str]
    # former code → today's
    renamed: Mapping[str, str]

    def today(self, code: str) -> str:
        """Return the code that the regency with `code` has today."""
        return self.renamed.get(code, code)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of the file `name` ("provinces", "regencies", "region_aliases", "old_regency_codes")."""
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def known_codes() -> KnownCodes:
    """Return the codes of all provinces and regencies, former regency codes included."""
    renamed = {row["old_code"]: row["code"] for row in rows("old_regency_codes")}
    return KnownCodes(
        provinces=frozenset(row["code"] for row in rows("provinces")),
        regencies=frozenset(row["code"] for row in rows("regencies")) | frozenset(renamed),
        renamed=renamed,
    )

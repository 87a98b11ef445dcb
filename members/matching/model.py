"""The numbered weights: how often people and strangers agree, as learned from the data."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from members.matching.alignment import COUNTS, EXTRA, LACKING
from members.matching.comparison import LEVELS, Levels

Rates = tuple[float, ...]
Floats = npt.NDArray[np.float64]

VERSION = 1
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Model:
    """
    The weights of one learning.

    `same` and `chance` hold, per field, the rates of its levels among records of one person and among strangers.
    `words` holds the rates of the grades of words. `registered` is the share of rows whose person is registered,
    `members` the size of the register, `repeated` the share of rows that repeat another row of their list.
    """

    same: dict[str, Rates]
    chance: dict[str, Rates]
    words: Rates
    registered: float
    members: int
    repeated: float = 0.02
    version: int = VERSION

    def as_json(self) -> str:
        """Return the model as one line of JSON, always the same bytes for the same model."""
        return json.dumps(
            {
                "version": self.version, "members": self.members, "registered": self.registered,
                "repeated": self.repeated, "words": self.words, "same": self.same, "chance": self.chance,
            },
            sort_keys=True,
        )  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the model that `as_json` wrote. Raises ValueError if it is of another version of the engine."""
        read: dict[str, Any] = json.loads(text)
        if read["version"] != VERSION:
            raise ValueError(f"a model of version {read['version']}, but the engine has version {VERSION}")
        return cls(
            same={field: tuple(rates) for field, rates in read["same"].items()},
            chance={field: tuple(rates) for field, rates in read["chance"].items()},
            words=tuple(read["words"]), registered=read["registered"], members=read["members"],
            repeated=read["repeated"], version=read["version"],
        )  # fmt: skip

    def rounded(self) -> Model:
        """Return the model with rates of nine digits, so that no machine's last bit changes a link."""
        return replace(
            self,
            same={field: _rounded(rates) for field, rates in self.same.items()},
            chance={field: _rounded(rates) for field, rates in self.chance.items()},
            words=_rounded(self.words),
            registered=round(self.registered, DIGITS),
            repeated=round(self.repeated, DIGITS),
        )


def _rounded(rates: Rates) -> Rates:
    return tuple(float(f"{rate:.{DIGITS}g}") for rate in rates)


# What is believed before any list is seen: common sense, which little data only bends.
PRIOR_SAME: dict[str, Rates] = {
    "nik": (0.98, 0.02),
    "nip": (0.78, 0.06, 0.12, 0.01, 0.03),
    "birth": (0.88, 0.04, 0.05, 0.01, 0.02),
    "phone": (0.78, 0.05, 0.17),
    "workplace": (0.65, 0.15, 0.20),
    "regency": (0.80, 0.02, 0.13, 0.05),
    "employment": (0.95, 0.05),
    "sex": (0.99, 0.01),
}
PRIOR_CHANCE: dict[str, Rates] = {
    "nik": (1e-9, 1 - 1e-9),
    "nip": (3e-8, 1e-7, 3e-6, 8e-5, 1 - 8.5e-5),
    "birth": (8e-5, 4e-5, 8e-4, 6e-3, 0.993),
    "phone": (2e-6, 3e-6, 0.999995),
    "workplace": (0.01, 0.05, 0.94),
    "regency": (0.002, 0.002, 0.04, 0.956),
    "employment": (0.5, 0.5),
    "sex": (0.5, 0.5),
}
PRIOR_WORDS: Rates = (0.78, 0.06, 0.06, 0.01, 0.04, 0.02, 0.03, 0.06)
PRIOR = Model(PRIOR_SAME, PRIOR_CHANCE, PRIOR_WORDS, registered=0.6, members=1)


def field_bits(model: Model, levels: Levels) -> dict[str, Floats]:
    """Return the bits of every field of every pair, dependent evidence counted once."""
    bits = {field: _bits_of(model, field, levels[field]) for field in LEVELS}
    nip, birth = levels["nip"], levels["birth"]
    holds_birth = (nip >= 0) & (nip <= 2)
    bits["birth"] = np.where(holds_birth & (bits["birth"] > 0), 0.0, bits["birth"])
    twin = (nip == 3) & (birth == 0)
    given_birth = np.log2(model.same["nip"][3] / 0.97)
    bits["nip"] = np.where(twin, given_birth, bits["nip"])
    return bits


def _bits_of(model: Model, field: str, levels: npt.NDArray[np.int8]) -> Floats:
    table = np.log2(np.array(model.same[field]) / np.array(model.chance[field]))
    return np.where(levels >= 0, table[levels], 0.0)


def name_bits(model: Model, counts: npt.NDArray[np.int8], rarity: Floats) -> Floats:
    """Return the bits of every pair's names: the rarity of the words that agree, and the rates of all grades."""
    rates = np.log2(np.array(model.words))
    rates[EXTRA] -= np.log2(0.7)
    rates[LACKING] -= np.log2(0.7)
    bits: Floats = rarity + counts @ rates[:COUNTS]
    return bits

"""The numbered weights: how often records of one person, of relatives and of strangers agree."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

Rates = tuple[float, ...]

VERSION = 3
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Likeness:
    """How often two records of one kind of pair have each level of each field, and each grade of words."""

    fields: dict[str, Rates]
    words: Rates

    def rounded(self) -> Likeness:
        """Return the rates with nine digits."""
        return Likeness(
            {field: _rounded(rates) for field, rates in self.fields.items()}, _rounded(self.words)
        )


@dataclass(frozen=True, slots=True)
class Model:
    """
    The weights of one learning.

    `same` are pairs of records of one person; `doubles` are pairs of two persons who look like one (relatives,
    namesakes); `chance` are strangers. `registered` is the share of rows whose person is registered, `double_rates`
    how many registered doubles of each kind a row has on average, `repeated` the share of rows that repeat another row
    of their list, `members` the size of the register.
    """

    same: Likeness
    doubles: dict[str, Likeness]
    chance: dict[str, Rates]
    registered: float
    double_rates: dict[str, float]
    repeated: float
    members: int
    version: int = VERSION

    def as_json(self) -> str:
        """Return the model as one line of JSON, always the same bytes for the same model."""
        return json.dumps(
            {
                "version": self.version, "members": self.members, "registered": self.registered,
                "repeated": self.repeated, "chance": self.chance, "double_rates": self.double_rates,
                "same": asdict(self.same), "doubles": {kind: asdict(double) for kind, double in self.doubles.items()},
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
            same=_likeness(read["same"]), doubles={kind: _likeness(double) for kind, double in read["doubles"].items()},
            chance=_rates(read["chance"]), registered=read["registered"], double_rates=read["double_rates"],
            repeated=read["repeated"], members=read["members"],
        )  # fmt: skip

    def rounded(self) -> Model:
        """Return the model with rates of nine digits, so that no machine's last bit changes a link."""
        return Model(
            same=self.same.rounded(),
            doubles={kind: double.rounded() for kind, double in self.doubles.items()},
            chance={field: _rounded(rates) for field, rates in self.chance.items()},
            registered=round(self.registered, DIGITS),
            double_rates={kind: round(rate, DIGITS) for kind, rate in self.double_rates.items()},
            repeated=round(self.repeated, DIGITS),
            members=self.members,
        )


def _rounded(rates: Rates) -> Rates:
    return tuple(float(f"{rate:.{DIGITS}g}") for rate in rates)


def _rates(read: dict[str, list[float]]) -> dict[str, Rates]:
    return {field: tuple(rates) for field, rates in read.items()}


def _likeness(read: dict[str, Any]) -> Likeness:
    return Likeness(_rates(read["fields"]), tuple(read["words"]))


# What is believed before any list is seen: common sense, which little data only bends.
# Words: exact, folded, near, variant, part, loose, initial, joined, extra, lacking.
SAME = Likeness(
    fields={
        "nik": (0.98, 0.02),
        "nip": (0.76, 0.06, 0.12, 0.01, 0.03, 0.02),
        "birth": (0.88, 0.04, 0.05, 0.01, 0.02),
        "phone": (0.78, 0.05, 0.17),
        "workplace": (0.65, 0.15, 0.20),
        "regency": (0.76, 0.01, 0.06, 0.12, 0.05),
        "employment": (0.95, 0.05),
        "sex": (0.99, 0.01),
    },
    words=(0.76, 0.06, 0.05, 0.005, 0.02, 0.02, 0.04, 0.015, 0.03, 0.06),
)
RELATIVES = Likeness(
    fields={
        "nik": (0.0001, 0.9999),
        "nip": (1e-5, 1e-4, 0.004, 0.30, 0.29, 0.40),
        "birth": (0.50, 0.005, 0.005, 0.02, 0.47),
        "phone": (0.40, 0.01, 0.59),
        "workplace": (0.15, 0.10, 0.75),
        "regency": (0.80, 0.02, 0.04, 0.10, 0.04),
        "employment": (0.55, 0.45),
        "sex": (0.65, 0.35),
    },
    words=(0.52, 0.02, 0.02, 0.12, 0.005, 0.01, 0.02, 0.005, 0.28, 0.30),
)
NAMESAKES = Likeness(
    fields={
        "nik": (0.0001, 0.9999),
        "nip": (1e-5, 1e-4, 0.0005, 0.01, 0.58, 0.40),
        "birth": (0.01, 0.002, 0.008, 0.03, 0.95),
        "phone": (0.02, 0.01, 0.97),
        "workplace": (0.20, 0.10, 0.70),
        "regency": (0.70, 0.05, 0.10, 0.10, 0.05),
        "employment": (0.55, 0.45),
        "sex": (0.90, 0.10),
    },
    words=SAME.words,
)
DOUBLES = {"relatives": RELATIVES, "namesakes": NAMESAKES}
DOUBLE_RATES = {"relatives": 0.02, "namesakes": 0.02}
STRANGERS: dict[str, Rates] = {
    "nik": (1e-9, 1 - 1e-9),
    "nip": (3e-8, 1e-7, 3e-6, 8e-5, 0.5, 0.4999),
    "birth": (8e-5, 4e-5, 8e-4, 6e-3, 0.993),
    "phone": (2e-6, 3e-6, 0.999995),
    "workplace": (0.01, 0.05, 0.94),
    "regency": (0.002, 0.001, 0.035, 0.006, 0.956),
    "employment": (0.5, 0.5),
    "sex": (0.5, 0.5),
}


REGISTERED, REPEATED = 0.6, 0.02


def beliefs(members: int) -> Model:
    """Return the model that nothing was learned for."""
    return Model(SAME, DOUBLES, STRANGERS, REGISTERED, DOUBLE_RATES, REPEATED, members=max(members, 1))

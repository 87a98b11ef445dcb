"""From compared pairs to links: posterior per row, distinct people one to one, bands, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from members.matching import gates
from members.matching.alignment import (
    EXACT,
    EXTRA,
    FOLDED,
    INITIAL,
    JOINED,
    LACKING,
    LOOSE,
    NEAR,
)
from members.matching.columns import Columns
from members.matching.comparison import CONTRADICTS, FIELDS, LEVELS
from members.matching.learning import posterior
from members.matching.model import Model, field_bits, name_bits
from members.matching.records import Evidence, Link

if TYPE_CHECKING:
    from members.matching.engine import Register

AUTOMATIC = 0.97
REVIEW = 0.05


def links(register: Register, rows: Columns, model: Model) -> list[Link]:
    """Return the links of one list's rows."""
    pairs = register.pairs(rows)
    belief = posterior(model, pairs, len(rows))
    bits = field_bits(model, pairs.levels)
    names = name_bits(model, pairs.names.counts, pairs.names.rarity)
    found = []
    for at in np.flatnonzero(belief >= REVIEW).tolist():
        levels = {field: int(pairs.levels[field][at]) for field in FIELDS}
        count = pairs.names.counts[at].tolist()
        agreement = gates.Agreement(
            levels, count[EXACT], count[FOLDED], count[NEAR], count[LOOSE], count[INITIAL], count[JOINED], count[EXTRA],
            count[LACKING], float(pairs.names.rarity[at]), float(np.log2(model.members)),
        )  # fmt: skip
        rule = gates.gate(agreement) if belief[at] >= AUTOMATIC else ""
        evidence = [Evidence("name", _name_level(count), round(float(names[at]), 3))]
        evidence += [
            Evidence(field, LEVELS[field][levels[field]], round(float(bits[field][at]), 3))
            for field in FIELDS
            if levels[field] >= 0
        ]
        found.append(
            Link(
                row=rows.keys[pairs.row[at]],
                member=register.members.keys[pairs.member[at]],
                probability=round(float(belief[at]), 6),
                band="auto" if rule else "review",
                bits=round(sum(item.bits for item in evidence), 3),
                evidence=tuple(evidence),
                duplicate_of=None,
                disagreements=tuple(f for f in FIELDS if f in CONTRADICTS and levels[f] >= CONTRADICTS[f]),
                gate=rule,
            )
        )
    return sorted(found, key=lambda item: (item.row, -item.probability, item.member))


def _name_level(count: list[int]) -> str:
    tags = zip(
        ("exact", "folded", "near", "loose", "initial", "joined", "extra", "lacking"),
        count,
        strict=True,
    )
    return " ".join(f"{tag}={number}" for tag, number in tags if number)

"""
Records of the register that may be of one person who is registered twice.

The register is compared with itself. A pair is judged by itself alone, the record with the smaller key first: its
probability is the same whoever is asked about, in whatever portions, and whoever else is like them. Nothing is merged
by the engine. The gates say, in sentences, which pairs an officer is asked about at all: relatives who share a
telephone, twins, and namesakes are normal.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from members.matching.alignment import COUNTED
from members.matching.columns import Ints
from members.matching.comparison import DISAGREES, FIELDS, LEVELS, MISSING, level
from members.matching.gates import Agreement
from members.matching.model import Model
from members.matching.records import Evidence
from members.matching.register import Register
from members.matching.weights import SAFE_BITS, Pairs, Weighed, double_odds, summed, weigh

TWICE = 0.01  # of the registered are registered a second time
# Of being one person. Who is less likely is not offered, whatever the gate; but two with one NIK always are: either
# they are one person, or one of the numbers is wrong.
LEAST = 0.1
LONE, SURE = ("extra", "lacking"), ("exact", "folded", "joined")

# The gates, as an officer reads why a pair is offered.
RULES = {
    "nik": "NIK sama",
    "nip": "NIP sama dan satu kata nama sama",
    "birth_and_phone": "tanggal lahir dan nomor telepon sama, begitu pula satu kata nama yang utuh",
    "birth_and_name": "tanggal lahir sama, dan seluruh nama sama atau hanya lebih lengkap di salah satu catatan",
    "phone_and_name": "nomor telepon dan seluruh nama sama",
    "place_and_name": "seluruh nama sama dan jarang dimiliki orang, di kabupaten/kota atau tempat kerja yang sama",
    "nik_mistyped": "NIK berbeda, tetapi seluruh nama, tanggal lahir, dan nomor telepon atau NIP sama: "
    "mungkin satu NIK salah ketik",
}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """
    Two records, by key, `one` before `other`, that may be of one person.

    `bits` is the sum of the evidence's bits, `disagreements` the fields that contradict each other, `gate` a rule of
    RULES.
    """

    one: str
    other: str
    probability: float
    bits: float
    evidence: tuple[Evidence, ...]
    disagreements: tuple[str, ...]
    gate: str


def likely_duplicates(
    register: Register, model: Model, *, of: Collection[str], asked: Collection[str] | None = None
) -> list[Duplicate]:
    """
    Return the likely duplicates of the records with the keys `of` among the whole register, by their keys.

    A large question is asked in portions: `asked` holds the keys of all of them, and a pair of two of them is found in
    the portion of its smaller key only.
    """
    one, other = _candidates(register, of, of if asked is None else asked)
    pairs = _within(register.compared(register.members, one, other))
    weighed = _without_twins_of_one_name(model, pairs, weigh(model, pairs))
    odds = np.exp2(np.clip(weighed.total, -SAFE_BITS, SAFE_BITS)) * (TWICE / max(model.members, 1))
    belief = odds / (1 + odds)
    found = [
        _duplicate(register, pairs, weighed, at, probability=round(float(belief[at]), 6))
        for at in np.flatnonzero((belief >= LEAST) | (pairs.levels["nik"] == level("nik", "same"))).tolist()
    ]
    return [pair for pair in found if pair.gate]


def rule_for(pair: Agreement) -> str:
    """Return the rule of RULES under which an officer is asked about a pair, or an empty text."""
    if pair.is_("nik", "same"):
        return "nik"
    if _contradicts(pair):
        return ""
    whole = pair.whole_name and not pair.count("initial", "loose", "lone")
    birth, phone = pair.is_("birth", "same", "swapped", "near"), pair.is_("phone", "same", "near")
    if pair.is_("nik", "different"):
        sure = pair.is_("birth", "same") and (phone or pair.is_("nip", "same"))
        return "nik_mistyped" if whole and sure else ""
    if pair.is_("nip", "same", "spreadsheet"):
        return "nip" if pair.some_word else ""
    return _rule_for_people(pair, whole=whole, birth=birth, phone=phone)


def _rule_for_people(pair: Agreement, *, whole: bool, birth: bool, phone: bool) -> str:
    """A telephone is a family's, a birth date is a twin's, a name is many people's: it takes two of them."""
    sound = pair.count("exact", "folded", "joined")
    if birth and phone and sound and not pair.count("variant"):
        return "birth_and_phone"
    longer = bool(sound) and pair.count("near", "loose", "variant", "part", "initial") == 0
    if birth and (whole or longer):
        return "birth_and_name"
    if phone and whole:
        return "phone_and_name"
    place = pair.is_("regency", "same") or pair.is_("workplace", "same")
    return "place_and_name" if whole and place and not pair.count("near") else ""


def _contradicts(pair: Agreement) -> bool:
    """Another sex, birth date or NIP, unless the same NIP excuses a date that was written wrongly."""
    if pair.is_("nip", "same_birth", "different") or pair.is_("sex", "different"):
        return True
    return pair.is_("birth", "different", "two_parts") and not pair.is_("nip", "same")


def _candidates(register: Register, of: Collection[str], asked: Collection[str]) -> tuple[Ints, Ints]:
    """Return pairs of positions, the smaller first, each once."""
    position = {key: at for at, key in enumerate(register.members.keys)}
    rows: Ints = np.array(sorted(position[key] for key in of), np.int64)
    elsewhere = np.ones(len(register), bool)
    elsewhere[[position[key] for key in asked]] = False
    if not len(rows):
        return rows, rows
    found, member = register.index.candidates(register.index.keys[rows])
    row = rows[found]
    kept = (row < member) | (elsewhere[member] & (row != member))
    row, member = row[kept], member[kept]
    return np.minimum(row, member), np.maximum(row, member)


def _within(pairs: Pairs) -> Pairs:
    """A NIP that only one record has says nothing here: both sides are the register's, and the older knew less."""
    nip = pairs.levels["nip"]
    nip[nip == level("nip", "member_has_none")] = MISSING
    return pairs


def _without_twins_of_one_name(model: Model, pairs: Pairs, weighed: Weighed) -> Weighed:
    """Nobody gives two children one name: where two whole names are the same, only a namesake can be another person."""
    odds = double_odds(model, pairs)
    counts = pairs.names.counts
    sure = counts[:, [COUNTED.index(grade) for grade in SURE]].sum(axis=1)
    one_name = (sure == counts.sum(axis=1)) & (sure >= 2)
    odds["relatives"] = np.where(one_name, 0.0, odds["relatives"])
    weighed.fields["double"] = -np.log2(1 + summed(odds.values()))
    return weighed


def _duplicate(
    register: Register, pairs: Pairs, weighed: Weighed, at: int, *, probability: float
) -> Duplicate:
    levels = {
        field: LEVELS[field][pairs.levels[field][at]] for field in FIELDS if pairs.levels[field][at] >= 0
    }
    words = _words(pairs.names.counts[at])
    evidence = [
        Evidence(field, text, round(float(weighed.fields[field][at]), 3) + 0.0)
        for field, text in {"name": " ".join(f"{grade}={n}" for grade, n in words.items()), **levels}.items()
    ]
    double = round(float(weighed.fields["double"][at]), 3) + 0.0
    if double:
        evidence.append(Evidence("double", "possible", double))
    return Duplicate(
        one=register.members.keys[pairs.row[at]],
        other=register.members.keys[pairs.member[at]],
        probability=probability,
        bits=round(sum(item.bits for item in evidence), 3),
        evidence=tuple(evidence),
        disagreements=tuple(field for field, found in levels.items() if found in DISAGREES.get(field, ())),
        gate=rule_for(Agreement(levels, {**words, **_of_one_side(words)})),
    )


def _words(counts: npt.NDArray[np.int8]) -> dict[str, int]:
    """Return how many words have each grade; one that a single record has is `lone`, whichever record that is."""
    words = {grade: int(n) for grade, n in zip(COUNTED, counts, strict=True) if n and grade not in LONE}
    lone = sum(int(n) for grade, n in zip(COUNTED, counts, strict=True) if grade in LONE)
    return words | ({"lone": lone} if lone else {})


def _of_one_side(words: dict[str, int]) -> dict[str, int]:
    # to the gates' words a lone word is one too many, as in a list
    return {"extra": words["lone"]} if "lone" in words else {}

"""How well each field of a row and a member agrees: one level per field and pair, -1 where a side lacks the field."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from members.matching.columns import NONE, Bytes, Columns, Ints, Workplaces

MISSING = -1

# The levels of each field, best first. Names are compared word by word, in alignment.py.
LEVELS: dict[str, tuple[str, ...]] = {
    "nik": ("same", "different"),
    "nip": ("same", "spreadsheet", "near", "same_birth", "different", "member_has_none"),
    "birth": ("same", "swapped", "near", "two_parts", "different"),
    "phone": ("same", "near", "different"),
    "workplace": ("same", "alike", "different"),
    "regency": ("same", "other_kind", "same_province", "only_province", "different"),
    "employment": ("same", "different"),
    "sex": ("same", "different"),
}
FIELDS = tuple(LEVELS)

# The levels at which a field speaks against one person, rather than being badly written.
DISAGREES = {
    "nik": {"different"},
    "nip": {"same_birth", "different"},
    "birth": {"two_parts", "different"},
    "phone": {"different"},
    "employment": {"different"},
    "sex": {"different"},
}

Levels = dict[str, Bytes]


def level(field: str, name: str) -> int:
    """Return the number of a field's level."""
    return LEVELS[field].index(name)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a comparison and what they share."""

    rows: Columns
    members: Columns
    workplaces: Workplaces


def compare(sides: Sides, row: Ints, member: Ints) -> Levels:
    """Return the levels of all fields for the pairs (row, member), given by position."""
    rows, members = sides.rows, sides.members
    return {
        "nik": _equal(rows.nik[row], members.nik[member], unknown=NONE),
        "nip": _nip(rows, members, row, member),
        "birth": _birth(rows.birth[row], members.birth[member]),
        "phone": _phone(rows.phones[row], members.phones[member]),
        "workplace": _workplace(sides, row, member),
        "regency": _regency(rows, members, row, member),
        "employment": _equal(rows.employment[row], members.employment[member], unknown=0),
        "sex": _equal(rows.sex[row], members.sex[member], unknown=0),
    }


def _equal(one: npt.NDArray[np.generic], other: npt.NDArray[np.generic], *, unknown: int) -> Bytes:
    known = (one != unknown) & (other != unknown)
    return np.where(known, np.where(one == other, 0, 1), MISSING).astype(np.int8)


def _birth(one: Ints, other: Ints) -> Bytes:
    """Near: two parts are the same and the third is off by one, by ten, or by one digit."""
    year, month, day = one // 10_000, one // 100 % 100, one % 100
    other_year, other_month, other_day = (
        other // 10_000,
        other // 100 % 100,
        other % 100,
    )
    same_year, same_month, same_day = (
        year == other_year,
        month == other_month,
        day == other_day,
    )
    agreeing = same_year.astype(np.int8) + same_month + same_day
    swapped = same_year & (month == other_day) & (day == other_month)
    slip = (
        _slip(year % 100, other_year % 100) & (year // 100 == other_year // 100) & same_month & same_day
        | _slip(month, other_month) & same_year & same_day
        | _slip(day, other_day) & same_year & same_month
    )
    found = np.full(len(one), 4, np.int8)
    found[agreeing == 2] = 3
    found[slip] = 2
    found[swapped] = 1
    found[one == other] = 0
    found[(one == 0) | (other == 0)] = MISSING
    return found


def _slip(one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
    """Tell numbers of two digits that differ by one, in one digit, or by swapped digits."""
    tens, units, other_tens, other_units = one // 10, one % 10, other // 10, other % 10
    one_digit = (tens == other_tens) | (units == other_units)
    swapped = (tens == other_units) & (units == other_tens)
    slip: npt.NDArray[np.bool_] = one_digit | swapped | (np.abs(one - other) == 1)
    return slip


def _phone(ones: Ints, others: Ints) -> Bytes:
    """Return the best level of any number of the one with any number of the other."""
    known = (ones[:, 0] != NONE) & (others[:, 0] != NONE)
    found = np.where(known, np.int8(2), np.int8(MISSING))
    for one in ones.T:
        for other in others.T:
            found[(one != NONE) & (one == other)] = 0
            both = np.flatnonzero(
                (one != NONE) & (other != NONE) & (found > 1) & _one_edit_apart(one, other, 4)
            )
            edits = cpdist(
                list(map(str, one[both].tolist())), list(map(str, other[both].tolist())),
                scorer=OSA.distance, score_cutoff=1, dtype=np.uint8,
            )  # fmt: skip
            found[both] = np.minimum(found[both], np.minimum(edits, 2).astype(np.int8))
    return found


def _one_edit_apart(one: Ints, other: Ints, tail: int) -> npt.NDArray[np.bool_]:
    """Tell numbers that one slip may part: the last `tail` digits are the same, or what stands before them and one."""
    last, before, longer = 10**tail, 10 ** (tail + 1), 10 ** (tail + 2)
    fits: npt.NDArray[np.bool_] = (one % last == other % last) | (one // before == other // before)
    fits |= (one // longer == other // before) | (one // before == other // longer)
    return fits


def _nip(rows: Columns, members: Columns, row: Ints, member: Ints) -> Bytes:
    """
    Compare with the member's whole NIP only.

    Spreadsheet: the fifteen digits a spreadsheet kept are the same. Near: one digit off, or two swapped. Same birth:
    only the birth date inside is the same, as of twins. An exponent tells nothing for, but may tell against.
    """
    state = rows.nip_state[row]
    found = np.where((state > 0) & (members.nip_state[member] == 0), np.int8(5), np.int8(MISSING))
    both = (members.nip_state[member] == 1) & (state > 0)
    typed, whole = rows.nip[row], members.nip[member]
    plain = both & (state != 4)
    found[plain] = 4
    births = typed // 10 ** np.maximum(_digits(typed) - 8, 0) == whole // 10**10
    found[plain & births] = 3
    found[plain & (state == 2) & (typed == whole // 1_000)] = 1
    found[plain & (typed == whole)] = 0
    against_whom = np.where(state == 2, whole // 1_000, whole)
    maybe = np.flatnonzero(((found == 3) | (found == 4)) & _one_edit_apart(typed, against_whom, 8))
    if len(maybe):
        kept = np.where(state[maybe] == 2, 15, 18).tolist()
        edits = cpdist(
            [rows.nip_text[i] for i in row[maybe].tolist()],
            [members.nip_text[j][:size] for j, size in zip(member[maybe].tolist(), kept, strict=True)],
            scorer=OSA.distance,
            score_cutoff=1,
            dtype=np.uint8,
        )
        found[maybe[edits <= 1]] = 2
    exponent = both & (state == 4)
    sure = np.maximum(np.minimum(_digits(typed), 6) - 1, 0)  # the last digit shown is rounded
    against = exponent & (typed // 10 ** (_digits(typed) - sure) != whole // 10 ** (18 - sure))
    found[against] = 4
    return found


def _digits(number: Ints) -> Ints:
    return np.where(
        number > 0,
        np.floor(np.log10(np.maximum(number, 1)) + 1e-12).astype(np.int64) + 1,
        0,
    )


def _workplace(sides: Sides, row: Ints, member: Ints) -> Bytes:
    """Same: the same words; alike: they share words that are rare enough to mean something."""
    one, other = sides.rows.workplace[row], sides.members.workplace[member]
    found = np.full(len(row), MISSING, np.int8)
    both = np.flatnonzero((one != NONE) & (other != NONE))
    if not len(both):
        return found
    codes = one[both] << 32 | other[both]
    distinct, where = np.unique(codes, return_inverse=True)
    words = sides.workplaces.words
    levels = np.fromiter(
        (_likeness(words[code >> 32], words[code & 0xFFFFFFFF]) for code in distinct.tolist()),
        np.int8,
    )
    found[both] = levels[where]
    return found


def _likeness(one: frozenset[str], other: frozenset[str]) -> int:
    if one == other:
        return 0
    shared = one & other
    return 1 if len(shared) * 2 >= max(len(one), len(other)) else 2


def _regency(rows: Columns, members: Columns, row: Ints, member: Ints) -> Bytes:
    """Other kind: Kota Bogor and Kabupaten Bogor. Only province: a side does not name its regency."""
    one, other = rows.regency[row], members.regency[member]
    one_kind, other_kind = rows.regency_kind[row], members.regency_kind[member]
    kinds_differ = (one_kind != other_kind) & (one_kind > 0) & (other_kind > 0)
    named = (one != 0) & (other != 0)
    same = (one == other) & named
    province_known = (rows.province[row] != 0) & (members.province[member] != 0)
    same_province = rows.province[row] == members.province[member]
    found = np.where(province_known, np.where(same_province, np.where(named, 2, 3), 4), MISSING).astype(
        np.int8
    )
    found[same & kinds_differ] = 1
    found[same & ~kinds_differ] = 0
    return found

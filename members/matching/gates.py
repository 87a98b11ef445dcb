"""
Gates: the sentences under which a link needs no officer. The probability ranks, the gate decides.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a gate looks at: levels as numbers (-1 unknown) and the counts of words by grade."""

    levels: dict[str, int]
    exact: int
    folded: int
    near: int
    loose: int
    initial: int
    joined: int
    extra: int
    lacking: int
    name_bits: float
    members_bits: float

    def is_(self, field: str, *levels: int) -> bool:
        """Tell whether the field is at one of the levels."""
        return self.levels[field] in levels


def gate(pair: Agreement) -> str:
    """Return the name of the rule that lets the pair through, or an empty text if an officer must look."""
    sound = pair.exact + pair.folded + pair.joined
    words = sound + pair.near
    if pair.is_("nik", 1) or pair.is_("sex", 1) or pair.levels["birth"] >= 3 or pair.levels["nip"] >= 3:
        return ""
    if pair.is_("nik", 0):
        return "nik"
    if pair.is_("nip", 0):
        return "nip" if words + pair.loose >= 1 else ""
    place = _place(pair)
    whole = sound >= 2 and not (pair.near or pair.loose or pair.extra or pair.lacking or pair.initial)
    clean = sound >= 1 and not pair.near and not pair.extra and not pair.loose
    tidy = not pair.extra and (sound >= 1 or pair.near >= 2 or (pair.near and not pair.lacking))
    agreeing = (
        pair.is_("birth", 0) + pair.is_("phone", 0) + pair.is_("nip", 1, 2)
        + pair.is_("birth", 1, 2) * 0.5 + pair.is_("phone", 1) * 0.5
    )  # fmt: skip
    if agreeing >= 1.5:
        return "two_numbers" if words >= 1 else ""
    if pair.is_("birth", 0):
        if (
            clean
            and (sound >= 2 or not pair.lacking or place <= 2)
            or (tidy and place == 0 and not pair.lacking)
        ):
            return "birth"
        return ""
    if pair.is_("phone", 0):
        if (whole or clean and pair.name_bits > 7 or tidy and place == 0) and place <= 3:
            return "phone"
        return ""
    if pair.is_("nip", 1, 2):
        return "nip_near" if clean else ""
    if pair.is_("birth", 1, 2) or pair.is_("phone", 1):
        return "near_number" if whole and place == 0 else ""
    rare = pair.name_bits > pair.members_bits - 0.5
    return "name_place" if whole and place == 0 and pair.levels["phone"] < 0 and rare else ""


def _place(pair: Agreement) -> int:
    """0 the same workplace and regency, 1 workplace and province, 2 regency, 3 province, 4 elsewhere."""
    same_work, regency = pair.is_("workplace", 0), pair.levels["regency"]
    if same_work and regency == 0:
        return 0
    if same_work and regency <= 2:
        return 1
    return {0: 2, 1: 3, 2: 3}.get(regency, 4)

"""Amounts of money: whole rupiah, as people write them and as pages show them. Pure but for the language."""

import re

from django.utils.formats import number_format

MOST = 10**15  # beyond any chapter's money; it fits the database with room for sums
_AROUND = re.compile(r"^\s*(?:rp\.?|idr)?\s*(.*?)\s*(?:,-|,00|\.-)?\s*$", re.IGNORECASE | re.DOTALL)
_PLAIN, _GROUPED = re.compile(r"[0-9]+"), re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+")


def spoken(amount: int) -> str:
    """Return an amount as it is shown: "Rp1.500.000"."""
    return f"Rp{number(amount)}"


def number(count: int) -> str:
    """Return a whole number with its thousands apart: "1.500.000"."""
    return str(number_format(count, force_grouping=True))


def read(text: str) -> int:
    """
    Return the whole number that somebody wrote: 1500000, 1.500.000, 1 500 000, Rp 1.500.000,00.

    Raises ValueError for what is no whole number, or may be another one (1.5, 1,500), and for more than MOST.
    """
    match = _AROUND.match(text)
    bare = match[1] if match else ""
    if not (_PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare)):
        raise ValueError(text)
    digits = re.sub(r"[. ]", "", bare)
    if len(digits.lstrip("0")) > len(str(MOST)) or int(digits) > MOST:
        raise ValueError(text)
    return int(digits)

"""Which office a position is, as lists of boards write it. Pure but for the names of offices."""

import re

from chapters.models import Office

_DIVISION = r"bidang|divisi|departemen|dept|seksi|biro|koordinator|korwil|kompartemen|komisi|unit|humas"
# the first that is found counts: a "Ketua Bidang" is no chair, and a "Wakil Sekretaris" no secretary
_WORDS = (
    (rf"\b({_DIVISION})\b", Office.DIVISION),
    (r"\bpenasi?e?hat\b", Office.ADVISER),
    (r"\b(pembina|pelindung)\b", Office.PATRON),
    (r"\b(pemeriksa|auditor|pengawas)\b", Office.AUDITOR),
    (r"\bregistrar\b", Office.REGISTRAR),
    (r"\bbendahara\b", Office.TREASURER),
    (
        r"\b(wakil|wk|waki|deputi)\W+(sekretaris|sekjen|sekjend)\b|\bwasek(jen|retaris)?\b",
        Office.VICE_SECRETARY,
    ),
    (r"\b(sekretaris|sekjen|sekjend)\b", Office.SECRETARY),
    (r"\b(wakil|wk)\W+ketua\b|\bwaket(um)?\b|\bketua\W+(i|ii|iii|iv|v|[1-9])\b", Office.VICE_CHAIR),
    (r"\b(ketua|ketum)\b", Office.CHAIR),
    (r"\banggota\b", Office.DIVISION),
)
_PATTERNS = [(re.compile(pattern, re.IGNORECASE), office) for pattern, office in _WORDS]
_OF_DIVISION = re.compile(rf"\b(?:{_DIVISION})\b.*", re.IGNORECASE)


def office_in(position: str) -> str:
    """Return the office that a position on a printed list is; "" where no word of it tells."""
    return next((office for pattern, office in _PATTERNS if pattern.search(position)), "")


def title_of(position: str, office: str) -> str:
    """Return the title to print beside the office; "" where it says no more than the office's own name."""
    title = " ".join(position.split())
    return "" if title.casefold() == str(Office(office).label).casefold() else title


def division_in(title: str) -> str:
    """Return the division that a title names: "Bidang Advokasi" of "Anggota Bidang Advokasi"; "" where none."""
    found = _OF_DIVISION.search(title)
    return found.group(0) if found else ""

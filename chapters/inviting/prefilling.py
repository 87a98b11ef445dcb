"""What a row of a list says of the answers of a registration: the person looks at it, and may change all of it."""

import datetime as dt

from chapters.models import ListRow
from chapters.reconciliation import addresses
from ipspi.regions import lookup
from members.drafts import Answers
from members.employment import employment_of
from members.matching import dates
from members.models import Employment, Member
from members.names import split_titles


def answers_of(row: ListRow) -> Answers:
    """
    Return the answers that a row says, by the names of a draft's; what cannot be read is left out.

    Never a NIK or NIP: whoever has the link would see it.
    """
    told = split_titles(row.name)
    said = {
        "name": told.name,
        "titles_before": told.before,
        "titles_after": told.after,
        "birth_date": _born(row.birth),
        "phone": addresses.mobile_in(row.phone),
        "home_regency": _regency(row.regency),
        "workplace": " ".join(row.workplace.split()),
        "employment": _employment(row.status),
    }
    return {name: text for name, text in said.items() if text and len(text) <= _longest(name)}


def _born(text: str) -> str:
    born = dates.birth(text)
    return dt.date(*born).isoformat() if born else ""


def _regency(text: str) -> str:
    found = lookup.regencies_meant_by(text) if text else []
    return found[0].code if len(found) == 1 else ""


def _employment(text: str) -> str:
    """PNS or PPPK: "ASN" does not say which, and who is none chooses a sector."""
    found = employment_of(text)
    return str(found) if found in (Employment.PNS, Employment.PPPK) else ""


def _longest(name: str) -> int:
    return getattr(Member._meta.get_field(name), "max_length", None) or 300

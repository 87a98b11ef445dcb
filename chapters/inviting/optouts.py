"""Who never wants to be invited again: an address or a number stands for a person, in all chapters."""

import datetime as dt
from collections.abc import Collection

from chapters.models import ListRow, OptOut
from chapters.reconciliation import addresses
from ipspi.encryption import lookup, lookup_version

PURPOSE = "opt out"


def of_row(row: ListRow) -> set[str]:
    """Return all addresses and numbers by which a row can be reached."""
    return addresses.all_in(phone=row.phone, email=row.email)


def refused_among(wanted: Collection[str]) -> set[str]:
    """Return those of the addresses and numbers whose owner wants no invitation; one query for any number."""
    version = lookup_version()
    by_hash = {lookup(each, purpose=PURPOSE, version=version): each for each in wanted}
    found = OptOut.objects.filter(address_lookup__in=by_hash).values_list("address_lookup", flat=True)
    return {by_hash[bytes(each)] for each in found}


def keep(refused: Collection[str], *, at: dt.datetime) -> None:
    """Keep that the owners of these addresses and numbers want no invitation."""
    rows = [
        OptOut(address=each, address_lookup=lookup(each, purpose=PURPOSE), at=at) for each in sorted(refused)
    ]
    OptOut.objects.bulk_create(rows, ignore_conflicts=True)

"""
Making a member number void: who keeps the registry at the DPP may.

Source: docs/rules.md#member-number
"""

import datetime as dt

from django.db import transaction

from chapters import access
from chapters.models import DPP
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.regions import times
from members import cards, numbering
from members.models import Member


@transaction.atomic
def void(*, number: str, reason: str, anew: bool, by: User, at: dt.datetime) -> Member:
    """
    Make a number void, given by mistake for instance; its member gets the next one if `anew`, and a new card with it.

    Raises PermissionDenied if `by` does not keep the registry, numbering.CannotVoid.
    """
    access.require(by, access.May.KEEP_REGISTRY, chapter=DPP)
    on = times.local(at, zone=times.NATIONAL_ZONE).date() if anew else None
    member = numbering.void(number=number, reason=reason, anew_on=on)
    cards.renew(member=member, at=at)
    audit.record(by=by, did="void_number", to=member, anew=int(anew))
    return member

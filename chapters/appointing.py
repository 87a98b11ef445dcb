"""
The DPP's first registrar, who then gives all other seats: appointed on the server, since nobody in the registry can.

It is also the way back when the last registrar is lost. `is_superuser` is no such way: it gives nothing.
"""

import datetime as dt

from django.db import transaction

from chapters.models import DPP, Office, Seat
from ipspi.accounts.models import User
from ipspi.audit import recording as audit


@transaction.atomic
def appoint_registrar(*, user: User, at: dt.datetime) -> bool:
    """Give an account the seat of a registrar of the DPP from `at`; return False if it holds one already."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if Seat.objects.held_at(at).filter(chapter=DPP, office=Office.REGISTRAR, user=user).exists():
        return False
    seat = Seat.objects.create(chapter_id=DPP, office=Office.REGISTRAR, user=user, starts_at=at)
    audit.record(by=None, did="appoint_registrar", to=seat, chapter=DPP)
    return True

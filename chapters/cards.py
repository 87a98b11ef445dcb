"""
What officers do with members' cards: revoking one, and giving another after that.

Source: docs/rules.md#member-card
"""

import datetime as dt

from django.db import transaction

from chapters import access
from ipspi.accounts.models import User
from members import cards
from members.models import Card, Member


@transaction.atomic
def revoke(*, member: Member, reason: str, by: User, at: dt.datetime) -> Card:
    """
    Let a member's card count no longer, whoever shows it. The member reads the reason.

    Raises PermissionDenied if `by` may not admit in the member's province, cards.NoCard, cards.ReasonMissing.
    """
    access.require(by, access.May.ADMIT, province=member.home_province_id)
    return cards.revoke(member=member, reason=reason, by=by, at=at)


@transaction.atomic
def give_again(*, member: Member, by: User, at: dt.datetime) -> Card:
    """
    Give a new card to a member whose card was revoked.

    Raises PermissionDenied if `by` may not admit in the member's province, cards.NoCard.
    """
    access.require(by, access.May.ADMIT, province=member.home_province_id)
    return cards.give_again(member=member, by=by, at=at)

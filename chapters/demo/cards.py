"""Cards of the demo: those of who signs in there, one that was replaced, and one that an officer revoked."""

import datetime as dt

from chapters import cards as officers_cards
from ipspi.accounts.models import User
from members import cards
from members.models import Member

LENT = "Kartu dipinjamkan kepada orang lain"


def give(*, member: Member, lender: Member, secretary: User, at: dt.datetime) -> None:
    """Let `member` lose a card and get another, and let `secretary` revoke the card of `lender`."""
    cards.current(member=member, at=at - dt.timedelta(days=4))
    cards.replace(member=member, by=User.objects.get(memberships=member), at=at - dt.timedelta(days=3))
    cards.current(member=lender, at=at - dt.timedelta(days=4))
    officers_cards.revoke(member=lender, reason=LENT, by=secretary, at=at - dt.timedelta(days=1))

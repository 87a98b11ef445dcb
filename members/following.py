"""What a membership takes over from the account of its person."""

from ipspi.accounts.models import User
from members.models import Member


def follow_address(user: User) -> None:
    """Give the person's memberships the address that their account has now."""
    Member.objects.filter(user=user).update(email=user.email)

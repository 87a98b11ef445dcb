"""What merges and pairs know of somebody whose data is erased."""

from django.db.models import Q

from chapters.models import DuplicatePair, Merge
from members.models import Member


def erase(member: Member) -> None:
    """Empty the values that merges of a member keep, which can then not be undone, and forget who is like them."""
    Merge.objects.filter(Q(keep=member) | Q(other=member)).update(changes=None)
    DuplicatePair.objects.of(member).filter(state=DuplicatePair.State.OPEN).delete()

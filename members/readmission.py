"""
Coming back: who was a member once keeps the number; who was expelled is decided on by the DPP.

The same person is known by the NIK, or, where the earlier membership has none, by the account.
Source: docs/rules.md#coming-back
"""

from django.db.models import Q

from ipspi.encryption import lookup
from members.models import Member, MemberQuerySet, NumberBook

ENDED = (Member.Status.RESIGNED, Member.Status.EXPELLED)


def earlier_of(applicant: Member) -> MemberQuerySet:
    """Return the ended memberships of the person who applies."""
    same = Q(user=applicant.user_id, nik_lookup=None) if applicant.user_id else Q(pk=None)
    if applicant.nik:
        same |= Q(nik_lookup=lookup(applicant.nik, purpose="nik"))
    return Member.objects.filter(same, status__in=ENDED).exclude(pk=applicant.pk)


def was_expelled(applicant: Member) -> bool:
    """Whether the person who applies was expelled once, known by the account too, whatever NIK is given now."""
    expelled = Member.objects.filter(status=Member.Status.EXPELLED).exclude(pk=applicant.pk)
    by_account = bool(applicant.user_id) and expelled.filter(user=applicant.user_id).exists()
    return by_account or earlier_of(applicant).filter(status=Member.Status.EXPELLED).exists()


def take_number_back(*, to: Member) -> str | None:
    """
    Give the number of an earlier membership to the person's new one, in the book too, or return None if there is none.

    The caller holds the new membership locked, and writes the number to it.
    """
    earlier = earlier_of(to).filter(number__isnull=False).select_for_update().order_by("-changed_at").first()
    if earlier is None:
        return None
    number, earlier.number = earlier.number, None
    earlier.save(update_fields=["number"])
    NumberBook.objects.filter(number=number).update(member=to)
    return number

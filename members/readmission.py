"""
Coming back: who was a member once keeps the number; who was expelled is decided on by the DPP.

The same person is known by the NIK, or, where the earlier membership has none, by the account. A NIK alone gives nobody
a number: another account with another name may have another's.
Source: docs/rules.md#coming-back
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from ipspi.encryption import lookup
from members.checking import fits
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


def doubtful(applicants: Collection[Member]) -> set[UUID]:
    """Return those whose NIK was an ended membership's with another account and another name; one query."""
    by_lookup = {bytes(each.nik_lookup): each for each in applicants if each.nik_lookup}
    ended = Member.objects.filter(status__in=ENDED, number__isnull=False, nik_lookup__in=list(by_lookup))
    pairs = [(by_lookup[bytes(each.nik_lookup or b"")], each) for each in ended.defer("nik")]
    return {applicant.pk for applicant, earlier in pairs if not _is_one(applicant, earlier)}


def take_number_back(*, to: Member) -> str | None:
    """
    Give the number of an earlier membership to the person's new one, in the book too, or return None if there is none.

    The caller holds the new membership locked, and writes the number to it.
    """
    ended = earlier_of(to).filter(number__isnull=False).select_for_update().order_by("-changed_at")
    earlier = next((each for each in ended if _is_one(to, each)), None)
    if earlier is None:
        return None
    number, earlier.number = earlier.number, None
    earlier.save(update_fields=["number"])
    NumberBook.objects.filter(number=number).update(member=to)
    return number


def _is_one(applicant: Member, earlier: Member) -> bool:
    same_account = applicant.user_id is not None and applicant.user_id == earlier.user_id
    return same_account or fits(applicant.name, member_name=earlier.name)

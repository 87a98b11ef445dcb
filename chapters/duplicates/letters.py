"""
The mails about a merge: to the person, at every address that the two records had.

Should two people have been taken for one, neither hears of the other: only who keeps the account reads the number.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import DPP, Chapter, DuplicatePair, Merge
from ipspi.accounts.models import User
from ipspi.outbox import posting
from members import additions, mailing
from members.models import Member


def tell_of_merge(merge: Merge, *, before: dict[str, dict[str, Any]]) -> None:
    """Tell an applicant that their membership has been there all along, and everybody else that there is one record."""
    keep, other = merge.keep, merge.other
    address = mailing.address_of(keep)
    came = before["other"]["status"] == Member.Status.APPLIED and keep.user_id == before["other"]["user_id"]
    if came and keep.user_id and keep.status != Member.Status.APPLIED:
        subject = _("Keanggotaan Anda sudah ada, kini terhubung dengan akun ini")
        _write("account_joined", subject, merge, to=address, about=keep)
    else:
        _write("merged", _("Dua catatan Anda digabungkan"), merge, to=address, about=keep, number=True)
    old = {_account_address(before["keep"]), _account_address(before["other"]), mailing.address_of(other)}
    for to in sorted(old - {"", address}):
        _write("merged", _("Catatan Anda digabungkan"), merge, to=to, about=other)


def tell_of_undoing(merge: Merge, *, keep: Member, other: Member) -> None:
    """Tell both that there are two records again."""
    for member in (keep, other):
        _write(
            "merge_undone",
            _("Penggabungan catatan Anda diurungkan"),
            merge,
            to=mailing.address_of(member),
            about=member,
        )


def tell_dpp(pair: DuplicatePair, *, chapter: Chapter) -> None:
    """Tell the DPP's officers that a chapter asks them to decide: an address, and no person's data."""
    for officer in access.officers_who(access.May.MERGE, chapter=Chapter.objects.get(pk=DPP)):
        posting.add(
            key=f"duplicates.referred:{pair.pk}:{officer.pk}",
            kind="duplicates.referred",
            to=officer.email,
            subject=_("%(chapter)s meminta DPP memutuskan kemungkinan ganda") % {"chapter": chapter},
            template="mail/duplicate_referred",
            context={"chapter": chapter, "path": reverse("duplicates:pair", args=[DPP, pair.pk])},
        )


def _account_address(said: dict[str, Any]) -> str:
    account = User.objects.filter(pk=said["user_id"]).first() if said["user_id"] else None
    return account.email if account else said["email"]


def _write(kind: str, subject: str, merge: Merge, *, to: str, about: Member, number: bool = False) -> None:
    if not to:
        return
    posting.add(
        key=f"{kind}:{merge.pk}:{to}",
        kind=f"duplicates.{kind}",
        to=to,
        subject=subject,
        template=f"mail/{kind}",
        context={
            "member": about,
            "number": about.number if number else "",
            "keeper": additions.keeper_of(about),
            "status_path": reverse("members:status"),
            "reset_path": reverse("account_reset_password"),
            "login_path": reverse(settings.LOGIN_URL),
        },
    )

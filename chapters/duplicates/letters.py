"""
The mails about a merge: to every address that the two records had, each about its own record.

Should two people have been taken for one, neither reads the other's name; only who holds the membership from now on
reads its number, and who held it before reads that they no longer do, and what to do about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import DPP, Chapter, DuplicatePair, Merge
from ipspi.accounts.models import User
from ipspi.outbox import posting
from members import additions, mailing
from members.models import Member

Said = dict[str, Any]  # what a record said before the merge, by field


@dataclass(frozen=True, slots=True)
class _Letter:
    kind: str
    subject: str
    to: str
    name: str
    more: dict[str, Any] = field(default_factory=dict)


def tell_of_merge(merge: Merge, *, before: dict[str, Said]) -> None:
    """Tell both what became of the record that they know."""
    for letter in _letters(merge, before["keep"], before["other"]):
        _post(letter, merge, keeper_of=merge.keep)


def tell_of_undoing(merge: Merge, *, keep: Member, other: Member) -> None:
    """Tell both that there are two records again."""
    subject = _("Penggabungan catatan Anda diurungkan")
    for member in (keep, other):
        _post(
            _Letter("merge_undone", subject, mailing.address_of(member), member.full_name),
            merge,
            keeper_of=member,
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


def _letters(merge: Merge, kept: Said, other: Said) -> Iterator[_Letter]:
    """Yield what is written to the address that each record had."""
    now, number = mailing.address_of(merge.keep), {"number": merge.keep.number or ""}
    for said in (kept, other):
        to = _address_in(said)
        if not to or (said is other and to == _address_in(kept)):
            continue
        if to != now:
            subject = _("Keanggotaan Anda tidak lagi terhubung dengan alamat ini")
            yield _Letter("account_parted", subject, to, _name_in(said), {"elsewhere": bool(now)})
        elif said is other and said["status"] == Member.Status.APPLIED != merge.keep.status:
            subject = _("Keanggotaan Anda sudah ada, kini terhubung dengan akun ini")
            yield _Letter("account_joined", subject, to, _name_in(said), number)
        else:
            yield _Letter("merged", _("Catatan Anda digabungkan"), to, _name_in(said), number)


def _address_in(said: Said) -> str:
    account = User.objects.filter(pk=said["user_id"]).first() if said["user_id"] else None
    return account.email if account else said["email"]


def _name_in(said: Said) -> str:
    names = ("name", "titles_before", "titles_after")
    return Member(**{name: said[name] for name in names}).full_name


def _post(letter: _Letter, merge: Merge, *, keeper_of: Member) -> None:
    if not letter.to:
        return
    posting.add(
        key=f"{letter.kind}:{merge.pk}:{letter.to}",
        kind=f"duplicates.{letter.kind}",
        to=letter.to,
        subject=letter.subject,
        template=f"mail/{letter.kind}",
        context={
            "name": letter.name,
            "keeper": additions.keeper_of(keeper_of),
            "status_path": reverse("members:status"),
            **letter.more,
        },
    )

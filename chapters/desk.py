"""
What the officers of the DPP may do at their desk (the Django admin), table by table, in the words of `access.May`.

An act that is not written here is forbidden to everybody. Tables that hold answers not yet submitted, lines of
chapters' lists, or codes are not at the desk at all.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from ipspi.accounts.models import User
from ipspi.administration import rights
from ipspi.administration.rights import Right
from ipspi.navigation import Item

ACTS: dict[str, dict[str, May]] = {
    "members.member": {"view": May.SEE_MEMBERS, "admit": May.ADMIT},
    "members.membershiptype": {
        "view": May.SEE_MEMBERS,
        "add": May.KEEP_REGISTRY,
        "change": May.KEEP_REGISTRY,
    },
    "members.institution": {
        "view": May.SEE_MEMBERS,
        "add": May.KEEP_REGISTRY,
        "change": May.KEEP_REGISTRY,
        "confirm": May.KEEP_REGISTRY,
        "merge": May.KEEP_REGISTRY,
    },
    "members.role": {"view": May.SEE_MEMBERS, "add": May.KEEP_REGISTRY, "change": May.KEEP_REGISTRY},
    "members.numberbook": {"view": May.SEE_MEMBERS, "void": May.KEEP_REGISTRY},
    "members.consenttext": {"view": May.SEE_MEMBERS, "add": May.KEEP_REGISTRY},
    "members.consent": {"view": May.SEE_MEMBERS},
    "chapters.chapter": {"view": May.SEE_LEDGER, "change": May.KEEP_CHAPTERS, "found": May.KEEP_CHAPTERS},
    "chapters.coverage": {"view": May.SEE_LEDGER},
    "chapters.term": {"view": May.SEE_LEDGER, "add": May.KEEP_BOARD, "change": May.KEEP_BOARD},
    "chapters.seat": {"view": May.SEE_LEDGER, "add": May.KEEP_BOARD, "end": May.KEEP_BOARD},
    "chapters.memberlist": {"view": May.SEE_LEDGER},
    "chapters.listupload": {"view": May.SEE_LEDGER},
    "chapters.run": {"view": May.SEE_LEDGER},
    "chapters.ledgerentry": {"view": May.SEE_LEDGER},
    "chapters.link": {"view": May.SEE_MEMBERS},
    "chapters.matchingmodel": {"view": May.SEE_LEDGER},
    "accounts.user": {"view": May.SEE_MEMBERS, "close": May.KEEP_REGISTRY, "recover": May.KEEP_REGISTRY},
    "outbox.mail": {"view": May.KEEP_REGISTRY, "retry": May.KEEP_REGISTRY},
    "jobs.job": {"view": May.KEEP_REGISTRY, "cancel": May.KEEP_REGISTRY},
    "regions.province": {"view": May.SEE_MEMBERS},
    "regions.regency": {"view": May.SEE_MEMBERS},
    "regions.regionalias": {
        "view": May.SEE_MEMBERS,
        "add": May.KEEP_REGISTRY,
        "change": May.KEEP_REGISTRY,
        "delete": May.KEEP_REGISTRY,
    },
    "regions.oldregencycode": {"view": May.SEE_MEMBERS},
    "audit.act": {"view": May.SEE_AUDIT},
}


def rights_of(user: User) -> frozenset[Right]:
    """Return what `user` may do at the desk now: what their seats at the DPP give."""
    held = access.allowed_at_dpp(user)
    return frozenset(
        Right(act, table) for table, acts in ACTS.items() for act, may in acts.items() if may in held
    )


def items(request: HttpRequest) -> Iterator[Item]:
    """Offer the desk in the header to who may enter it."""
    if request.user.is_authenticated and rights.of(request):
        yield Item(_("Meja DPP"), reverse("admin:index"), group=_("DPP"))

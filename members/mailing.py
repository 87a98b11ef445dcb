"""Letters to a member about their own membership: one template, so that all sound alike."""

from collections.abc import Sequence

from django.urls import reverse

from ipspi.outbox import posting
from members.models import Member


def address_of(member: Member) -> str:
    """Return where letters to a member go: the address of their account, else the one an import brought, or none."""
    return member.user.email if member.user else member.email


def write(member: Member, *, key: str, subject: str, lines: Sequence[str]) -> None:
    """Put a letter to `member` into the outbox, in the caller's transaction; without an address there is none."""
    if to := address_of(member):
        posting.add(
            key=key,
            kind="members.life",
            to=to,
            subject=subject,
            template="mail/life",
            context={"member": member, "lines": lines, "path": reverse("members:status")},
        )

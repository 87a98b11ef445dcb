"""
Whom a mail to many reaches, and why it does not reach the others.

Source: docs/rules.md#mail-to-members
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from chapters.models import CircularRecipient
from members.models import MailRefusal, Member, MemberQuerySet, Restriction

Reason = CircularRecipient.Reason
Status = Member.Status


@dataclass(frozen=True, slots=True)
class Audience:
    """How many a mail reaches, and how many it leaves out for which reason."""

    reached: int
    left_out: list[tuple[Reason, int]]

    @property
    def number_left_out(self) -> int:
        return sum(number for _reason, number in self.left_out)


def with_reason(members: MemberQuerySet) -> QuerySet[Any]:
    """Return members with `why_not`: the first reason for which they get no such mail, empty for who does."""
    return members.annotate(
        why_not=Case(
            *(When(condition, then=Value(reason.value)) for reason, condition in _conditions()),
            default=Value(""),
            output_field=CharField(),
        )
    )


def reached(members: MemberQuerySet) -> QuerySet[Any]:
    """Return those who get a mail."""
    return with_reason(members).filter(why_not="")


def audience_of(members: MemberQuerySet) -> Audience:
    """Count whom a mail reaches, and whom not, in one query."""
    rows = with_reason(members).order_by().values("why_not").annotate(number=Count("pk"))
    numbers = {row["why_not"]: row["number"] for row in rows}
    left_out = [(reason, numbers[reason]) for reason in Reason if numbers.get(reason)]
    return Audience(numbers.get("", 0), left_out)


def _conditions() -> Iterable[tuple[Reason, Q | Exists]]:
    here = {"member": OuterRef("pk")}
    yield Reason.ON_LEAVE, Q(status=Status.ON_LEAVE)
    yield Reason.SUSPENDED, Q(status=Status.SUSPENDED)
    yield Reason.NOT_A_MEMBER, ~Q(status=Status.ACTIVE)
    yield Reason.RESTRICTED, Exists(Restriction.objects.filter(**here))
    yield Reason.REFUSED, Exists(MailRefusal.objects.filter(**here))
    yield Reason.NO_ADDRESS, Q(user__isnull=True, email="")

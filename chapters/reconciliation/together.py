"""
Accepting many pairs at once, from a probability on that the officer chooses, and taking all of it back.

Left out is what needs a look: members of other chapters, pairs put off for later, and members whom two rows claim or
another row of the list has already. How many of the accepted are expected to be wrong is the sum of
1 − probability, as it is told.
Source: docs/rules.md#decisions-about-rows
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import Chapter, Decision, JointDecision, Link, MemberList
from chapters.reconciliation import deciding, queue
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup
from ipspi.errors import RuleError

LEAST = 0.5  # below, a pair is likelier wrong than right
MOST = 300  # pairs at once; the likeliest


class NothingToAccept(RuleError):
    """No pair is that likely."""


class Changed(RuleError):
    """The pairs are not those that the officer was shown."""


class NothingToUndo(RuleError):
    """All of it was taken back already."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The pairs from a probability on, the likeliest first, and how many were left out for a look."""

    least: float
    pairs: list[Link]
    left_out: int

    @property
    def errors(self) -> float:
        """How many of the pairs are expected not to be one person."""
        return sum(1 - pair.told for pair in self.pairs)

    @property
    def seen(self) -> str:
        """A short text that is another when the pairs are others."""
        said = ",".join(sorted(f"{pair.row_id}:{pair.member_id}:{pair.told}" for pair in self.pairs))
        return lookup(said, purpose="pairs accepted together").hex()[:32]


def choice(chapter: Chapter, *, least: float, at: dt.datetime, only: MemberList | None = None) -> Choice:
    """Return the pairs of the queue, or of one list's, that may be accepted together from a probability on."""
    least = max(least, LEAST)
    likely = queue.waiting(chapter, at=at, only=only).filter(told__gte=least)
    own = access.members_of(chapter).values("pk")
    pairs = likely.filter(member__in=own, put_off=False).select_related("row__list", "member", "run__model")
    found = list(pairs.defer("row__nik", "member__nik").order_by(*queue.ORDER))
    claims = Counter((pair.row.list_id, pair.member_id) for pair in found)
    linked = Link.objects.filter(band=Link.Band.AUTO, row__list__chapter=chapter, row__gone_by=None)
    taken = set(linked.filter(member__in=[m for _l, m in claims]).values_list("row__list", "member"))
    free = [pair for pair in found if _claim(pair) not in taken and claims[_claim(pair)] == 1][:MOST]
    return Choice(least, free, likely.count() - len(free))


@transaction.atomic
def accept(
    *, chapter: Chapter, least: float, seen: str, by: User, at: dt.datetime, only: MemberList | None = None
) -> JointDecision:
    """
    Accept all pairs of a choice, which must be the one that the officer saw.

    Raises PermissionDenied if `by` may not reconcile the chapter, NothingToAccept, Changed.
    """
    held = deciding.locked(chapter, by=by)
    chosen = choice(held, least=least, at=at, only=only)
    if not chosen.pairs:
        raise NothingToAccept(_("Tidak ada pasangan dengan peluang setinggi itu."))
    if chosen.seen != seen:
        raise Changed(_("Pasangannya sudah berubah sejak Anda lihat. Periksa sekali lagi."))
    joint = JointDecision.objects.create(chapter=held, least=chosen.least, by=by, at=at)
    for pair in chosen.pairs:
        # those before may have changed it
        fresh = Link.objects.select_related("row__list", "run__model").defer("row__nik").get(pk=pair.pk)
        deciding.write(fresh, Decision.Answer.SAME, by=by, at=at, together=joint)
    deciding.follow(held, chosen.pairs[0].row.list, at=at)
    audit.record(
        by=by, did="decide_rows_together", to=joint, chapter=held.pk, pairs=len(chosen.pairs),
        least=f"{chosen.least:.2f}", errors=f"{chosen.errors:.2f}",
    )  # fmt: skip
    return joint


@transaction.atomic
def undo(*, joint: JointDecision, by: User, at: dt.datetime) -> int:
    """
    Take back all decisions made together that are still in force; return how many.

    Raises PermissionDenied if `by` may not reconcile the chapter, NothingToUndo.
    """
    chapter = deciding.locked(joint.chapter, by=by)
    decisions = list(
        Decision.objects.in_force().filter(together=joint).select_related("list").order_by("-pk")
    )
    if not decisions:
        raise NothingToUndo(_("Keputusan bersama ini sudah diurungkan."))
    for decision in decisions:
        deciding.take_back(decision, chapter, by=by, at=at)
    joint.undone_at = at
    joint.save(update_fields=["undone_at"])
    deciding.follow(chapter, decisions[0].list, at=at)
    audit.record(by=by, did="undo_decisions_together", to=joint, chapter=chapter.pk, pairs=len(decisions))
    return len(decisions)


def _claim(pair: Link) -> tuple[int, object]:
    return pair.row.list_id, pair.member_id

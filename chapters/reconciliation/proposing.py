"""
Proposing to members what a chapter's list says of them otherwise, and taking that back. Nothing is ever overwritten.

Source: docs/rules.md#proposals
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import Chapter, Link, ListedProposal
from chapters.reconciliation import deciding, differences
from chapters.reconciliation.differences import Difference
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions import times
from members import privacy, proposals
from members.models import Member, Proposal
from members.proposals import Known, Origin, Wanted

MOST = 500  # proposals at once

Chosen = Collection[tuple[int, str]]  # a link and a field


class NothingToPropose(RuleError):
    """Nothing was chosen that could be proposed."""


class NotFromHere(RuleError):
    """The proposal does not come from a list of this chapter."""


@dataclass(slots=True)
class Plan:
    """What would be proposed, of which links, and how many differences cannot be, by the reason in words."""

    wanted: list[tuple[Link, Wanted]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    more: bool = False

    @property
    def members(self) -> int:
        return len({wanted.member for _link, wanted in self.wanted})


@dataclass(frozen=True, slots=True)
class Done:
    """What was proposed: how many values, to how many members, and what was left out."""

    proposals: int
    members: int
    left_out: Counter[str]


def linked(chapter: Chapter) -> QuerySet[Link]:
    """
    Return the links of the chapter's rows to its own members, from which something may be proposed.

    Not of lists of other kinds: they were given for another purpose.
    """
    own = access.members_of(chapter).values("pk")
    links = Link.objects.filter(
        row__list__chapter=chapter, row__gone_by=None, band=Link.Band.AUTO, member__in=own, of_members=True
    )
    related = links.select_related("row__list", "member__user", "member__home_regency")
    return related.defer("row__nik", "member__nik", "evidence")


def in_conflict(chapter: Chapter) -> QuerySet[Link]:
    """Return those of the links that the ledger counts as conflicts."""
    return linked(chapter).exclude(disagreements=[]).order_by("pk")


def obstacle(member: Member, *, restricted: Collection[UUID]) -> str:
    """Say why nothing can be proposed to a member at all; empty if it can."""
    if member.user_id is None:
        return _("Belum punya akun, jadi belum ada yang dapat ditanya.")
    if member.status not in Member.COUNTED:
        return _("Bukan anggota lagi.")
    if member.pk in restricted:
        return _("Meminta pembatasan pemakaian datanya.")
    return ""


def said_of(before: Proposal | None) -> str:
    """Say why a value cannot be proposed again; empty if it can."""
    if before is None or proposals.may_propose_again(before):
        return ""
    return _("Sudah dijawab.") if before.state != Proposal.State.OPEN else _("Sudah diusulkan.")


def plan(links: Iterable[Link], *, fields: Chosen | None, chapter: Chapter, at: dt.datetime) -> Plan:
    """Return what would be proposed from `links`: the fields chosen of each, or all that the ledger counts."""
    links = list(links)
    restricted = privacy.restricted_among([link.member for link in links])
    known, made = Known.of({link.member_id for link in links}), Plan()
    for link, each in _differing(links, fields, chapter=chapter, at=at):
        wanted = Wanted(link.member_id, each.field, each.value, origin=link)
        why = obstacle(link.member, restricted=restricted) or each.why_not or said_of(known.about(wanted))
        if why:
            made.left_out[why] += 1
        elif len(made.wanted) < MOST:
            made.wanted.append((link, wanted))
        else:
            made.more = True
    return made


@transaction.atomic
def propose(*, chapter: Chapter, chosen: Chosen | None, by: User, at: dt.datetime) -> Done:
    """
    Propose what was chosen, links and fields of the chapter's own, or with None all that the ledger counts as conflict.

    Each member gets one letter. Raises PermissionDenied if `by` may not reconcile the chapter, NothingToPropose.
    """
    held = deciding.locked(chapter, by=by)
    links = in_conflict(held) if chosen is None else linked(held).filter(pk__in={pk for pk, _field in chosen})
    made = plan(links.order_by("pk"), fields=chosen, chapter=held, at=at)
    origin = Origin(Proposal.Source.LIST, held.name, by=by)
    written = proposals.write([wanted for _link, wanted in made.wanted], origin=origin, at=at)
    if not written:
        raise NothingToPropose(_nothing(made))
    for wanted, row in written:
        row.member = wanted.origin.member
    ListedProposal.objects.bulk_create(
        ListedProposal(proposal=row, list_id=wanted.origin.row.list_id, key=wanted.origin.row.key)
        for wanted, row in written
    )
    members = proposals.tell([row for _wanted, row in written], at=at)
    audit.record(
        by=by, did="propose_changes", to=held, chapter=held.pk, proposals=len(written), members=members
    )
    return Done(len(written), members, made.left_out)


@transaction.atomic
def withdraw(*, chapter: Chapter, proposal: Proposal, by: User, at: dt.datetime) -> Proposal:
    """
    Take back what waits for a member's answer.

    Raises PermissionDenied if `by` may not reconcile the chapter, NotFromHere, proposals.NoLongerOpen.
    """
    held = deciding.locked(chapter, by=by)
    if not ListedProposal.objects.filter(proposal=proposal, list__chapter=held).exists():
        raise NotFromHere(_("Usulan ini tidak berasal dari daftar daerah ini."))
    return proposals.withdraw(proposal=proposal, by=by, at=at)


def _differing(
    links: Iterable[Link], fields: Chosen | None, *, chapter: Chapter, at: dt.datetime
) -> Iterator[tuple[Link, Difference]]:
    today = times.local(at, zone=chapter.zone).date()
    for link in links:
        for each in differences.between(link.row, link.member, link.disagreements, today=today):
            chosen = each.in_conflict if fields is None else (link.pk, each.field) in fields
            if chosen:
                yield link, each


def _nothing(made: Plan) -> str:
    if not made.left_out:
        return _("Pilih dahulu data yang hendak diusulkan.")
    return _("Tidak ada yang dapat diusulkan: %(why)s") % {"why": " ".join(sorted(made.left_out))}

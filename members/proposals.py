"""
What is proposed to members about their own data: writing it down, telling them, and what closes by itself.

Nothing of theirs changes here: `members.answering` has what they do with it. A value that a member has said is wrong is
never proposed to them again.
Source: docs/rules.md#proposals
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ipspi import copying
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from ipspi.spreadsheets.models import Upload
from members import life, mailing, privacy
from members.models import Correction, Member, Proposal
from members.models.proposals import ProposalQuerySet

Field, State = Proposal.Field, Proposal.State
PURPOSE = "proposal"
REMINDED_AFTER = dt.timedelta(days=7)
LAPSES_AFTER = dt.timedelta(days=60)
# what only an officer changes: accepting one asks for it
BY_OFFICER = frozenset({Field.NAME, Field.NIK, Field.BIRTH_DATE, Field.SEX})
SECRET = frozenset({Field.NIK, Field.NIP})
SAID_NO = frozenset({State.REFUSED, State.NEITHER})


class NoLongerOpen(RuleError):
    """The proposal was answered, withdrawn, or has lapsed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value that somebody wants to propose; `origin` is whatever the caller knows it by again."""

    member: UUID
    field: str
    value: str
    origin: Any = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Who proposes: `name` as the member reads it, and by whom or from which upload."""

    source: str
    name: str
    by: User | None = None
    upload: Upload | None = None


@dataclass(slots=True)
class Known:
    """What was proposed to some members before, by member, field and look-up of the value: the latest of each."""

    latest: dict[tuple[UUID, str, bytes], Proposal] = field(default_factory=dict)

    @classmethod
    def of(cls, members: Iterable[UUID]) -> "Known":
        rows = Proposal.objects.filter(member__in=list(members)).select_related("correction").order_by("pk")
        found = rows.defer("value", "before", "correction__old", "correction__new")
        return cls({(each.member_id, each.field, bytes(each.value_lookup)): each for each in found})

    def about(self, wanted: Wanted) -> Proposal | None:
        """Return what was proposed of this very value, if anything was."""
        return self.latest.get((wanted.member, wanted.field, look_up(wanted.value)))


def look_up(value: str) -> bytes:
    """Return the keyed hash that knows a proposed value again."""
    return lookup(value, purpose=PURPOSE)


def value_of(member: Member, field: str) -> str:
    """Return what a member has now in a field, as a Proposal keeps it."""
    if field == Field.PHONE:
        return str(member.phone.as_e164) if member.phone else ""
    value = member.home_regency_id if field == Field.HOME_REGENCY else getattr(member, field)
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def is_settled(proposal: Proposal) -> bool:
    """Tell whether the member, or the officer who decided on the correction, has said no to it."""
    asked = proposal.correction
    refused = asked is not None and asked.status in (Correction.Status.REFUSED, Correction.Status.WITHDRAWN)
    return proposal.state in SAID_NO or refused


def may_propose_again(proposal: Proposal) -> bool:
    """Tell whether the same value may be proposed once more: it does not wait, and nobody has said no to it."""
    asked = proposal.correction
    waits = proposal.state == State.OPEN or (asked is not None and asked.status == Correction.Status.OPEN)
    return not waits and not is_settled(proposal)


@transaction.atomic
def write(wanted: Iterable[Wanted], *, origin: Origin, at: dt.datetime) -> list[tuple[Wanted, Proposal]]:
    """
    Write down what is proposed, and return it; what waits already, and what somebody has said no to, is left out.

    An import, which asks unbidden, does not repeat what was left unanswered either. Only members with an account are
    asked: the caller sees to that. Nobody is told here: see `tell` and `tell_due`.
    """
    wanted = list({(each.member, each.field, each.value): each for each in wanted}.values())
    # two who propose the same at once: the second one sees what the first wrote
    held = Member.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(held.filter(pk__in={each.member for each in wanted}).values_list("pk", flat=True))
    known = Known.of({each.member for each in wanted})
    fresh = [each for each in wanted if _is_asked(known.about(each), origin)]
    rows = [
        Proposal(
            member_id=each.member, field=each.field, value=each.value, value_lookup=look_up(each.value),
            source=origin.source, source_name=origin.name, by=origin.by, upload=origin.upload, at=at,
        )
        for each in fresh
    ]  # fmt: skip
    if origin.source == Proposal.Source.IMPORT:
        copying.insert(Proposal, rows)  # thousands; their ids are not needed
    else:
        Proposal.objects.bulk_create(rows)
    return list(zip(fresh, rows, strict=True))


def _is_asked(before: Proposal | None, origin: Origin) -> bool:
    if before is None:
        return True
    unbidden = origin.source == Proposal.Source.IMPORT
    return may_propose_again(before) and not (unbidden and before.state in (State.LAPSED, State.WITHDRAWN))


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User, at: dt.datetime) -> Proposal:
    """Take back what the member has not answered; the caller has asked whether `by` may. Raises NoLongerOpen."""
    life.lock(Member(pk=proposal.member_id))
    row = held(proposal)
    row.state, row.answered_at = State.WITHDRAWN, at
    row.save(update_fields=["state", "answered_at"])
    audit.record(by=by, did="withdraw_proposal", to=row, field=row.field)
    return row


def held(proposal: Proposal) -> Proposal:
    """Return an open proposal, locked, whose member is locked already. Raises NoLongerOpen."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state != State.OPEN:
        words = _("Usulan ini sudah selesai: %(state)s.")
        raise NoLongerOpen(words % {"state": row.get_state_display()})
    return row


def close(rows: ProposalQuerySet, *, state: str, at: dt.datetime) -> int:
    """Close those of `rows` that are still open; return how many."""
    return rows.open().update(state=state, answered_at=at)


def settle(members: Iterable[Member], *, at: dt.datetime) -> int:
    """Close what is proposed to members who have that value by now; return how many."""
    by_key = {member.pk: member for member in members}
    rows = Proposal.objects.open().filter(member__in=list(by_key))
    same = [row.pk for row in rows if value_of(by_key[row.member_id], row.field) == row.value]
    return close(Proposal.objects.filter(pk__in=same), state=State.AGREES, at=at) if same else 0


# ---------------------------------------------------------------- telling


def tell(rows: Collection[Proposal], *, at: dt.datetime) -> int:
    """Write to each member once about all of `rows`: which data, and never a value; return how many letters."""
    groups = _by_member(rows)
    for member, proposed in groups:
        names = {each.source_name for each in proposed}
        mailing.write(
            member,
            key=f"proposals:{proposed[0].pk}",
            subject=_("Usulan perubahan data Anda dari %(who)s") % {"who": " dan ".join(sorted(names))},
            lines=[
                _("Diusulkan perubahan untuk: %(fields)s.") % {"fields": _listed(proposed)},
                _(
                    "Tidak ada yang berubah sebelum Anda menjawab. Buka keanggotaan Anda untuk melihat usulannya."
                ),
            ],
        )
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=at)
    return len(groups)


@transaction.atomic
def tell_due(at: dt.datetime) -> int:
    """Tell members of what a national import has proposed, all in one letter; return how many letters."""
    return tell(_locked(Proposal.objects.open().filter(told_at=None)), at=at)


@transaction.atomic
def remind_due(at: dt.datetime) -> int:
    """Remind members, once, of what they were told of seven days ago; return how many letters."""
    told = Proposal.objects.open().filter(reminded_at=None, told_at__lte=at - REMINDED_AFTER)
    rows = _locked(told)
    groups = _by_member(rows)
    for member, proposed in groups:
        mailing.write(
            member,
            key=f"proposals:{proposed[0].pk}:reminder",
            subject=_("Usulan perubahan data Anda masih menunggu jawaban"),
            lines=[
                _("Yang menunggu: %(fields)s.") % {"fields": _listed(proposed)},
                _("Data Anda tetap seperti sekarang bila Anda tidak menjawab."),
            ],
        )
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=at)
    return len(groups)


@transaction.atomic
def settle_all(at: dt.datetime) -> int:
    """Close what members have by now, however it came to them; return how many."""
    rows = _locked(Proposal.objects.open())
    return settle({row.member_id: row.member for row in rows}.values(), at=at)


def lapse_due(at: dt.datetime) -> int:
    """End what nobody has answered for sixty days; return how many."""
    return close(Proposal.objects.filter(at__lte=at - LAPSES_AFTER), state=State.LAPSED, at=at)


def _locked(rows: ProposalQuerySet) -> list[Proposal]:
    """Rows that nobody is answering at this moment, with their members; the others are for the next night."""
    free = rows.select_for_update(of=("self",), skip_locked=True).select_related("member__user")
    return list(free.defer("before", "words", "member__nik").order_by("member", "pk"))


def _by_member(rows: Collection[Proposal]) -> list[tuple[Member, list[Proposal]]]:
    """Rows by member, without those who are no members any more, have no account, or have restricted their data."""
    groups = defaultdict[UUID, list[Proposal]](list)
    members = {row.member_id: row.member for row in rows}
    for row in rows:
        groups[row.member_id].append(row)
    restricted = privacy.restricted_among(list(members.values()))
    return [
        (members[pk], proposed)
        for pk, proposed in groups.items()
        if members[pk].status in Member.COUNTED and members[pk].user_id and pk not in restricted
    ]


def _listed(rows: Iterable[Proposal]) -> str:
    return ", ".join(dict.fromkeys(str(row.get_field_display()) for row in rows))

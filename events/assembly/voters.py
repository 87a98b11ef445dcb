"""
The voters' list: drawn from the register, objected to, closed with its count and its hash.

Source: docs/rules.md#assemblies
"""

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from events.assembly import counting, register, states
from events.models import Assembly, Objection, Voter
from events.models.voters import Reason
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions import times
from ipspi.regions.models import Regency

State = Assembly.State


class ListRefused(RuleError):
    """That cannot be done with the list; the message says why."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """A regency, how many voters it has, how many delegates it is due, and how many are named."""

    code: str
    name: str
    voters: int
    due: int
    named: int


@transaction.atomic
def draw(*, assembly: Assembly, by: User, at: dt.datetime) -> int:
    """
    Draw the list from the register, again if need be, and return how many may vote.

    What an objection decided stays, and who was named a delegate and is still a voter.
    Raises PermissionDenied, WrongState, ListRefused before the cut-off date is over.
    """
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.DRAFT, State.CALLED)
    if times.local(at, zone=assembly.zone).date() <= assembly.cutoff_on:
        raise ListRefused(_("Daftar diambil sesudah tanggal batas lewat."))
    before = {voter.member_id: voter for voter in assembly.voters.all()}
    rows = []
    for one in register.voters_of(assembly):
        old = before.pop(one.member_id, None)
        if old is not None and old.granted:
            continue
        rows.append(
            Voter(
                assembly=assembly,
                member_id=one.member_id,
                regency_id=one.regency_id,
                status=one.status,
                may_vote=not one.reasons,
                reasons=list(one.reasons),
                is_delegate=bool(old and old.is_delegate and not one.reasons),
            )
        )
    # who is nowhere in the register any more, merged into another record for one
    assembly.voters.filter(pk__in=[voter.pk for voter in before.values() if not voter.granted]).delete()
    Voter.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["assembly", "member"],
        update_fields=["regency", "status", "may_vote", "reasons", "is_delegate"],
    )
    assembly.drawn_at = at
    assembly.save(update_fields=["drawn_at"])
    count = assembly.voters.filter(may_vote=True).count()
    audit.record(by=by, did="draw_voters", to=assembly, chapter=assembly.chapter_id, voters=count)
    return count


@transaction.atomic
def name_delegate(*, voter: Voter, is_delegate: bool, by: User) -> Voter:
    """
    Name a voter as a delegate of their regency, or take that back.

    Raises PermissionDenied, WrongState, ListRefused where the regency has all its delegates.
    """
    assembly = states.locked(voter.assembly, by=by)
    states.require_in(assembly, State.DRAFT, State.CALLED)
    voter = Voter.objects.select_for_update(of=("self",)).get(pk=voter.pk)
    if assembly.franchise != Assembly.Franchise.DELEGATES:
        raise ListRefused(_("Pada musyawarah ini semua anggota memberi suara sendiri."))
    if not voter.may_vote:
        raise ListRefused(_("Hanya pemilih yang dapat menjadi utusan."))
    if is_delegate and not voter.is_delegate:
        same = assembly.voters.filter(regency=voter.regency_id, may_vote=True)
        due = counting.delegates(same.count(), each=assembly.delegates_each, per=assembly.delegates_per)
        if same.filter(is_delegate=True).count() >= due:
            raise ListRefused(_("Kabupaten/kota ini sudah mempunyai %(due)d utusan.") % {"due": due})
    voter.is_delegate = is_delegate
    voter.save(update_fields=["is_delegate"])
    audit.record(by=by, did="name_delegate", to=voter, chapter=assembly.chapter_id, named=int(is_delegate))
    return voter


@transaction.atomic
def note_objection(*, voter: Voter, words: str, by: User, at: dt.datetime) -> Objection:
    """Note that somebody objects to a line of the list. Raises PermissionDenied, WrongState, ListRefused."""
    assembly = states.locked(voter.assembly, by=by)
    states.require_in(assembly, State.DRAFT, State.CALLED)
    if not words.strip():
        raise ListRefused(_("Tulis keberatannya."))
    objection = Objection.objects.create(voter=voter, words=words.strip(), noted_at=at)
    audit.record(by=by, did="note_objection", to=objection, chapter=assembly.chapter_id)
    return objection


@transaction.atomic
def decide_objection(
    *, objection: Objection, grant: bool, answer: str, by: User, at: dt.datetime
) -> Objection:
    """
    Grant an objection, which turns its line over, or refuse it; once.

    Raises PermissionDenied, WrongState, ListRefused.
    """
    assembly = states.locked(objection.voter.assembly, by=by)
    states.require_in(assembly, State.DRAFT, State.CALLED)
    objection = Objection.objects.select_for_update(of=("self",)).select_related("voter").get(pk=objection.pk)
    if objection.state != Objection.State.OPEN:
        raise ListRefused(_("Keberatan ini sudah diputuskan."))
    if not answer.strip():
        raise ListRefused(_("Tulis alasan keputusannya."))
    objection.state = Objection.State.GRANTED if grant else Objection.State.REFUSED
    objection.answer, objection.decided_at = answer.strip(), at
    objection.save(update_fields=["state", "answer", "decided_at"])
    if grant:
        _turn_over(objection.voter)
    audit.record(by=by, did="decide_objection", to=objection, chapter=assembly.chapter_id, granted=int(grant))
    return objection


@transaction.atomic
def close(*, assembly: Assembly, by: User, at: dt.datetime) -> Assembly:
    """
    Close the list: from now on it is what it is, with the number of those who may vote and its hash.

    Raises PermissionDenied, WrongState, ListRefused while it is not drawn, empty, or an objection is open.
    """
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.CALLED)
    if assembly.drawn_at is None:
        raise ListRefused(_("Ambil dahulu daftar pemilih dari registri."))
    if times.local(assembly.drawn_at, zone=assembly.zone).date() <= assembly.cutoff_on:
        raise ListRefused(_("Tanggal batas berubah. Ambil lagi daftar pemilih dari registri."))
    if Objection.objects.filter(voter__assembly=assembly, state=Objection.State.OPEN).exists():
        raise ListRefused(_("Masih ada keberatan yang belum diputuskan."))
    count = assembly.voters.entitled().count()
    if not count:
        raise ListRefused(_("Belum ada yang berhak memberi suara."))
    assembly.list_count, assembly.list_hash, assembly.listed_at = count, digest(assembly), at
    states.move(assembly, State.LISTED, by=by, fields=("list_count", "list_hash", "listed_at"))
    return assembly


@transaction.atomic
def reopen(*, assembly: Assembly, by: User) -> Assembly:
    """
    Open a closed list again, before anybody has come: the DPP's alone.

    Raises PermissionDenied, WrongState, ListRefused.
    """
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.LISTED)
    if assembly.voters.filter(attendance__isnull=False).exists():
        raise ListRefused(_("Sudah ada pemilih yang hadir."))
    assembly.list_count, assembly.list_hash, assembly.listed_at = None, "", None
    states.move(assembly, State.CALLED, by=by, fields=("list_count", "list_hash", "listed_at"))
    return assembly


def digest(assembly: Assembly) -> str:
    """
    Return the SHA-256 of the list: a line for each member of it, in the order of ids.

    A line is the member's id, 1 or 0 for voter, 1 or 0 for delegate, and the reasons with commas, parted by "|".
    """
    found = hashlib.sha256()
    rows = assembly.voters.order_by("member_id").values_list(
        "member_id", "may_vote", "is_delegate", "reasons"
    )
    for member, may_vote, is_delegate, reasons in rows.iterator():
        found.update(f"{member}|{int(may_vote)}|{int(is_delegate)}|{','.join(reasons)}\n".encode())
    return found.hexdigest()


def is_as_closed(assembly: Assembly) -> bool:
    """Tell whether the list is still the one that was closed."""
    return digest(assembly) == assembly.list_hash


def excluded_by_reason(assembly: Assembly) -> list[tuple[str, int]]:
    """Return how many are excluded for each reason, in the order of reasons; who has two is counted in both."""
    counts = Counter(
        reason
        for reasons in assembly.voters.filter(may_vote=False).values_list("reasons", flat=True)
        for reason in reasons
    )
    return [(str(Reason(reason).label), counts[reason]) for reason in Reason.values if counts[reason]]


def delegations(assembly: Assembly) -> list[Delegation]:
    """Return what each regency is due and has named, by its code; those of no known regency last."""
    voters: Counter[str | None] = Counter()
    named: Counter[str | None] = Counter()
    for regency, is_delegate in assembly.voters.filter(may_vote=True).values_list(
        "regency_id", "is_delegate"
    ):
        voters[regency] += 1
        named[regency] += is_delegate
    names = dict(Regency.objects.filter(pk__in=[code for code in voters if code]).values_list("code", "name"))
    return [
        Delegation(
            code or "-",
            names.get(code or "", _("Tidak diketahui")),
            voters[code],
            counting.delegates(voters[code], each=assembly.delegates_each, per=assembly.delegates_per),
            named[code],
        )
        for code in sorted(voters, key=lambda code: (code is None, code))
    ]


def _turn_over(voter: Voter) -> None:
    voter.may_vote, voter.granted = not voter.may_vote, True
    voter.reasons = [] if voter.may_vote else [Reason.OBJECTION]
    voter.is_delegate = voter.is_delegate and voter.may_vote
    voter.save(update_fields=["may_vote", "granted", "reasons", "is_delegate"])

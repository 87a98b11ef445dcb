"""
Making two records of one person one: field by field, with rights on both sides, and so that it can be taken back.

The record that is merged stays, with its number, as what it was; all that belongs to the person goes to the record
that is kept. An account or an address goes to another record only where the officer chose it.
Source: docs/rules.md#duplicates
"""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Literal

from django.db import transaction
from django.db.models import Field
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.duplicates import fields, letters, tables
from chapters.models import DuplicatePair, Merge
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from ipspi.regions import times
from members import cards, disagreements, history, numbering, registration
from members.models import (
    Correction,
    Employment,
    Member,
    MembershipChange,
    Plan,
    PrivacyRequest,
    Restriction,
    Transfer,
)

Side = Literal["keep", "other"]
# the name of a field → whose value is taken; what is not chosen is taken as usual
Choices = Mapping[str, Side]


class NotLiving(RuleError):
    """One of the records is no membership and no application any more."""


class KeepTheMember(RuleError):
    """An application is merged into a membership, not the other way round; nobody's suspension ends by merging."""


class AccountNotChosen(RuleError):
    """Both records have an account, and nobody said which one stays."""


class MattersOpen(RuleError):
    """Something about the record that is to be merged has been asked or planned, and is not decided."""


class PlaceElsewhere(RuleError):
    """A member moves to another province by mutasi only."""


class OwnRecord(RuleError):
    """Nobody merges their own records."""


class ChangedSince(RuleError):
    """A record is no longer what the officer has seen."""


@transaction.atomic
def merge(
    *, keep: Member, other: Member, choices: Choices, by: User, at: dt.datetime, seen: str = ""
) -> Merge:
    """
    Merge `other` into `keep`, and return what can be taken back with `undoing.undo`.

    `seen` is the `state_of` both records when the officer looked at them. Raises PermissionDenied unless `by` may merge
    on both sides, NotLiving, OwnRecord, KeepTheMember, MattersOpen, AccountNotChosen, PlaceElsewhere, ChangedSince, and
    registration.NIKHeld where a third membership has the NIK that is chosen.
    """
    kept, merged = locked(keep, other)
    require_both(kept, merged, by=by)
    _check(kept, merged, choices)
    if seen and seen != state_of(kept, merged):
        raise ChangedSince(_("Data berubah sejak Anda melihatnya. Periksa kembali sebelum menggabungkan."))
    before = {"keep": fields.snapshot(kept), "other": fields.snapshot(merged)}
    zone = access.chapter_of(kept).zone

    result = outcome(keep=kept, other=merged, choices=choices)
    # the merged record first: until it lets go of the account and the NIK, the kept one cannot have them
    _end(merged, into=kept, account=_left(kept, merged, result), by=by, at=at)
    changes = {"other": _saved(merged, before["other"])}
    _take(kept, result)
    # a look-up is written to a record that has the NIK already
    kept.save(update_fields=["nik", "nik_lookup"])
    registration.settle_nik(applicant=kept)
    _number(kept, on=times.local(at, zone=zone).date())
    disagreements.judge(kept, today=times.local(at, zone=zone).date())
    kept.changed_at = at
    changes["keep"] = _saved(kept, before["keep"])
    changes["pair"] = _decide_pair(kept, merged, by=by, at=at)
    moved = tables.move(other=merged, keep=kept)
    made = Merge.objects.create(
        keep=kept, other=merged, changes=json.dumps(changes), moved=moved, by=by, at=at
    )
    cards.renew(member=kept, at=at)
    for member in (kept, merged):
        history.record(
            member=member, kind=MembershipChange.Kind.MERGED, on=history.day_of(member, at), by=by, at=at
        )
    count = sum(len(ids) for ids in moved.values())
    audit.record(
        by=by, did="merge", to=kept, chapter=access.chapter_of(kept).pk, other=str(merged.pk), moved=count
    )
    letters.tell_of_merge(made, before=before)
    return made


def outcome(*, keep: Member, other: Member, choices: Choices) -> Member:
    """Return a copy of `keep` as it would be, unsaved: the preview of a merge."""
    result = copy.copy(keep)
    for field in fields.differing(keep, other):
        if source_of(field, keep=keep, other=other, choices=choices) is other:
            _copy(field, result, other)
    # what depends on another answer goes with it
    result.sector = result.sector if result.employment == Employment.NON_ASN else ""
    result.role_other = "" if result.role_id else result.role_other
    return result


def source_of(field: Field[Any, Any], *, keep: Member, other: Member, choices: Choices) -> Member:
    """Return the record whose value of a field is taken."""
    if field.name == "home_regency" and not may_take_place(keep, other):
        return keep
    if field.name in choices:
        return other if choices[field.name] == "other" else keep
    if (
        field.name == "email"
        and fields.value_of(field, other) is not None
        and (keep.user_id or other.user_id)
    ):
        account = Member._meta.get_field("user")
        return source_of(account, keep=keep, other=other, choices=choices)  # its address is confirmed
    return fields.taken(field, keep=keep, other=other)


def may_take_place(keep: Member, other: Member) -> bool:
    """Whether the other's regency may be taken: in the same province, or where the kept record knows none."""
    return keep.home_province_id in {None, other.home_province_id}


def state_of(one: Member, other: Member) -> str:
    """Return a short text that changes when either record does."""
    first, second = sorted([one, other], key=lambda member: member.pk)
    said = json.dumps([fields.snapshot(first), fields.snapshot(second)], sort_keys=True)
    return lookup(said, purpose="state of two records").hex()[:32]


def what_blocks(keep: Member, other: Member) -> str:
    """Say why `other` cannot be merged into `keep` at all, whatever is chosen; empty if it can."""
    if keep.status not in Member.LIVING or other.status not in Member.LIVING:
        return _("Salah satu catatan bukan lagi keanggotaan atau pendaftaran yang berjalan.")
    if keep.status == Member.Status.APPLIED and other.status != Member.Status.APPLIED:
        return _("Pertahankan keanggotaan yang sudah ada: pendaftaran digabungkan ke dalamnya.")
    if other.status == Member.Status.SUSPENDED != keep.status:
        return _("Pertahankan catatan yang diberhentikan sementara: penggabungan tidak mengakhirinya.")
    return ""


def matters_open(other: Member) -> bool:
    """
    Whether a leave, a suspension, a mutasi or a correction is asked or under way, or the data is restricted.

    Or whether something was asked about the person's data: what waits would be done to this record only, not to them.
    """
    open_ones = (
        Plan.objects.open(),
        Transfer.objects.open(),
        Correction.objects.open(),
        Restriction.objects.all(),
        PrivacyRequest.objects.filter(state__in=[PrivacyRequest.State.OPEN, PrivacyRequest.State.SCHEDULED]),
    )
    return any(matters.filter(member=other).exists() for matters in open_ones)


def locked(keep: Member, other: Member) -> tuple[Member, Member]:
    """Return both records as they are now, held until the transaction ends; always in one order."""
    rows = Member.objects.select_for_update(of=("self",)).select_related("user", "home_province", "type")
    found = {member.pk: member for member in rows.filter(pk__in=[keep.pk, other.pk]).order_by("pk")}
    return found[keep.pk], found[other.pk]


def require_both(keep: Member, other: Member, *, by: User) -> None:
    """Raise PermissionDenied unless `by` may merge in both home provinces, OwnRecord if one of them is their own."""
    access.require(by, May.MERGE, province=keep.home_province_id)
    access.require(by, May.MERGE, province=other.home_province_id)
    if by.pk in {keep.user_id, other.user_id}:
        raise OwnRecord(_("Catatan Anda sendiri digabungkan oleh pengurus lain."))


def _check(keep: Member, other: Member, choices: Choices) -> None:
    if keep.pk == other.pk or keep.status not in Member.LIVING or other.status not in Member.LIVING:
        raise NotLiving(_("Salah satu catatan bukan lagi keanggotaan atau pendaftaran yang berjalan."))
    if blocked := what_blocks(keep, other):
        raise KeepTheMember(blocked)
    if matters_open(other):
        raise MattersOpen(
            _("Catatan yang digabungkan masih mempunyai rencana, permintaan, atau mutasi yang belum selesai.")
        )
    if keep.user_id and other.user_id and "user" not in choices:
        raise AccountNotChosen(_("Kedua catatan mempunyai akun. Pilih akun yang tetap terhubung."))
    if choices.get("home_regency") == "other" and not may_take_place(keep, other):
        raise PlaceElsewhere(_("Pindah provinsi hanya melalui mutasi, tidak melalui penggabungan."))


def _left(keep: Member, other: Member, result: Member) -> int | None:
    """Return the account that is left to the merged record: the one that the kept record does not get."""
    return keep.user_id if result.user_id == other.user_id else other.user_id


def _end(member: Member, *, into: Member, account: int | None, by: User, at: dt.datetime) -> None:
    if member.status == Member.Status.APPLIED:
        member.decided_by, member.decided_at = by, at
    member.status, member.merged_into = Member.Status.MERGED, into
    member.user_id, member.changed_at = account, at


def _take(keep: Member, result: Member) -> None:
    for field in Member._meta.concrete_fields:
        setattr(keep, field.attname, getattr(result, field.attname))


def _copy(field: Field[Any, Any], to: Member, source: Member) -> None:
    setattr(to, field.attname, getattr(source, field.attname))
    if field.is_relation:
        setattr(to, field.name, getattr(source, field.name))
    if field.name == "home_regency" and to.home_province_id is None:
        to.home_province = source.home_province
    if field.name == "nik":
        to.nik_lookup = None  # settled when the other no longer holds it


def _number(keep: Member, *, on: dt.date) -> None:
    """A member with an account has a number and a date; who had a number keeps it, and takes none from the other."""
    if keep.status not in Member.COUNTED or keep.user_id is None:
        return
    keep.joined_on = keep.joined_on or on
    if keep.number is None:
        keep.number = numbering.allocate(to=keep, on=on)


def _saved(member: Member, before: fields.Values) -> fields.Values:
    """Write what changed, and return it: by field, before and after."""
    after = fields.snapshot(member)
    changed = [attname for attname in after if after[attname] != before[attname]]
    if "nik" in changed and fields.HOLDS_NIK not in changed:
        changed.append(fields.HOLDS_NIK)  # another NIK has another look-up
    member.save(update_fields=changed)
    return {attname: [before[attname], after[attname]] for attname in changed}


def _decide_pair(keep: Member, other: Member, *, by: User, at: dt.datetime) -> dict[str, Any]:
    """Close the pair, if there is one, and return what it said before."""
    one, second = sorted([keep.pk, other.pk])
    pair = DuplicatePair.objects.select_for_update().filter(one=one, other=second).first()
    if pair is None:
        return {}
    before = {
        "state": pair.state,
        "decided_at": pair.decided_at.isoformat() if pair.decided_at else None,
        "decided_by_id": pair.decided_by_id,
    }
    pair.state, pair.decided_at, pair.decided_by = DuplicatePair.State.MERGED, at, by
    pair.save(update_fields=["state", "decided_at", "decided_by"])
    return before

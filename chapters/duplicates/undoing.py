"""Taking a merge back: both records exactly as they were, or words about what stands in the way."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.duplicates import fields, letters, merging, tables
from chapters.models import DuplicatePair, Merge
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from members import cards, history
from members.models import Member, MembershipChange, NumberBook


class CannotUndo(RuleError):
    """Something has happened since that undoing would overwrite."""


@transaction.atomic
def undo(*, merge: Merge, by: User, at: dt.datetime) -> None:
    """
    Take a merge back: every value and every row that it changed is what it was before.

    Raises PermissionDenied unless `by` may merge on both sides, merging.OwnRecord, CannotUndo.
    """
    keep, other = merging.locked(merge.keep, merge.other)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    merging.require_both(keep, other, by=by)
    if blocked := _what_blocks(merge, keep, other):
        raise CannotUndo(blocked)
    changes = json.loads(merge.changes)

    tables.move_back(merge.moved, other=other, keep=keep)
    # the kept record first: until it lets go of the account and the NIK, the other cannot have them
    for member, changed in ((keep, changes["keep"]), (other, changes["other"])):
        names = fields.restore(member, {attname: before for attname, (before, _after) in changed.items()})
        member.save(update_fields=names)
    _void_number(changes["keep"].get("number"))
    _reopen_pair(keep, other, changes["pair"])
    cards.renew(member=keep, at=at)
    for member in (keep, other):
        history.record(
            member=member, kind=MembershipChange.Kind.UNMERGED, on=history.day_of(member, at), by=by, at=at
        )
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    audit.record(by=by, did="undo_merge", to=keep, chapter=access.chapter_of(keep).pk, other=str(other.pk))
    letters.tell_of_undoing(merge, keep=keep, other=other)


def what_blocks(merge: Merge) -> str:
    """Say what stands in the way of undoing; empty where nothing does."""
    return _what_blocks(merge, merge.keep, merge.other)


def _what_blocks(merge: Merge, keep: Member, other: Member) -> str:
    if merge.undone_at is not None:
        return _("Penggabungan ini sudah diurungkan.")
    if not merge.changes:
        return _("Data salah satu orangnya sudah dihapus, jadi keadaan sebelumnya tidak diketahui lagi.")
    if keep.status == Member.Status.MERGED:
        return _("Catatan yang dipertahankan sendiri sudah digabungkan. Urungkan penggabungan itu dahulu.")
    return " ".join(_reasons(merge, keep, other))


def _reasons(merge: Merge, keep: Member, other: Member) -> Iterator[str]:
    changes = json.loads(merge.changes)
    changed = [
        fields.name_of(attname)
        for member, said in ((keep, changes["keep"]), (other, changes["other"]))
        for attname, (_before, after) in said.items()
        if attname != "changed_at" and fields.snapshot(member)[attname] != after
    ]
    if changed:
        yield _("Sudah diubah lagi sejak digabungkan: %(fields)s.") % {
            "fields": ", ".join(sorted(set(changed)))
        }
    if gone := tables.missing(merge.moved, keep=keep):
        yield _("Sudah berubah atau dihapus sejak digabungkan: %(tables)s.") % {"tables": ", ".join(gone)}
    before = [{attname: was for attname, (was, _now) in changes[side].items()} for side in ("keep", "other")]
    others = Member.objects.in_roster().exclude(pk__in=[keep.pk, other.pk])
    # of the merged record, which comes alive again, also what did not change
    users = [pk for pk in (before[0].get("user_id"), before[1].get("user_id", other.user_id)) if pk]
    if others.filter(user__in=users).exists():
        yield _("Akun yang akan dikembalikan sudah mengajukan pendaftaran baru.")
    niks = list(_lookups(before, (keep, other)))
    if others.filter(nik_lookup__in=niks).exists():
        yield _("NIK yang akan dikembalikan sudah tercatat pada keanggotaan lain.")


def _lookups(before: list[fields.Values], records: tuple[Member, Member]) -> Iterator[bytes]:
    """Yield the look-ups that the records have again, as they were or as they still are."""
    for said, member in zip(before, records, strict=True):
        nik = said.get("nik", member.nik)
        if nik and said.get(fields.HOLDS_NIK, member.nik_lookup):
            yield lookup(nik, purpose="nik")


def _void_number(change: list[str | None] | None) -> None:
    """A number that the merge gave is nobody's now; it stays in the book, and is never given again."""
    if change is not None:
        NumberBook.objects.filter(number=change[1]).update(
            member=None, void_reason=_("Penggabungan yang memberi nomor ini diurungkan.")
        )


def _reopen_pair(keep: Member, other: Member, before: dict[str, Any]) -> None:
    if before:
        one, second = sorted([keep.pk, other.pk])
        DuplicatePair.objects.filter(one=one, other=second).update(**before)

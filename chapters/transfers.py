"""
The chapters' part in a mutasi: both sides consent, or one refuses; the DPP stands in for chapters not founded.

Source: docs/rules.md#mutasi
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.life import AlreadyDecided, OwnMatter, ReasonMissing
from chapters.models import DPP, Chapter
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions.models import Regency
from members import checking, life, mailing, transfers
from members.models import Member, Transfer
from members.models.transfers import TransferQuerySet

Side = Transfer.Side


class UnknownMember(RuleError):
    """No member has that number together with that name. Which of the two is wrong is not told."""


class AskedTooOften(RuleError):
    """So many members were called by number and name that somebody may be guessing."""


@transaction.atomic
def propose_for(
    *, member: Member, to_regency: Regency, wished_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Transfer:
    """
    Propose that a member of one's own chapter moves away; that is this side's consent.

    Raises PermissionDenied, OwnMatter and what `members.transfers.propose` does.
    """
    locked = life.lock(member)
    access.require(by, May.TRANSFER, province=locked.home_province_id)
    return _propose(
        locked, Side.LEAVING, to_regency=to_regency, wished_on=wished_on, reason=reason, by=by, at=at
    )


def propose_here(
    *,
    number: str,
    name: str,
    to_regency: Regency,
    wished_on: dt.date,
    reason: str,
    by: User,
    at: dt.datetime,
) -> Transfer:
    """
    Propose that a member of another chapter, known by number and name, moves here; that is this side's consent.

    Raises PermissionDenied, UnknownMember for a wrong pair and an unknown number alike (which is recorded), OwnMatter
    and what `members.transfers.propose` does.
    """
    access.require(by, May.TRANSFER, province=to_regency.province_id)
    elsewhere = checking.with_number(number).filter(status__in=Member.COUNTED)
    known = elsewhere.exclude(home_province=to_regency.province_id).only("pk", "name")
    member = next((each for each in known if checking.fits(name, member_name=each.name)), None)
    if member is None:
        audit.record(by=by, did="miss_member", to=by, province=to_regency.province_id)
        raise UnknownMember(_("Tidak ada anggota daerah lain dengan nomor dan nama itu. Periksa keduanya."))
    with transaction.atomic():
        locked = life.lock(member)
        return _propose(
            locked, Side.RECEIVING, to_regency=to_regency, wished_on=wished_on, reason=reason, by=by, at=at
        )


@transaction.atomic
def consent(*, transfer: Transfer, side: str, by: User, at: dt.datetime) -> Transfer:
    """
    Consent for one side. With the second consent the date is set, and if it has come the member moves at once.

    Raises PermissionDenied if `by` may not speak for that side, OwnMatter, AlreadyDecided.
    """
    open_transfer, member = _open(transfer, by=by)
    if side not in sides_of(by, open_transfer):
        raise PermissionDenied
    if side in given(open_transfer):
        raise AlreadyDecided(_("Daerah ini sudah menyetujui mutasi itu."))
    _give(open_transfer, side, by=by, at=at)
    transfers.agree_if_both(open_transfer, member, at=at)
    return open_transfer


@transaction.atomic
def refuse(*, transfer: Transfer, reason: str, by: User, at: dt.datetime) -> Transfer:
    """
    Refuse a move for one of its sides, with a reason that the member reads.

    Raises PermissionDenied, OwnMatter, AlreadyDecided, ReasonMissing.
    """
    open_transfer, member = _open(transfer, by=by)
    if not sides_of(by, open_transfer):
        raise PermissionDenied
    if not reason.strip():
        raise ReasonMissing(_("Tulis alasannya. Anggota membacanya."))
    open_transfer.status, open_transfer.refusal = Transfer.Status.REFUSED, reason.strip()
    open_transfer.closed_by, open_transfer.closed_at = by, at
    open_transfer.save(update_fields=["status", "refusal", "closed_by", "closed_at"])
    audit.record(by=by, did="refuse_transfer", to=open_transfer)
    mailing.write(
        member,
        key=f"transfer:{open_transfer.pk}:refused",
        subject=_("Mutasi Anda belum disetujui"),
        lines=[
            _("Alasan: %(reason)s") % {"reason": reason.strip()},
            _("Anda tetap anggota di daerah Anda sekarang."),
        ],
    )
    return open_transfer


def concerning(chapter: Chapter) -> TransferQuerySet:
    """Return the moves from and to the provinces of a chapter; for the DPP also those from no known province."""
    rows = Transfer.objects.select_related("member", "from_province", "to_province", "to_regency")
    rows = rows.defer("member__nik", "member__nip")
    if chapter.pk == DPP:
        return rows
    return rows.filter(
        Q(from_province__coverage__chapter=chapter) | Q(to_province__coverage__chapter=chapter)
    )


def sides_of(user: User, transfer: Transfer) -> list[str]:
    """Return the sides that `user` may speak for."""
    provinces = {Side.LEAVING: transfer.from_province_id, Side.RECEIVING: transfer.to_province_id}
    return [side for side, code in provinces.items() if access.allows(user, May.TRANSFER, province=code)]


def given(transfer: Transfer) -> list[str]:
    """Return the sides that have consented."""
    times = {Side.LEAVING: transfer.left_at, Side.RECEIVING: transfer.received_at}
    return [side for side, at in times.items() if at]


def _propose(
    member: Member,
    side: str,
    *,
    to_regency: Regency,
    wished_on: dt.date,
    reason: str,
    by: User,
    at: dt.datetime,
) -> Transfer:
    if member.user_id == by.pk:
        raise OwnMatter(_("Ajukan mutasi Anda sendiri di halaman keanggotaan Anda."))
    transfer = transfers.start(
        member=member, to_regency=to_regency, wished_on=wished_on, reason=reason, by=by, at=at
    )
    _give(transfer, side, by=by, at=at)
    return transfer


def _open(transfer: Transfer, *, by: User) -> tuple[Transfer, Member]:
    member = life.lock(Member(pk=transfer.member_id))
    row = Transfer.objects.select_related("to_province", "to_regency").get(pk=transfer.pk)
    if row.status != Transfer.Status.OPEN:
        raise AlreadyDecided(
            _("Mutasi ini sudah diputuskan: %(status)s.") % {"status": row.get_status_display()}
        )
    if member.user_id == by.pk:
        raise OwnMatter(_("Mutasi Anda sendiri diputuskan oleh pengurus lain."))
    return row, member


def _give(transfer: Transfer, side: str, *, by: User, at: dt.datetime) -> None:
    if side == Side.LEAVING:
        transfer.left_by, transfer.left_at = by, at
        transfer.save(update_fields=["left_by", "left_at"])
    else:
        transfer.received_by, transfer.received_at = by, at
        transfer.save(update_fields=["received_by", "received_at"])
    audit.record(by=by, did="consent_to_transfer", to=transfer, side=str(side))

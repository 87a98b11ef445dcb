"""
Mutasi: a move to another province, proposed by the member, agreed to by both sides, carried out on one day.

The consent of the chapters is in `chapters.transfers`. The number stays.
Source: docs/rules.md#mutasi
"""

import datetime as dt
import logging

from django.db import transaction
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions.models import Regency
from members import additions, cards, disagreements, history, mailing
from members.life import FARTHEST_START, DatesWrong, NotPossibleNow, lock, own, spoken
from members.models import Member, Transfer

log = logging.getLogger(__name__)
Status, Side = Transfer.Status, Transfer.Side


class AlreadyProposed(RuleError):
    """A move of this member is on its way."""


class SameProvince(RuleError):
    """Somebody who stays in their province does not move between chapters."""


@transaction.atomic
def propose(
    *, member: Member, to_regency: Regency, wished_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Transfer:
    """
    Propose one's own move to another province.

    Raises PermissionDenied, NotPossibleNow, SameProvince, AlreadyProposed, DatesWrong.
    """
    return start(
        member=own(member, by=by), to_regency=to_regency, wished_on=wished_on, reason=reason, by=by, at=at
    )


@transaction.atomic
def withdraw(*, member: Member, by: User, at: dt.datetime) -> Transfer:
    """Withdraw one's own move, whoever proposed it, before it is done. Raises PermissionDenied, NotPossibleNow."""
    locked = own(member, by=by)
    transfer = Transfer.objects.open().filter(member=locked).first()
    if transfer is None:
        raise NotPossibleNow(_("Tidak ada mutasi yang dapat ditarik."))
    transfer.status, transfer.closed_by, transfer.closed_at = Status.WITHDRAWN, by, at
    transfer.save(update_fields=["status", "closed_by", "closed_at"])
    audit.record(by=by, did="withdraw_transfer", to=transfer)
    mailing.write(
        locked,
        key=f"transfer:{transfer.pk}:withdrawn",
        subject=_("Mutasi Anda ditarik"),
        lines=[_("Anda tetap anggota di daerah Anda sekarang.")],
    )
    return transfer


def start(
    *, member: Member, to_regency: Regency, wished_on: dt.date, reason: str, by: User, at: dt.datetime
) -> Transfer:
    """Write down the proposed move of a locked member, without any consent. Raises as `propose` does."""
    today = history.day_of(member, at)
    if member.status not in Member.COUNTED:
        raise NotPossibleNow(_("Hanya anggota yang dapat pindah daerah."))
    if to_regency.province_id == member.home_province_id:
        raise SameProvince(_("Tempat ini di provinsi yang sama: tidak perlu mutasi."))
    if Transfer.objects.open().filter(member=member).exists():
        raise AlreadyProposed(_("Sudah ada mutasi yang belum selesai."))
    if not today <= wished_on <= today + FARTHEST_START:
        raise DatesWrong(_("Pilih hari ini atau tanggal dalam setahun ke depan."))
    transfer = Transfer.objects.create(
        member=member,
        from_province=member.home_province,
        to_province_id=to_regency.province_id,
        to_regency=to_regency,
        wished_on=wished_on,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
    )
    audit.record(by=by, did="propose_transfer", to=transfer)
    lines = [
        _("Diajukan mutasi Anda ke %(place)s, %(province)s.")
        % {"place": to_regency.name, "province": to_regency.province.name},
        _("Daerah asal dan daerah tujuan sama-sama perlu menyetujuinya. Nomor anggota Anda tetap."),
        _("Bila ini tidak Anda kehendaki, tariklah mutasi ini di halaman keanggotaan Anda."),
    ]
    mailing.write(member, key=f"transfer:{transfer.pk}:asked", subject=_("Mutasi Anda diajukan"), lines=lines)
    return transfer


def agree_if_both(transfer: Transfer, member: Member, *, at: dt.datetime) -> None:
    """With both consents set the effective date, and move the locked member at once if it has come."""
    if transfer.status != Status.OPEN or not (transfer.left_at and transfer.received_at):
        return
    transfer.status = Status.AGREED
    transfer.effective_on = max(transfer.wished_on, history.day_of(member, at))
    transfer.save(update_fields=["status", "effective_on"])
    if not carry_out(transfer, member, at=at):
        words = {"province": transfer.to_province, "day": spoken(transfer.effective_on)}
        mailing.write(
            member,
            key=f"transfer:{transfer.pk}:agreed",
            subject=_("Mutasi Anda disetujui"),
            lines=[_("Anda menjadi anggota di %(province)s sejak %(day)s.") % words],
        )


def carry_out_due(*, at: dt.datetime) -> int:
    """Move everybody whose day has come, each in a transaction of its own; return how many moved."""
    due = Transfer.objects.filter(
        status=Status.AGREED, effective_on__lte=at.date() + dt.timedelta(days=1)
    ).order_by("pk")
    moved = 0
    for transfer in due.only("pk", "member"):
        try:
            moved += _carry_out_once(transfer, at=at)
        except Exception:
            log.exception("Transfer %s could not be carried out.", transfer.pk)  # the others can
    return moved


@transaction.atomic
def _carry_out_once(transfer: Transfer, *, at: dt.datetime) -> bool:
    member = lock(Member(pk=transfer.member_id))
    return carry_out(
        Transfer.objects.select_related("to_province", "to_regency").get(pk=transfer.pk), member, at=at
    )


def carry_out(transfer: Transfer, member: Member, *, at: dt.datetime) -> bool:
    """Move a locked member if the transfer is agreed and its day has come; tell whether it was."""
    on = transfer.effective_on
    if transfer.status != Status.AGREED or on is None or on > history.day_of(member, at):
        return False
    before = member.home_province
    member.home_regency, member.home_province = transfer.to_regency, transfer.to_province
    member.changed_at = at
    disagreements.judge(member, today=history.day_of(member, at))
    member.save(update_fields=["home_regency", "home_province", "warnings", "changed_at"])
    cards.renew(member=member, at=at)
    transfer.status, transfer.closed_at = Status.DONE, at
    transfer.save(update_fields=["status", "closed_at"])
    history.record(
        member=member,
        kind=history.Kind.TRANSFERRED,
        on=on,
        by=transfer.asked_by,
        at=at,
        reason=transfer.reason,
    )
    additions.left(member=member, province=before, by=transfer.asked_by, at=at)
    mailing.write(
        member,
        key=f"transfer:{transfer.pk}:done",
        subject=_("Anda sudah pindah daerah"),
        lines=[
            _("Sejak %(day)s Anda anggota di %(province)s. Nomor anggota Anda tetap %(number)s.")
            % {"day": spoken(on), "province": transfer.to_province, "number": member.number or "-"}
        ],
    )
    return True

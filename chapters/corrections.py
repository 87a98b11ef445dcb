"""
Deciding on what members ask to have corrected: name, NIK, birth date, sex, and the kind of membership.

Source: docs/rules.md#profile
"""

import copy
import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.life import AlreadyDecided, OwnMatter, ReasonMissing
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from members import cards, disagreements, history, life, mailing, profile, proposals
from members.identity import IdentityWarning
from members.models import Correction, Member, Proof
from members.registration import NIK_HELD, NIKHeld

Field = Correction.Field


class EvidenceMissing(RuleError):
    """The officer says which diploma was seen."""


def accept(*, request: Correction, evidence: str = "", by: User, at: dt.datetime) -> Correction:
    """
    Change what was asked for, from today on; the value before is kept with the request, and the proof is not.

    Raises PermissionDenied, OwnMatter, AlreadyDecided, EvidenceMissing for a new kind of membership without the
    diploma that was seen, NIKHeld.
    """
    try:
        return _accept(request=request, evidence=evidence, by=by, at=at)
    except IntegrityError:
        # somebody was given the same NIK in this moment; now we see them
        return _accept(request=request, evidence=evidence, by=by, at=at)


@transaction.atomic
def refuse(*, request: Correction, reason: str, by: User, at: dt.datetime) -> Correction:
    """Leave things as they are, with a reason that the member reads. Raises as `accept` does, and ReasonMissing."""
    row, member = _open(request, by=by)
    if not reason.strip():
        raise ReasonMissing(_("Tulis alasannya. Anggota membacanya."))
    row.status, row.reason, row.decided_by, row.decided_at = row.Status.REFUSED, reason.strip(), by, at
    row.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    Proof.objects.filter(correction=row).delete()
    audit.record(by=by, did="refuse_change", to=row, field=row.field)
    words = {"field": row.get_field_display(), "reason": row.reason}
    mailing.write(
        member,
        key=f"request:{row.pk}:refused",
        subject=_("Permintaan perbaikan data Anda belum dapat diterima"),
        lines=[_("%(field)s tetap seperti semula. Alasan: %(reason)s") % words],
    )
    return row


def would_disagree(request: Correction, *, at: dt.datetime) -> list[IdentityWarning]:
    """Return what a NIK or NIP would disagree about once a correction were accepted; the officer sees it before."""
    member = copy.copy(request.member)
    _set(member, request.field, str(request.new))
    return disagreements.of(member, today=history.day_of(member, at))


@transaction.atomic
def _accept(*, request: Correction, evidence: str, by: User, at: dt.datetime) -> Correction:
    row, member = _open(request, by=by)
    if row.field == Field.TYPE and not evidence.strip():
        raise EvidenceMissing(_("Tulis nomor, tahun, dan perguruan tinggi dari ijazah yang Anda lihat."))
    row.old, row.evidence, row.status = (
        profile.value_of(member, row.field),
        evidence.strip(),
        row.Status.ACCEPTED,
    )
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["old", "evidence", "status", "decided_by", "decided_at"])
    Proof.objects.filter(correction=row).delete()
    _write(member, row.field, str(row.new), at=at)
    cards.renew(member=member, at=at)
    proposals.settle([member], at=at)
    kind = history.Kind.RETYPED if row.field == Field.TYPE else history.Kind.CORRECTED
    why, on = row.get_field_display(), history.day_of(member, at)
    history.record(member=member, kind=kind, on=on, by=by, at=at, reason=why, note=evidence)
    audit.record(by=by, did="accept_change", to=row, field=row.field)
    mailing.write(
        member,
        key=f"request:{row.pk}:accepted",
        subject=_("Data Anda sudah diperbaiki"),
        lines=[_("%(field)s sudah diubah seperti yang Anda minta.") % {"field": why}],
    )
    return row


def _open(request: Correction, *, by: User) -> tuple[Correction, Member]:
    member = life.lock(Member(pk=request.member_id))
    access.require(by, May.KEEP_STANDING, province=member.home_province_id)
    row = Correction.objects.get(pk=request.pk)
    if row.status != Correction.Status.OPEN:
        raise AlreadyDecided(
            _("Permintaan ini sudah selesai: %(status)s.") % {"status": row.get_status_display()}
        )
    if member.user_id == by.pk:
        raise OwnMatter(_("Permintaan Anda sendiri diputuskan oleh pengurus lain."))
    return row, member


def _write(member: Member, field: str, new: str, *, at: dt.datetime) -> None:
    fields = [field, "warnings", "changed_at"]
    _set(member, field, new)
    member.changed_at = at
    if field == Field.NIK:
        member.nik_lookup = lookup(new, purpose="nik")
        held = Member.objects.in_roster().filter(nik_lookup=member.nik_lookup).exclude(pk=member.pk)
        if held.exists():
            raise NIKHeld(_("NIK ini sudah tercatat pada keanggotaan lain. Hubungi DPP sebelum memutuskan."))
        fields.append("nik_lookup")
        member.warnings = [code for code in member.warnings if code != NIK_HELD]
    disagreements.judge(member, today=history.day_of(member, at))
    member.save(update_fields=fields)


def _set(member: Member, field: str, new: str) -> None:
    if field == Field.TYPE:
        member.type_id = new
    elif field == Field.BIRTH_DATE:
        member.birth_date = dt.date.fromisoformat(new)
    else:
        setattr(member, field, new)

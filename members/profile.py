"""
What members change of their own data: some at once, some through an officer.

Phone, address in the same province, workplace, titles and employment change at once. Name, NIK, birth date, sex and the
kind of membership are asked for, and an officer decides (`chapters.corrections`).
Source: docs/rules.md#profile
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions.models import Regency
from members import cards, disagreements, documents, history, mailing, proposals
from members.life import NotPossibleNow, own
from members.models import Correction, Document, Member, Proof

FREE = (
    "titles_before", "titles_after", "phone", "address", "home_regency", "postal_code", "employment",
    "sector", "nip", "workplace", "role", "role_other",
)  # fmt: skip
Field = Correction.Field


class OtherProvince(RuleError):
    """An address in another province needs a mutasi."""


class AlreadyAsked(RuleError):
    """The same field is already waiting for an officer."""


class NothingNew(RuleError):
    """What is asked for is what is there."""


@transaction.atomic
def change(*, member: Member, facts: Mapping[str, Any], by: User, at: dt.datetime) -> Member:
    """
    Write what members change themselves: `facts` by the names of FREE.

    Raises PermissionDenied, NotPossibleNow, OtherProvince.
    """
    locked = _living(member, by=by)
    regency: Regency | None = facts.get("home_regency")
    if regency and regency.province_id != locked.home_province_id:
        raise OtherProvince(_("Alamat ini di provinsi lain: ajukan mutasi."))
    changed = [name for name in FREE if name in facts and getattr(locked, name) != facts[name]]
    for name in changed:
        setattr(locked, name, facts[name])
    if changed:
        locked.changed_at = at
        disagreements.judge(locked, today=history.day_of(locked, at))
        locked.save(update_fields=[*changed, "warnings", "changed_at"])
        cards.renew(member=locked, at=at)
        proposals.settle([locked], at=at)
        audit.record(by=by, did="change_profile", to=locked, fields=sorted(changed))
    return locked


@transaction.atomic
def ask(*, member: Member, field: str, new: str, note: str, by: User, at: dt.datetime) -> Correction:
    """
    Ask the officers to change a field that only they may change; `new` as Correction keeps it.

    Whether somebody else has a NIK is not told here: the officer sees it. Raises PermissionDenied, NotPossibleNow,
    NothingNew, AlreadyAsked.
    """
    locked = _living(member, by=by)
    old = value_of(locked, field)
    if new == old:
        raise NothingNew(_("Data ini sudah seperti yang Anda minta."))
    if Correction.objects.open().filter(member=locked, field=field).exists():
        raise AlreadyAsked(_("Permintaan yang sama sedang menunggu pengurus."))
    request = Correction.objects.create(
        member=locked, field=field, old=old, new=new, note=note.strip(), asked_by=by, asked_at=at
    )
    audit.record(by=by, did="ask_change", to=request, field=field)
    mailing.write(
        locked,
        key=f"request:{request.pk}:asked",
        subject=_("Permintaan perbaikan data Anda diterima"),
        lines=[
            _("%(field)s: pengurus daerah Anda memeriksanya. Kami menulis begitu ada keputusan.")
            % {"field": Field(field).label}
        ],
    )
    return request


@transaction.atomic
def withdraw(*, member: Member, field: str, by: User, at: dt.datetime) -> Correction:
    """Withdraw a request that nobody has decided on. Raises PermissionDenied, NotPossibleNow."""
    locked = own(member, by=by)
    request = Correction.objects.open().filter(member=locked, field=field).first()
    if request is None:
        raise NotPossibleNow(_("Tidak ada permintaan yang menunggu."))
    request.status, request.decided_at, request.decided_by = Correction.Status.WITHDRAWN, at, by
    request.save(update_fields=["status", "decided_at", "decided_by"])
    Proof.objects.filter(correction=request).delete()
    audit.record(by=by, did="withdraw_change", to=request, field=field)
    return request


def attach(*, member: Member, field: str, content: bytes, by: User, at: dt.datetime) -> Proof:
    """
    Show a paper with a request that nobody has decided on, in place of an earlier one.

    Raises PermissionDenied, NotPossibleNow, and Unacceptable with words for the field.
    """
    made = documents.made_fit(
        content, kind=Document.Kind.DIPLOMA
    )  # before the transaction: it may take some seconds
    with transaction.atomic():
        request = Correction.objects.open().filter(member=own(member, by=by), field=field).first()
        if request is None:
            raise NotPossibleNow(_("Tidak ada permintaan yang menunggu."))
        facts = {"medium": made.medium, "content": made.content, "size": made.size, "received_at": at}
        proof, _made = Proof.objects.update_or_create(correction=request, defaults=facts)
        audit.record(by=by, did="attach_proof", to=request, field=field)
    return proof


def value_of(member: Member, field: str) -> str:
    """Return what a member has now in a field, as a Correction keeps it."""
    value = member.type_id if field == Field.TYPE else getattr(member, field)
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def _living(member: Member, *, by: User) -> Member:
    locked = own(member, by=by)
    if locked.status not in Member.COUNTED:
        raise NotPossibleNow(_("Data ini hanya dapat diubah oleh anggota."))
    return locked

"""
Agreements with partners: signed, renewed, ended early.

Source: docs/rules.md#partners
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import changes, papers
from chapters.models import Agreement, AgreementScan, Partner
from chapters.partners import history, writing
from chapters.partners.history import Kind
from ipspi.accounts.models import User
from ipspi.errors import RuleError


class Impossible(RuleError):
    """The agreement cannot be so."""


class AlreadyRenewed(RuleError):
    """An agreement is followed by one other only."""


@transaction.atomic
def sign(
    *, partner: Partner, renews: Agreement | None = None, by: User, at: dt.datetime, **values: Any
) -> Agreement:
    """
    Write down an agreement, which may follow an earlier one.

    Raises PermissionDenied, Removed, Impossible, AlreadyRenewed.
    """
    found = writing.locked(partner, by=by)
    if renews is not None:
        _require_renewable(renews, found)
    agreement = Agreement(partner=found, renews=renews, created_at=at, **values)
    _require_possible(agreement)
    agreement.save()
    history.record(found, kind=Kind.ADDED, by=by, at=at, words=spoken(agreement))
    return agreement


@transaction.atomic
def change(*, agreement: Agreement, by: User, at: dt.datetime, **values: Any) -> Agreement:
    """Change an agreement. Raises PermissionDenied, Removed, Impossible."""
    found = _locked(agreement, by=by)
    fields = changes.assign(found, values)
    _require_possible(found)
    if fields:
        found.save(update_fields=list(values))
        history.record(found.partner, kind=Kind.CHANGED, by=by, at=at, fields=fields, words=spoken(found))
    return found


@transaction.atomic
def end(*, agreement: Agreement, on: dt.date, reason: str, by: User, at: dt.datetime) -> Agreement:
    """End an agreement before its time, from a day on. Raises PermissionDenied, Removed, Impossible."""
    found = _locked(agreement, by=by)
    if on < found.starts_on or (found.last_on is not None and on > found.last_on):
        raise Impossible(_("Tanggal ini di luar masa berlaku perjanjian."))
    return change(agreement=found, by=by, at=at, ended_on=on, end_reason=reason)


@transaction.atomic
def go_on(*, agreement: Agreement, by: User, at: dt.datetime) -> Agreement:
    """Take an early end back. Raises PermissionDenied, Removed."""
    return change(agreement=agreement, by=by, at=at, ended_on=None, end_reason="")


@transaction.atomic
def remove(*, agreement: Agreement, reason: str, by: User, at: dt.datetime) -> None:
    """Take an agreement out of lists and sums; it can be restored. Raises PermissionDenied, Removed."""
    found = _locked(agreement, by=by)
    found.removed_at, found.removed_reason = at, reason
    found.save(update_fields=["removed_at", "removed_reason"])
    words = f"{spoken(found)}. {reason}"
    history.record(found.partner, kind=Kind.REMOVED, by=by, at=at, words=words)


@transaction.atomic
def restore(*, agreement: Agreement, by: User, at: dt.datetime) -> None:
    """Bring a removed agreement back. Raises PermissionDenied, Removed, AlreadyRenewed."""
    found = _locked(agreement, by=by, removed=True)
    if found.removed_at is None:
        return
    if found.renews is not None:
        _require_renewable(found.renews, found.partner)
    found.removed_at, found.removed_reason = None, ""
    found.save(update_fields=["removed_at", "removed_reason"])
    history.record(found.partner, kind=Kind.RESTORED, by=by, at=at, words=spoken(found))


def keep_scan(*, agreement: Agreement, content: bytes, by: User, at: dt.datetime) -> None:
    """
    Keep the signed paper, encrypted, in place of an earlier one.

    Raises PermissionDenied, Removed, and Unacceptable with words for the field.
    """
    made = papers.made_fit(content)  # before the transaction: it may take some seconds
    with transaction.atomic():
        found = _locked(agreement, by=by)
        AgreementScan.objects.filter(agreement=found).delete()
        AgreementScan.objects.create(agreement=found, by=by, received_at=at, **made)
        words = _("Pindaian: %(agreement)s") % {"agreement": spoken(found)}
        history.record(found.partner, kind=Kind.ADDED, by=by, at=at, words=words)


@transaction.atomic
def remove_scan(*, agreement: Agreement, reason: str, by: User, at: dt.datetime) -> None:
    """Delete the signed paper for good. Raises PermissionDenied, Removed."""
    found = _locked(agreement, by=by)
    if AgreementScan.objects.filter(agreement=found).delete()[0]:
        words = _("Pindaian: %(agreement)s. %(reason)s") % {"agreement": spoken(found), "reason": reason}
        history.record(found.partner, kind=Kind.TAKEN_OUT, by=by, at=at, words=words)


def spoken(agreement: Agreement) -> str:
    """Return an agreement in words: "Perjanjian 014/PKS/2024, Praktik mahasiswa"."""
    named = ", ".join(filter(None, [agreement.number, agreement.subject]))
    return _("Perjanjian %(named)s") % {"named": named}


def _locked(agreement: Agreement, *, by: User, removed: bool = False) -> Agreement:
    partner = writing.locked(agreement.partner, by=by)
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("partner", "renews")
    found = rows.get(pk=agreement.pk, partner=partner)
    if found.removed_at is not None and not removed:
        raise writing.Removed(_("Perjanjian ini sudah dihapus. Kembalikan dahulu bila hendak mengubahnya."))
    return found


def _require_renewable(agreement: Agreement, partner: Partner) -> None:
    if agreement.partner_id != partner.pk:
        raise Impossible(_("Perjanjian itu dengan mitra lain."))
    if agreement.renewals.filter(removed_at=None).exists():
        raise AlreadyRenewed(_("Perjanjian itu sudah diperbarui dengan perjanjian lain."))


def _require_possible(agreement: Agreement) -> None:
    if agreement.last_on is not None and agreement.last_on < agreement.starts_on:
        raise Impossible(_("Hari terakhir tidak boleh sebelum hari mulai berlaku."))

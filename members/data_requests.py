"""
Asking for correction, restriction or erasure of one's own data, and the decision within 72 hours.

Who may decide, chapters know: see chapters.privacy.
Source: docs/rules.md#own-data
"""

import datetime as dt
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.logs import LONG_NUMBER
from ipspi.outbox import posting
from members import mailing, privacy
from members.models import Member, PrivacyRequest, Restriction

Kind, State = PrivacyRequest.Kind, PrivacyRequest.State
TIME_TO_DECIDE = timedelta(hours=72)  # UU 27/2022: 3 × 24 hours
SOON = timedelta(hours=24)  # before its end an open request is reminded of


class NotYours(RuleError):
    """The person has no membership, or it is not theirs."""


class AlreadyAsked(RuleError):
    """A request of that kind is open."""


class AlreadyDecided(RuleError):
    """The request is no longer open."""


class Incomplete(RuleError):
    """Words are missing that somebody will read."""


class Held(RuleError):
    """Something stands in the way of erasing."""


@transaction.atomic
def ask(*, member: Member, kind: str, words: str, by: User, at: dt.datetime) -> PrivacyRequest:
    """Ask for something about one's own data. Raises NotYours, AlreadyAsked, Incomplete."""
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.user_id != by.pk:
        raise NotYours(_("Permintaan hanya dapat diajukan oleh orangnya sendiri."))
    if kind == Kind.CORRECT and not words.strip():
        raise Incomplete(_("Tulis data mana yang salah dan bagaimana seharusnya."))
    if member.privacy_requests.filter(kind=kind, state__in=[State.OPEN, State.SCHEDULED]).exists():
        raise AlreadyAsked(_("Permintaan seperti ini sudah Anda ajukan dan belum selesai."))
    request = PrivacyRequest.objects.create(
        member=member, kind=kind, words=words.strip(), asked_at=at, due_at=at + TIME_TO_DECIDE
    )
    audit.record(by=by, did="ask_data_request", to=request, kind=kind)
    return request


@transaction.atomic
def withdraw(*, request: PrivacyRequest, by: User, at: dt.datetime) -> None:
    """Call a request back: before its decision, or an erasure before it is done. Raises NotYours, AlreadyDecided."""
    request = _locked(request)
    if request.member.user_id != by.pk:
        raise NotYours(_("Permintaan hanya dapat ditarik oleh orangnya sendiri."))
    if request.state not in (State.OPEN, State.SCHEDULED):
        raise AlreadyDecided(_("Permintaan ini sudah selesai."))
    request.state, request.ended_at = State.WITHDRAWN, at
    request.save(update_fields=["state", "ended_at"])
    audit.record(by=by, did="withdraw_data_request", to=request)


@transaction.atomic
def decide(
    *, request: PrivacyRequest, grant: bool, reason: str, chapter: str, by: User, at: dt.datetime
) -> PrivacyRequest:
    """
    Grant or refuse a request, and tell the person; whoever calls this has asked whether `by` may.

    Granting a restriction restricts at once; granting an erasure sets its time. Raises AlreadyDecided, Incomplete,
    Held.
    """
    request = _locked(request)
    if request.state != State.OPEN:
        raise AlreadyDecided(_("Permintaan ini sudah diputuskan atau ditarik kembali."))
    if not grant and not reason.strip():
        raise Incomplete(_("Tulis alasan penolakan. Anggota akan membacanya."))
    if LONG_NUMBER.search(reason):
        raise privacy.NumberInWords(_("Jangan menulis NIK atau NIP di sini."))
    if grant and request.kind == Kind.ERASE and (words := privacy.what_holds(request.member)):
        raise Held(words)
    request.state = (
        State.REFUSED if not grant else State.SCHEDULED if request.kind == Kind.ERASE else State.GRANTED
    )
    request.decided_at, request.decided_by, request.reason = at, by, reason.strip()
    if request.state == State.SCHEDULED:
        request.erase_at = at + timedelta(days=settings.DAYS_BEFORE_ERASURE)
    request.save(update_fields=["state", "decided_at", "decided_by", "reason", "erase_at"])
    if request.state == State.GRANTED and request.kind == Kind.RESTRICT:
        Restriction.objects.get_or_create(member=request.member, defaults={"since": at})
    audit.record(by=by, did="decide_data_request", to=request, chapter=chapter, state=request.state)
    _tell(request)
    return request


@transaction.atomic
def lift(*, member: Member, by: User, at: dt.datetime) -> None:
    """End the restriction of one's own data. Raises NotYours."""
    if member.user_id != by.pk:
        raise NotYours(_("Pembatasan hanya dapat diakhiri oleh orangnya sendiri."))
    member.privacy_requests.filter(kind=Kind.RESTRICT, state=State.GRANTED).update(
        state=State.ENDED, ended_at=at
    )
    Restriction.objects.filter(member=member).delete()
    audit.record(by=by, did="lift_restriction", to=member)


def time_left(request: PrivacyRequest, *, at: dt.datetime) -> str:
    """Say how much of the 72 hours is left: "sisa 41 jam", or by how much they are over."""
    minutes = int((request.due_at - at).total_seconds()) // 60
    if minutes >= 60:
        return ngettext("sisa %(n)d jam", "sisa %(n)d jam", minutes // 60) % {"n": minutes // 60}
    if minutes >= 0:
        return _("sisa %(n)d menit") % {"n": minutes}
    return _("lewat %(n)d jam") % {"n": -minutes // 60}


def _locked(request: PrivacyRequest) -> PrivacyRequest:
    rows = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("member__user")
    return rows.get(pk=request.pk)


def _tell(request: PrivacyRequest) -> None:
    member = request.member
    if to := mailing.address_of(member):
        posting.add(
            key=f"privacy.decided:{request.pk}",
            kind="privacy.decided",
            to=to,
            subject=_("Keputusan atas permintaan Anda: %(kind)s") % {"kind": request.get_kind_display()},
            template="mail/privacy_decided",
            context={"request": request, "member": member, "path": reverse("privacy:centre")},
        )

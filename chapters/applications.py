"""
Taking an application up: the lock and the questions that come before every act of an officer on it.

Of two officers at once one has it, and the other is told who did what.
"""

import datetime as dt
import re

from django.utils.translation import gettext as _

from chapters import access
from chapters.models import BulkAdmission, BulkChoice, Chapter
from ipspi.accounts.models import User
from ipspi.errors import RuleError
from ipspi.regions import times
from members.models import ChangeRequest, Member


class AlreadyDecided(RuleError):
    """The application is no longer open."""


class OwnApplication(RuleError):
    """Nobody decides on their own application."""


class InBulk(RuleError):
    """The applicant is about to be admitted together with others."""


class AlreadyAsked(RuleError):
    """The applicant was asked for changes and has not answered."""


class NumberInWords(RuleError):
    """A NIK or NIP stands in words that are mailed."""


_LONG_NUMBER = re.compile(r"(?:[0-9][ .-]?){16}")


def taken_up(
    applicant: Member,
    *,
    by: User,
    at: dt.datetime,
    bulk: BulkAdmission | None = None,
    given_up_after: dt.timedelta | None = None,
) -> tuple[Member, Chapter]:
    """
    Lock an application that `by` may decide on now, in the caller's transaction; return it with its chapter.

    `bulk` is the bulk admission that asks, if one does; `given_up_after` is how long an open request for changes must
    have waited not to stand in the way. Raises PermissionDenied, AlreadyDecided, OwnApplication, InBulk, AlreadyAsked.
    """
    locked = Member.objects.select_for_update(of=("self",)).select_related("decided_by", "user")
    member = locked.get(pk=applicant.pk)
    access.require(by, access.May.ADMIT, province=member.home_province_id)
    if member.status != Member.Status.APPLIED:
        raise AlreadyDecided(decision_in_words(member))
    if member.user_id == by.pk:
        raise OwnApplication(_("Pendaftaran Anda sendiri diputuskan oleh pengurus lain."))
    chapter = access.chapter_of(member)
    _require_in_no_other_bulk(member, bulk, zone=chapter.zone)
    _require_not_asked(member, at=at, given_up_after=given_up_after, zone=chapter.zone)
    return member, chapter


def refuse_numbers(*words: str) -> None:
    """Raise NumberInWords where a number as long as a NIK stands in words that will be mailed and kept."""
    if any(_LONG_NUMBER.search(each) for each in words):
        raise NumberInWords(_("Jangan tulis NIK atau NIP di sini: kata-kata ini dikirim lewat email."))


def decision_in_words(member: Member) -> str:
    """Say who decided on an application, and how."""
    if member.decided_by is None:
        return _("Pendaftaran ini sudah diputuskan.")
    words = {"who": member.decided_by, "status": member.get_status_display()}
    return _("Pendaftaran ini sudah diputuskan oleh %(who)s: %(status)s.") % words


def bulk_in_words(bulk: BulkAdmission, *, zone: str) -> str:
    """Say who admits together with others, and from when on."""
    words = {"who": bulk.by or "–", "at": times.spoken(bulk.effective_at, zone=zone)}
    return _("Pendaftaran ini sedang diterima bersama yang lain oleh %(who)s, berlaku %(at)s.") % words


def request_in_words(request: ChangeRequest, *, zone: str) -> str:
    """Say who asked for changes, and when."""
    words = {"who": request.asked_by or "–", "at": times.spoken(request.asked_at, zone=zone)}
    return _("Perbaikan sudah diminta oleh %(who)s pada %(at)s dan belum dijawab pendaftar.") % words


def _require_in_no_other_bulk(member: Member, bulk: BulkAdmission | None, *, zone: str) -> None:
    waiting = BulkChoice.objects.filter(member=member, outcome=BulkChoice.Outcome.WAITING)
    choice = waiting.exclude(bulk=bulk).select_related("bulk__by").first()
    if choice:
        raise InBulk(bulk_in_words(choice.bulk, zone=zone))


def _require_not_asked(
    member: Member, *, at: dt.datetime, given_up_after: dt.timedelta | None, zone: str
) -> None:
    request = ChangeRequest.objects.open().filter(member=member).select_related("asked_by").first()
    if request is None or (given_up_after and at - request.asked_at >= given_up_after):
        return
    raise AlreadyAsked(request_in_words(request, zone=zone))

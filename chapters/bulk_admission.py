"""
Admitting many applicants at once: chosen now, in force after half a minute, and to be called back until then.

Until it is in force nothing has happened to anybody and no number is spent. Then everybody is admitted by
`admission.admit`, each in a transaction of their own together with the row that says so: a worker that dies leaves the
others waiting, and the next one goes on from there.
Source: docs/rules.md#bulk-admission
"""

import datetime as dt
import logging
from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access, admission, beside
from chapters.access import May
from chapters.models import DPP, BulkAdmission, BulkChoice, Chapter
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.ringing import ring
from members import privacy
from members.models import ChangeRequest, Member
from members.registration import NIK_HELD

log = logging.getLogger(__name__)

WAIT = dt.timedelta(seconds=30)
Outcome = BulkChoice.Outcome


class NobodyLeft(RuleError):
    """Of the chosen applicants none can be admitted together with others."""


class TooLate(RuleError):
    """The admission is in force already."""


class AlreadyCalledBack(RuleError):
    """Somebody has called the admission back."""


@transaction.atomic
def choose(*, chapter: Chapter, applicants: Collection[UUID], by: User, at: dt.datetime) -> BulkAdmission:
    """
    Choose applicants of the chapter's queue to be admitted together once WAIT has passed.

    Those who cannot be are kept with the reason and left out. Raises PermissionDenied, NobodyLeft.
    """
    access.require(by, May.ADMIT, chapter=chapter.pk)
    rows = Member.objects.select_for_update().filter(pk__in=applicants).defer("nik").order_by("pk")
    members = sorted(rows, key=lambda member: (member.applied_at or at, member.pk))
    reasons = why_not(members, by=by)
    if len(reasons) == len(members):
        raise NobodyLeft(_("Tidak ada pendaftar terpilih yang dapat diterima bersama."))
    bulk = BulkAdmission.objects.create(chapter=chapter, by=by, made_at=at, effective_at=at + WAIT)
    BulkChoice.objects.bulk_create(
        BulkChoice(
            bulk=bulk,
            member=member,
            outcome=Outcome.LEFT_OUT if member.pk in reasons else Outcome.WAITING,
            reason=reasons.get(member.pk, ""),
        )
        for member in members
    )
    audit.record(by=by, did="choose_bulk", to=bulk, chapter=chapter.pk, chosen=len(members) - len(reasons))
    transaction.on_commit(lambda: ring("chapters.admit_due", after=WAIT), robust=True)
    return bulk


def why_not(members: Collection[Member], *, by: User) -> dict[UUID, str]:
    """Return, in words, why `by` cannot admit some of `members` together with others; few queries for any number."""
    chapters = access.chapters_where(by, May.ADMIT)
    provinces, nowhere = access.provinces_of(chapters), DPP in chapters
    asked = set(ChangeRequest.objects.open().filter(member__in=members).values_list("member", flat=True))
    waiting = BulkChoice.objects.filter(member__in=members, outcome=Outcome.WAITING)
    chosen = set(waiting.values_list("member", flat=True))
    restricted = privacy.restricted_among(members)
    doubts = beside.doubts_about(members)
    found = {}
    for member in members:
        may = member.home_province_id in provinces if member.home_province_id else nowhere
        reasons = [
            (not may, _("Anda tidak berwenang memutuskan pendaftaran ini.")),
            (member.status != Member.Status.APPLIED, _("Pendaftaran ini sudah diputuskan.")),
            (member.user_id == by.pk, _("Pendaftaran Anda sendiri diputuskan oleh pengurus lain.")),
            (member.pk in chosen, _("Sudah dipilih untuk diterima bersama yang lain.")),
            (member.pk in asked, _("Menunggu perbaikan dari pendaftar.")),
            (member.pk in restricted, _("Datanya dibatasi atas permintaannya; putuskan tersendiri.")),
            (NIK_HELD in member.warnings, _("NIK-nya tercatat pada keanggotaan lain.")),
            (
                bool(member.warnings),
                _("Ada peringatan pada datanya; buka pendaftarannya dan putuskan tersendiri."),
            ),
            (member.pk in doubts, doubts.get(member.pk, "")),
        ]
        if reason := next((words for stands, words in reasons if stands), ""):
            found[member.pk] = reason
    return found


@transaction.atomic
def call_back(*, bulk: BulkAdmission, by: User, at: dt.datetime) -> None:
    """Call a bulk admission back before it is in force. Raises PermissionDenied, TooLate, AlreadyCalledBack."""
    bulk = (
        BulkAdmission.objects.select_for_update(of=("self",)).select_related("called_back_by").get(pk=bulk.pk)
    )
    access.require(by, May.ADMIT, chapter=bulk.chapter_id)
    if bulk.called_back_at:
        raise AlreadyCalledBack(
            _("Penerimaan ini sudah dibatalkan oleh %(who)s.") % {"who": bulk.called_back_by or "–"}
        )
    if at >= bulk.effective_at or bulk.finished_at:
        raise TooLate(_("Penerimaan ini sudah berlaku dan tidak dapat dibatalkan lagi."))
    bulk.called_back_at, bulk.called_back_by = at, by
    bulk.save(update_fields=["called_back_at", "called_back_by"])
    bulk.choices.filter(outcome=Outcome.WAITING).update(outcome=Outcome.CALLED_BACK)
    audit.record(by=by, did="call_back_bulk", to=bulk, chapter=bulk.chapter_id)


def admit_due(*, at: dt.datetime) -> int:
    """Admit all whose bulk admission is in force by `at`; return how many. What another worker does is left to it."""
    due = BulkAdmission.objects.filter(
        effective_at__lte=at, called_back_at__isnull=True, finished_at__isnull=True
    )
    admitted = 0
    for pk in due.order_by("effective_at", "pk").values_list("pk", flat=True):
        while choice := _admit_next(pk, at=at):
            admitted += choice.outcome == Outcome.ADMITTED
    return admitted


@transaction.atomic
def _admit_next(pk: UUID, *, at: dt.datetime) -> BulkChoice | None:
    """Settle the next applicant of a bulk admission; None when all are, or while another worker is at it."""
    open_ones = BulkAdmission.objects.filter(called_back_at__isnull=True, finished_at__isnull=True)
    locked = open_ones.select_for_update(of=("self",), no_key=True, skip_locked=True)
    bulk = locked.select_related("by").filter(pk=pk).first()
    if bulk is None:
        return None
    choice = (
        bulk.choices.filter(outcome=Outcome.WAITING).select_related("member").defer("member__nik").first()
    )
    if choice is None:
        bulk.finished_at = at
        bulk.save(update_fields=["finished_at"])
        return None
    choice.reason = _refused(choice.member, bulk, at=at)
    choice.outcome = Outcome.LEFT_OUT if choice.reason else Outcome.ADMITTED
    choice.save(update_fields=["outcome", "reason"])
    return choice


def _refused(member: Member, bulk: BulkAdmission, *, at: dt.datetime) -> str:
    """Admit one applicant, or say why not: nobody's trouble stops the others."""
    if bulk.by is None:
        return _("Akun pengurus yang memilihnya sudah tidak ada.")
    try:
        with transaction.atomic():
            admission.admit(applicant=member, by=bulk.by, at=at, bulk=bulk)
    except RuleError as error:
        return error.message
    except PermissionDenied:
        return _("Pengurus yang memilihnya tidak lagi berwenang memutuskan pendaftaran ini.")
    except Exception:
        log.exception("Applicant %s of bulk admission %s could not be admitted.", member.pk, bulk.pk)
        return _("Terjadi kesalahan di sistem. Pengelola sudah diberi tahu.")
    return ""

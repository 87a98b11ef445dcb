"""
Deciding on applications, and telling the officers that there are some.

Source: docs/rules.md#admission
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import DPP, ApplicationNotice, Chapter, Coverage
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.outbox import posting
from ipspi.regions import times
from members import history, numbering, readmission, registration
from members.models import Member


class AlreadyDecided(RuleError):
    """The application is no longer open."""


class OwnApplication(RuleError):
    """Nobody decides on their own application."""


class WasExpelled(RuleError):
    """Who was expelled comes back only by a decision of the DPP."""


class ReasonMissing(RuleError):
    """A rejection needs a reason: the applicant reads it."""


@transaction.atomic
def admit(*, applicant: Member, by: User, at: dt.datetime) -> Member:
    """
    Make an applicant an active member from the day that `at` is in the chapter, with the next member number.

    Who was a member once gets that number back. Raises PermissionDenied if `by` may not admit in the applicant's home
    province, AlreadyDecided, OwnApplication, WasExpelled, and registration.NIKHeld.
    """
    member, chapter = _open_application(applicant, by=by)
    on = times.local(at, zone=chapter.zone).date()

    member.status = Member.Status.ACTIVE
    if readmission.was_expelled(member) and not access.allows(by, access.May.EXPEL, chapter=DPP):
        raise WasExpelled(_("Pendaftar ini pernah diberhentikan. DPP yang memutuskan."))
    member.number = readmission.take_number_back(to=member) or numbering.allocate(to=member, on=on)
    # under the number book's lock, so that of two applicants with one NIK one is admitted
    registration.settle_nik(applicant=member)
    member.admitted_on = member.joined_on = on
    _decide(member, "number", "admitted_on", "joined_on", by=by, at=at)

    history.record(member=member, kind=history.Kind.ADMITTED, on=on, by=by, at=at)
    audit.record(by=by, did="admit", to=member, chapter=chapter.pk)
    _tell(member, chapter, kind="admitted", subject=_("Anda diterima sebagai anggota IPSPI"))
    return member


@transaction.atomic
def reject(*, applicant: Member, reason: str, by: User, at: dt.datetime) -> Member:
    """
    Turn an application down with a reason that the applicant reads; they may apply again.

    Raises PermissionDenied if `by` may not admit in the applicant's home province, AlreadyDecided, OwnApplication,
    ReasonMissing.
    """
    member, chapter = _open_application(applicant, by=by)
    if not reason.strip():
        raise ReasonMissing(_("Tulis alasan penolakan. Pendaftar akan membacanya."))

    member.status = Member.Status.REJECTED
    member.rejection_reason = reason.strip()
    _decide(member, "rejection_reason", by=by, at=at)

    on, why = times.local(at, zone=chapter.zone).date(), member.rejection_reason
    history.record(member=member, kind=history.Kind.REJECTED, on=on, by=by, at=at, reason=why)
    audit.record(by=by, did="reject", to=member, chapter=chapter.pk)
    _tell(member, chapter, kind="rejected", subject=_("Pendaftaran Anda di IPSPI belum dapat diterima"))
    return member


@transaction.atomic
def notify_officers(*, at: dt.datetime) -> int:
    """
    Tell officers of the applications that nobody was told of yet: one mail for each officer; return how many mails.

    Whoever may admit in the chapter is told; where there is nobody, the DPP's officers. An application stays untold
    while nobody at all can be told. Mails hold numbers and an address, no person's data.
    """
    # one bell-ringer at a time: the rows written below are what the next one must see
    dpp = Chapter.objects.select_for_update(no_key=True).get(pk=DPP)
    fresh: dict[Chapter, list[Member]] = defaultdict(list)
    untold = Member.objects.awaiting_decision().filter(notice__isnull=True).order_by("applied_at", "pk")
    chapters = _chapters_by_province(dpp)
    for member in untold.only("pk", "home_province"):
        fresh[chapters[member.home_province_id]].append(member)

    mails: dict[User, list[tuple[Chapter, int]]] = defaultdict(list)
    for chapter in sorted(fresh, key=lambda each: each.pk):
        officers = _officers_to_tell(chapter, dpp)
        for officer in officers:
            mails[officer].append((chapter, len(fresh[chapter])))
        if officers:
            ApplicationNotice.objects.bulk_create(
                [ApplicationNotice(member=member, told_at=at) for member in fresh[chapter]]
            )
    for officer, news in mails.items():
        _bundle(officer, news, at=at)
    return len(mails)


def _open_application(applicant: Member, *, by: User) -> tuple[Member, Chapter]:
    locked = Member.objects.select_for_update(of=("self",)).select_related("decided_by", "user")
    member = locked.get(pk=applicant.pk)
    access.require(by, access.May.ADMIT, province=member.home_province_id)
    if member.status != Member.Status.APPLIED:
        raise AlreadyDecided(_decision_in_words(member))
    if member.user_id == by.pk:
        raise OwnApplication(_("Pendaftaran Anda sendiri diputuskan oleh pengurus lain."))
    return member, access.chapter_of(member)


def _decision_in_words(member: Member) -> str:
    if member.decided_by is None:
        return _("Pendaftaran ini sudah diputuskan.")
    words = {"who": member.decided_by, "status": member.get_status_display()}
    return _("Pendaftaran ini sudah diputuskan oleh %(who)s: %(status)s.") % words


def _decide(member: Member, *fields: str, by: User, at: dt.datetime) -> None:
    member.decided_by, member.decided_at, member.changed_at = by, at, at
    member.save(update_fields=["status", "decided_by", "decided_at", "changed_at", *fields])


def _tell(member: Member, chapter: Chapter, *, kind: str, subject: str) -> None:
    to = member.user.email if member.user else member.email
    if to:
        posting.add(
            key=f"member.{kind}:{member.pk}",
            kind=f"member.{kind}",
            to=to,
            subject=subject,
            template=f"mail/{kind}",
            context={"member": member, "chapter": chapter},
        )


def _chapters_by_province(dpp: Chapter) -> dict[str | None, Chapter]:
    coverage = Coverage.objects.select_related("chapter__looked_after_by")
    by_province: dict[str | None, Chapter] = {each.province_id: each.chapter for each in coverage}
    return {**by_province, None: dpp}


def _officers_to_tell(chapter: Chapter, dpp: Chapter) -> Iterable[User]:
    who = access.May.ADMIT
    return access.officers_who(who, chapter=chapter) or access.officers_who(who, chapter=dpp)


def _bundle(officer: User, news: list[tuple[Chapter, int]], *, at: dt.datetime) -> None:
    count = sum(number for _chapter, number in news)
    where = news[0][0].name if len(news) == 1 else _("%(chapters)s daerah") % {"chapters": len(news)}
    rows = [
        {
            "chapter": chapter,
            "count": number,
            "path": reverse("chapters:roster", args=[chapter.pk]) + "?status=APPLIED",
        }
        for chapter, number in news
    ]
    posting.add(
        key=f"applications:{officer.pk}:{at:%Y%m%dT%H%M%S}",
        kind="applications",
        to=officer.email,
        subject=_("%(count)s pendaftaran baru di %(where)s") % {"count": count, "where": where},
        template="mail/applications",
        context={"rows": rows, "count": count, "officer": officer},
    )

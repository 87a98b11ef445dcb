"""
Deciding on applications, and telling the officers that there are new ones.

Source: docs/rules.md#admission
"""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access, applications, queue
from chapters.models import DPP, ApplicationNotice, BulkAdmission, Chapter
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.outbox import posting
from ipspi.regions import times
from members import history, mailing, numbering, readmission, registration, rounds
from members.models import ChangeRequest, Member, MemberQuerySet

GIVEN_UP = dt.timedelta(days=60)  # without an answer of the applicant


class WasExpelled(RuleError):
    """Who was expelled comes back only by a decision of the DPP."""


class ReasonMissing(RuleError):
    """A rejection needs a reason: the applicant reads it."""


@transaction.atomic
def admit(*, applicant: Member, by: User, at: dt.datetime, bulk: BulkAdmission | None = None) -> Member:
    """
    Make an applicant an active member from the day that `at` is in the chapter, with the next member number.

    Who was a member once gets that number back. `bulk` is the bulk admission that this is part of, if it is. Raises
    PermissionDenied if `by` may not admit in the applicant's home province, WasExpelled, registration.NIKHeld, and what
    applications.taken_up raises.
    """
    member, chapter = applications.taken_up(applicant, by=by, at=at, bulk=bulk)
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

    One whose applicant has not answered a request for changes in GIVEN_UP days is turned down as not pursued.
    Raises PermissionDenied if `by` may not admit in the applicant's home province, ReasonMissing,
    applications.NumberInWords, and what applications.taken_up raises.
    """
    member, chapter = applications.taken_up(applicant, by=by, at=at, given_up_after=GIVEN_UP)
    if not reason.strip():
        raise ReasonMissing(_("Tulis alasan penolakan. Pendaftar akan membacanya."))
    applications.refuse_numbers(reason)

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

    An application that came back corrected is news again. Whoever may admit in the chapter is told; where there is
    nobody, the DPP's officers. An application stays untold while nobody at all can be told. Mails hold numbers and an
    address, no person's data.
    """
    # one bell-ringer at a time: the rows written below are what the next one must see
    dpp = Chapter.objects.select_for_update(no_key=True).get(pk=DPP)
    chapters = access.chapters_by_province()
    fresh: dict[Chapter, list[Member]] = defaultdict(list)
    for member in _untold().only("pk", "home_province"):
        fresh[chapters[member.home_province_id]].append(member)

    mails: dict[User, list[tuple[Chapter, int]]] = defaultdict(list)
    for chapter in sorted(fresh, key=lambda each: each.pk):
        officers = access.deciders_of(access.May.ADMIT, chapter=chapter, dpp=dpp)
        for officer in officers:
            mails[officer].append((chapter, len(fresh[chapter])))
        if officers:
            _note(fresh[chapter], at=at)
    for officer, news in mails.items():
        _bundle(officer, news, at=at)
    return len(mails)


def _untold() -> MemberQuerySet:
    """Applications that wait for officers who do not know it: new ones, and those that came back corrected."""
    waiting = queue.waiting_for_officers(Member.objects.all())
    corrected = ChangeRequest.objects.filter(
        member=OuterRef("pk"), answered=True, ended_at__gt=OuterRef("notice__told_at")
    )
    return waiting.filter(Q(notice__isnull=True) | Exists(corrected)).order_by("applied_at", "pk")


def _note(members: list[Member], *, at: dt.datetime) -> None:
    ApplicationNotice.objects.bulk_create(
        [ApplicationNotice(member=member, told_at=at) for member in members],
        update_conflicts=True,
        unique_fields=["member"],
        update_fields=["told_at"],
    )


def _decide(member: Member, *fields: str, by: User, at: dt.datetime) -> None:
    member.decided_by, member.decided_at, member.changed_at = by, at, at
    member.save(update_fields=["status", "decided_by", "decided_at", "changed_at", *fields])
    rounds.end_unanswered(ChangeRequest.objects.filter(member=member), at=at)


def _tell(member: Member, chapter: Chapter, *, kind: str, subject: str) -> None:
    if to := mailing.address_of(member):
        posting.add(
            key=f"member.{kind}:{member.pk}",
            kind=f"member.{kind}",
            to=to,
            subject=subject,
            template=f"mail/{kind}",
            context={"member": member, "chapter": chapter},
        )


def _bundle(officer: User, news: list[tuple[Chapter, int]], *, at: dt.datetime) -> None:
    count = sum(number for _chapter, number in news)
    where = news[0][0].name if len(news) == 1 else _("%(chapters)s daerah") % {"chapters": len(news)}
    rows = [
        {
            "chapter": chapter,
            "count": number,
            "path": reverse("chapters:queue", args=[chapter.pk]),
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

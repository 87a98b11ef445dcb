"""
Reminding of applications that wait: officers, then the DPP, and applicants who were asked for changes.

Waiting is counted without the time in which it was the applicant's turn. Mails hold numbers and addresses of pages, no
person's data but the applicant's own.
Source: docs/rules.md#waiting
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access, asking, queue
from chapters.models import DPP, ApplicationReminder, Chapter
from ipspi.accounts.models import User
from ipspi.outbox import posting
from members.models import ChangeRequest, Member

Kind = ApplicationReminder.Kind
AFTER = {
    Kind.FIRST: dt.timedelta(days=3),
    Kind.SECOND: dt.timedelta(days=7),
    Kind.DPP: dt.timedelta(days=10),
}
APPLICANT_AFTER = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Late:
    """Applications of a chapter that have waited too long; `days` of the one that has waited longest."""

    chapter: Chapter
    count: int
    days: int
    path: str


def remind(*, at: dt.datetime) -> int:
    """Remind everybody of what waits for them; return how many mails that makes."""
    return remind_officers(at=at) + remind_applicants(at=at)


@transaction.atomic
def remind_officers(*, at: dt.datetime) -> int:
    """
    Remind officers of applications that have waited for 3 and for 7 days, and the DPP after 10; return how many mails.

    Each officer gets one mail for all. Each application is told of once for each of these days; while nobody can be
    told it stays untold. Where no officer of the chapter may decide, the DPP is told as one.
    """
    # one bell-ringer at a time: the rows written below are what the next one must see
    dpp = Chapter.objects.select_for_update(no_key=True).get(pk=DPP)
    chapters = access.chapters_by_province()
    late: dict[tuple[Chapter, bool], list[Member]] = defaultdict(list)
    told: list[ApplicationReminder] = []
    for member, kinds in _late(at=at):
        chapter = chapters[member.home_province_id]
        for to_dpp in {kind == Kind.DPP for kind in kinds}:
            late[chapter, to_dpp].append(member)
        told += [ApplicationReminder(member=member, kind=kind, told_at=at) for kind in kinds]
    mails, untold = _mails(late, dpp=dpp)
    ApplicationReminder.objects.bulk_create(
        reminder
        for reminder in told
        if (chapters[reminder.member.home_province_id], reminder.kind == Kind.DPP) not in untold
    )
    for officer, news in mails.items():
        _write(officer, news, at=at)
    return len(mails)


@transaction.atomic
def remind_applicants(*, at: dt.datetime) -> int:
    """Remind applicants, once, of changes that were asked of them seven days ago; return how many mails."""
    waiting = ChangeRequest.objects.open().filter(
        asked_at__lte=at - APPLICANT_AFTER, reminded_at__isnull=True
    )
    rows = waiting.select_for_update(of=("self",), skip_locked=True).select_related("member__user")
    requests = list(rows.prefetch_related("fields"))
    chapters = access.chapters_by_province()
    for request in requests:
        subject = _("Pendaftaran IPSPI Anda masih menunggu perbaikan dari Anda")
        chapter = chapters[request.member.home_province_id]
        asking.tell(request, chapter, kind="changes_reminder", subject=subject)
    ChangeRequest.objects.filter(pk__in=[request.pk for request in requests]).update(reminded_at=at)
    return len(requests)


def _late(*, at: dt.datetime) -> Iterable[tuple[Member, list[Kind]]]:
    """Give the applications that somebody is to be reminded of, with the reminders that are due and not sent."""
    waiting = queue.waiting_for_officers(Member.objects.all())
    rows = queue.late(waiting, after=min(AFTER.values()), at=at)
    sent = Prefetch("reminders", queryset=ApplicationReminder.objects.only("member", "kind"))
    for member in rows.only("pk", "home_province", "applied_at").prefetch_related(sent):
        done = {reminder.kind for reminder in member.reminders.all()}
        if kinds := [
            kind for kind, after in AFTER.items() if queue.waited(member) >= after and kind not in done
        ]:
            yield member, kinds


def _mails(
    late: dict[tuple[Chapter, bool], list[Member]], *, dpp: Chapter
) -> tuple[dict[User, dict[str, Late]], set[tuple[Chapter, bool]]]:
    """Return, by officer, the late applications of each chapter, and those of whom nobody can be told."""
    mails: dict[User, dict[str, Late]] = defaultdict(dict)
    untold = set()
    for (chapter, to_dpp), members in sorted(late.items(), key=lambda each: (each[0][0].pk, each[0][1])):
        officers = access.deciders_of(access.May.ADMIT, chapter=dpp if to_dpp else chapter, dpp=dpp)
        if not officers:
            untold.add((chapter, to_dpp))
        days = max(queue.waited(member).days for member in members)
        news = Late(chapter, len(members), days, reverse("chapters:queue", args=[chapter.pk]))
        for officer in officers:
            known = mails[officer].get(chapter.pk)
            mails[officer][chapter.pk] = known if known and known.count > news.count else news
    return mails, untold


def _write(officer: User, news: dict[str, Late], *, at: dt.datetime) -> None:
    rows = list(news.values())
    count = sum(row.count for row in rows)
    where = rows[0].chapter.name if len(rows) == 1 else _("%(chapters)s daerah") % {"chapters": len(rows)}
    posting.add(
        key=f"applications_late:{officer.pk}:{at:%Y%m%dT%H%M%S}",
        kind="applications_late",
        to=officer.email,
        subject=_("%(count)s pendaftaran masih menunggu di %(where)s") % {"count": count, "where": where},
        template="mail/applications_late",
        context={"rows": rows, "count": count, "officer": officer},
    )

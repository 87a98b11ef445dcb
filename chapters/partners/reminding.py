"""
Telling officers of agreements that end: 180, 90 and 30 days before, once each.

A clock that stood still tells once, with the days that are left by then; of what ended while it stood, too.
Source: docs/rules.md#partners
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import DPP, Agreement, AgreementReminder, Chapter
from ipspi.accounts.models import User
from ipspi.outbox import posting
from ipspi.regions import times

DAYS = (180, 90, 30)
LATEST = 30  # days after its end of which an agreement is still worth a word


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement whose end is told; `left` days are left, none or fewer where it is over."""

    agreement: Agreement
    left: int
    ends: str
    path: str

    @property
    def is_over(self) -> bool:
        return self.left < 0


@transaction.atomic
def remind(*, at: dt.datetime) -> int:
    """
    Tell who keeps partners of the agreements that end, one mail for each officer; return how many mails.

    Where nobody can be told it stays untold. Who renewed or ended an agreement hears nothing of it.
    """
    # one bell-ringer at a time: the rows written below are what the next one must see
    Chapter.objects.select_for_update(no_key=True).get(pk=DPP)
    mails: dict[User, list[Ending]] = defaultdict(list)
    told: list[AgreementReminder] = []
    for ending, days in _due(at=at):
        officers = access.officers_who(May.KEEP_PARTNERS, chapter=ending.agreement.partner.chapter)
        for officer in officers:
            mails[officer].append(ending)
        if officers:
            told += [
                AgreementReminder(
                    agreement=ending.agreement, last_on=_last(ending.agreement), days=each, told_at=at
                )
                for each in days
            ]
    AgreementReminder.objects.bulk_create(told)
    for officer, endings in mails.items():
        _write(officer, endings, at=at)
    return len(mails)


def _due(*, at: dt.datetime) -> list[tuple[Ending, list[int]]]:
    """Return the agreements that somebody is to be told of, with the reminders that are due and not sent."""
    today = at.date()
    # a day's difference between zones, and none is missed; each is judged by its chapter's own calendar below
    near = Agreement.objects.standing_alone().filter(
        last_on__gte=today - dt.timedelta(days=LATEST + 1),
        last_on__lte=today + dt.timedelta(days=max(DAYS) + 1),
    )
    rows = near.select_related("partner__chapter__looked_after_by").prefetch_related("reminders")
    found = []
    for agreement in rows.order_by("last_on", "pk"):
        zone = agreement.partner.chapter.zone
        left = (_last(agreement) - times.local(at, zone=zone).date()).days
        sent = {each.days for each in agreement.reminders.all() if each.last_on == agreement.last_on}
        due = [days for days in DAYS if left <= days and days not in sent]
        written_before = times.local(agreement.created_at, zone=zone).date() <= _last(agreement)
        if due and left >= -LATEST and written_before:
            found.append((_ending(agreement, left), due))
    return found


def _last(agreement: Agreement) -> dt.date:
    assert agreement.last_on is not None  # noqa: S101 - only such are asked for
    return agreement.last_on


def _ending(agreement: Agreement, left: int) -> Ending:
    partner = agreement.partner
    return Ending(
        agreement=agreement,
        left=left,
        ends=date_format(_last(agreement), "j F Y"),
        path=reverse("partners:partner", args=[partner.chapter_id, partner.pk]),
    )


def _write(officer: User, endings: list[Ending], *, at: dt.datetime) -> None:
    name = endings[0].agreement.partner.name
    subject = (
        _("Perjanjian dengan %(partner)s berakhir %(ends)s") % {"partner": name, "ends": endings[0].ends}
        if len(endings) == 1
        else _("%(count)d perjanjian kerja sama berakhir") % {"count": len(endings)}
    )
    posting.add(
        key=f"agreements_end:{officer.pk}:{at:%Y%m%dT%H%M%S}",
        kind="chapters.agreements_end",
        to=officer.email,
        subject=subject,
        template="mail/agreements_end",
        context={"endings": endings},
    )

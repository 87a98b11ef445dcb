"""What an applicant's status page tells: whose turn it is, what was asked, how long it usually takes, what happened."""

import datetime as dt
import statistics
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ipspi.regions import times
from members import history, summaries
from members.models import ChangeRequest, Member

DECISIONS = 20  # the latest of a province, of which the middle one says what is usual
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an application, and when, in words."""

    at: str
    said: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that an officer asks to be corrected."""

    label: str
    note: str


def of(member: Member) -> dict[str, Any]:
    """Return what the status page of somebody who applied shows beside `summaries.status_of`."""
    zone = history.zone_of(member)
    rounds = list(member.change_requests.prefetch_related("fields"))
    waiting = next((each for each in rounds if each.is_open), None)
    return {
        "asked": [Asked(summaries.label_of(each.field), each.note) for each in waiting.fields.all()]
        if waiting
        else [],
        "asked_at": times.spoken(waiting.asked_at, zone=zone) if waiting else "",
        "correct_url": reverse("members:correct"),
        "since": _since(member, rounds, zone=zone),
        "usual_days": usual_days(member),
        "events": events(member, rounds, zone=zone),
    }


def events(member: Member, rounds: list[ChangeRequest], *, zone: str) -> list[Event]:
    """Return what happened to an application, the latest first; officers are named by their office's chapter only."""
    found: list[tuple[dt.datetime, str]] = []
    withdrawn_at = member.changed_at if member.status == Member.Status.WITHDRAWN else None
    if member.applied_at:
        found.append((member.applied_at, _("Anda mengirim pendaftaran.")))
    for each in rounds:
        found.append((each.asked_at, _("Pengurus meminta perbaikan.")))
        if each.ended_at and each.answered:
            found.append((each.ended_at, _("Anda mengirim perbaikan.")))
        elif each.ended_at and each.ended_at not in (member.decided_at, withdrawn_at):
            found.append((each.ended_at, _("Pengurus menarik permintaan perbaikan.")))
    if withdrawn_at:
        found.append((withdrawn_at, _("Anda menarik pendaftaran.")))
    if member.decided_at:
        accepted = member.status in Member.COUNTED
        found.append(
            (member.decided_at, _("Pendaftaran diterima.") if accepted else _("Pendaftaran ditolak."))
        )
    found.sort(key=lambda each: each[0], reverse=True)
    return [Event(times.spoken(at, zone=zone), said) for at, said in found]


def usual_days(member: Member) -> int | None:
    """Return how many days the middle one of the province's latest decisions took; None where too few are known."""
    decided = Member.objects.filter(
        home_province=member.home_province_id, applied_at__isnull=False, decided_at__isnull=False
    )
    both = decided.order_by("-decided_at").values_list("applied_at", "decided_at")[:DECISIONS]
    days = [(end - begin).total_seconds() / 86_400 for begin, end in both if begin and end]
    return max(1, round(statistics.median(days))) if len(days) >= ENOUGH else None


def _since(member: Member, rounds: list[ChangeRequest], *, zone: str) -> str:
    """Since when it has been whose turn it is."""
    moments = [member.applied_at, *(each.ended_at or each.asked_at for each in rounds)]
    known = [moment for moment in moments if moment]
    return times.spoken(max(known), zone=zone) if known else ""

"""
What the register says of members on a day, and whether that meets conditions: for voters and for candidates.

Source: docs/rules.md#assemblies
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import DPP, Chapter, Office, Seat
from events.models import Assembly, Voter
from events.models.assemblies import Condition
from events.models.voters import Reason
from members import history
from members.models import DuesMark, Member, MembershipType

MOST_TERMS = 2  # as chair, where the setting TERMS is on
ACTIVE = "ACTIVE"


@dataclass(frozen=True, slots=True)
class Listed:
    """A member of the chapter, now or on the cut-off date, and why they are not a voter: for nothing, if they are."""

    member_id: UUID
    regency_id: str | None
    status: str
    reasons: tuple[str, ...]


def voters_of(assembly: Assembly) -> Iterator[Listed]:
    """
    Yield all who were members of the chapter at the end of the cut-off date, or are now, with their reasons.

    A voter was an active member there on that date and is one still. A few queries, however many there are.
    """
    provinces = _provinces_of(assembly.chapter)
    here = Q(home_province__in=provinces - {None}, status__in=Member.COUNTED)
    there = Q(changes__province__in=provinces - {None})
    if None in provinces:
        here, there = Q(status__in=Member.COUNTED), Q(changes__isnull=False)
    people = Member.objects.filter(
        pk__in=Member.objects.filter(here | there).values("pk").distinct()
    ).exclude(status=Member.Status.MERGED)
    stood = {
        change.member_id: change
        for change in history.as_of(people, assembly.cutoff_on).only(
            "member_id", "status", "type_id", "province_id"
        )
    }
    voting = set(MembershipType.objects.filter(votes=True).values_list("code", flat=True))
    paid = DuesMark.objects.filter(member=OuterRef("pk")).order_by("-pk").values("paid_until")[:1]
    rows = people.annotate(paid_until=Subquery(paid)).values(
        "pk", "status", "home_province_id", "home_regency_id", "joined_on", "paid_until"
    )
    for row in rows.order_by("pk").iterator():
        change = stood.get(row["pk"])
        was_counted = change is not None and change.status in Member.COUNTED
        was_here = was_counted and change is not None and change.province_id in provinces
        is_here = row["status"] in Member.COUNTED and row["home_province_id"] in provinces
        if not was_here and not is_here:
            continue
        reasons: list[str] = []
        if not was_counted:
            reasons.append(Reason.LATE)
        elif not was_here:
            reasons.append(Reason.MOVED_IN)
        elif row["status"] in Member.COUNTED and not is_here:
            reasons.append(Reason.MOVED_AWAY)
        if row["status"] != Member.Status.ACTIVE or (
            was_counted and change is not None and change.status != Member.Status.ACTIVE
        ):
            reasons.append(Reason.NOT_ACTIVE)
        if change is not None and change.type_id not in voting:
            reasons.append(Reason.TYPE)
        reasons += _unmet(assembly, row)
        yield Listed(row["pk"], row["home_regency_id"], row["status"], tuple(reasons))


def lines_about(member: Member, *, assembly: Assembly, on: dt.date) -> list[dict[str, Any]]:
    """
    Return what the register says of a candidate on a day: active membership, then each condition that is set.

    Each line: `code`, `met`, and `said`, the register's own words.
    """
    status = _("Status: %(status)s") % {"status": member.get_status_display()}
    lines = [{"code": ACTIVE, "met": member.status == Member.Status.ACTIVE, "said": status}]
    for condition in assembly.candidate_conditions:
        met, said = _judged(condition, member, assembly=assembly, on=on)
        lines.append({"code": str(condition), "met": met, "said": said})
    return lines


def label_of(code: str, *, assembly: Assembly) -> str:
    """Return a condition in words."""
    if code == ACTIVE:
        return _("Anggota aktif")
    if code == Condition.YEARS:
        return _("Anggota sekurang-kurangnya %(years)d tahun") % {"years": assembly.years}
    return str(Condition(code).label)


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day some years before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _unmet(assembly: Assembly, row: dict[str, Any]) -> list[str]:
    """Return the reasons of those conditions for voters that are set, by the cut-off date."""
    unmet: list[str] = []
    conditions: Collection[str] = assembly.voter_conditions
    if Condition.DUES in conditions and not _is_paid(row["paid_until"], assembly.cutoff_on):
        unmet.append(Reason.DUES)
    if Condition.YEARS in conditions and not _is_long(row["joined_on"], assembly, assembly.cutoff_on):
        unmet.append(Reason.YEARS)
    return unmet


def _judged(condition: str, member: Member, *, assembly: Assembly, on: dt.date) -> tuple[bool, str]:
    match condition:
        case Condition.DUES:
            paid = DuesMark.objects.filter(member=member).order_by("-pk").first()
            said = date_format(paid.paid_until, "j F Y") if paid else _("belum ditandai")
            return _is_paid(paid.paid_until if paid else None, on), _("Lunas sampai: %(day)s") % {"day": said}
        case Condition.YEARS:
            since = date_format(member.joined_on, "j F Y") if member.joined_on else _("tidak diketahui")
            return _is_long(member.joined_on, assembly, on), _("Anggota sejak: %(day)s") % {"day": since}
        case Condition.HOME:
            home = member.home_province.name if member.home_province else _("tidak diketahui")
            is_home = member.home_province_id in _provinces_of(assembly.chapter)
            return is_home, _("Provinsi: %(name)s") % {"name": home}
        case Condition.OFFICE:
            return member.type.holds_office, _("Jenis: %(name)s") % {"name": member.type.name}
        case Condition.VOTER:
            voter = Voter.objects.filter(assembly=assembly, member=member).first()
            on_it = voter is not None and voter.may_vote
            return on_it, _("Tercantum") if on_it else _("Tidak tercantum")
        case _:
            terms = Seat.objects.filter(chapter=assembly.chapter_id, member=member, office=Office.CHAIR)
            served = terms.values("term").distinct().count()
            return served < MOST_TERMS, _("Menjadi ketua: %(count)d masa bakti") % {"count": served}


def _is_paid(paid_until: dt.date | None, on: dt.date) -> bool:
    return paid_until is not None and paid_until >= on


def _is_long(joined_on: dt.date | None, assembly: Assembly, on: dt.date) -> bool:
    return joined_on is not None and joined_on <= years_before(on, assembly.years)


def _provinces_of(chapter: Chapter) -> set[str | None]:
    """The provinces of a chapter; of the DPP, whose Kongres is the nation's, all and none."""
    if chapter.code == DPP:
        return {*access.chapters_by_province()}
    return {*access.provinces_of(frozenset({chapter.code}))}

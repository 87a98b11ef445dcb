"""
What chapters know for the targets of programmes: members, and how far the lists and the register are one.

Past days are told by the history of memberships and by the ledger; the present as every other page tells it.
Source: docs/rules.md#programmes
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters import access, certainty, rosters
from chapters.models import DPP, Chapter, LedgerEntry
from chapters.programmes import measures
from chapters.programmes.measures import Measure, Measured, Point
from ipspi.regions import times
from members.models import ASN, Employment, Member

# How members stood at the end of each day, by where and how they live and work as it is known now.
STOOD = """
    SELECT day, member.home_regency_id, member.employment, count(*)
    FROM unnest(%(days)s::date[]) AS day
    CROSS JOIN LATERAL (
        SELECT DISTINCT ON (change.member_id) change.member_id, change.status, change.province_id
        FROM members_membershipchange AS change
        WHERE change."on" <= day AND (%(nation)s OR change.member_id IN (
            SELECT here.member_id FROM members_membershipchange AS here WHERE here.province_id = ANY(%(provinces)s)
        ))
        ORDER BY change.member_id, change.id DESC
    ) AS stood
    JOIN members_member AS member ON member.id = stood.member_id
    WHERE stood.status = ANY(%(counted)s) AND (%(nation)s OR stood.province_id = ANY(%(provinces)s))
    GROUP BY day, member.home_regency_id, member.employment
"""
Kinds = frozenset[str] | None
Counts = dict[tuple[dt.date, str, str], int]


class MembersCount:
    """Counts the members of a chapter, or those whose employment is one of `kinds`."""

    def __init__(self, kinds: Kinds = None) -> None:
        self.kinds = kinds

    def __call__(self, chapter: Chapter, points: Sequence[Point], today: dt.date) -> Mapping[Point, Measured]:
        """Return the number of members at each point: of past days by two queries, of today by as many."""
        past = {point.day for point in points if point.day < today}
        stood = _stood(chapter, sorted(past)) if past else {}
        now = _Now(chapter) if len(past) < len({point.day for point in points}) else None
        return {
            point: self._past(stood, point)
            if point.day < today or now is None
            else now.measured(self.kinds, point.place)
            for point in points
        }

    def _past(self, stood: Counts, point: Point) -> Measured:
        number = sum(
            count
            for (day, regency, employment), count in stood.items()
            if day == point.day
            and point.place in ("", regency)
            and (self.kinds is None or employment in self.kinds)
        )
        return Measured(number, _("menurut riwayat keanggotaan"))


class _Now:
    """The members of today, and how many of them are also on the chapter's list."""

    def __init__(self, chapter: Chapter) -> None:
        members = rosters.roster_of(chapter).counted().order_by()
        on_list = Count("pk", filter=certainty.on_both_sides())
        self.rows = list(
            members.values_list("home_regency", "employment").annotate(all=Count("pk"), both=on_list)
        )
        self.chapter, self.entries = chapter, certainty.entries_for(chapter)

    def measured(self, kinds: Kinds, place: str) -> Measured:
        meant = [
            (count, both)
            for regency, employment, count, both in self.rows
            if place in ("", regency) and (kinds is None or employment in kinds)
        ]
        number, both = (sum(each) for each in zip(*meant, strict=True)) if meant else (0, 0)
        return Measured(number, certainty.of_part(self.entries, both=both))


def _stood(chapter: Chapter, days: list[dt.date]) -> Counts:
    """Return how many were members at the end of each day, by regency and employment; one query for all days."""
    asked: dict[str, Any] = {
        "days": days,
        "nation": chapter.pk == DPP,
        "provinces": sorted(access.provinces_of(frozenset({chapter.pk}))),
        "counted": [str(status) for status in Member.COUNTED],
    }
    with connection.cursor() as cursor:
        cursor.execute(STOOD, asked)
        return {
            (day, regency or "", employment): count for day, regency, employment, count in cursor.fetchall()
        }


def share_on_both_sides(
    chapter: Chapter, points: Sequence[Point], today: dt.date
) -> Mapping[Point, Measured]:
    """Return what percentage of the rows of the chapter's lists is linked to a member, by the ledger of each day."""
    past = LedgerEntry.objects.filter(run__chapter=chapter, run__finished_at__isnull=False)
    entries = [
        (times.local(finished, zone=chapter.zone).date(), rows, linked)
        for finished, rows, linked in past.order_by("run__finished_at", "pk").values_list(
            "run__finished_at", "rows", "linked"
        )
        if finished
    ]
    latest = certainty.latest(chapter)
    found = {}
    for point in points:
        if point.day >= today:
            found[point] = _share(latest.rows, latest.linked) if latest else _not_reconciled()
        else:
            known = [(rows, linked) for day, rows, linked in entries if day <= point.day]
            found[point] = _share(*known[-1]) if known else _not_reconciled()
    return found


def _share(rows: int, linked: int) -> Measured:
    if not rows:
        return Measured(None, _("belum ada daftar DPD untuk dibandingkan"))
    words = _("%(linked)d dari %(rows)d baris daftar") % {"linked": linked, "rows": rows}
    return Measured(100 * linked // rows, words)


def _not_reconciled() -> Measured:
    return Measured(None, _("belum direkonsiliasi"))


MEASURES = (
    Measure(
        "anggota", gettext_lazy("anggota tercatat"), gettext_lazy("anggota"), MembersCount(), by_place=True
    ),
    Measure(
        "anggota-asn",
        gettext_lazy("anggota ASN tercatat"),
        gettext_lazy("anggota"),
        MembersCount(frozenset(map(str, ASN))),
        by_place=True,
    ),
    Measure(
        "anggota-non-asn",
        gettext_lazy("anggota non-ASN tercatat"),
        gettext_lazy("anggota"),
        MembersCount(frozenset({str(Employment.NON_ASN)})),
        by_place=True,
    ),
    Measure(
        "kedua-sisi",
        gettext_lazy("bagian baris daftar DPD yang ada di kedua sisi"),
        gettext_lazy("persen"),
        share_on_both_sides,
        adds_up=False,
    ),
)


def register() -> None:
    """Offer what chapters know to the targets of programmes."""
    for measure in MEASURES:
        measures.register(measure)

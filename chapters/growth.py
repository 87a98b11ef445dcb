"""How a chapter, or the nation, grew: members month by month, who came and who left, and why."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chapters.models import DPP, Chapter, Coverage
from ipspi import plots
from ipspi.regions import times
from members import flows
from members.flows import Month
from members.models import MembershipChange

SHORT, LONG = 12, 36  # months


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the table of what it shows: `rows` have a label and a value for each further column."""

    title: str
    drawing: SafeString
    columns: tuple[str, ...]
    rows: list[tuple[str, tuple[int, ...]]]
    legend: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of change, and how many came or left by it."""

    label: str
    gained: int
    lost: int


def provinces_of(chapter: Chapter) -> frozenset[str] | None:
    """Return the provinces whose members are the chapter's, as `members.flows` asks for them; None for the nation."""
    if chapter.pk == DPP:
        return None
    return frozenset(Coverage.objects.filter(chapter=chapter).values_list("province", flat=True))


def members_chart(chapter: Chapter, *, at: dt.datetime, months: int = SHORT) -> Chart | None:
    """Return the number of members at the end of each month; None where nobody ever was one, or nothing is counted."""
    counted = flows.counted_at()
    found = _months(chapter, at=at, months=months)
    if counted is None or not found:
        return None
    title = _("Jumlah anggota pada akhir bulan")
    words = _("Bulan ini belum selesai. Dihitung %(at)s.") % {"at": times.spoken(counted, zone=chapter.zone)}
    return Chart(
        title=title,
        drawing=plots.lines(
            title, [_short(month) for month in found], {title: [month.members for month in found]}
        ),
        columns=(_("Bulan"), _("Anggota")),
        rows=[(_long(month), (month.members,)) for month in reversed(found)],
        said=words,
    )


def page(chapter: Chapter, *, at: dt.datetime) -> dict[str, Any]:
    """Return what the page of a chapter's growth shows."""
    return {
        "members": members_chart(chapter, at=at, months=LONG),
        "changes": _changes_chart(chapter, at=at),
        "reasons": _reasons(chapter, at=at),
        "national": chapter.pk == DPP,
    }


def _changes_chart(chapter: Chapter, *, at: dt.datetime) -> Chart | None:
    found = _months(chapter, at=at, months=SHORT)
    if not any(month.gained or month.lost for month in found):
        return None
    title, came, left = _("Bertambah dan berkurang setiap bulan"), _("Bertambah"), _("Berkurang")
    return Chart(
        title=title,
        drawing=plots.bars(
            title,
            [_short(month) for month in found],
            {came: [month.gained for month in found], left: [month.lost for month in found]},
        ),
        columns=(_("Bulan"), came, left),
        rows=[(_long(month), (month.gained, month.lost)) for month in reversed(found)],
        legend=(came, left),
    )


def _reasons(chapter: Chapter, *, at: dt.datetime) -> list[Reason]:
    """Why the number changed in the last twelve months, the most frequent first."""
    gained, lost = flows.reasons(provinces_of(chapter), since=_first_month(chapter, at=at, months=SHORT))
    return reasons_of(gained, lost)


def reasons_of(gained: Counter[str], lost: Counter[str]) -> list[Reason]:
    """Return counted kinds of changes in words, the most frequent first."""
    labels = dict(MembershipChange.Kind.choices)
    kinds = sorted({*gained, *lost}, key=lambda kind: (-gained[kind] - lost[kind], kind))
    return [Reason(str(labels[kind]), gained[kind], lost[kind]) for kind in kinds]


def _months(chapter: Chapter, *, at: dt.datetime, months: int) -> list[Month]:
    """The last months, without those before the first member."""
    until = times.local(at, zone=chapter.zone).date()
    found = flows.monthly(provinces_of(chapter), until=until, months=months)
    first = next((at for at, month in enumerate(found) if month.members or month.gained), len(found))
    return found[first:]


def _first_month(chapter: Chapter, *, at: dt.datetime, months: int) -> dt.date:
    return flows.months_before(times.local(at, zone=chapter.zone).date(), months - 1)


def _short(month: Month) -> str:
    return f"{month.first:%m/%y}"


def _long(month: Month) -> str:
    return formats.date_format(month.first, "F Y")

"""
Telling officers that members ask for something: corrections, moves, and suspensions that need a second officer.

One mail an hour for each officer, with numbers and addresses and nobody's data.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import DPP, Chapter
from ipspi.accounts.models import User
from ipspi.outbox import posting
from members.models import Correction, Plan, Transfer

Row = Correction | Plan | Transfer
Provinces = list[str | None]
Matter = tuple[Chapter, str, May]  # whose chapter, which page, who decides
News = Counter[tuple[Chapter, str]]
PAGES = {"chapters:requests": "Permintaan anggota", "chapters:transfers": "Mutasi"}


@transaction.atomic
def notify_officers(*, at: dt.datetime) -> int:
    """
    Tell officers of what nobody was told of yet; return how many mails. What nobody can be told of waits.

    Where nobody in a chapter may decide, the officers of the DPP are told.
    """
    # one bell-ringer at a time: the rows written below are what the next one must see
    dpp = Chapter.objects.select_for_update(no_key=True).get(pk=DPP)
    chapters = access.chapters_by_province()
    asked: dict[tuple[type[Row], int], list[Matter]] = {
        (table, pk): [(chapters[province], page, may) for province in provinces]
        for table, pk, provinces, page, may in _untold()
    }
    officers = {
        (chapter, page, may): access.deciders_of(may, chapter=chapter, dpp=dpp)
        for chapter, page, may in {matter for matters in asked.values() for matter in matters}
    }
    told = {row: matters for row, matters in asked.items() if all(officers[matter] for matter in matters)}
    mails: dict[User, News] = defaultdict(Counter)
    for chapter, page, may in (matter for matters in told.values() for matter in matters):
        for officer in officers[chapter, page, may]:
            mails[officer][chapter, page] += 1
    for officer, news in mails.items():
        _write(officer, news, at=at)
    for table in (Correction, Plan, Transfer):
        # those that were counted, and none that came meanwhile
        table.objects.filter(pk__in=[pk for of, pk in told if of is table]).update(told_at=at)
    return len(mails)


def _untold() -> Iterator[tuple[type[Row], int, Provinces, str, May]]:
    """Yield what is new: the row, the provinces whose officers decide, on which page, and by which right."""
    asked = Correction.objects.open().filter(told_at=None)
    for pk, province in asked.values_list("pk", "member__home_province"):
        yield Correction, pk, [province], "chapters:requests", May.KEEP_STANDING
    proposed = Plan.objects.awaiting_agreement().filter(told_at=None)
    for pk, province in proposed.values_list("pk", "member__home_province"):
        yield Plan, pk, [province], "chapters:requests", May.SUSPEND
    moving = Transfer.objects.open().filter(told_at=None)
    for pk, left, received, *both in moving.values_list(
        "pk", "left_at", "received_at", "from_province", "to_province"
    ):
        without: Provinces = [province for province, at in zip(both, (left, received), strict=True) if not at]
        yield Transfer, pk, without, "chapters:transfers", May.TRANSFER


def _write(officer: User, news: News, *, at: dt.datetime) -> None:
    rows = [
        {"chapter": chapter, "what": PAGES[page], "count": number, "path": reverse(page, args=[chapter.pk])}
        for (chapter, page), number in sorted(news.items(), key=lambda each: (each[0][0].pk, each[0][1]))
    ]
    count = news.total()
    posting.add(
        key=f"requests:{officer.pk}:{at:%Y%m%dT%H%M%S}",
        kind="requests",
        to=officer.email,
        subject=_("%(count)s hal baru menunggu Anda") % {"count": count},
        template="mail/requests",
        context={"rows": rows, "officer": officer},
    )

"""
Telling officers that members ask for something: corrections, moves, and suspensions that need a second officer.

One mail an hour for each officer, with numbers and addresses and nobody's data.
"""

import datetime as dt
from collections import Counter, defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import DPP, Chapter, Coverage
from ipspi.accounts.models import User
from ipspi.outbox import posting
from members.models import Correction, Plan, Transfer

Key = tuple[str, str, May]  # whose chapter, which page, who decides
PAGES = {"chapters:requests": "Permintaan anggota", "chapters:transfers": "Mutasi"}


@transaction.atomic
def notify_officers(*, at: dt.datetime) -> int:
    """
    Tell officers of what nobody was told of yet; return how many mails. What nobody can be told of waits.

    Where nobody in a chapter may decide, the officers of the DPP are told.
    """
    # one bell-ringer at a time: the rows written below are what the next one must see
    dpp = Chapter.objects.select_for_update(no_key=True).get(pk=DPP)
    chapters = {each.pk: each for each in Chapter.objects.select_related("looked_after_by")}
    mails: dict[User, list[tuple[Chapter, str, int]]] = defaultdict(list)
    for (code, page, may), number in sorted(_fresh().items()):
        told = access.officers_who(may, chapter=chapters[code]) or access.officers_who(may, chapter=dpp)
        for officer in told:
            mails[officer].append((chapters[code], page, number))
    for officer, news in mails.items():
        _write(officer, news, at=at)
    if mails:
        for rows in (
            Correction.objects.open(),
            Transfer.objects.open(),
            Plan.objects.awaiting_agreement(),
        ):
            rows.filter(told_at=None).update(told_at=at)
    return len(mails)


def _fresh() -> Counter[Key]:
    """Count what is new by chapter, page, and what one must be allowed to decide on it."""
    chapter_of = dict(Coverage.objects.values_list("province", "chapter"))
    found: Counter[Key] = Counter()
    asked = Correction.objects.open().filter(told_at=None)
    for province in asked.values_list("member__home_province", flat=True):
        found[chapter_of.get(province, DPP), "chapters:requests", May.KEEP_STANDING] += 1
    proposed = Plan.objects.awaiting_agreement().filter(told_at=None)
    for province in proposed.values_list("member__home_province", flat=True):
        found[chapter_of.get(province, DPP), "chapters:requests", May.SUSPEND] += 1
    moving = Transfer.objects.open().filter(told_at=None)
    for left, received, *provinces in moving.values_list(
        "left_at", "received_at", "from_province", "to_province"
    ):
        for province in [code for code, at in zip(provinces, (left, received), strict=True) if not at]:
            found[chapter_of.get(province, DPP), "chapters:transfers", May.TRANSFER] += 1
    return found


def _write(officer: User, news: list[tuple[Chapter, str, int]], *, at: dt.datetime) -> None:
    sums: Counter[tuple[Chapter, str]] = Counter()
    for chapter, page, number in news:
        sums[chapter, page] += number
    rows = [
        {"chapter": chapter, "what": PAGES[page], "count": number, "path": reverse(page, args=[chapter.pk])}
        for (chapter, page), number in sums.items()
    ]
    count = sum(sums.values())
    posting.add(
        key=f"requests:{officer.pk}:{at:%Y%m%dT%H%M%S}",
        kind="requests",
        to=officer.email,
        subject=_("%(count)s hal baru menunggu Anda") % {"count": count},
        template="mail/requests",
        context={"rows": rows, "officer": officer},
    )

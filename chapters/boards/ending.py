"""
The end of a term comes near: the board and the DPP are told at 180, 90 and 30 days, once each.

After an outage only the nearest is told, and those that it makes pointless are written down with it.
Source: docs/rules.md#boards
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import DPP, Chapter, Term, TermWarning
from ipspi.accounts.models import User
from ipspi.outbox import posting
from ipspi.regions import times

WARNINGS = (30, 90, 180)  # days before


@transaction.atomic
def warn(*, at: dt.datetime) -> int:
    """Tell the boards whose terms end soon, and the DPP; return how many mails. Nobody to tell: it stays untold."""
    # one bell-ringer at a time: the rows written below are what the next one must see
    dpp = Chapter.objects.select_for_update(no_key=True).get(pk=DPP)
    soon = (at + dt.timedelta(days=max(WARNINGS) + 1)).date()
    ending = Term.objects.filter(ended_on__isnull=True, ends_on__lte=soon).select_related("chapter")
    mails = 0
    for term in ending.prefetch_related("warnings").order_by("pk"):
        told = {each.days for each in term.warnings.all() if each.ends_on == term.ends_on}
        due = [days for days in WARNINGS if days_left(term, at=at) <= days and days not in told]
        if due and days_left(term, at=at) > 0:
            mails += _tell(term, due, dpp=dpp, at=at)
    return mails


def days_left(term: Term, *, at: dt.datetime) -> int:
    """Return how many days a term has yet, by its chapter's calendar; below one it is over."""
    return (term.ends_on - times.local(at, zone=term.chapter.zone).date()).days


def words_about(term: Term | None, *, at: dt.datetime) -> str:
    """Say that a term ends soon or is over; "" where there is nothing to say."""
    if term is None:
        return ""
    left = days_left(term, at=at)
    if left > max(WARNINGS):
        return ""
    words = {"name": term.name, "day": formats.date_format(term.ends_on, "j F Y"), "left": left}
    if left <= 0:
        return _("Masa bakti %(name)s sudah berakhir pada %(day)s, dan belum ada pengurus baru.") % words
    return _("Masa bakti %(name)s berakhir pada %(day)s, %(left)d hari lagi.") % words


def _tell(term: Term, due: list[int], *, dpp: Chapter, at: dt.datetime) -> int:
    board = access.officers_who(May.SEE_MEMBERS, chapter=term.chapter)
    officers = {each.pk: each for each in [*board, *access.officers_who(May.KEEP_BOARD, chapter=dpp)]}
    for officer in officers.values():
        _write(officer, term, days=min(due), at=at)
    if officers:
        TermWarning.objects.bulk_create(
            TermWarning(term=term, ends_on=term.ends_on, days=days, told_at=at) for days in due
        )
    return len(officers)


def _write(officer: User, term: Term, *, days: int, at: dt.datetime) -> None:
    ends = formats.date_format(term.ends_on, "j F Y")
    posting.add(
        key=f"term-ends:{term.pk}:{term.ends_on}:{days}:{officer.pk}",
        kind="chapters.term_ends",
        to=officer.email,
        subject=_("Masa bakti %(chapter)s berakhir pada %(ends)s") % {"chapter": term.chapter, "ends": ends},
        template="mail/term_ends",
        context={
            "chapter": term.chapter,
            "term": term,
            "ends": ends,
            "left": days_left(term, at=at),
            "path": reverse("boards:board", args=[term.chapter_id]),
        },
    )

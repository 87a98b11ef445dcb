"""The number of a presented report: `014/LPJ/16/V/2023`, counted per chapter and year, never given twice."""

import datetime as dt

from django.conf import settings

from chapters.models import AccountabilityReport, Chapter

MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def next_for(chapter: Chapter, *, on: dt.date) -> str:
    """Return the next number of a chapter's reports; call it with the chapter's row locked."""
    this_year = AccountabilityReport.objects.filter(chapter=chapter, content__on__startswith=f"{on.year}-")
    sequence = this_year.count() + 1
    return settings.LPJ_NUMBER.format(
        sequence=sequence, chapter=chapter.code, month=MONTHS[on.month - 1], year=on.year
    )

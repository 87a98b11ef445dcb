"""
How likely the pairs of a chapter's queue are, as its officers are told: the calibration, learned from decisions.

Pages, exports, expected errors and the estimate say what is told; gates and bands go by the engine's own probability.
Source: docs/reconciliation.md#calibration
"""

from django.db import connection

from chapters import engine
from chapters.models import Chapter, Decision, Link, MemberList
from members import matching

# by arrays: whatever the database believes of its tables, each link is looked up by its key
TELL = """
UPDATE chapters_link link SET told = said.told
FROM unnest(%s::bigint[], %s::float8[]) AS said (id, told) WHERE link.id = said.id
"""


def tell(chapter: Chapter) -> None:
    """
    Bring what is told of the chapter's links up to date, in the caller's transaction.

    Links of which the same is told as before are not touched: a night would take their rows for changed.
    """
    links = Link.objects.filter(row__list__chapter=chapter, row__gone_by__isnull=True)
    stored = list(links.values_list("pk", "row", "band", "probability", "told"))
    now = engine.calibration(engine.latest()).told_of(
        (row, band, probability) for _pk, row, band, probability, _told in stored
    )
    changed = [(pk, told) for (pk, *_link, before), told in zip(stored, now, strict=True) if told != before]
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(TELL, [list(each) for each in zip(*changed, strict=True)])


def learned() -> matching.Calibration:
    """
    Return the calibration that all decisions of the nation about lists of members make.

    Of pairs that officers looked at one by one: those accepted together were accepted because they were likely.
    """
    final = Decision.objects.final().filter(together=None, before__0__band=Link.Band.REVIEW)
    final = final.filter(list__kind=MemberList.Kind.MEMBERS)
    cases = final.values_list("probability", "answer")
    return matching.calibrate((probability, answer == Decision.Answer.SAME) for probability, answer in cases)

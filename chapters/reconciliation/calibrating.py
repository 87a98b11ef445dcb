"""
How likely the pairs of a chapter's queue are, as its officers are told: the calibration, learned from decisions.

Pages, exports, expected errors and the estimate say what is told; gates and bands go by the engine's own probability.
Source: docs/reconciliation.md#calibration
"""

from django.db import connection

from chapters import engine
from chapters.models import Chapter, Decision, Link, MemberList
from members import matching

# the same as members.matching.Calibration.told, in one statement: pairs to review keep their shares of their row
TELL = """
UPDATE chapters_link link SET told = said.told
FROM (
  SELECT id, probability, told AS before, CASE
    WHEN band = 'auto' THEN probability
    ELSE probability / among * LEAST(GREATEST(
      1 / (1 + EXP(-(%(offset)s + %(slope)s * LN(inside / (1 - inside))))), 1e-6), 1 - 1e-6)
    END AS told
  FROM (
    SELECT id, probability, told, band, among, LEAST(GREATEST(among, 1e-6), 1 - 1e-6) AS inside
    FROM (
      SELECT link.id, probability, told, band,
        GREATEST(SUM(probability) OVER (PARTITION BY link.row_id, band), 1e-9) AS among
      FROM chapters_link link
      JOIN chapters_listrow line ON line.id = link.row_id
      JOIN chapters_memberlist list ON list.id = line.list_id
      WHERE list.chapter_id = %(chapter)s AND line.gone_by_id IS NULL
    ) summed
  ) bounded
) said
WHERE link.id = said.id AND said.told IS DISTINCT FROM said.before
"""


def tell(chapter: Chapter) -> None:
    """Bring what is told of the chapter's links up to date, in the caller's transaction."""
    calibration = engine.calibration(engine.latest())
    with connection.cursor() as cursor:
        cursor.execute(
            TELL,
            {"offset": calibration.offset, "slope": calibration.slope, "chapter": chapter.pk},
        )


def learned() -> matching.Calibration:
    """
    Return the calibration that all decisions of the nation about lists of members make.

    Of pairs that officers looked at one by one: those accepted together were accepted because they were likely.
    """
    final = Decision.objects.final().filter(together=None, before__0__band=Link.Band.REVIEW)
    final = final.filter(list__kind=MemberList.Kind.MEMBERS)
    cases = final.values_list("probability", "answer")
    return matching.calibrate((probability, answer == Decision.Answer.SAME) for probability, answer in cases)

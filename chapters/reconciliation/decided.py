"""What officers decided about the rows of a chapter's lists, as the engine and the runs take it."""

from dataclasses import dataclass

from chapters.models import Chapter, Decision
from chapters.reconciliation import reading
from members import matching
from members.models import Member


@dataclass(frozen=True, slots=True)
class Facts:
    """The decisions in force at one moment: for the engine, and their ids, to tell what was decided meanwhile."""

    engine: matching.Decided
    ids: frozenset[int]


def read(chapter: Chapter) -> Facts:
    """
    Read what is decided about the chapter's rows.

    Who is no member any more is passed over; the decision stays, and counts again if they come back.
    """
    final = Decision.objects.final().filter(list__chapter=chapter)
    rows = list(final.values_list("pk", "list__name", "key", "member", "answer"))
    members = {member for _pk, _name, _key, member, _answer in rows}
    keys = reading.keys_of(Member.objects.counted().filter(pk__in=members)) if members else {}
    same: dict[str, str] = {}
    apart: set[tuple[str, str]] = set()
    for _pk, name, key, member, answer in rows:
        if (whom := keys.get(member)) is None:
            continue
        row = reading.row_key(chapter.pk, name, key)
        if answer == Decision.Answer.SAME:
            same[row] = whom
        else:
            apart.add((row, whom))
    return Facts(matching.Decided(same, frozenset(apart)), frozenset(pk for pk, *_rest in rows))

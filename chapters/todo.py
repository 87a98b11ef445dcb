"""
What waits for an officer in a chapter: one count for the header, the first page, and the pages behind them.

Something waits for who may decide on it. Nobody decides in a matter of their own, nor on a suspension that they
proposed. For the DPP it is what waits in the nation, and of applications those of its own queue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, IntegerField, Q, QuerySet, Subquery

from chapters import access, privacy, queue, rosters, transfers
from chapters.access import May
from chapters.duplicates import deciding
from chapters.models import DPP, BoardDraft, Chapter, LedgerEntry
from ipspi.accounts.models import User
from members.models import Correction, Plan, Transfer
from members.models.corrections import CorrectionQuerySet
from members.models.plans import PlanQuerySet
from members.models.transfers import TransferQuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """
    How many of each wait for an officer, 0 too where they may not decide; `rows` are those of lists to review.

    `rights`: all that the officer may do in the chapter.
    """

    applications: int = 0
    corrections: int = 0
    suspensions: int = 0
    moves: int = 0
    pairs: int = 0
    data_requests: int = 0
    rows: int = 0
    boards: int = 0
    rights: frozenset[May] = frozenset()


NEEDS = {
    "applications": May.ADMIT,
    "corrections": May.KEEP_STANDING,
    "suspensions": May.SUSPEND,
    "moves": May.TRANSFER,
    "pairs": May.MERGE,
    "data_requests": May.DECIDE_REQUESTS,
    "rows": May.RECONCILE,
    "boards": May.KEEP_BOARD,
}


def of(user: User, *, chapter: Chapter) -> Todo:
    """Count what waits for `user` in a chapter, in two queries."""
    rights = access.rights_in(user, chapter)
    waiting = {
        "applications": _number(queue.for_officers_of(chapter)),
        "corrections": _number(corrections_for(user, chapter)),
        "suspensions": _number(suspensions_for(user, chapter)),
        "moves": _number(moves_for(user, chapter)),
        "pairs": _number(deciding.waiting_in(chapter)),
        "data_requests": _number(privacy.open_in(chapter).exclude(member__user=user)),
        "rows": _rows_to_review(chapter),
        "boards": _number(boards_waiting_in(chapter)),
    }
    asked = {name: count for name, count in waiting.items() if NEEDS[name] in rights}
    if not asked:
        return Todo(rights=rights)
    row: Mapping[str, Any] = Chapter.objects.filter(pk=chapter.pk).values(**asked).get()
    numbers: dict[str, int] = {name: number or 0 for name, number in row.items()}
    return Todo(**numbers, rights=rights)


def open_work(chapter: Chapter) -> dict[str, int]:
    """Count what is open in a chapter, whoever may decide on it, in one query: what a board hands over to the next."""
    waiting = {
        "applications": _number(queue.for_officers_of(chapter)),
        "corrections": _number(corrections_in(chapter).open()),
        "moves": _number(transfers.concerning(chapter).filter(status=Transfer.Status.OPEN)),
        "pairs": _number(deciding.waiting_in(chapter)),
        "data_requests": _number(privacy.open_in(chapter)),
        "rows": _rows_to_review(chapter),
    }
    row: Mapping[str, Any] = Chapter.objects.filter(pk=chapter.pk).values(**waiting).get()
    return {name: number or 0 for name, number in row.items()}


def of_request(request: Any, user: User, *, chapter: Chapter) -> Todo:
    """Count once for a request what waits for `user` in a chapter: the header and the page ask for the same."""
    counted: dict[str, Todo] = request.__dict__.setdefault("todo", {})
    if chapter.pk not in counted:
        counted[chapter.pk] = of(user, chapter=chapter)
    return counted[chapter.pk]


def corrections_in(chapter: Chapter) -> CorrectionQuerySet:
    """Return what was asked for by the members of a chapter; for the DPP, of the nation."""
    return Correction.objects.filter(member__in=rosters.roster_of(chapter))


def corrections_for(user: User, chapter: Chapter) -> CorrectionQuerySet:
    """Return the corrections that wait for `user`, who may decide on them."""
    return corrections_in(chapter).open().exclude(member__user=user)


def suspensions_in(chapter: Chapter, *, to: User) -> PlanQuerySet:
    """Return suspensions of members of a chapter, for the DPP of the nation; nobody is told of their own."""
    rows = Plan.objects.filter(member__in=rosters.roster_of(chapter), kind=Plan.Kind.SUSPENSION)
    return rows.exclude(member__user=to)


def suspensions_for(user: User, chapter: Chapter) -> PlanQuerySet:
    """Return the suspensions that wait for `user` as the second officer."""
    return suspensions_in(chapter, to=user).awaiting_agreement().exclude(asked_by=user)


def moves_for(user: User, chapter: Chapter) -> TransferQuerySet:
    """Return the moves that wait for the consent of a chapter's side; for the DPP, of any side."""
    rows = transfers.concerning(chapter).filter(status=Transfer.Status.OPEN).exclude(member__user=user)
    if chapter.pk == DPP:
        return rows
    return rows.filter(
        Q(from_province__coverage__chapter=chapter, left_at__isnull=True)
        | Q(to_province__coverage__chapter=chapter, received_at__isnull=True)
    )


def boards_waiting_in(chapter: Chapter) -> QuerySet[BoardDraft]:
    """Return the boards that a chapter sent to be put into force; for the DPP, of the nation."""
    sent = BoardDraft.objects.filter(closed_at__isnull=True, sent_at__isnull=False)
    return sent if chapter.pk == DPP else sent.filter(chapter=chapter)


def _rows_to_review(chapter: Chapter) -> Subquery:
    finished = LedgerEntry.objects.filter(run__chapter=chapter, run__finished_at__isnull=False)
    return Subquery(finished.order_by("-run__finished_at", "-run_id").values("review")[:1])


def _number(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().annotate(how_many=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return Subquery(counted.values("how_many"))

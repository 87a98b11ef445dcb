"""
Chapters reconciled side by side by copies of this process (fork), which share what is known of the nation.

Each has a connection to the database of its own, and writes its chapter in a transaction of its own, as one process
does: what is written is the same. Not for a worker, which does other things meanwhile: see the command.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from django.db import connection, connections
from django.db.models import Count

from chapters.models import Chapter, ListRow, MemberList
from chapters.reconciliation.learning import Matcher

T = TypeVar("T")


def map_chapters(
    work: Callable[[Chapter, Matcher], T], chapters: Sequence[Chapter], matcher: Matcher, *, processes: int
) -> Iterator[T]:
    """
    Yield what `work` says of each chapter, in their order.

    What it says must be fit to be sent between processes. Inside a transaction one process does it all: what is not
    committed yet, others would not see.
    """
    if processes < 2 or len(chapters) < 2 or connection.in_atomic_block:
        for chapter in chapters:
            yield work(chapter, matcher)
        return
    if MemberList.objects.exists():
        matcher.share()
    rows = dict(ListRow.objects.current().values_list("list__chapter").annotate(Count("pk")))
    connections.close_all()  # a copy of an open connection would speak on the same line
    gc.freeze()  # what is there already is not looked at by the copies' collectors, which would copy its pages
    _shared[:] = [(work, matcher)]
    try:
        with ProcessPoolExecutor(processes, get_context("fork"), _leave_connections) as pool:
            # the long ones first: nobody waits at the end
            order = sorted(chapters, key=lambda chapter: (-rows.get(chapter.pk, 0), chapter.pk))
            said = {chapter.pk: pool.submit(_work, chapter) for chapter in order}
            for chapter in chapters:
                yield said[chapter.pk].result()
    finally:
        _shared.clear()
        gc.unfreeze()


def _leave_connections() -> None:
    """In a copy: leave connections that were open all the same (under an event loop) to whom they belong."""
    for copied in connections.all(initialized_only=True):
        _left.append(copied.connection)  # kept, because what is thrown away is closed
        copied.connection = None


_left: list[Any] = []
_shared: list[tuple[Callable[[Chapter, Matcher], Any], Matcher]] = []


def _work(chapter: Chapter) -> Any:
    work, matcher = _shared[0]
    return work(chapter, matcher)

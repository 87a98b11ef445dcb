"""
What was proposed from a list that does not say it any more: the line was corrected, is gone, or is somebody else's.

Source: docs/rules.md#proposals
"""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from chapters import access
from chapters.models import Chapter, Link, ListedProposal, ListRow
from chapters.reconciliation import differences
from ipspi.regions import times
from members import proposals
from members.models import Proposal

State = Proposal.State
WATCHED = (State.OPEN, *proposals.SAID_NO)


def settle(chapter: Chapter, *, at: dt.datetime) -> int:
    """
    Look at what was proposed from the chapter's lists, in the caller's transaction; return how many were closed.

    What waits is closed if its line does not say it any more. Of what members have refused it is noted whether the list
    still says it: as long as it does, the officers are to correct it.
    """
    listed = ListedProposal.objects.filter(list__chapter=chapter, proposal__state__in=WATCHED)
    rows = listed.select_related("proposal__member__home_regency").defer("proposal__member__nik")
    watched = list(rows.order_by("pk"))
    if not watched:
        return 0
    said = _Said(chapter, watched)
    agreeing, over = said.closed()
    ListedProposal.objects.filter(pk__in=said.still).update(settled_at=None)
    gone = ListedProposal.objects.filter(pk__in={each.pk for each in watched} - said.still, settled_at=None)
    gone.update(settled_at=at)
    closed = proposals.close(Proposal.objects.filter(pk__in=agreeing), state=State.AGREES, at=at)
    return closed + proposals.close(Proposal.objects.filter(pk__in=over), state=State.WITHDRAWN, at=at)


class _Said:
    """What the chapter's lists say now, of the lines that something was proposed from."""

    def __init__(self, chapter: Chapter, watched: Iterable[ListedProposal]) -> None:
        self._watched = list(watched)
        keys = {each.key for each in self._watched}
        lists = {each.list_id for each in self._watched}
        rows = ListRow.objects.current().filter(list__in=lists, key__in=keys).defer("nik")
        self._rows = {(row.list_id, row.key): row for row in rows}
        links = Link.objects.filter(row__in=self._rows.values(), band=Link.Band.AUTO)
        own = access.members_of(chapter).filter(pk__in={each.proposal.member_id for each in self._watched})
        self._linked = set(links.filter(member__in=own.values("pk")).values_list("row_id", "member_id"))
        self._today = times.local(timezone.now(), zone=chapter.zone).date()
        self.still = {each.pk for each in self._watched if self._still_says(each)}

    def closed(self) -> tuple[list[int], list[int]]:
        """Return the proposals of lines that agree with their members by now, and of those that say something else."""
        over = [each for each in self._watched if each.pk not in self.still]
        agreeing = [each.pk for each in over if self._row_of(each) and not self._difference(each)]
        return agreeing, [each.pk for each in over if each.pk not in set(agreeing)]

    def _still_says(self, each: ListedProposal) -> bool:
        found = self._difference(each)
        return found is not None and found.value == each.proposal.value

    def _row_of(self, each: ListedProposal) -> ListRow | None:
        row = self._rows.get((each.list_id, each.key))
        return row if row and (row.pk, each.proposal.member_id) in self._linked else None

    def _difference(self, each: ListedProposal) -> differences.Difference | None:
        row = self._row_of(each)
        found = differences.between(row, each.proposal.member, (), today=self._today) if row else []
        return next((one for one in found if one.field == each.proposal.field), None)

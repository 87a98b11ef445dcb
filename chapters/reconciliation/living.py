"""
The figures of a chapter as they stand now, when officers have decided since the latest run: of its members' lists only.

The run's own figures are kept as it found them. These are counted by the same rules from the living links; the estimate
of all people stays the run's.
"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q

from chapters import access, certainty
from chapters.models import Chapter, Decision, LedgerEntry, Link, ListRow, LivingFigures, MemberList
from chapters.models.ledger import Figures
from chapters.reconciliation import ledger
from chapters.reconciliation.strata import Stratum
from members import matching


def recount(chapter: Chapter, *, at: dt.datetime) -> None:
    """Count the chapter's figures anew, in the caller's transaction; without a run there is nothing to count."""
    entry = certainty.latest(chapter)
    if entry is None:
        return
    rows = ListRow.objects.current().listed(chapter).values_list("pk", flat=True)
    members = access.members_of(chapter).counted().values_list("pk", flat=True)
    figures = ledger.count(
        rows=dict.fromkeys(map(str, rows), Stratum()),
        members=dict.fromkeys(map(str, members), Stratum()),
        links=list(_links(chapter)),
    )
    counted = {field.name: getattr(figures, field.name) for field in Figures._meta.fields}
    LivingFigures.objects.update_or_create(
        entry_id=entry.pk,
        defaults={**counted, "decided": _decided_since(entry, chapter), "counted_at": at},
    )


def _links(chapter: Chapter) -> Iterator[matching.Link]:
    """The links of the chapter's rows by the ids of both, as far as they are counted."""
    links = Link.objects.filter(row__list__chapter=chapter, row__gone_by__isnull=True, of_members=True)
    columns = ("row", "member", "told", "band", "bits", "duplicate_of", "disagreements")
    for row, member, probability, band, bits, repeats, disagreements in links.values_list(*columns):
        yield matching.Link(
            row=str(row), member=str(member), probability=probability, band=band, bits=bits, evidence=(),
            duplicate_of=repeats and str(repeats), disagreements=tuple(disagreements), gate="",
        )  # fmt: skip


def _decided_since(entry: LedgerEntry, chapter: Chapter) -> int:
    """How many decisions were made since the run, or taken back, and are not as the run knew them."""
    since = entry.run.started_at
    made = Q(at__gt=since, undone_at__isnull=True) | Q(at__lte=since, undone_at__gt=since)
    decisions = Decision.objects.filter(made, list__chapter=chapter, list__kind=MemberList.Kind.MEMBERS)
    return decisions.exclude(answer=Decision.Answer.LATER).count()

"""
The end of a round of changes that nobody answered: taken back, or gone with the application.

What the applicant had already sent for it is deleted; the documents of the application are as they were.
Source: docs/rules.md#requested-changes
"""

import datetime as dt

from members.models import ChangeRequest, Document
from members.models.changes import ChangeRequestQuerySet


def end_unanswered(rounds: ChangeRequestQuerySet, *, at: dt.datetime) -> int:
    """End those of `rounds` that are open, whose members the caller has locked; return how many there were."""
    waiting = list(rounds.open().values_list("pk", flat=True))
    Document.objects.filter(request__in=waiting).delete()
    return ChangeRequest.objects.open().filter(pk__in=waiting).update(ended_at=at)

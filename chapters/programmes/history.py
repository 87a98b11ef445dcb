"""The history of a programme: who changed what, and when."""

import datetime as dt

from django.db.models import Count, Q, QuerySet

from chapters.changes import Fields
from chapters.models import Programme, ProgrammeChange
from ipspi.accounts.models import User
from ipspi.audit import recording as audit

Kind = ProgrammeChange.Kind


def record(
    programme: Programme,
    *,
    kind: str,
    by: User | None,
    at: dt.datetime,
    fields: Fields | None = None,
    words: str = "",
) -> ProgrammeChange:
    """Add a change to a programme's history and to the log of acts, in the caller's transaction."""
    audit.record(by=by, did=f"programme.{kind.lower()}", to=programme, chapter=programme.term.chapter_id)
    return ProgrammeChange.objects.create(
        programme=programme, kind=kind, by=by, at=at, fields=fields or [], words=words
    )


def touched(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Return those to which something has happened since they were written."""
    later = programmes.annotate(written=Count("changes", distinct=True)).filter(
        Q(written__gt=1) | Q(activities__isnull=False) | Q(carried_over_to__isnull=False)
    )
    return later.distinct().order_by("pk")

"""
A roster on paper. It leaves the registry as a file does, and takes the same right; the log of acts says how many rows.

Source: docs/rules.md#exports
"""

from collections.abc import Sequence

from django.db import transaction

from chapters import access
from chapters.access import May
from chapters.models import Chapter
from ipspi.accounts.models import User
from ipspi.audit import recording as audit

MOST = 500  # rows; more are a file's work


@transaction.atomic
def record(*, chapter: Chapter, rows: int, shown: Sequence[str], by: User) -> None:
    """Record that a roster was shown for printing. Raises PermissionDenied."""
    access.require(by, May.EXPORT_MEMBERS, chapter=chapter.pk)
    audit.record(by=by, did="print_roster", to=chapter, chapter=chapter.pk, rows=rows, columns=list(shown))

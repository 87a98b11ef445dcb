"""
Notes on a programme's progress, and the files that show it.

Source: docs/rules.md#programmes
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import papers
from chapters.models import Evidence, Programme, ProgrammeNote
from chapters.programmes import history, writing
from chapters.programmes.history import Kind
from ipspi.accounts.models import User
from ipspi.errors import RuleError


class TooMany(RuleError):
    """A programme keeps no more files."""


@transaction.atomic
def note(*, programme: Programme, on: dt.date, words: str, by: User, at: dt.datetime) -> ProgrammeNote:
    """Write down what happened on a day. Raises PermissionDenied, Removed."""
    found = writing.locked(programme, by=by)
    row = ProgrammeNote.objects.create(programme=found, on=on, words=words, by=by, at=at)
    history.record(found, kind=Kind.ADDED, by=by, at=at, words=_("Catatan kemajuan"))
    return row


@transaction.atomic
def remove_note(*, note: ProgrammeNote, reason: str, by: User, at: dt.datetime) -> None:
    """Delete a note for good; that it was there stays in the history. Raises PermissionDenied, Removed."""
    found = writing.locked(note.programme, by=by)
    if found.notes.filter(pk=note.pk).delete()[0]:
        words = _("Catatan kemajuan. %(reason)s") % {"reason": reason}
        history.record(found, kind=Kind.TAKEN_OUT, by=by, at=at, words=words)


def keep(*, programme: Programme, name: str, content: bytes, by: User, at: dt.datetime) -> Evidence:
    """
    Keep a photo or a PDF as evidence, encrypted.

    Raises PermissionDenied, Removed, TooMany, and Unacceptable with words for the field.
    """
    made = papers.made_fit(content)  # before the transaction: it may take some seconds
    with transaction.atomic():
        found = writing.locked(programme, by=by)
        if found.evidence.count() >= papers.MOST:
            words = _("Satu program menyimpan paling banyak %(most)d berkas. Hapus yang tidak perlu lagi.")
            raise TooMany(words % {"most": papers.MOST})
        row = Evidence.objects.create(programme=found, name=name, by=by, received_at=at, **made)
        history.record(found, kind=Kind.ADDED, by=by, at=at, words=_("Bukti: %(name)s") % {"name": name})
    return row


@transaction.atomic
def remove(*, evidence: Evidence, reason: str, by: User, at: dt.datetime) -> None:
    """Delete a file for good; that it was there stays in the history. Raises PermissionDenied, Removed."""
    found = writing.locked(evidence.programme, by=by)
    if found.evidence.filter(pk=evidence.pk).delete()[0]:
        words = _("Bukti: %(name)s. %(reason)s") % {"name": evidence.name, "reason": reason}
        history.record(found, kind=Kind.TAKEN_OUT, by=by, at=at, words=words)

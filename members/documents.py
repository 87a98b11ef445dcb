"""
The documents of a registration: kept at once when they arrive, so that nothing of them is lost.

Source: docs/rules.md#documents
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from ipspi.accounts.models import User
from ipspi.images import files, pdfs, pictures
from ipspi.images.files import Kind, Unacceptable
from ipspi.images.pictures import Shape
from members import drafts
from members.models import ChangeRequest, Document, Draft, Member


def keep(*, by: User, kind: Document.Kind, content: bytes, at: dt.datetime) -> Document:
    """
    Put a document into the draft of `by`, in place of an earlier one of its kind.

    Raises Unacceptable with words for the field, or AlreadyRegistered.
    """
    document = made_fit(content, kind=kind)  # before the transaction: it may take some seconds
    with transaction.atomic():
        document.draft = drafts.opened(by=by, at=at)
        document.draft.documents.filter(kind=kind).delete()
        document.received_at = document.draft.saved_at = at
        document.save(force_insert=True)
        document.draft.save(update_fields=["saved_at"])
    return document


@transaction.atomic
def remove(*, by: User, kind: Document.Kind, at: dt.datetime) -> None:
    """Delete a document from the draft of `by`. Raises AlreadyRegistered."""
    draft = drafts.opened(by=by, at=at)
    draft.documents.filter(kind=kind).delete()
    draft.saved_at = at
    draft.save(update_fields=["saved_at"])


def hand_over(source: Draft | ChangeRequest, *, to: Member) -> None:
    """Make the documents of a draft, or of a round of changes, those of a member; earlier ones of the same kinds go."""
    arriving = source.documents.all()
    to.documents.filter(kind__in=arriving.values("kind")).delete()
    arriving.update(draft=None, request=None, member=to)


def own(*, user: User, kind: str) -> Document | None:
    """
    Return a document of the person's own, the newest.

    Of the draft, of a round of changes that is not answered yet, else of the latest application or membership.
    """
    mine = Document.objects.filter(kind=kind)
    latest = mine.filter(member__user=user).order_by("-member__applied_at", "-received_at")
    not_yet_sent = mine.filter(Q(draft=user.pk) | Q(request__member__user=user)).order_by("draft")
    return not_yet_sent.first() or latest.first()


def photo_of(member: Member) -> Document | None:
    """Return the photo for a member's card, if the member has sent one."""
    return member.documents.filter(kind=Document.Kind.PHOTO).first()


def made_fit(content: bytes, *, kind: Document.Kind) -> Document:
    """Return a document, not saved, of what was sent: a photo upright, small and bare. Raises Unacceptable."""
    files.require_size(len(content))
    if files.kind_of(content, or_pdf=kind != Document.Kind.PHOTO) == Kind.PDF:
        if kind == Document.Kind.PHOTO:
            raise Unacceptable("pdf_not_wanted")
        pdfs.require_harmless(content)
        return Document(kind=kind, medium=Document.Medium.PDF, content=content, size=len(content))
    shape = Shape.PORTRAIT if kind == Document.Kind.PHOTO else Shape.PAGE
    made = pictures.develop(content, shape=shape)
    return Document(
        kind=kind, medium=Document.Medium.JPEG, content=made.image, preview=made.preview, size=len(made.image)
    )

"""Files that chapters keep: evidence of programmes, signed agreements. Made fit as members' documents are."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from members import documents
from members.models import Document

Row = TypeVar("Row", bound=Model)
MOST = 20  # papers of one programme


def made_fit(content: bytes) -> dict[str, Any]:
    """
    Return the fields of a Paper for what was sent: photos turned, shrunk and bare of metadata, PDFs as they came.

    Takes some seconds for a large photo: call it before the transaction. Raises ipspi.images.files.Unacceptable.
    """
    made = documents.made_fit(content, kind=Document.Kind.DIPLOMA)
    return {"medium": made.medium, "content": made.content, "preview": made.preview, "size": made.size}


def unread(papers: QuerySet[Row]) -> QuerySet[Row]:
    """Return rows that say what there is, and read none of it: a list must not decrypt a megabyte per row."""
    return papers.defer("content", "preview")

"""What is left of uploads whose destination is gone: that they were, and how many lines; nothing that a file said."""

import datetime as dt

from django.db import transaction

from ipspi.spreadsheets import importing
from ipspi.spreadsheets.models import Upload

NAMELESS = "-"


@transaction.atomic
def forget(*, kind: str, key: str, at: dt.datetime) -> int:
    """Give up the open uploads to a destination, and delete what any of them keeps of its file; return how many."""
    uploads = Upload.objects.filter(kind=kind, key=key)
    for upload in uploads.filter(status__in=Upload.OPEN).defer("content", "workbook").order_by("pk"):
        importing.cancel(upload=upload, by=None, at=at)
    return uploads.update(
        file_name=NAMELESS, rejected=None, problems=[], marks=[], memo={}, like=None, places={}
    )

"""What ends by itself: files, choices and deleted views that nobody needs any more, looked for every hour."""

import datetime as dt

from django.db import transaction

from chapters.rostering import exporting, looks, selecting


@transaction.atomic
def run(*, at: dt.datetime) -> dict[str, int]:
    """Delete what is due; return how much of each."""
    return {
        "exports": exporting.forget(at=at),
        "choices": selecting.forget(at=at),
        "views": looks.forget(at=at),
    }

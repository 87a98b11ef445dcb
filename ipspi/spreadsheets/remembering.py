"""Which column was which in the files that a chapter applied before: the next one like them is read in the same way."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from ipspi.spreadsheets.columns import Places, words_of
from ipspi.spreadsheets.models import Upload

LOOKED_BACK = 20  # files


def marks_of(headings: Sequence[str]) -> list[str]:
    """
    Return what knows headings again: a short hash of the words of each, "" where there is none.

    A hash, because a line that was taken for headings by mistake may hold somebody's name, and this is kept.
    """
    return [_mark(words_of(heading)) for heading in headings]


def most_like(*, kind: str, chapter: str, marks: Sequence[str]) -> Upload | None:
    """
    Return the file, of the chapter's last ones, that shares most headings with these, and at least half of them.

    Files without headings are alike if they are as wide.
    """
    earlier = Upload.objects.filter(kind=kind, chapter=chapter, applied_at__isnull=False)
    alike = [
        upload
        for upload in earlier.defer("content", "workbook", "rejected").order_by("-applied_at")[:LOOKED_BACK]
        if upload.marks == list(marks) or 2 * len(_shared(upload.marks, marks)) >= len(set(marks) - {""}) > 0
    ]
    # the latest of those that share most
    return max(
        alike,
        key=lambda upload: (upload.marks == list(marks), len(_shared(upload.marks, marks))),
        default=None,
    )


def places_like(earlier: Upload, *, marks: Sequence[str], guessed: Places) -> Places:
    """
    Return where each column is: as in the earlier file where a heading is the same, else as guessed.

    A heading that the earlier file had and nobody used stays unused, whatever it looks like.
    """
    if earlier.marks == list(marks):
        return dict(earlier.places)
    column_at = {place: name for name, place in earlier.places.items()}
    known = {
        marks.index(mark): column_at.get(earlier.marks.index(mark)) for mark in _shared(earlier.marks, marks)
    }
    places = {name: place for place, name in known.items() if name is not None}
    new = {name: place for name, place in guessed.items() if place not in known and name not in places}
    return places | new


def _mark(words: tuple[str, ...]) -> str:
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest() if words else ""


def _shared(earlier: Sequence[str], now: Sequence[str]) -> set[str]:
    return _named_once(earlier) & _named_once(now)


def _named_once(marks: Sequence[str]) -> set[str]:
    return {mark for mark, times in Counter(marks).items() if mark and times == 1}

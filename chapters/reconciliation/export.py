"""The links of all chapters' lists of members as a CSV that other programs read."""

import csv
from collections.abc import Iterator
from typing import TextIO

from chapters.models import Link

HEADER = ("row_id", "member_id", "probability", "band")


def write(file: TextIO) -> int:
    """
    Write every link and every candidate to review as a line, and return how many there are.

    Sorted by row, falling probability and member. A row without an id of its own is named chapter/list/line; a member
    is named by the import's reference, else by the member number, else by the registry's own id.
    """
    lines = sorted(_lines(), key=lambda line: (line[0], -line[2], line[1]))
    out = csv.writer(file)
    out.writerow(HEADER)
    out.writerows((row, member, f"{probability:.6f}", band) for row, member, probability, band in lines)
    return len(lines)


def _lines() -> Iterator[tuple[str, str, float, str]]:
    columns = (
        "row__row_id", "row__list__chapter", "row__list__name", "row__line", "member__reference", "member__number",
        "member", "told", "band",
    )  # fmt: skip
    for link in Link.objects.filter(of_members=True).values_list(*columns).iterator(chunk_size=5_000):
        row_id, chapter, name, line, reference, number, member, probability, band = link
        yield row_id or f"{chapter}/{name}/{line}", reference or number or str(member), probability, band

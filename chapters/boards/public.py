"""
What everybody may know of a chapter: how to reach it, who serves on its board, how to join.

Names and positions, nothing else of anybody; a member whose data is restricted is not named.
Source: docs/rules.md#boards
"""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chapters.boards import presenting, terms
from chapters.boards.presenting import Group, Line, decree, spoken
from chapters.models import DPP, Chapter, Coverage, Office, Seat
from members import privacy
from members.summaries import Row


@dataclass(frozen=True, slots=True)
class Listed:
    """A chapter in the public list; `provinces` only where they are not its own name."""

    name: str
    slug: str
    provinces: str
    email: str
    keeper: str = ""
    keeper_slug: str = ""


def find(slug: str) -> Chapter | None:
    """Return the chapter of an address; there are as many chapters as provinces, so all are read."""
    chapters = Chapter.objects.select_related("looked_after_by")
    return next((chapter for chapter in chapters if chapter.slug == slug), None)


def chapters_page() -> dict[str, Any]:
    """Return what the public list shows: the DPP, the chapters, and who looks after provinces without one."""
    chapters = list(Chapter.objects.select_related("looked_after_by").order_by("name"))
    provinces = _provinces()
    listed = [_listed(chapter, provinces.get(chapter.pk, [])) for chapter in chapters if chapter.pk != DPP]
    return {
        "dpp": next(chapter for chapter in chapters if chapter.pk == DPP),
        "founded": [each for each in listed if not each.keeper],
        "others": [each for each in listed if each.keeper and each.provinces != "-"],
    }


def chapter_page(chapter: Chapter, *, at: dt.datetime) -> dict[str, Any]:
    """Return what the public page of a chapter shows."""
    term = terms.open_term_of(chapter)
    board = board_of(chapter, at=at)
    return {
        "contact": contact_of(chapter),
        "founding": founding_of(chapter),
        "provinces": provinces_of(chapter),
        "keeper": chapter.looked_after_by,
        "place": _place_of(chapter),
        "term": presenting.years_of(term) if term else "",
        "groups": board,
        "number": sum(len(group.lines) for group in board),
    }


def board_of(chapter: Chapter, *, at: dt.datetime) -> list[Group]:
    """Return who serves on a board at a moment: names and positions. Staff, who are not elected, are left out."""
    held = Seat.objects.filter(chapter=chapter, user__isnull=True).held_at(at)
    rows = list(held.exclude(office=Office.REGISTRAR).printed())
    restricted = privacy.restricted_among([seat.member for seat in rows if seat.member])
    return presenting.grouped(
        (presenting.group_of(seat.office, seat.title), _line_of(seat, restricted)) for seat in rows
    )


def contact_of(chapter: Chapter) -> list[Row]:
    """Return how a chapter is reached, in words."""
    said = [
        (_("Alamat sekretariat"), chapter.address),
        (_("Alamat email"), chapter.email),
        (_("Telepon/WhatsApp"), chapter.phone),
        (_("Situs web"), chapter.website),
    ]
    return [Row(label, value, "") for label, value in said]


def founding_of(chapter: Chapter) -> list[Row]:
    """Return when and by which decree a chapter was founded; what is not known is left out."""
    said = [
        (_("Dibentuk pada"), spoken(chapter.founded_on)),
        (_("SK pembentukan"), decree(chapter.decree_number, chapter.decree_on)),
    ]
    return [Row(label, value, "") for label, value in said if value]


def provinces_of(chapter: Chapter) -> list[str]:
    """Return the names of the provinces that a chapter covers."""
    rows = Coverage.objects.filter(chapter=chapter).order_by("province__name")
    return list(rows.values_list("province__name", flat=True))


def whatsapp_of(phone: str) -> str:
    """Return the address that opens a chat with an Indonesian mobile number; "" for any other."""
    digits = re.sub(r"[^0-9]", "", phone)
    national = digits.removeprefix("62").removeprefix("0")
    return f"https://wa.me/62{national}" if national.startswith("8") and len(national) >= 9 else ""


def _line_of(seat: Seat, restricted: Collection[object]) -> Line:
    name = _("nama tidak ditampilkan") if seat.member_id in restricted else seat.holder_name
    return Line(presenting.post_of(seat.office, seat.title, seat.post), name)


def _place_of(chapter: Chapter) -> str:
    """Return the name of a chapter's place: of one that is not founded there is nothing else."""
    return chapter.name.removeprefix("DPD ")


def _provinces() -> dict[str, list[str]]:
    provinces: dict[str, list[str]] = {}
    for code, name in Coverage.objects.order_by("province__name").values_list("chapter", "province__name"):
        provinces.setdefault(code, []).append(name)
    return provinces


def _listed(chapter: Chapter, provinces: list[str]) -> Listed:
    own = _place_of(chapter)
    keeper = chapter.looked_after_by
    return Listed(
        name=own,
        slug=chapter.slug,
        provinces="" if provinces == [own] else ", ".join(provinces) or "-",
        email=chapter.email,
        keeper=keeper.name if keeper else "",
        keeper_slug=keeper.slug if keeper else "",
    )

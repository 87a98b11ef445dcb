"""What the tests of reconciliation share: a chapter with members and a list, and one run of it."""

import datetime as dt
from typing import Any

from chapters.models import Chapter, LedgerEntry
from chapters.reconciliation import lists, reading, running
from chapters.reconciliation.learning import Matcher
from chapters.reconciliation.lines import Line
from members.models import Member
from tests.cast import NOW, make_member

# Everything but the name tells these people apart; the same order in every test.
NAMES = (
    "Siti Rahmawati",
    "Budi Tumanggor",
    "Wati Kartasasmita",
    "Ucok Nainggolan",
    "Dewi Lestari",
    "Agus Pramono",
)


def make_members(number: int = 4, **facts: Any) -> list[Member]:
    """Make members who have nothing in common."""
    first = facts.pop("reference", "M")
    return [
        make_member(
            **{
                "name": NAMES[i], "reference": f"{first}{i}", "phone": f"+6281234567{i:03d}",
                "workplace": f"Yayasan {NAMES[i].split()[-1]}", "birth_date": dt.date(1980 + i, i + 1, 10 + i),
                "created_at": NOW - dt.timedelta(days=99), **facts,
            }
        )
        for i in range(number)
    ]  # fmt: skip


def line_of(member: Member, number: int = 2, **others: str) -> Line:
    """Write a member as a volunteer would, with everything right."""
    member.refresh_from_db()
    born = member.birth_date
    written = {
        "row_id": f"R{number}", "name": member.name, "phone": str(member.phone), "workplace": member.workplace,
        "birth": f"{born:%d-%m-%Y}" if born else "", "regency": str(member.home_regency or ""),
    }  # fmt: skip
    return Line(number, **{**written, **others})


def keep(*written: Line, chapter: str = "16", name: str = "own") -> lists.Change:
    """Make lines the state of a chapter's list."""
    return lists.apply(
        chapter=Chapter.objects.get(pk=chapter),
        name=name,
        to=written,
        file_name="daftar.csv",
        by=None,
        at=NOW,
    )


def reconcile(chapter: str = "16", **how: Any) -> LedgerEntry:
    """Reconcile a chapter as the command does."""
    at = how.pop("at", NOW)
    return running.reconcile(
        chapter=Chapter.objects.get(pk=chapter), matcher=Matcher(reading.nation(), at=at), at=at, **how
    )

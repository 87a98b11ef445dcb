"""What the tests of reconciliation share: a chapter with members and a list, and one run of it."""

import datetime as dt
from typing import Any

from chapters.models import Chapter, LedgerEntry, Link
from chapters.reconciliation import lists, running
from chapters.reconciliation.learning import Matcher
from chapters.reconciliation.lines import Line
from members.models import Member
from tests.cast import BANDA_ACEH, NOW, make_member

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
    return running.reconcile(chapter=Chapter.objects.get(pk=chapter), matcher=Matcher(at=at), at=at, **how)


# rows that the engine leaves to an officer: a name that two members have, one of them also at the workplace of R5; a
# name alone; a member of another chapter
DOUBTFUL = (
    Line(4, row_id="R4", name="Siti Rahmawati"),
    Line(5, row_id="R5", name="Siti Rahmawati", workplace="LKS Melati"),
    Line(6, row_id="R6", name="Dewi Lestari"),
    Line(8, row_id="R8", name="Hasan Tiro", workplace="LKS Seulawah"),
)


def doubtful(*more: Line) -> dict[str, Member]:
    """Make the members whom the DOUBTFUL rows may be, by reference, keep the rows, and reconcile."""
    own = make_members(6)
    facts = {"birth_date": dt.date(1971, 7, 7), "phone": "+628121110000", "workplace": "LKS Melati"}
    own += make_members(1, reference="N", **facts)
    facts = {"birth_date": dt.date(1966, 7, 7), "phone": "+628121110009", "workplace": "LKS Seulawah"}
    own += make_members(1, reference="A", name="Hasan Tiro", home_regency=BANDA_ACEH, **facts)
    keep(line_of(own[1], 2), line_of(own[2], 3), *DOUBTFUL, *more)
    reconcile()
    return {member.reference: member for member in own}


def link_of(row_id: str, reference: str) -> Link:
    """Return the link of a row and a member."""
    links = Link.objects.select_related("row__list__chapter", "member")
    return links.get(row__row_id=row_id, row__gone_by=None, member__reference=reference)


def links() -> set[tuple[str, str, str]]:
    """Return all links: row, member, band."""
    return set(Link.objects.values_list("row__row_id", "member__reference", "band"))

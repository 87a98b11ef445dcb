"""Builders of assemblies: of South Sumatra, on the Monday that tests live in, with their voters."""

import datetime as dt
from typing import Any

from chapters.models import Chapter
from events.assembly import attendance, candidates, convening, sitting, voters
from events.models import Assembly, Candidate
from ipspi.accounts.models import User
from members.models import Member
from tests.cast import NOW, TODAY, found, make_member, make_user

CUTOFF = TODAY - dt.timedelta(days=14)
STARTS, ENDS = TODAY, dt.date(2031, 11, 16)
TERM: dict[str, Any] = {"name": "2026–2031", "starts_on": STARTS, "ends_on": ENDS}


def make_assembly(*, by: User, chapter: Chapter | str = "16", **said: Any) -> Assembly:
    """Make an assembly that is being prepared."""
    usual = {
        "name": "MUSDA II", "held_on": TODAY, "place": "Palembang", "cutoff_on": CUTOFF,
        "agenda": "Pembukaan\nLaporan pertanggungjawaban\nPemilihan ketua",
    }  # fmt: skip
    return convening.prepare(chapter=found(chapter), by=by, at=NOW, **{**usual, **said})


def make_listed(*, by: User, **said: Any) -> Assembly:
    """Make an assembly whose list is closed, of the members there are."""
    assembly = make_assembly(by=by, **said)
    voters.draw(assembly=assembly, by=by, at=NOW)
    convening.call(assembly=assembly, by=by, at=NOW)
    return voters.close(assembly=assembly, by=by, at=NOW)


def come(assembly: Assembly, *members: Member, by: User) -> None:
    """Let voters come, by their numbers."""
    for member in members:
        attendance.by_number(assembly=assembly, number=str(member.number), by=by, at=NOW)


def make_open(*, by: User, number: int = 4, **said: Any) -> tuple[Assembly, list[Member], list[Candidate]]:
    """Make an assembly that has opened: all came, and the first two stand."""
    people = [make_member(name=f"Pemilih {each}", user=make_user()) for each in range(number)]
    assembly = make_listed(by=by, **said)
    come(assembly, *people, by=by)
    assembly = sitting.open_(assembly=assembly, by=by, at=NOW)
    stand = [
        candidates.propose(assembly=assembly, member=each, proposed_by="", by=by, on=TODAY)
        for each in people[:2]
    ]
    return assembly, people, stand

"""Builders of assemblies: of South Sumatra, on the Monday that tests live in, with their voters."""

import datetime as dt
from typing import Any

from chapters.models import Chapter
from events.assembly import attendance, candidates, convening, sitting, voters
from events.models import Assembly, Attendance, Candidate, Objection, Voter
from ipspi.accounts.models import User
from members.models import Member
from tests.cast import NOW, TODAY, found, make_member, make_user

CUTOFF = TODAY - dt.timedelta(days=14)
STARTS, ENDS = TODAY, dt.date(2031, 11, 16)
WORDS = ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh")
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
    people = [make_member(name=f"Pemilih {word}", user=make_user()) for word in WORDS[:number]]
    assembly = make_listed(by=by, **said)
    come(assembly, *people, by=by)
    assembly = sitting.open_(assembly=assembly, by=by, at=NOW)
    stand = [
        candidates.propose(assembly=assembly, member=each, proposed_by="", by=by, on=TODAY)
        for each in people[:2]
    ]
    return assembly, people, stand


def make_whole(*, chapter: str, member: Member, mark: str) -> dict[str, Any]:
    """Make an assembly with one of everything, each by its table's name; `member` votes, came and stands."""
    assembly = Assembly.objects.create(
        chapter=found(chapter), name=f"MUSDA {mark}", held_on=TODAY, place=f"Gedung {mark}", zone="WIB",
        agenda=f"Acara {mark}", cutoff_on=CUTOFF, state=Assembly.State.LISTED, drawn_at=NOW, listed_at=NOW,
        list_count=1, list_hash="0" * 64, made_at=NOW,
    )  # fmt: skip
    voter = Voter.objects.create(assembly=assembly, member=member, status=member.status, may_vote=True)
    checked = [{"code": "ACTIVE", "met": True, "said": f"Status {mark}"}]
    return {
        "assembly": assembly,
        "voter": voter,
        "objection": Objection.objects.create(voter=voter, words=f"Keberatan {mark}", noted_at=NOW),
        "attendance": Attendance.objects.create(voter=voter, way=Attendance.Way.NUMBER, at=NOW),
        "candidate": Candidate.objects.create(
            assembly=assembly, member=member, position=1, checked=checked, checked_on=TODAY,
            proposed_by=f"Pengusul {mark}",
        ),
    }  # fmt: skip

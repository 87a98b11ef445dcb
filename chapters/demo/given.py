"""The lists that a university and an office gave the chapter of the story, each for a purpose and a time."""

import datetime as dt

from chapters.demo import nation
from chapters.demo.people import Invented
from chapters.demo.spreadsheet import Secretary
from chapters.demo.story import OFFICE, Story
from chapters.models import Chapter, MemberList
from chapters.reconciliation import giving
from chapters.reconciliation import importing as lists
from ipspi.accounts.models import User
from ipspi.spreadsheets import importing

Kind = MemberList.Kind


def give(story: Story, *, by: User, at: dt.datetime) -> None:
    """Begin both lists and upload their files, as the secretary would."""
    _give(
        story.graduates,
        kind=Kind.GRADUATES,
        name="Lulusan 2018–2025",
        about="S1 Kesejahteraan Sosial, Universitas Contoh Palembang",
        given_by="Bagian Akademik Universitas Contoh Palembang",
        purpose="Mengetahui berapa lulusan yang sudah terdaftar sebagai anggota, dan mengundang yang belum.",
        ends_on=at.date() + dt.timedelta(days=240),
        file_name="lulusan.csv",
        by=by,
        at=at,
    )
    _give(
        story.staff,
        kind=Kind.STAFF,
        name="Pekerja sosial 2026",
        about=OFFICE,
        given_by=f"Subbagian Kepegawaian {OFFICE}",
        purpose="Mengetahui pekerja sosial yang belum tercatat, dan mengundang mereka.",
        ends_on=at.date() + dt.timedelta(days=12),
        file_name="pegawai.csv",
        by=by,
        at=at,
    )


def _give(people: list[Invented], *, file_name: str, by: User, at: dt.datetime, **said: object) -> None:
    chapter = Chapter.objects.get(pk=nation.HOME)
    kept = giving.give(chapter=chapter, by=by, at=at, **said)  # type: ignore[arg-type]  # as give has them
    sheet = Secretary().sheet(people, twice=1, wrong_birth=0, title=(kept.about.upper(),))
    upload = importing.receive(
        kind=lists.KIND, key=lists.key_of(chapter, kept.name), file_name=file_name, content=sheet.encode("cp1252"),
        by=by, at=at,
    )  # fmt: skip
    upload = importing.assign(upload=upload, places=upload.places, by=by, at=at)
    importing.apply(upload=upload, by=by, at=at)

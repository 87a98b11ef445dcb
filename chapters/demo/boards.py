"""The boards of the story: the 45 of Sumatera Selatan, and what is public of Aceh."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from chapters import boards
from chapters.models import Chapter, Office, Term
from ipspi.accounts.models import User
from members.models import Member

WIB = ZoneInfo("Asia/Jakarta")
ELECTED = dt.date(2023, 5, 14)  # by the MUSDA of Sumatera Selatan
DIVISIONS = (
    *("Organisasi dan Keanggotaan", "Pendidikan dan Pelatihan", "Sertifikasi dan Praktik"),
    *("Advokasi dan Hukum", "Penelitian dan Pengembangan", "Hubungan Masyarakat dan Kerja Sama"),
)


@dataclass(frozen=True, slots=True)
class Post:
    """An office to be filled, with its title where the office alone does not say it."""

    office: str
    title: str = ""


def posts() -> Iterator[Post]:
    """Yield the 44 posts beside the chair's; the secretary's is the first."""
    yield Post(Office.SECRETARY)
    yield from [Post(Office.ADVISER)] * 3
    yield from [Post(Office.PATRON)] * 2
    yield from [Post(Office.VICE_CHAIR, f"Wakil Ketua {number}") for number in ("I", "II", "III")]
    yield from [Post(Office.VICE_SECRETARY, f"Wakil Sekretaris {number}") for number in ("I", "II")]
    yield Post(Office.TREASURER)
    yield Post(Office.TREASURER, "Wakil Bendahara")
    for division in DIVISIONS:
        yield Post(Office.DIVISION, f"Ketua Bidang {division}")
        yield from [Post(Office.DIVISION, f"Anggota Bidang {division}")] * 4
    yield Post(Office.DIVISION, "Anggota Bidang Hubungan Masyarakat dan Kerja Sama")


def seat_south_sumatra(members: list[Member], *, by: User) -> None:
    """Give Sumatera Selatan its two terms, its chair, an outsider to the register, and the first 44 `members`."""
    chapter = Chapter.objects.get(pk="16")
    Term.objects.create(chapter=chapter, name="2019–2023", starts_on=dt.date(2019, 4, 8), ends_on=ELECTED)
    term = Term.objects.create(
        chapter=chapter,
        name="2023–2028",
        starts_on=ELECTED,
        ends_on=dt.date(2028, 5, 14),
        elected_on=ELECTED,
    )
    start = dt.datetime.combine(ELECTED, dt.time(), tzinfo=WIB)
    boards.give_seat(
        chapter=chapter, office=Office.CHAIR, outsider_name="Wahidin", term=term, starts_at=start, by=by
    )
    for post, member in zip(posts(), members, strict=False):
        boards.give_seat(
            chapter=chapter,
            office=post.office,
            title=post.title,
            member=member,
            term=term,
            starts_at=start,
            by=by,
        )


def seat_aceh(secretary: Member, *, by: User) -> None:
    """Give Aceh the chair whom an article names in 2021, and a secretary of today. Other dates are not known."""
    chapter = Chapter.objects.get(pk="11")
    boards.give_seat(
        chapter=chapter,
        office=Office.CHAIR,
        outsider_name="Bukhari Mahmud",
        title="Ketua (2021)",
        starts_at=dt.datetime(2021, 1, 1, tzinfo=WIB),
        ends_at=dt.datetime(2022, 1, 1, tzinfo=WIB),
        by=by,
    )
    start = dt.datetime(2024, 1, 1, tzinfo=WIB)
    boards.give_seat(chapter=chapter, office=Office.SECRETARY, member=secretary, starts_at=start, by=by)

"""The boards of the story: the 45 of Sumatera Selatan, and what is public of Aceh."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from chapters.boards import seats, terms
from chapters.boards.seats import Holder
from chapters.models import Chapter, Office, Term
from ipspi.accounts.models import User
from members.models import Member

WIB = ZoneInfo("Asia/Jakarta")
FORMED = dt.date(2019, 4, 8)
ELECTED = dt.date(2023, 5, 14)  # by the MUSDA of Sumatera Selatan
DIVISIONS = (
    *("Organisasi dan Keanggotaan", "Pendidikan dan Pelatihan", "Sertifikasi dan Praktik"),
    *("Advokasi dan Hukum", "Penelitian dan Pengembangan", "Hubungan Masyarakat dan Kerja Sama"),
)


# of the first board, and in no register: invented
OUTSIDERS = (
    (Office.ADVISER, "Drs. H. Syamsul Hidayat, M.Si"),
    (Office.ADVISER, "Hj. Rohani Idris, S.Sos"),
    (Office.PATRON, "Ir. Fadli Anwar"),
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


def first_posts() -> Iterator[Post]:
    """Yield the posts of the first board that a member of the register held."""
    yield Post(Office.VICE_CHAIR)
    yield Post(Office.SECRETARY)
    yield Post(Office.VICE_SECRETARY)
    yield Post(Office.TREASURER)
    for division in DIVISIONS[:4]:
        yield Post(Office.DIVISION, f"Ketua Bidang {division}")
        yield from [Post(Office.DIVISION, f"Anggota Bidang {division}")] * 2


def seat_south_sumatra(members: list[Member], *, by: User) -> None:
    """
    Give Sumatera Selatan its two terms.

    The present board has its chair, an outsider to the register, and the first 44 `members`; the one before is smaller,
    partly of people whom the register does not know. Who chaired it, and all decrees, are not known.
    """
    chapter = Chapter.objects.get(pk="16")
    start = dt.datetime.combine(ELECTED, dt.time(), tzinfo=WIB)
    first = [Holder(office=office, outsider_name=name) for office, name in OUTSIDERS]
    first += [
        Holder(office=post.office, title=post.title, member=member)
        for post, member in zip(first_posts(), members[20:], strict=False)
    ]
    earlier = terms.record_past(
        chapter=chapter, name="2019–2023", starts_on=FORMED, ends_on=ELECTED, board=first, at=start, by=by
    )
    _replace_treasurer(earlier, members[40], by=by)
    board = [Holder(office=Office.CHAIR, outsider_name="Wahidin")]
    board += [
        Holder(office=post.office, title=post.title, member=member)
        for post, member in zip(posts(), members, strict=False)
    ]
    terms.begin(
        chapter=chapter, name="2023–2028", starts_on=ELECTED, ends_on=dt.date(2028, 5, 14), elected_on=ELECTED,
        board=board, at=start, by=by,
    )  # fmt: skip


def _replace_treasurer(term: Term, member: Member, *, by: User) -> None:
    """Have the first board's treasurer replaced inside the term."""
    seat, at = term.seats.get(office=Office.TREASURER), dt.datetime(2021, 3, 1, tzinfo=WIB)
    ends_at = seat.ends_at
    seats.end(seat=seat, by=by, at=at, reason="Mengundurkan diri dari jabatan")
    seats.give(
        chapter=term.chapter, office=seat.office, member=member, term=term, position=seat.position,
        starts_at=at, ends_at=ends_at, replaces=seat, by=by,
    )  # fmt: skip


def seat_aceh(secretary: Member, *, by: User) -> None:
    """Give Aceh the chair whom an article names in 2021, and a secretary of today. Other dates are not known."""
    chapter = Chapter.objects.get(pk="11")
    seats.give(
        chapter=chapter,
        office=Office.CHAIR,
        outsider_name="Bukhari Mahmud",
        title="Ketua (2021)",
        starts_at=dt.datetime(2021, 1, 1, tzinfo=WIB),
        ends_at=dt.datetime(2022, 1, 1, tzinfo=WIB),
        by=by,
    )
    start = dt.datetime(2024, 1, 1, tzinfo=WIB)
    seats.give(chapter=chapter, office=Office.SECRETARY, member=secretary, starts_at=start, by=by)

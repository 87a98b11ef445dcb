"""What the secretary does with the roster in the demo story: two saved views, and a mail to some members."""

import datetime as dt
import uuid

from chapters.circulars import sending
from chapters.models import Chapter
from chapters.rostering import looks
from ipspi.accounts.models import User
from members.models import Member

VIEWS = {
    "PNS di Palembang": {"work": "pns", "place": "16.71"},
    "Data belum lengkap": {"status": "MEMBERS", "problem": "any"},
}
SUBJECT = "Undangan rapat kerja DPD"
TEXT = """Rapat kerja DPD Sumatera Selatan diadakan pada hari Sabtu pukul 09.00 WIB di aula Dinas Sosial.

Kami mohon kehadiran Bapak dan Ibu. Bila berhalangan, balaslah email ini."""


def reach(members: list[Member], *, secretary: User, space: uuid.UUID, at: dt.datetime) -> None:
    """Keep two views, and write to some members."""
    chapter = Chapter.objects.get(pk="16")
    for name, filters in VIEWS.items():
        looks.save(
            chapter=chapter,
            name=name,
            filters=filters,
            shown=["number", "place", "work", "chat"],
            by=secretary,
        )
    sending.send(
        pk=uuid.uuid5(space, SUBJECT),
        chapter=chapter,
        subject=SUBJECT,
        text=TEXT,
        to=Member.objects.filter(pk__in=[member.pk for member in members]),
        by=secretary,
        at=at,
    )

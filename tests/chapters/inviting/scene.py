"""What the tests of invitations share: a list with people whom nobody knows, reconciled, and links out of messages."""

import re
from urllib.parse import parse_qs, urlsplit

from chapters.inviting import sending
from chapters.models import Chapter, Invitation, ListRow
from chapters.reconciliation.lines import Line
from ipspi.outbox.models import Mail
from tests.cast import NOW
from tests.chapters.reconciliation.scene import keep, reconcile

ZUL = Line(
    2, row_id="R1", name="Drs. Zulkifli Hutabarat, M.Si", email="Zul@contoh.example", phone="0812 9000 1111",
    birth="Medan, 3 Mei 1979", workplace="Dinas Sosial Kota Palembang", regency="Kota Palembang", status="PNS",
    nip="197905032005011001", nik="1671010305790001",
)  # fmt: skip
WATI = Line(3, row_id="R2", name="Wati Sihombing", phone="0813-8000-2222")
NOWHERE = Line(4, row_id="R3", name="Ucok Simanjuntak", email="tidak ada", phone="0711 55")


def listed(*lines: Line) -> None:
    """Keep a chapter's list and compare it with the register."""
    keep(*(lines or (ZUL, WATI, NOWHERE)))
    reconcile()


def row(row_id: str) -> ListRow:
    return ListRow.objects.current().select_related("list__chapter").get(row_id=row_id)


def invite(by, *row_ids, channel="EMAIL", at=NOW, chapter="16", only=None):
    chosen = [row(each).pk for each in row_ids] or None
    chapter = Chapter.objects.get(pk=chapter)
    return sending.invite(chapter=chapter, rows=chosen, channel=channel, by=by, at=at, only=only)


def invitation() -> Invitation:
    return Invitation.objects.get()


def link_in(mail: Mail) -> str:
    """Return the path of the personal link in a mail."""
    found = re.search(r"(/undangan/[\w-]+/)\s", mail.text)
    assert found
    return found[1]


def text_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["text"][0]

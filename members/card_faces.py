"""What a card shows, on the phone and on paper: the member as of today, and the code that proves it."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from segno import QRCode

from ipspi.credentials import codes
from members import additions, cards
from members.models import Card, Member

LENGTHS = [(24, "short"), (48, "long"), (90, "longer")]


@dataclass(frozen=True, slots=True)
class Face:
    """The words of a card. `check_address` is where anybody checks a card; `address` is what its code says."""

    name: str
    initials: str
    number: str
    kind: str
    chapter: str
    since: str
    serial: str
    check_address: str
    address: str
    code: QRCode

    @property
    def length(self) -> str:
        """How long the name is, in a word, so that it may be written smaller."""
        return next((word for most, word in LENGTHS if len(self.name) <= most), "longest")


def face_of(card: Card, *, member: Member) -> Face:
    """Return what `card` shows of its member."""
    keeper = additions.keeper_of(member)
    page = urljoin(settings.SITE_URL, reverse("checking:start"))
    said = cards.said_by(card)
    words = {"serial": card.pk, "on": formats.date_format(said.issued_on, "j F Y")}
    serial = _("No. seri %(serial)s, diterbitkan %(on)s") % words
    if said.expires_on:
        serial += "\n" + _("Berlaku sampai %(on)s") % {"on": formats.date_format(said.expires_on, "j F Y")}
    return Face(
        name=member.full_name,
        initials=initials(member.name),
        number=str(member.number),
        kind=member.type.name,
        chapter=keeper.name if keeper else "",
        since=formats.date_format(member.joined_on or timezone.localdate(card.issued_at), "F Y"),
        serial=serial,
        check_address=f"{urlsplit(page).netloc}{urlsplit(page).path}",
        address=page + card.token,
        code=codes.drawn(page, card.token),
    )


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name; of a mononym, its first letter."""
    words = ["".join(each for each in word if unicodedata.category(each)[0] == "L") for word in name.split()]
    letters = [word[0].upper() for word in words if word]
    return "".join(letters[:1] + letters[1:][-1:])

"""What a member sees of the offices that they hold, and what of them is in a copy of their data or goes with it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters.boards.presenting import spoken
from chapters.models import Seat
from ipspi.regions import times
from members.additions import HeldOffice
from members.models import Member


def offices_of(member: Member) -> list[HeldOffice]:
    """Return the offices that a member holds now or is about to, the oldest first."""
    now = timezone.now()
    rows = Seat.objects.filter(member=member).not_ended(now).select_related("chapter", "term")
    return [_held(seat, is_to_come=seat.starts_at > now) for seat in rows.order_by("starts_at", "pk")]


def in_copy(member: Member) -> list[dict[str, str]]:
    """Return all offices that a member ever held, for a copy of their data."""
    rows = Seat.objects.filter(member=member).select_related("chapter", "term").order_by("starts_at", "pk")
    return [
        {
            "jabatan": seat.post,
            "daerah": seat.chapter.name,
            "masa bakti": seat.term.name if seat.term else "",
            "mulai": times.spoken(seat.starts_at, zone=seat.chapter.zone),
            "berakhir": times.spoken(seat.ends_at, zone=seat.chapter.zone) if seat.ends_at else "",
            "alasan berakhir": seat.reason,
            "nomor SK": seat.decree_number,
        }
        for seat in rows
    ]


def forget(member: Member) -> None:
    """Delete the words about why somebody's seats ended; that the seats were held stays."""
    Seat.objects.filter(member=member).update(reason="")


def _held(seat: Seat, *, is_to_come: bool) -> HeldOffice:
    day = spoken(times.local(seat.starts_at, zone=seat.chapter.zone).date())
    since = _("mulai %(day)s") if is_to_come else _("sejak %(day)s")
    words = [seat.term.name if seat.term else "", since % {"day": day}]
    url = reverse("organisation:chapter", args=[seat.chapter.slug])
    return HeldOffice(seat.post, seat.chapter.name, ", ".join(filter(None, words)), url)

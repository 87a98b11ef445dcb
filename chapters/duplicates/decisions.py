"""What was decided about a pair, in words: by whom, when, and what was taken back."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from chapters.models import DuplicatePair, Merge
from ipspi.regions import times


def state_of(pair: DuplicatePair) -> str:
    """Return the state of a pair in a list of those decided."""
    undone = pair.state == DuplicatePair.State.OPEN and getattr(pair, "undone", False)
    return _("digabungkan, lalu diurungkan") if undone else str(pair.get_state_display())


def said_of(pair: DuplicatePair, *, zone: str) -> list[str]:
    """Return a sentence for every merge that was undone, and one for how the pair stands now."""
    return [*_undone(pair, zone), *_standing(pair, zone)]


def _undone(pair: DuplicatePair, zone: str) -> Iterator[str]:
    both = [pair.one_id, pair.other_id]
    rows = Merge.objects.filter(keep__in=both, other__in=both, undone_at__isnull=False)
    for merge in rows.select_related("by", "undone_by").order_by("pk"):
        yield _("Digabungkan %(at)s oleh %(who)s, diurungkan %(undone_at)s oleh %(undone_by)s.") % {
            "at": times.spoken(merge.at, zone=zone),
            "who": merge.by or _("registri"),
            "undone_at": times.spoken(merge.undone_at, zone=zone) if merge.undone_at else "",
            "undone_by": merge.undone_by or _("registri"),
        }


def _standing(pair: DuplicatePair, zone: str) -> Iterator[str]:
    """Say who decided, or who has been asked to."""
    if pair.decided_at:
        at = times.spoken(pair.decided_at, zone=zone)
        words = {"who": pair.decided_by or _("registri"), "at": at, "state": pair.get_state_display()}
        yield _("Diputuskan oleh %(who)s pada %(at)s: %(state)s.") % words
    elif pair.referred_at:
        at = times.spoken(pair.referred_at, zone=zone)
        yield _("Diserahkan kepada DPP pada %(at)s. DPP yang memutuskan.") % {"at": at}

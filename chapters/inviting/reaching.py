"""
Which rows can be invited by which channel, and why the others cannot.

Source: docs/rules.md#invitations
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import formats
from django.utils.translation import gettext as _

from chapters import certainty
from chapters.inviting import optouts
from chapters.models import Chapter, Invitation, ListRow, MemberList
from chapters.reconciliation import addresses, counting
from chapters.reconciliation.groups import Group, rows_of
from chapters.reconciliation.presenting import changed_since
from ipspi.errors import RuleError
from ipspi.regions import times
from members.matching import names

Channel = Invitation.Channel


class NotCompared(RuleError):
    """Rows that were not compared with the register may be members: nobody is invited before that."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a row is reached by a channel; `reason` says, in words, why it cannot be invited so now."""

    row: ListRow
    address: str
    reason: str = ""


def require_comparison(chapter: Chapter, only: MemberList | None = None) -> None:
    """Raise NotCompared unless the lists of its members, or the one told, were compared as they are now."""
    if not _is_compared(chapter, only):
        words = _(
            "Daftar ini belum dibandingkan dengan data nasional sejak terakhir berubah. Jalankan rekonsiliasi dahulu."
        )
        raise NotCompared(words)


def _is_compared(chapter: Chapter, only: MemberList | None) -> bool:
    if only is not None:
        state = counting.state_of(only)
        return state.entry is not None and not state.outdated
    entry = certainty.latest(chapter)
    return entry is not None and not changed_since(chapter, entry)


def reach(
    rows: Sequence[ListRow],
    *,
    chapter: Chapter,
    channel: str,
    at: dt.datetime,
    only: MemberList | None = None,
) -> list[Reach]:
    """Return how each row is reached, in the order given; a few queries for any number of rows."""
    alone = rows_of(Group.ONLY_LIST, chapter=chapter, only=only).filter(pk__in=[row.pk for row in rows])
    still = set(alone.values_list("pk", flat=True))
    earlier = invitations_of(rows)
    elsewhere = _invited_from_other_lists(rows, chapter=chapter, channel=channel, at=at)
    refused = optouts.refused_among(set().union(*(optouts.of_row(row) for row in rows)))
    found = []
    for row in rows:
        address = address_of(row, channel=channel)
        invited = earlier[row.list_id, row.key]
        reasons = [
            (row.pk not in still, _("Sudah tidak “Hanya di daftar”: terhubung, atau perlu ditinjau dahulu.")),
            (any(each.registered_at for each in invited), _("Sudah mendaftar lewat undangan.")),
            (
                bool(optouts.of_row(row) & refused) or any(each.refused_at for each in invited),
                _("Tidak mau dihubungi lagi."),
            ),
            (not address, _nowhere(channel)),
            (bool(elsewhere[address] & _words(row.name)), _("Sudah diundang dari daftar lain.")),
        ]
        reason = next((words for stands, words in reasons if stands), "") or _invited(
            invited, channel, zone=chapter.zone, at=at
        )
        found.append(Reach(row, address, reason))
    return found


def _invited_from_other_lists(
    rows: Sequence[ListRow], *, chapter: Chapter, channel: str, at: dt.datetime
) -> dict[str, set[str]]:
    """Who has an open invitation as somebody on another list of the chapter: words of their names, by address."""
    found = defaultdict[str, set[str]](set)
    sent = Invitation.objects.open().filter(channel=channel, sent_at__isnull=False, ends_at__gt=at)
    others = ListRow.objects.current().filter(list__chapter=chapter)
    others = others.exclude(list__in={row.list_id for row in rows})
    for row in others.filter(Exists(sent.filter(list=OuterRef("list"), key=OuterRef("key")))).defer("nik"):
        found[address_of(row, channel=channel)] |= _words(row.name)
    return found


def _words(name: str) -> set[str]:
    return {names.fold(word) for word in names.parse(name).words}


def address_of(row: ListRow, *, channel: str) -> str:
    """Return the e-mail address or the mobile number of a row; "" where it has none that can be used."""
    return addresses.email_in(row.email) if channel == Channel.EMAIL else addresses.mobile_in(row.phone)


def invitations_of(rows: Collection[ListRow]) -> dict[tuple[int, str], list[Invitation]]:
    """Return the invitations of each row, by list and key, the latest first; one query."""
    lists, keys = {row.list_id for row in rows}, {row.key for row in rows}
    found = defaultdict[tuple[int, str], list[Invitation]](list)
    for each in Invitation.objects.filter(list__in=lists, key__in=keys).defer("address").order_by("-pk"):
        found[each.list_id, each.key].append(each)
    return found


def _nowhere(channel: str) -> str:
    if channel == Channel.EMAIL:
        return _("Tidak ada alamat email di daftar.")
    return _("Tidak ada nomor HP di daftar.")


def _invited(invited: Sequence[Invitation], channel: str, *, zone: str, at: dt.datetime) -> str:
    """Say when a row was invited by a channel, while that invitation may still be answered."""
    sent = next(
        (each for each in invited if each.channel == channel and each.sent_at and not each.replaced_at), None
    )
    if sent is None or sent.sent_at is None or sent.ends_at <= at:
        return ""
    day = formats.date_format(times.local(sent.sent_at, zone=zone), "j F Y")
    return _("Sudah diundang lewat %(channel)s pada %(day)s.") % {
        "channel": sent.get_channel_display(),
        "day": day,
    }

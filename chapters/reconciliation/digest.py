"""The morning's mail to a chapter's officers: what the night changed, in counts, with the way to the rows."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters import access
from chapters.models import LedgerEntry
from chapters.reconciliation.groups import Group
from ipspi.outbox import posting


@dataclass(frozen=True, slots=True)
class Piece:
    """One figure of the mail: how many there are, how many more ("+") or fewer ("−") than before, where they are."""

    label: str
    now: int
    sign: str
    size: int
    path: str


def post(*, entry: LedgerEntry) -> None:
    """
    Put the digest of a night into the outbox, in the caller's transaction: one mail per officer, if anything changed.

    A chapter that is neither founded nor keeps a list gets none: its new members are told of already when they apply.
    """
    chapter, night = entry.run.chapter, entry.run.night
    before = (
        LedgerEntry.objects.filter(run__chapter=chapter, run__night__lt=night).order_by("run__night").last()
    )
    news, pieces = _news(entry, before), _pieces(entry, before)
    if not (chapter.is_founded or entry.rows) or not (news or pieces):
        return
    path = reverse("reconciliation:ledger", args=[chapter.pk])
    for officer in access.officers_who(access.May.SEE_LEDGER, chapter=chapter):
        posting.add(
            key=f"digest:{chapter.pk}:{night}:{officer.pk}",
            kind="chapters.digest",
            to=officer.email,
            subject=_("%(chapter)s: hasil rekonsiliasi semalam") % {"chapter": chapter.name},
            template="mail/digest",
            context={"chapter": chapter, "night": night, "news": news, "pieces": pieces, "path": path},
        )


def _news(entry: LedgerEntry, before: LedgerEntry | None) -> list[str]:
    """Say who came and who left since the night before; nothing on a first night, when everybody would be new."""
    if before is None:
        return []
    since = before.run.started_at
    members = access.members_of(entry.run.chapter).counted()
    came = members.filter(Q(decided_at__gt=since) | Q(decided_at__isnull=True, created_at__gt=since)).count()
    left = max(before.national + came - entry.national, 0)
    news = []
    if came:
        news.append(ngettext("%(count)d anggota baru", "%(count)d anggota baru", came) % {"count": came})
    if left:
        news.append(ngettext("%(count)d anggota keluar", "%(count)d anggota keluar", left) % {"count": left})
    return news


def _pieces(entry: LedgerEntry, before: LedgerEntry | None) -> list[Piece]:
    """Return the figures that are not what they were the night before."""
    found = []
    for group in Group:
        now, then = group.count_in(entry), group.count_in(before) if before else 0
        if now != then:
            path = reverse("reconciliation:group", args=[entry.run.chapter_id, group.slug])
            sign = "+" if now > then else "\N{MINUS SIGN}"
            found.append(Piece(str(group.label), now, sign, abs(now - then), path))
    return found

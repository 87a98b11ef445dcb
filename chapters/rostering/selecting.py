"""
Whom an officer has chosen in a chapter's roster: kept while pages are turned, for that officer and chapter alone.

Source: docs/rules.md#roster
"""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from chapters import access, rosters
from chapters.access import May
from chapters.models import Chapter, Chosen
from ipspi.accounts.models import User
from ipspi.errors import RuleError
from members.models import MemberQuerySet

MOST = 20_000
KEPT = dt.timedelta(days=7)
BATCH = 2_000


class TooMany(RuleError):
    """More people than may be chosen."""


@transaction.atomic
def choose(
    *, chapter: Chapter, shown: Collection[UUID], ticked: Collection[UUID], by: User, at: dt.datetime
) -> None:
    """
    Of those `shown` choose the ticked ones and no other; whoever is not shown stays as they are.

    Who is not of the chapter's roster is passed over. Raises PermissionDenied.
    """
    access.require(by, May.SEE_MEMBERS, chapter=chapter.pk)
    wanted = rosters.roster_of(chapter).filter(pk__in=set(ticked) & set(shown))
    Chosen.objects.filter(user=by, chapter=chapter, member__in=set(shown) - set(ticked)).delete()
    _add(wanted.values_list("pk", flat=True), chapter=chapter, by=by, at=at)


@transaction.atomic
def choose_all(*, chapter: Chapter, found: MemberQuerySet, by: User, at: dt.datetime) -> int:
    """Choose all who were found, beside whom was chosen before; return how many. Raises PermissionDenied, TooMany."""
    access.require(by, May.SEE_MEMBERS, chapter=chapter.pk)
    found = found.order_by()
    if (number := found.count()) > MOST:
        words = _("Paling banyak %(most)d orang dapat dipilih. Sempitkan dahulu saringannya.")
        raise TooMany(words % {"most": MOST})
    _add(found.values_list("pk", flat=True).iterator(chunk_size=BATCH), chapter=chapter, by=by, at=at)
    return number


@transaction.atomic
def drop_all(*, chapter: Chapter, by: User, at: dt.datetime) -> None:
    """Choose nobody; it can be taken back until somebody is chosen anew."""
    Chosen.objects.filter(user=by, chapter=chapter, dropped_at__isnull=False).delete()
    Chosen.objects.filter(user=by, chapter=chapter).update(dropped_at=at)


@transaction.atomic
def take_back(*, chapter: Chapter, by: User) -> None:
    """Choose those again who were dropped last."""
    Chosen.objects.filter(user=by, chapter=chapter).update(dropped_at=None)


def chosen(user: User, *, chapter: Chapter) -> MemberQuerySet:
    """Return whom an officer has chosen, as far as they are still of the chapter's roster."""
    rows = Chosen.objects.filter(user=user, chapter=chapter, dropped_at=None)
    return rosters.roster_of(chapter).filter(pk__in=rows.values("member"))


def numbers(user: User, *, chapter: Chapter) -> tuple[int, int]:
    """Return how many are chosen, and how many were dropped last and can be chosen again."""
    rows = Chosen.objects.filter(user=user, chapter=chapter, member__in=rosters.roster_of(chapter))
    row = rows.aggregate(
        chosen=Count("pk", filter=Q(dropped_at=None)), dropped=Count("pk", filter=~Q(dropped_at=None))
    )
    return row["chosen"], row["dropped"]


def forget(*, at: dt.datetime) -> int:
    """Forget whom nobody has asked for in some days; return how many."""
    return Chosen.objects.filter(at__lte=at - KEPT).delete()[0]


def _add(members: Iterable[UUID], *, chapter: Chapter, by: User, at: dt.datetime) -> None:
    rows = [Chosen(user=by, chapter=chapter, member_id=pk, at=at) for pk in members]
    if not rows:
        return
    Chosen.objects.filter(user=by, chapter=chapter, dropped_at__isnull=False).delete()
    Chosen.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["user", "chapter", "member"],
        update_fields=["at", "dropped_at"],
        batch_size=BATCH,
    )

"""What officers decide about a pair without merging it: two people, not yet, or that the DPP decides."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from chapters import access, likelihood
from chapters.access import May
from chapters.duplicates import letters
from chapters.models import DPP, Chapter, DuplicatePair
from chapters.models.duplicates import DuplicatePairQuerySet
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError


class AlreadyDecided(RuleError):
    """Somebody has decided about the pair, or one of the two is no member and no applicant any more."""


def pairs_seen_by(user: User) -> DuplicatePairQuerySet:
    """Return the pairs of whom `user` may see one at least; of those with somebody elsewhere the likely ones."""
    members = access.members_where(user, May.SEE_MEMBERS).values("pk")
    both, either = Q(one__in=members, other__in=members), Q(one__in=members) | Q(other__in=members)
    return DuplicatePair.objects.filter(both | either & Q(probability__gte=likelihood.LEAST_OUTSIDE))


def waiting_in(chapter: Chapter) -> DuplicatePairQuerySet:
    """
    Return the pairs that wait for a chapter's officers; for the DPP, the nation's.

    The chapter decides where it keeps both; of a likely pair with somebody elsewhere it may ask the DPP to.
    """
    pairs = DuplicatePair.objects.to_decide()
    if chapter.pk == DPP:
        return pairs
    own = access.members_of(chapter).values("pk")
    both, either = Q(one__in=own, other__in=own), Q(one__in=own) | Q(other__in=own)
    return pairs.filter(
        both | either & Q(probability__gte=likelihood.LEAST_OUTSIDE, referred_at__isnull=True)
    )


@transaction.atomic
def tell_apart(*, pair: DuplicatePair, by: User, at: dt.datetime) -> None:
    """
    Decide that the two are two people, for good: no later night asks again.

    Raises PermissionDenied unless `by` may merge on both sides, AlreadyDecided.
    """
    locked = _open(pair)
    for member in (locked.one, locked.other):
        access.require(by, May.MERGE, province=member.home_province_id)
    locked.state, locked.decided_at, locked.decided_by = DuplicatePair.State.NOT_SAME, at, by
    locked.save(update_fields=["state", "decided_at", "decided_by"])
    audit.record(by=by, did="tell_apart", to=locked)


@transaction.atomic
def reopen(*, pair: DuplicatePair, by: User) -> None:
    """Take back that the two are two people. Raises PermissionDenied unless `by` may merge on both sides."""
    locked = (
        DuplicatePair.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=pair.pk)
    )
    for member in (locked.one, locked.other):
        access.require(by, May.MERGE, province=member.home_province_id)
    if locked.state != DuplicatePair.State.NOT_SAME:
        raise AlreadyDecided(_("Hanya keputusan “bukan orang yang sama” yang dapat dibuka lagi di sini."))
    locked.state, locked.decided_at, locked.decided_by = DuplicatePair.State.OPEN, None, None
    locked.save(update_fields=["state", "decided_at", "decided_by"])
    audit.record(by=by, did="reopen_pair", to=locked)


@transaction.atomic
def refer(*, pair: DuplicatePair, chapter: Chapter, by: User, at: dt.datetime) -> None:
    """
    Ask the DPP to decide about a pair of which the chapter keeps only one; asking again does nothing.

    Raises PermissionDenied unless `by` may merge in the chapter, which must keep one of the two; AlreadyDecided.
    """
    access.require(by, May.MERGE, chapter=chapter.pk)
    locked = _open(pair)
    if not access.members_where(by, May.MERGE).filter(pk__in=[locked.one_id, locked.other_id]).exists():
        raise PermissionDenied
    if locked.referred_at is not None:
        return
    locked.referred_at, locked.referred_by = at, by
    locked.save(update_fields=["referred_at", "referred_by"])
    audit.record(by=by, did="refer_pair", to=locked, chapter="" if chapter.pk == DPP else chapter.pk)
    letters.tell_dpp(locked, chapter=chapter)


def _open(pair: DuplicatePair) -> DuplicatePair:
    rows = DuplicatePair.objects.to_decide().select_for_update(of=("self",)).select_related("one", "other")
    locked = rows.filter(pk=pair.pk).first()
    if locked is None:
        raise AlreadyDecided(_("Pasangan ini sudah diputuskan."))
    return locked

"""
What officers decide about a row of a list and a member: the same person, not the same, or later.

A decision is a fact of its own: no upload and no run takes it back, only an officer does. It counts at once, in the
links and figures of the latest run.
Source: docs/rules.md#decisions-about-rows
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import Chapter, Decision, JointDecision, Link, MemberList, Run
from chapters.reconciliation import calibrating, effects, living, withdrawing
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from members.models import Member

Answer = Decision.Answer
MOST_OUTSIDE = 20  # a day and chapter: what an answer tells of members elsewhere is where, and since when


class AlreadyDecided(RuleError):
    """Somebody has decided about the pair, or its row, or a new result has taken its place."""


class TooManyOutside(RuleError):
    """The chapter accepted too many members of other chapters today."""


class NothingToUndo(RuleError):
    """The decision was taken back already."""


@transaction.atomic
def decide(*, link: Link, answer: str, by: User, at: dt.datetime) -> Decision:
    """
    Decide about the pair of `link`, and let it count at once.

    Raises PermissionDenied if `by` may not reconcile the chapter, AlreadyDecided, TooManyOutside.
    """
    chapter = locked(link.row.list.chapter, by=by)
    pair = Link.objects.select_related("row__list", "run__model").filter(pk=link.pk).first()
    _check(link, pair)
    outside = not access.members_of(chapter).filter(pk=link.member_id).exists()
    if outside and answer == Answer.SAME:
        _limit(chapter, at=at)
    decision = write(link, answer, by=by, at=at)
    follow(chapter, link.row.list, at=at)
    audit.record(
        by=by, did="decide_row", to=decision, chapter=chapter.pk, answer=answer, member=str(link.member_id),
        outside=int(outside),
    )  # fmt: skip
    return decision


@transaction.atomic
def undo(*, decision: Decision, by: User, at: dt.datetime) -> Decision:
    """
    Take a decision back: the pair waits for an officer again, and what it changed is as it was.

    Raises PermissionDenied if `by` may not reconcile the chapter, NothingToUndo.
    """
    chapter = locked(decision.list.chapter, by=by)
    fresh = Decision.objects.in_force().filter(pk=decision.pk).first()
    if fresh is None:
        raise NothingToUndo(_("Keputusan ini sudah diurungkan."))
    take_back(fresh, chapter, by=by, at=at)
    follow(chapter, decision.list, at=at)
    audit.record(by=by, did="undo_decision", to=fresh, chapter=chapter.pk)
    return fresh


def write(
    link: Link, answer: str, *, by: User, at: dt.datetime, together: JointDecision | None = None
) -> Decision:
    """Write a decision that was checked, in the caller's transaction, with all that it changes."""
    of_row = Decision.objects.in_force().filter(list=link.row.list_id, key=link.row.key)
    of_row.filter(member=link.member_id).update(undone_at=at, undone_by=by)  # one for later
    if answer == Answer.SAME:
        # about somebody who is no member any more: it says nothing, and would stand in the way
        of_row.filter(answer=Answer.SAME).update(undone_at=at, undone_by=by)
    decision = Decision.objects.create(
        list_id=link.row.list_id, key=link.row.key, member_id=link.member_id, answer=answer,
        probability=link.probability, model_id=link.run.model_id, by=by, at=at, together=together,
    )  # fmt: skip
    decision.before = effects.apply(decision, pair=link)
    decision.save(update_fields=["before"])
    return decision


def take_back(decision: Decision, chapter: Chapter, *, by: User, at: dt.datetime) -> None:
    """Take back a decision that is in force, in the caller's transaction."""
    decision.undone_at, decision.undone_by = at, by
    decision.save(update_fields=["undone_at", "undone_by"])
    run = (
        Run.objects.filter(chapter=chapter, finished_at__isnull=False).order_by("-finished_at", "-pk").first()
    )
    if run is not None:
        effects.take_back(decision, run=run)


def follow(chapter: Chapter, kept: MemberList, *, at: dt.datetime) -> None:
    """Bring up to date, in the caller's transaction, what decisions about a list's rows have changed."""
    calibrating.tell(chapter)
    if kept.is_of_members:
        living.recount(chapter, at=at)
        withdrawing.settle(chapter, at=at)


def locked(chapter: Chapter, *, by: User) -> Chapter:
    """Hold a chapter and its lists, so that decisions, uploads and runs come one after the other."""
    access.require(by, May.RECONCILE, chapter=chapter.pk)
    held = Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    list(MemberList.objects.select_for_update(no_key=True).filter(chapter=chapter).order_by("pk"))
    return held


def _check(asked: Link, pair: Link | None) -> None:
    """Raise AlreadyDecided, with who decided what, unless the pair still waits."""
    final = Decision.objects.final().filter(list=asked.row.list_id, key=asked.row.key)
    of_pair = final.filter(member=asked.member_id).select_related("by").first()
    of_row = (
        final.filter(answer=Answer.SAME, member__in=Member.objects.counted()).select_related("by").first()
    )
    if taken := of_pair or of_row:
        words = _("Sudah diputuskan oleh %(who)s: %(answer)s. Keputusan Anda tidak dicatat.")
        answer = taken.get_answer_display() if of_pair else _("baris ini anggota lain")
        raise AlreadyDecided(words % {"who": taken.by or _("pengurus lain"), "answer": answer})
    if pair is None or pair.row.gone_by_id is not None:
        raise AlreadyDecided(_("Pasangan ini sudah tidak ada: ada hasil atau daftar yang lebih baru."))


def _limit(chapter: Chapter, *, at: dt.datetime) -> None:
    """Answers about members elsewhere are few: who uploads guesses must not learn where people are registered."""
    since = at - dt.timedelta(days=1)
    told = Decision.objects.filter(list__chapter=chapter, answer=Answer.SAME, at__gt=since)
    own = access.members_of(chapter).values("pk")
    if told.exclude(member__in=own).count() >= MOST_OUTSIDE:
        words = _("Daerah ini sudah menerima %(count)d anggota daerah lain dalam sehari. Lanjutkan besok.")
        raise TooManyOutside(words % {"count": MOST_OUTSIDE})

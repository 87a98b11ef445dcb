"""
What becomes of every row that points to a member when that member is merged into another.

Each foreign key to a member has a rule, those of higher apps too (`register`); a key without one fails a test, so that
a new table cannot be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, Q, QuerySet, UniqueConstraint
from django.utils.text import capfirst

from members.models import Member


class Rule(StrEnum):
    """
    MOVES: to the record that is kept, but for rows that it has already. STAYS: with the record as it was.

    FOUND_ANEW: moves too, but may be replaced at any time by whoever computes it, and is then not missed.
    """

    MOVES = "moves"
    STAYS = "stays"
    FOUND_ANEW = "found anew"


RULES: dict[str, Rule] = {
    "members.Card.member": Rule.STAYS,  # it says whose it was; the kept record has its own
    "members.ChangeRequest.member": Rule.STAYS,
    "members.Consent.member": Rule.MOVES,
    "members.Correction.member": Rule.STAYS,
    "members.DataAccess.member": Rule.MOVES,  # who is one person sees all that was read of them
    "members.DataCopy.member": Rule.STAYS,
    "members.Document.member": Rule.MOVES,
    "members.DuesMark.member": Rule.MOVES,
    "members.Education.member": Rule.MOVES,
    "members.MailRefusal.member": Rule.MOVES,  # who wants no mail gets none by the other record either
    "members.Member.merged_into": Rule.STAYS,
    "members.MembershipChange.member": Rule.STAYS,  # history is never changed
    "members.NumberBook.member": Rule.STAYS,  # a number ever given is never another's
    "members.Plan.member": Rule.STAYS,
    "members.PrivacyRequest.member": Rule.STAYS,
    "members.Proposal.member": Rule.MOVES,  # who has said no to a value is not asked again
    "members.Restriction.member": Rule.STAYS,
    "members.Transfer.member": Rule.STAYS,
    "chapters.ApplicationNotice.member": Rule.STAYS,
    "chapters.ApplicationReminder.member": Rule.STAYS,
    "chapters.BulkChoice.member": Rule.STAYS,
    "chapters.Chosen.member": Rule.STAYS,
    "chapters.CircularRecipient.member": Rule.MOVES,
    "chapters.Decision.member": Rule.MOVES,  # what was decided of the one is decided of the person
    "chapters.DraftSeat.member": Rule.FOUND_ANEW,  # a draft is closed at any time, and its rows go
    "chapters.DuplicatePair.one": Rule.STAYS,
    "chapters.DuplicatePair.other": Rule.STAYS,
    "chapters.IndexedMember.member": Rule.STAYS,  # the next reconciliation forgets who is merged
    "chapters.Invitation.member": Rule.MOVES,  # who registered is the person of the row
    "chapters.Link.member": Rule.FOUND_ANEW,  # by the next reconciliation
    "chapters.Merge.keep": Rule.STAYS,
    "chapters.Merge.other": Rule.STAYS,
    "chapters.Seat.member": Rule.MOVES,
}

Moved = dict[str, list[str]]


def register(label: str, rule: Rule) -> None:
    """Say what becomes of the rows of a higher app's foreign key ("events.Attendance.member")."""
    RULES[label] = rule


def keys_to_members() -> Iterator[ForeignKey[Member, Member]]:
    """Yield every foreign key to a member, of all apps. Tables of history are written by triggers and never changed."""
    for model in apps.get_models(include_auto_created=True):
        if not hasattr(model, "pgh_tracked_model"):
            for field in model._meta.concrete_fields:
                if isinstance(field, ForeignKey) and field.related_model is Member:
                    yield field


def label_of(key: ForeignKey[Member, Member]) -> str:
    return f"{key.model._meta.label}.{key.name}"


def move(*, other: Member, keep: Member) -> Moved:
    """Point the rows of `other` to `keep`, as the rules say, and return the ids of those that moved."""
    moved = {}
    for key in keys_to_members():
        if RULES[label_of(key)] != Rule.STAYS and (ids := _free(key, other, keep)):
            key.model._meta.base_manager.filter(pk__in=ids).update(**{key.name: keep})
            moved[label_of(key)] = [str(pk) for pk in ids]
    return moved


def move_back(moved: Moved, *, other: Member, keep: Member) -> None:
    """Point the rows that had moved to `other` again."""
    for key, ids in _moved(moved):
        _still(key, ids, keep).update(**{key.name: other})


def missing(moved: Moved, *, keep: Member) -> list[str]:
    """Return the names of the tables of which a row that had moved is gone or points elsewhere by now."""
    return [
        capfirst(str(key.model._meta.verbose_name))
        for key, ids in _moved(moved)
        if RULES[label_of(key)] == Rule.MOVES and _still(key, ids, keep).count() < len(ids)
    ]


def moving(*, other: Member, keep: Member) -> Mapping[str, int]:
    """Return how many rows of which table would move, by the table's name."""
    counts = {
        capfirst(str(key.model._meta.verbose_name)): len(_free(key, other, keep))
        for key in keys_to_members()
        if RULES[label_of(key)] == Rule.MOVES
    }
    return {name: count for name, count in counts.items() if count}


def _moved(moved: Moved) -> Iterator[tuple[ForeignKey[Member, Member], list[str]]]:
    for key in keys_to_members():
        if ids := moved.get(label_of(key)):
            yield key, ids


def _still(key: ForeignKey[Member, Member], ids: list[str], keep: Member) -> QuerySet[Model]:
    return key.model._meta.base_manager.filter(pk__in=ids, **{key.name: keep})


def _free(key: ForeignKey[Member, Member], other: Member, keep: Member) -> list[object]:
    """Return the ids of the rows of `other` that `keep` has not already, by any constraint that says once."""
    rows = key.model._meta.base_manager.filter(**{key.name: other})
    for rest, condition in _said_once(key):
        same = key.model._meta.base_manager.filter(
            condition, **{key.name: keep}, **{name: OuterRef(name) for name in rest}
        )
        taken = key.model._meta.base_manager.filter(condition, Exists(same), **{key.name: other})
        rows = rows.exclude(pk__in=list(taken.values_list("pk", flat=True)))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _said_once(key: ForeignKey[Member, Member]) -> Iterator[tuple[list[str], Q]]:
    """Yield the other fields of each constraint that allows one row, and its condition."""
    if key.unique:
        yield [], Q()
    for constraint in key.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and key.name in constraint.fields:
            yield [name for name in constraint.fields if name != key.name], constraint.condition or Q()

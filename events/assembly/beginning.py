"""
The new term from an assembly's result: prepared by the chapter, begun by the DPP in one action.

Source: docs/rules.md#assemblies
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.boards import drafts, terms
from chapters.boards.drafts import Post
from chapters.boards.recognising import Written
from chapters.boards.seats import Holder
from chapters.models import BoardDraft, Office, Term
from events.assembly import states
from events.models import Assembly, Result
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from members.models import Member

State = Assembly.State


class TermNotBegun(RuleError):
    """The term cannot begin from this result; the message says why."""


@transaction.atomic
def prepare(
    *, assembly: Assembly, name: str, starts_on: dt.date, ends_on: dt.date, by: User, at: dt.datetime
) -> BoardDraft:
    """
    Begin the draft of the new board, with the elected chair on it; the rest is written where boards are prepared.

    Raises PermissionDenied, WrongState, and what drafts.start does.
    """
    assembly = states.locked(assembly, by=by, may=May.PREPARE_BOARD)
    states.require_in(assembly, State.ELECTED, State.CLOSED)
    chair = elected_of(assembly)
    draft = drafts.start(
        chapter=assembly.chapter, by=by, at=at, name=name, starts_on=starts_on, ends_on=ends_on,
        elected_on=assembly.held_on,
    )  # fmt: skip
    post = Post(office=Office.CHAIR, title="", written=Written(chair.full_name, chair.number or ""))
    drafts.write(draft=draft, posts=[post], by=by)
    drafts.settle(draft=draft, answers={draft.seats.get().pk: chair}, by=by)
    return draft


@transaction.atomic
def begin(
    *,
    assembly: Assembly,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
    at: dt.datetime,
    seen: str = "",
) -> Term:
    """
    Begin the new term with the elected chair and, where the chapter prepared it, the whole board; all at one moment.

    The chapter's draft, if there is one, must be as `by` saw it (`seen`, drafts.mark_of) and have the elected chair;
    its name and dates become those given here. The old board's access ends. A term of that day's election that has
    begun already is only noted here.
    Raises PermissionDenied if `by` may not keep boards, WrongState, TermNotBegun, and what boards refuse.
    """
    access.require(by, May.KEEP_BOARD, chapter=assembly.chapter_id)
    assembly = states.locked(assembly, by=by, may=May.KEEP_BOARD)
    states.require_in(assembly, State.ELECTED, State.CLOSED)
    if assembly.term_id is not None:
        raise TermNotBegun(_("Masa bakti dari musyawarah ini sudah dimulai."))
    chair = elected_of(assembly)
    draft = drafts.open_draft_of(assembly.chapter)
    begun = Term.objects.filter(chapter=assembly.chapter_id, elected_on=assembly.held_on).first()
    if begun is not None:  # its board was put into force where boards are kept
        term = _adopted(begun, chair)
    elif draft is None:
        term = terms.begin(
            chapter=assembly.chapter, name=name, starts_on=starts_on, ends_on=ends_on,
            board=[Holder(office=Office.CHAIR, member=chair)], elected_on=assembly.held_on, at=at, by=by,
        )  # fmt: skip
    else:
        drafts.require_as_seen(draft, seen)
        _require_chair(draft, chair)
        said = {"name": name, "starts_on": starts_on, "ends_on": ends_on, "elected_on": assembly.held_on}
        draft = drafts.change(draft=draft, by=by, **said)
        term = drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=by, at=at)
    assembly.term = term
    assembly.save(update_fields=["term"])
    audit.record(by=by, did="begin_term_of_assembly", to=assembly, chapter=assembly.chapter_id, term=term.pk)
    return term


def elected_of(assembly: Assembly) -> Member:
    """Return the member whom an assembly elected."""
    result = Result.objects.select_related("elected__member__type").get(assembly=assembly)
    return result.elected.member


def _adopted(term: Term, chair: Member) -> Term:
    if not term.seats.filter(office=Office.CHAIR, member=chair).exists():
        raise TermNotBegun(
            _("Masa bakti %(name)s, yang dipilih pada hari itu, sudah dimulai dengan ketua lain.")
            % {"name": term.name}
        )
    return term


def _require_chair(draft: BoardDraft, chair: Member) -> None:
    chairs = draft.seats.filter(office=Office.CHAIR, is_settled=True)
    if list(chairs.values_list("member", flat=True)) != [chair.pk]:
        raise TermNotBegun(
            _("Ketua dalam rancangan kepengurusan harus %(name)s, yang terpilih.") % {"name": chair.full_name}
        )

"""
Terms of boards: beginning one, which ends the one before, writing down one that is over, and handing over.

    terms.begin(chapter=…, name="2023–2028", starts_on=…, ends_on=…, board=[Holder(office=…, member=…)], at=now, by=…)

is all that an assembly needs to put its result into force.
Source: docs/rules.md#boards
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access, todo
from chapters.access import May
from chapters.boards import seats
from chapters.boards.seats import Holder
from chapters.models import DPP, Chapter, Handover, Office, Seat, Term
from chapters.models.boards import SeatQuerySet
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions import times
from members.models import Member

MOST_PROBLEMS = 5  # of a board that cannot be, told at once


class BoardRefused(RuleError):
    """The board cannot begin so; the message says why."""


class TermRefused(RuleError):
    """The term cannot be as it is written; the message says why."""


@transaction.atomic
def begin(
    *,
    chapter: Chapter,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    board: Sequence[Holder],
    at: dt.datetime,
    by: User,
    elected_on: dt.date | None = None,
    decree_number: str = "",
    decree_on: dt.date | None = None,
) -> Term:
    """
    Begin a term with its whole board, and end the term before and all its seats, all at one moment.

    `board` is in the order of the printed list. The dates may be earlier; access follows `at`, by the clock. The
    seats of registrars who are staff accounts go on: they are employed, not elected.
    Raises PermissionDenied if `by` may not keep this board, TermRefused, BoardRefused.
    """
    chapter = _locked(chapter, by=by)
    term = Term(
        chapter=chapter, name=name, starts_on=starts_on, ends_on=ends_on,
        elected_on=elected_on, decree_number=decree_number, decree_on=decree_on,
    )  # fmt: skip
    _close_last(chapter, on=times.local(at, zone=chapter.zone).date())
    _require_fit(term)
    members = _locked_members(board)
    for seat in to_end(chapter, at=at).select_for_update(of=("self",)).order_by("pk"):
        seats.end_now(seat, by=by, at=at)
    term.save(force_insert=True)
    given = _seat(term, board, members, starts_at=at, ends_at=None, by=by)
    _require_keeper_of_boards(chapter, at=at)
    audit.record(by=by, did="begin_term", to=term, chapter=chapter.pk, seats=given)
    return term


@transaction.atomic
def record_past(
    *,
    chapter: Chapter,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    board: Sequence[Holder],
    at: dt.datetime,
    by: User,
    elected_on: dt.date | None = None,
    decree_number: str = "",
    decree_on: dt.date | None = None,
) -> Term:
    """
    Write down a term that is over, with who served: history, which gives nobody access and ends nobody's.

    Its members may have left since. Raises PermissionDenied, TermRefused, BoardRefused.
    """
    chapter = _locked(chapter, by=by)
    if ends_on > times.local(at, zone=chapter.zone).date():
        raise TermRefused(_("Masa bakti ini belum berakhir."))
    term = Term(
        chapter=chapter, name=name, starts_on=starts_on, ends_on=ends_on, ended_on=ends_on,
        elected_on=elected_on, decree_number=decree_number, decree_on=decree_on,
    )  # fmt: skip
    _require_fit(term)
    term.save(force_insert=True)
    first, last = (times.midnight(day, zone=chapter.zone) for day in (starts_on, ends_on))
    given = _seat(term, board, _locked_members(board), starts_at=first, ends_at=last, by=by)
    audit.record(by=by, did="record_term", to=term, chapter=chapter.pk, seats=given)
    return term


@transaction.atomic
def correct(
    *,
    term: Term,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    elected_on: dt.date | None,
    decree_number: str,
    decree_on: dt.date | None,
    by: User,
) -> Term:
    """
    Correct what is written of a term, or put its end off. No seat and no access changes by it.

    Raises PermissionDenied, TermRefused.
    """
    chapter = _locked(term.chapter, by=by)
    term = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    said = {
        "name": name, "starts_on": starts_on, "ends_on": ends_on,
        "elected_on": elected_on, "decree_number": decree_number, "decree_on": decree_on,
    }  # fmt: skip
    changed = [field for field, value in said.items() if getattr(term, field) != value]
    for field in changed:
        setattr(term, field, said[field])
    if term.ended_on is not None and term.ended_on < term.starts_on:
        raise TermRefused(_("Masa bakti ini berakhir sebelum mulai."))
    _require_fit(term)
    if changed:
        term.save(update_fields=changed)
        audit.record(by=by, did="correct_term", to=term, chapter=chapter.pk, fields=changed)
    return term


@transaction.atomic
def hand_over(
    *,
    term: Term,
    on: dt.date,
    place: str,
    given_by: Seat | None,
    taken_by: Seat,
    things: str,
    by: User,
    at: dt.datetime,
) -> Handover:
    """
    Write down what the board before handed over to that of `term`, or correct it.

    What work was open is counted when it is first written down.
    Raises PermissionDenied if `by` may not prepare this board, TermRefused where a party is of another board.
    """
    access.require(by, May.PREPARE_BOARD, chapter=term.chapter_id)
    term = Term.objects.select_for_update(of=("self",)).select_related("chapter").get(pk=term.pk)
    if taken_by.term_id != term.pk or (given_by and not before(term).filter(pk=given_by.pk).exists()):
        raise TermRefused(_("Yang menyerahkan dan yang menerima harus pengurus lama dan pengurus baru."))
    said = {"on": on, "place": place, "given_by": given_by, "taken_by": taken_by, "things": things}
    first = {"figures": todo.open_work(term.chapter), "recorded_at": at}
    handover, _new = Handover.objects.update_or_create(
        term=term, defaults=said, create_defaults={**said, **first}
    )
    audit.record(by=by, did="hand_over", to=handover, chapter=term.chapter_id, term=term.pk)
    return handover


def before(term: Term) -> SeatQuerySet:
    """Return the seats of the boards that a chapter had before a term."""
    earlier = Seat.objects.filter(chapter=term.chapter_id, term__starts_on__lt=term.starts_on)
    return earlier | Seat.objects.filter(chapter=term.chapter_id, term__isnull=True)


def to_end(chapter: Chapter, *, at: dt.datetime) -> SeatQuerySet:
    """Return the seats of a chapter that end when a new term begins at a moment."""
    seats_there = Seat.objects.filter(chapter=chapter).not_ended(at)
    return seats_there.exclude(office=Office.REGISTRAR, user__isnull=False)


def open_term_of(chapter: Chapter) -> Term | None:
    """Return the term that has begun and not ended, overdue or not."""
    return Term.objects.filter(chapter=chapter, ended_on__isnull=True).first()


def _locked(chapter: Chapter, *, by: User) -> Chapter:
    """Lock a chapter's board: of two who change it at once, one waits here."""
    chapter = Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    access.require(by, May.KEEP_BOARD, chapter=chapter.pk)
    return chapter


def _require_fit(term: Term) -> None:
    if term.ends_on <= term.starts_on:
        raise TermRefused(_("Akhir masa bakti harus sesudah mulainya."))
    same = Term.objects.filter(chapter=term.chapter_id, name=term.name).exclude(pk=term.pk)
    if same.exists():
        raise TermRefused(_("Daerah ini sudah mempunyai masa bakti bernama %(name)s.") % {"name": term.name})


def _close_last(chapter: Chapter, *, on: dt.date) -> None:
    last = open_term_of(chapter)
    if last is None:
        return
    if last.starts_on > on:
        raise TermRefused(_("Masa bakti %(name)s belum mulai.") % {"name": last.name})
    last.ended_on = on
    last.save(update_fields=["ended_on"])


def _locked_members(board: Sequence[Holder]) -> dict[object, Member]:
    """Lock the members of a board in one order, before any seat: who is about to leave has left."""
    wanted = [holder.member.pk for holder in board if holder.member]
    rows = Member.objects.select_for_update(of=("self",)).select_related("type").filter(pk__in=wanted)
    return {member.pk: member for member in rows.defer("nik", "nik_lookup").order_by("pk")}


def _seat(
    term: Term,
    board: Sequence[Holder],
    members: dict[object, Member],
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None,
    by: User,
) -> int:
    """Write the seats of a board; return how many."""
    problems, rows = [], []
    if sum(holder.office == Office.CHAIR for holder in board) > 1:
        problems.append(_("Sebuah kepengurusan hanya mempunyai satu ketua."))
    for position, holder in enumerate(board, 1):
        seat = Seat(
            chapter=term.chapter, term=term, office=holder.office, title=holder.title, position=position,
            member=members[holder.member.pk] if holder.member else None, user=holder.user,
            outsider_name=holder.outsider_name.strip(), starts_at=starts_at, ends_at=ends_at,
        )  # fmt: skip
        if problem := _problem_of(seat):
            problems.append(f"{seat.post}, {seat.holder_name}: {problem}")
        rows.append(seat)
    if not board:
        problems.append(_("Kepengurusan ini belum berisi siapa pun."))
    if problems:
        raise BoardRefused(" ".join(problems[:MOST_PROBLEMS]))
    for seat in Seat.objects.bulk_create(rows):
        audit.record(by=by, did="give_seat", to=seat, chapter=term.chapter_id, office=seat.office)
    return len(rows)


def _problem_of(seat: Seat) -> str:
    """Of a seat that is over, it does not count whether its holder is a member still."""
    problem = seats.problem_of(seat)
    if seat.ends_at is None or seat.member is None:
        return problem
    return "" if problem == seats.problem_of_member(seat.member) else problem


def _require_keeper_of_boards(chapter: Chapter, *, at: dt.datetime) -> None:
    """The DPP's new board must hold somebody who can keep boards, or nobody could give a seat ever again."""
    if chapter.pk != DPP:
        return
    held = Seat.objects.held_at(at).filter(chapter=chapter).select_related("member")
    if not any(access.grants(seat, May.KEEP_BOARD) and _can_sign_in(seat) for seat in held):
        raise BoardRefused(
            _("Tidak seorang pun di kepengurusan DPP ini dapat masuk dan mengurus kepengurusan.")
        )


def _can_sign_in(seat: Seat) -> bool:
    return seat.user_id is not None or (seat.member is not None and seat.member.user_id is not None)

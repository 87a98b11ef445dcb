"""
Preparing a board, and putting it into force: nothing of a draft counts before.

Who may prepare a board writes it, from a list or by hand; the DPP puts it into force, in one action.
Source: docs/rules.md#boards
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.boards import recognising, terms
from chapters.boards.recognising import Recognised, Written
from chapters.boards.seats import Holder
from chapters.models import DPP, BoardDraft, Chapter, DraftSeat, Office, Term
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.outbox import posting
from ipspi.regions import times
from members.models import Member

KIND = "kepengurusan"  # of the uploads that fill a draft


class DraftClosed(RuleError):
    """The draft was put into force or given up."""


class DraftRefused(RuleError):
    """The draft cannot be as it is written, or not be put into force yet; the message says why."""


class DraftChanged(RuleError):
    """The draft is not what the officer saw who puts it into force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A line of a board: an office, its title as printed, and who is written beside it."""

    office: str
    title: str
    written: Written


@transaction.atomic
def start(*, chapter: Chapter, by: User, at: dt.datetime, **facts: Any) -> BoardDraft:
    """
    Begin to prepare a board. `facts`: name, starts_on, ends_on, elected_on, decree_number, decree_on of its term.

    Raises PermissionDenied, DraftRefused if one is being prepared already or the dates cannot be.
    """
    chapter = Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    access.require(by, May.PREPARE_BOARD, chapter=chapter.pk)
    if open_draft_of(chapter) is not None:
        raise DraftRefused(_("Daerah ini sedang menyiapkan sebuah kepengurusan."))
    draft = BoardDraft(chapter=chapter, made_by=by, made_at=at, **facts)
    _require_dates(draft)
    draft.save(force_insert=True)
    audit.record(by=by, did="start_draft", to=draft, chapter=chapter.pk)
    return draft


@transaction.atomic
def change(*, draft: BoardDraft, by: User, **facts: Any) -> BoardDraft:
    """Change what is written of the term. Raises PermissionDenied, DraftClosed, DraftRefused."""
    draft = _locked(draft, by=by)
    for name, value in facts.items():
        setattr(draft, name, value)
    _require_dates(draft)
    draft.save(update_fields=list(facts))
    audit.record(by=by, did="change_draft", to=draft, chapter=draft.chapter_id)
    return draft


@transaction.atomic
def write(*, draft: BoardDraft, posts: Sequence[Post], by: User | None, replacing: bool = False) -> int:
    """
    Write lines of a board into a draft, and suggest who they are; return how many are sure already.

    A line whose number and name agree is settled, one without number and without namesake waits to be confirmed.
    `replacing`: instead of all that was in it. Raises PermissionDenied, DraftClosed.
    """
    draft = _locked(draft, by=by)
    if replacing:
        draft.seats.all().delete()
    last = draft.seats.aggregate(last=Max("position", default=0))["last"]
    found = recognising.recognise([post.written for post in posts], chapter=draft.chapter)
    rows = [
        _row(draft, post, one, position=last + number)
        for number, (post, one) in enumerate(zip(posts, found, strict=True), 1)
    ]
    DraftSeat.objects.bulk_create(rows)
    audit.record(by=by, did="write_draft", to=draft, chapter=draft.chapter_id, seats=len(rows))
    return sum(row.is_settled for row in rows)


@transaction.atomic
def settle(*, draft: BoardDraft, answers: Mapping[int, Member | None], by: User) -> int:
    """
    Say who holds seats, by their ids: a member, or by None the one who is written there, as no member.

    Returns how many seats that settles. Raises as `write`.
    """
    draft = _locked(draft, by=by)
    rows = list(draft.seats.select_for_update().filter(pk__in=answers))
    for seat in rows:
        seat.member, seat.is_settled = answers[seat.pk], True
    DraftSeat.objects.bulk_update(rows, ["member", "is_settled"])
    audit.record(by=by, did="settle_draft", to=draft, chapter=draft.chapter_id, seats=len(rows))
    return len(rows)


@transaction.atomic
def remove(*, seat: DraftSeat, by: User) -> None:
    """Take a seat out of the draft. Raises as `write`."""
    draft = _locked(seat.draft, by=by)
    seat.delete()
    audit.record(by=by, did="remove_from_draft", to=draft, chapter=draft.chapter_id)


@transaction.atomic
def send(*, draft: BoardDraft, by: User, at: dt.datetime) -> BoardDraft:
    """
    Ask the DPP to put the draft into force; its officers are told.

    Raises PermissionDenied, DraftClosed, DraftRefused.
    """
    draft = _locked(draft, by=by)
    _require_ready(draft)
    draft.sent_at = at
    draft.save(update_fields=["sent_at"])
    audit.record(by=by, did="send_draft", to=draft, chapter=draft.chapter_id)
    path = reverse("boards:draft", args=[draft.chapter_id])
    for officer in access.officers_who(May.KEEP_BOARD, chapter=Chapter.objects.get(pk=DPP)):
        posting.add(
            key=f"draft-sent:{draft.pk}:{at:%Y%m%dT%H%M%S}:{officer.pk}",
            kind="chapters.draft_sent",
            to=officer.email,
            subject=_("Kepengurusan %(chapter)s menunggu diberlakukan") % {"chapter": draft.chapter},
            template="mail/draft_sent",
            context={"chapter": draft.chapter, "draft": draft, "count": draft.seats.count(), "path": path},
        )
    return draft


@transaction.atomic
def put_in_force(*, draft: BoardDraft, seen: str, by: User, at: dt.datetime) -> Term:
    """
    Make the draft the board of its chapter, all seats at one moment, or none; the old board's access ends then.

    `seen` is what `mark_of` said when `by` read it: whoever prepares a board could change it until the last moment.

    A term that is to start on a day to come starts in its first minute; one that is over becomes history, and nobody's
    access changes. Raises PermissionDenied if `by` may not keep boards, DraftClosed, DraftChanged, DraftRefused, and
    what terms.begin does.
    """
    access.require(by, May.KEEP_BOARD, chapter=draft.chapter_id)
    draft = _locked(draft, by=by)
    require_as_seen(draft, seen)
    _require_ready(draft)
    facts = {name: getattr(draft, name) for name in FACTS}
    board = [holder_of(seat) for seat in draft.seats.printed().order_by("position", "pk")]
    if is_past(draft, at=at):
        term = terms.record_past(chapter=draft.chapter, board=board, at=at, by=by, **facts)
    else:
        begins = max(at, times.midnight(draft.starts_on, zone=draft.chapter.zone))
        term = terms.begin(chapter=draft.chapter, board=board, at=begins, by=by, **facts)
    _close(draft, term=term, at=at)
    return term


@transaction.atomic
def discard(*, draft: BoardDraft, by: User, at: dt.datetime) -> None:
    """Give a draft up. Raises PermissionDenied, DraftClosed."""
    draft = _locked(draft, by=by)
    _close(draft, term=None, at=at)
    audit.record(by=by, did="discard_draft", to=draft, chapter=draft.chapter_id)


FACTS = ("name", "starts_on", "ends_on", "elected_on", "decree_number", "decree_on")


def open_draft_of(chapter: Chapter) -> BoardDraft | None:
    """Return the board that a chapter is preparing, if it is."""
    return BoardDraft.objects.filter(chapter=chapter, closed_at__isnull=True).first()


def mark_of(draft: BoardDraft) -> str:
    """Return what is another text whenever the draft says something else of its term or of anybody on it."""
    seats = draft.seats.order_by("pk").values_list(
        "pk", "office", "title", "position", "name", "member", "is_settled"
    )
    said = [[str(getattr(draft, name)) for name in FACTS], [[str(each) for each in seat] for seat in seats]]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def require_as_seen(draft: BoardDraft, seen: str) -> None:
    """Raise DraftChanged unless the draft is still what `mark_of` said `seen`."""
    if mark_of(draft) != seen:
        raise DraftChanged(
            _("Rancangan berubah sejak Anda membacanya. Periksa lagi sebelum memberlakukannya.")
        )


def is_past(draft: BoardDraft, *, at: dt.datetime) -> bool:
    """Tell whether the term is over by the chapter's calendar, so that the draft can only become history."""
    return bool(draft.ends_on <= times.local(at, zone=draft.chapter.zone).date())


def what_is_missing(draft: BoardDraft, seats: Sequence[DraftSeat]) -> str:
    """Say why a draft cannot be put into force yet; "" if it can."""
    if not seats:
        return _("Rancangan ini belum berisi siapa pun.")
    waiting = sum(not seat.is_settled for seat in seats)
    if waiting:
        return _("%(count)d nama belum dipastikan: anggota atau bukan anggota.") % {"count": waiting}
    if sum(seat.office == Office.CHAIR for seat in seats) > 1:
        return _("Sebuah kepengurusan hanya mempunyai satu ketua.")
    return ""


def holder_of(seat: DraftSeat) -> Holder:
    """Return a settled seat as a board takes it."""
    name = "" if seat.member else seat.name
    return Holder(office=seat.office, title=seat.title, member=seat.member, outsider_name=name)


def _row(draft: BoardDraft, post: Post, found: Recognised, *, position: int) -> DraftSeat:
    return DraftSeat(
        draft=draft,
        office=post.office,
        title=post.title,
        position=position,
        name=post.written.name,
        member=found.member,
        is_settled=found.is_sure,
    )


def _locked(draft: BoardDraft, *, by: User | None) -> BoardDraft:
    """Lock an open draft; `by` is None for the registry itself."""
    draft = BoardDraft.objects.select_for_update(of=("self",)).select_related("chapter").get(pk=draft.pk)
    if by is not None:
        access.require(by, May.PREPARE_BOARD, chapter=draft.chapter_id)
    if draft.closed_at is not None:
        raise DraftClosed(_("Rancangan ini sudah diberlakukan atau dibatalkan."))
    return draft


def _require_dates(draft: BoardDraft) -> None:
    if draft.ends_on <= draft.starts_on:
        raise DraftRefused(_("Akhir masa bakti harus sesudah mulainya."))


def _require_ready(draft: BoardDraft) -> None:
    if problem := what_is_missing(draft, list(draft.seats.all())):
        raise DraftRefused(problem)


def _close(draft: BoardDraft, *, term: Term | None, at: dt.datetime) -> None:
    """Close a draft. Who was on it stands on the board now, or was nobody's business."""
    draft.seats.all().delete()
    draft.term, draft.closed_at = term, at
    draft.save(update_fields=["term", "closed_at"])

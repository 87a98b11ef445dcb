"""What the pages of applications show: the queue, one application with all rounds of changes, and a bulk admission."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters import access, applications, beside, bulk_admission, facts, likelihood, queue
from chapters.access import May
from chapters.admission import GIVEN_UP
from chapters.models import DPP, BulkAdmission, BulkChoice, Chapter
from chapters.reconciliation import likeness, sides
from chapters.reconciliation.lists import DEFAULT
from ipspi import charts, keyset
from ipspi.accounts.models import User
from ipspi.regions import times
from members import correcting, summaries
from members.models import ChangeRequest, Document, Member, RequestedField


@dataclass(frozen=True, slots=True)
class Line:
    """
    An application in the queue: at whom it waits and how long (`state`; `look` is its tag's), and what to look at.

    One that waits for officers may be chosen to be admitted with others, or is to be decided on alone.
    """

    pk: UUID
    name: str
    url: str
    regency: str
    sent: str
    doubts: str
    state: str
    look: str
    may_be_chosen: bool
    decided_alone: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The applications of one chapter."""

    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Answer:
    """A field of a round: what was asked, and what it was and is; without a note nobody asked for it."""

    label: str
    note: str
    before: str
    after: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Round:
    """A request for changes and what came of it, in words."""

    asked: str
    ended: str
    reply: str
    answers: list[Answer]
    is_open: bool


@dataclass(frozen=True, slots=True)
class LikelyRow:
    """A row of the chapter's list that is likely the applicant, side by side with the application."""

    where: str
    url: str
    strong: bool
    percent: str
    said: str
    pairs: list[sides.Pair]
    pulls: list[charts.Pull]


def queue_page(
    chapter: Chapter, query: QueryDict, *, user: User, may_decide: bool, at: dt.datetime
) -> dict[str, Any]:
    """Return what the queue of a chapter shows to `user`."""
    seen = access.members_where(user, May.SEE_MEMBERS)
    page = queue.page(
        chapter,
        among=seen,
        at=at,
        after=keyset.id_in(query, "sesudah"),
        before=keyset.id_in(query, "sebelum"),
    )
    names = {each.pk: each.name for each in Chapter.objects.all()}
    reasons = bulk_admission.why_not(page.rows, by=user) if may_decide else {}
    lines = [
        (
            str(_of(member, "chapter_code")),
            _line(member, chapter, alone=reasons.get(member.pk, ""), may_decide=may_decide, at=at),
        )
        for member in page.rows
    ]
    groups = [
        Group(_("Provinsi tidak diketahui") if code == DPP else names[code], [line for _code, line in some])
        for code, some in groupby(lines, key=lambda each: each[0])
    ]
    return {
        "groups": groups,
        "grouped": len(groups) > 1 or chapter.pk == DPP,
        "waiting": queue.by_turn(queue.of(chapter, among=seen)),
        "may_choose": any(line.may_be_chosen for _code, line in lines),
        "all_chosen": query.get("pilih") == "semua",
        "previous_url": f"?sebelum={page.first.pk}" if page.first and page.has_before else "",
        "next_url": f"?sesudah={page.last.pk}" if page.last and page.has_after else "",
    }


def application_page(
    member: Member, chapter: Chapter, *, user: User, rights: Collection[May], at: dt.datetime
) -> dict[str, Any]:
    """
    Return what the page of an application shows beside its data.

    `chapter` is that of the member's home, `rights` those of `user` in it.
    """
    rounds = list(
        member.change_requests.select_related("asked_by").prefetch_related("fields").order_by("-asked_at")
    )
    waiting = next((each for each in rounds if each.is_open), None)
    bulk = _bulk_of(member)
    return {
        "facts": facts.facts_of(member, zone=chapter.zone),
        "documents": facts.documents_of(member, chapter=chapter, rights=rights),
        "may_see_numbers": May.SEE_NUMBERS in rights,
        "warnings": facts.warnings_of(member, today=times.local(at, zone=chapter.zone).date()),
        "sections": beside.sections_for(member, chapter, user),
        "rounds": [round_of(each, zone=chapter.zone) for each in rounds],
        "waits": applications.request_in_words(waiting, zone=chapter.zone) if waiting else "",
        "given_up": bool(waiting and at - waiting.asked_at >= GIVEN_UP),
        "in_bulk": applications.bulk_in_words(bulk, zone=chapter.zone) if bulk else "",
        "bulk": bulk,
        "turn": _turn(member, waiting, at=at),
        "may_decide": May.ADMIT in rights,
        "following": queue.next_after(member, home=chapter) if May.ADMIT in rights else None,
        "queue_url": reverse("chapters:queue", args=[queue.keeper_of(chapter).pk]),
    }


def _turn(member: Member, waiting: ChangeRequest | None, *, at: dt.datetime) -> str:
    """Say at whom an application waits, and how long it has."""
    if waiting:
        return _("Menunggu pendaftar %(time)s") % {"time": waited(at - waiting.asked_at)}
    read = queue.with_waiting(Member.objects.filter(pk=member.pk), at=at).get()
    return _("Menunggu pengurus %(time)s") % {"time": waited(queue.waited(read))}


def rows_section(applicant: Member, chapter: Chapter, user: User) -> beside.Section | None:
    """Return the rows of the chapter's own lists that are likely the applicant, as a part of the application's page."""
    found = likeness.rows_like(applicant, chapter=chapter)
    if not found:
        return None
    return beside.Section("chapters/_likely_rows.html", [_likely(each, applicant, chapter) for each in found])


def bulk_page(bulk: BulkAdmission, *, user: User, at: dt.datetime) -> dict[str, Any]:
    """Return what the page of a bulk admission shows: how long it may be called back, and what became of everybody."""
    seen = access.members_where(user, May.SEE_MEMBERS)
    choices = list(bulk.choices.filter(member__in=seen).select_related("member").defer("member__nik"))
    zone = bulk.chapter.zone
    settled = [each for each in choices if each.outcome != BulkChoice.Outcome.WAITING]
    return {
        "bulk": bulk,
        "seconds": max(0, -(-(bulk.effective_at - at) // dt.timedelta(seconds=1))),
        "may_call_back": bulk.called_back_at is None and bulk.finished_at is None and at < bulk.effective_at,
        "is_open": bulk.called_back_at is None and bulk.finished_at is None,
        "effective": times.spoken(bulk.effective_at, zone=zone),
        "called_back": times.spoken(bulk.called_back_at, zone=zone) if bulk.called_back_at else "",
        "admitted": [each for each in choices if each.outcome == BulkChoice.Outcome.ADMITTED],
        "left_out": [each for each in choices if each.outcome == BulkChoice.Outcome.LEFT_OUT],
        "others": [
            each
            for each in choices
            if each.outcome in (BulkChoice.Outcome.WAITING, BulkChoice.Outcome.CALLED_BACK)
        ],
        "done": len(settled),
        "total": len(choices),
    }


def waited(time: dt.timedelta) -> str:
    """Say how long something has waited, in whole days."""
    if time.days < 1:
        return _("kurang dari sehari")
    return ngettext("%(days)d hari", "%(days)d hari", time.days) % {"days": time.days}


def round_of(request: ChangeRequest, *, zone: str) -> Round:
    """Return a round of changes in words."""
    asked = _("Diminta oleh %(who)s pada %(at)s") % {
        "who": request.asked_by or "–",
        "at": times.spoken(request.asked_at, zone=zone),
    }
    answers = [_answer(each, zone=zone) for each in request.fields.all()]
    return Round(asked, _ended(request, zone=zone), request.reply, answers, request.is_open)


def _ended(request: ChangeRequest, *, zone: str) -> str:
    if request.ended_at is None:
        return _("menunggu jawaban pendaftar")
    words = _("dikirim lagi pada %(at)s") if request.answered else _("berakhir tanpa jawaban pada %(at)s")
    return words % {"at": times.spoken(request.ended_at, zone=zone)}


def _answer(row: RequestedField, *, zone: str) -> Answer:
    """A field as officers see it: numbers of the state are kept masked, and are shown as they are kept."""
    label, before, after = summaries.label_of(row.field), row.before or "", row.after or ""
    if row.field in Document.Kind.values:
        return Answer(label, row.note, *_came(before, after, zone=zone), row.changed)
    if row.field not in correcting.MASKED:
        before, after = (summaries.shown(row.field, answer) for answer in (before, after))
    return Answer(label, row.note, before, after, row.changed)


def _came(before: str, after: str, *, zone: str) -> tuple[str, str]:
    """Say when a document came, and when another took its place."""
    was, now = (
        times.spoken(dt.datetime.fromisoformat(at), zone=zone) if at else "" for at in (before, after)
    )
    if not was:
        return _("belum ada"), _("diunggah pada %(at)s") % {"at": now}
    return _("diterima %(at)s") % {"at": was}, _("diganti pada %(at)s") % {"at": now}


def _likely(found: likeness.Likely, applicant: Member, chapter: Chapter) -> LikelyRow:
    row, link = found.row, found.link
    only_one = row.list.name == DEFAULT
    where = _("daftar DPD, baris %(line)d") if only_one else _("daftar DPD “%(list)s”, baris %(line)d")
    return LikelyRow(
        where=where % {"list": row.list.name, "line": row.line},
        url=reverse("reconciliation:row", args=[chapter.pk, row.pk]),
        strong=link.band == "auto",
        percent=likelihood.percent(link.probability),
        said=likelihood.sentence_of(link.evidence),
        pairs=sides.pairs_of(row, applicant, set(link.disagreements)),
        pulls=likelihood.pulls_of(link.evidence),
    )


def _line(member: Member, chapter: Chapter, *, alone: str, may_decide: bool, at: dt.datetime) -> Line:
    asked_at, effective_at = _of(member, "asked_at"), _of(member, "effective_at")
    code, at_officers = str(_of(member, "chapter_code")), not asked_at and not effective_at
    warnings = ngettext("%(number)d peringatan", "%(number)d peringatan", len(member.warnings))
    if effective_at:
        state, look = _("akan diterima pada %(at)s"), "news"
        state = state % {"at": times.spoken(effective_at, zone=chapter.zone)}
    elif asked_at:
        state, look = _("menunggu pendaftar %(time)s") % {"time": waited(at - asked_at)}, "list"
    else:
        state, look = _("menunggu pengurus %(time)s") % {"time": waited(queue.waited(member))}, "wait"
    return Line(
        pk=member.pk,
        name=member.full_name,
        url=reverse("chapters:application", args=[code, member.pk]),
        regency=str(member.home_regency or ""),
        sent=times.spoken(member.applied_at, zone=chapter.zone) if member.applied_at else "",
        doubts=warnings % {"number": len(member.warnings)}
        if member.warnings
        else alone
        if at_officers
        else "",
        state=state,
        look=look,
        may_be_chosen=may_decide and not alone,
        decided_alone=may_decide and at_officers and bool(alone),
    )


def _bulk_of(member: Member) -> BulkAdmission | None:
    waiting = BulkChoice.objects.filter(member=member, outcome=BulkChoice.Outcome.WAITING)
    choice = waiting.select_related("bulk__by").first()
    return choice.bulk if choice else None


def _of(member: Member, annotation: str) -> Any:
    return getattr(member, annotation)

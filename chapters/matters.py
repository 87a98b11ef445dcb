"""What waits for a chapter's officers in the lives of its members, in lines and words for their pages."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chapters import access, acts, facts, todo, transfers
from chapters.access import May
from chapters.facts import Fact
from chapters.forms.life import AsOf
from chapters.models import Chapter
from ipspi.accounts.models import User
from ipspi.regions import times
from members import history, identity, telling
from members.life import spoken
from members.marks import marked
from members.models import Correction, Member, MembershipType, Plan, Sex, Transfer
from members.models.corrections import CorrectionQuerySet
from members.models.plans import PlanQuerySet

WORDS: dict[str, str | Promise] = {
    "chapters/correction.html": gettext_lazy("Perbaikan dan usulan"),
    "chapters/suspension.html": gettext_lazy("Perbaikan dan usulan"),
    "chapters/transfer.html": gettext_lazy("Mutasi"),
    "chapters/receive.html": gettext_lazy("Mutasi"),
}
SECOND = gettext_lazy("Menunggu pengurus kedua")
MOST = 200  # lines of a queue; who has more works from the top


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a queue: who, what, since when, and the page to read or decide; none for who may not read it."""

    name: str
    what: str
    since: str
    url: str
    state: str = ""
    look: str = "wait"


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves that stand at the same point."""

    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Sides:
    """A value before and after, with what differs marked."""

    label: str
    old: str | SafeString
    new: str | SafeString


def corrections_in(chapter: Chapter) -> CorrectionQuerySet:
    """Return what was asked for by the members of a chapter, with who asked and who decided."""
    rows = todo.corrections_in(chapter).select_related("member", "decided_by")
    return rows.defer("member__nik", "member__nip")


def suspensions_in(chapter: Chapter, *, to: User) -> PlanQuerySet:
    """Return the suspensions of members of a chapter that an officer may know of, with who is concerned."""
    rows = todo.suspensions_in(chapter, to=to).select_related("member", "asked_by")
    return rows.defer("member__nik", "member__nip")


def waiting(chapter: Chapter, *, to: User) -> list[Line]:
    """Return what waits for a decision, the oldest first; a link is where the officer may read it."""
    asked = corrections_in(chapter).open().defer("old", "new").order_by("asked_at", "pk")[:MOST]
    return _lines(chapter, asked, _proposed(chapter, to=to)[:MOST], to=to)


def moves(chapter: Chapter, *, to: User) -> list[Moves]:
    """Return the moves from and to a chapter: those that wait for this officer, for others, and the latest over."""
    rows = transfers.concerning(chapter)
    mine: set[int] = set()
    if May.TRANSFER in access.rights_in(to, chapter):
        mine = set(todo.moves_for(to, chapter).values_list("pk", flat=True))
    unfinished = list(rows.open().order_by("asked_at", "pk")[:MOST])
    over = rows.filter(closed_at__isnull=False).order_by("-pk")[:20]
    parts = [
        (_("Menunggu persetujuan Anda"), [move for move in unfinished if move.pk in mine]),
        (_("Menunggu pihak lain atau tanggalnya"), [move for move in unfinished if move.pk not in mine]),
        (_("Selesai"), list(over)),
    ]
    return [Moves(title, [_move(chapter, each) for each in some]) for title, some in parts if some]


def _move(chapter: Chapter, move: Transfer) -> Line:
    return Line(
        name=move.member.full_name,
        what=_("%(from)s ke %(to)s") % {"from": _from(move), "to": move.to_province},
        since=times.spoken(move.asked_at, zone=chapter.zone),
        url=reverse("chapters:transfer", args=[chapter.pk, move.pk]),
        state=state_of(move),
        look={"OPEN": "wait", "AGREED": "news", "DONE": "good"}.get(move.status, "bad"),
    )


def state_of(move: Transfer) -> str:
    """Say how far a move has come, and who must still consent."""
    if move.status == Transfer.Status.OPEN:
        return _("Menunggu persetujuan %(sides)s") % {"sides": telling.missing_sides(move)}
    if move.status == Transfer.Status.AGREED and move.effective_on:
        return _("Disetujui, berlaku sejak %(day)s") % {"day": spoken(move.effective_on)}
    return str(move.get_status_display())


def side_by_side(asked: Correction) -> Sides:
    """Return the old and the new value, a NIK masked in what is the same and in its serial."""
    label, old, new = asked.get_field_display(), asked.old or "", asked.new or ""
    if asked.field == Correction.Field.NIK:
        return Sides(label, _differing(old, new), _differing(new, old))
    if asked.field == Correction.Field.BIRTH_DATE:
        return Sides(label, *(spoken(dt.date.fromisoformat(day)) if day else "" for day in (old, new)))
    if asked.field == Correction.Field.SEX:
        return Sides(label, *(str(Sex(code).label) if code else "" for code in (old, new)))
    if asked.field == Correction.Field.TYPE:
        names = dict(MembershipType.objects.values_list("code", "name"))
        return Sides(label, names.get(old, old), names.get(new, new))
    return Sides(label, old, new)


def facts_of(plan: Plan, *, with_note: bool) -> list[Fact]:
    """Return what is proposed; the restricted note for who may read it."""
    ends = spoken(plan.ends_on) if plan.ends_on else _("belum ditentukan")
    facts = [
        Fact(_("Anggota"), plan.member.full_name),
        Fact(_("Mulai"), spoken(plan.begins_on)),
        Fact(_("Berakhir pada"), ends),
        Fact(_("Alasan"), plan.reason),
        Fact(_("Diusulkan oleh"), str(plan.asked_by or "")),
    ]
    return (
        [*facts, Fact(_("Catatan terbatas"), plan.restricted_note)]
        if with_note and plan.restricted_note
        else facts
    )


def facts_of_move(move: Transfer) -> list[Fact]:
    """Return what both sides see of a move: of the person name and number, and that they are about to resign."""
    consents = {_("Daerah asal"): move.left_at, _("Daerah tujuan"): move.received_at}
    leaving = telling.leaving(move.member) if move.status in Transfer.UNFINISHED else ""
    return [
        Fact(_("Anggota"), move.member.full_name),
        Fact(_("Nomor anggota"), move.member.number or ""),
        Fact(_("Dari"), _from(move)),
        Fact(_("Ke"), f"{move.to_regency}, {move.to_province}"),
        Fact(_("Tanggal yang diinginkan"), spoken(move.wished_on)),
        *([Fact(_("Berlaku sejak"), spoken(move.effective_on))] if move.effective_on else []),
        *([Fact(_("Perhatikan"), leaving)] if leaving else []),
        Fact(_("Alasan"), move.reason),
        *(Fact(side, _("Sudah menyetujui") if at else _("Belum")) for side, at in consents.items()),
        Fact(_("Status"), state_of(move)),
        *([Fact(_("Alasan tidak disetujui"), move.refusal)] if move.refusal else []),
    ]


def life_of(member: Member, *, chapter: Chapter, to: User, query: QueryDict) -> dict[str, Any]:
    """Return what an officer sees of the life of a member: acts, what is under way, the history, and any past day."""
    notes = access.allows(to, May.READ_NOTES, province=member.home_province_id)
    form = AsOf(query, today=times.local(timezone.now(), zone=chapter.zone).date())
    day = form.cleaned_data.get("pada") if form.is_valid() else None
    return {
        "acts": acts.offered(member, to=to),
        "under_way": telling.planned(member),
        "dues": telling.dues_of(member),
        "events": telling.events_of(member, with_notes=notes),
        "as_of": form,
        "day": spoken(day) if day else "",
        "stood": telling.stood(member, day) if day else [],
        "then": _written_on(member, day) if day else [],
        "open": _open_for(member, chapter, to=to),
    }


def _written_on(member: Member, day: dt.date) -> list[facts.Then]:
    then = history.written_on(member, day) if day < dt.date.max else member
    return facts.differing_facts(then, member) if then else []


def _open_for(member: Member, chapter: Chapter, *, to: User) -> list[Line]:
    asked = corrections_in(chapter).open().defer("old", "new").filter(member=member)
    found = _lines(chapter, asked, _proposed(chapter, to=to).filter(member=member), to=to)
    moves = [_move(chapter, each) for each in transfers.concerning(chapter).open().filter(member=member)]
    return [*found, *(replace(move, what=_("Mutasi %(way)s") % {"way": move.what}) for move in moves)]


def _proposed(chapter: Chapter, *, to: User) -> PlanQuerySet:
    rows = suspensions_in(chapter, to=to).awaiting_agreement()
    return rows.defer("restricted_note").order_by("asked_at", "pk")


def _lines(
    chapter: Chapter, asked: Iterable[Correction], proposed: Iterable[Plan], *, to: User
) -> list[Line]:
    rights = access.rights_in(to, chapter)
    keeps, proposes = May.KEEP_STANDING in rights, May.PROPOSE_SUSPENSION in rights
    return [
        *(
            _line(chapter, each, "chapters:correction" if keeps else "", each.get_field_display(), "")
            for each in asked
        ),
        *(
            _line(
                chapter,
                each,
                "chapters:suspension" if proposes else "",
                each.get_kind_display(),
                "" if May.SUSPEND in rights and each.asked_by_id != to.pk else str(SECOND),
            )
            for each in proposed
        ),
    ]


def _line(chapter: Chapter, row: Correction | Plan, page: str, what: str, state: str) -> Line:
    since = times.spoken(row.asked_at, zone=chapter.zone)
    url = reverse(page, args=[chapter.pk, row.pk]) if page else ""
    return Line(row.member.full_name, what, since, url, state)


def _from(move: Transfer) -> str:
    return str(move.from_province or _("Provinsi tidak diketahui"))


def _differing(nik: str, other: str) -> str | SafeString:
    """Show a NIK masked as always, with the places marked in which it differs from another."""
    if len(nik) != len(other):
        return identity.masked(nik) if nik else ""
    shown = identity.masked(nik).replace(" ", "")
    if len(shown) != len(nik):
        return identity.masked(nik)
    return marked(
        (digit if digit != before else hidden, digit != before)
        for digit, before, hidden in zip(nik, other, shown, strict=True)
    )

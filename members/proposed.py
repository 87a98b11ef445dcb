"""What members see of proposals about their own data: what they have, what is proposed, and what they answered."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ipspi.regions import times
from members import answering, history, identity, proposals, summaries
from members.identity import NIP
from members.marks import marked
from members.models import Member, Proposal

Field, State = Proposal.Field, Proposal.State
Shown = str | SafeString
ANSWERED_SHOWN = 20
LOOKS: dict[str, str] = {State.ACCEPTED: "good", State.REFUSED: "list", State.NEITHER: "list"}
# where the member changes a field alone, for who says that both are wrong
ACTS = {Field.NAME: "nama", Field.NIK: "nik", Field.BIRTH_DATE: "tanggal-lahir", Field.SEX: "jenis-kelamin"}
ANCHORS = {Field.EMPLOYMENT: "id_situation_0"}


@dataclass(frozen=True, slots=True)
class Question:
    """A proposal that waits: both values in words, and what follows from saying yes."""

    proposal: Proposal
    label: str
    now: Shown
    proposed: Shown
    said: str
    follows: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A proposal that is over, in words."""

    label: str
    state: str
    look: str
    said: str


def questions_of(member: Member) -> list[Question]:
    """Return what waits for the member's answer, the oldest first."""
    rows = Proposal.objects.open().filter(member=member).defer("before", "words")
    zone = history.zone_of(member)
    return [_question(row, member, zone=zone) for row in rows.order_by("pk")]


def card_of(member: Member) -> dict[str, Any]:
    """Return the questions with the title of the card that asks them; nothing to show without any."""
    questions = questions_of(member)
    return {"questions": questions, "title": _title(questions)}


def page_of(member: Member) -> dict[str, Any]:
    """Return the card, and what was answered or ended lately."""
    rows = Proposal.objects.filter(member=member).exclude(state=State.OPEN).select_related("correction")
    over = rows.defer("value").order_by("-answered_at", "-pk")[:ANSWERED_SHOWN]
    zone = history.zone_of(member)
    return {**card_of(member), "answered": [_answered(row, zone=zone) for row in over]}


def counts_of(member: Member) -> dict[str, int]:
    """Return how many proposals wait, and how many there ever were."""
    waiting = Count("pk", filter=Q(state=State.OPEN))
    return Proposal.objects.filter(member=member).aggregate(waiting=waiting, total=Count("pk"))


def change_url(proposal: Proposal) -> str:
    """Return where the member changes the field alone."""
    field = Field(proposal.field)
    if field in ACTS:
        return reverse("membership:act", args=[ACTS[field]])
    return f"{reverse('membership:profile')}#{ANCHORS.get(field, f'id_{field}')}"


def _question(row: Proposal, member: Member, *, zone: str) -> Question:
    now, proposed = _both(row.field, proposals.value_of(member, row.field), str(row.value))
    at = times.spoken(row.at, zone=zone)
    return Question(
        proposal=row,
        label=row.get_field_display(),
        now=now,
        proposed=proposed,
        said=_("%(who)s, %(at)s") % {"who": row.source_name, "at": at},
        follows=_follows(row),
    )


def _both(field: str, now: str, proposed: str) -> tuple[Shown, Shown]:
    """Both values in words; of a number of the state the digits that differ, the rest hidden where it is another's."""
    if field not in proposals.SECRET or not now:
        return summaries.shown(field, now), summaries.shown(field, proposed)
    mine = NIP(now).printed if field == Field.NIP else identity.masked(now)
    return mine, marked(identity.differing(proposed, now))


def _follows(row: Proposal) -> str:
    if row.field in proposals.BY_OFFICER:
        return _("Bila Anda setuju, pengurus memeriksanya dahulu; Anda dapat menunjukkan bukti.")
    if answering.drops_nip(row):
        return _("NIP Anda ikut dikosongkan: hanya ASN yang mempunyainya.")
    return ""


def _answered(row: Proposal, *, zone: str) -> Answered:
    said = [_("%(who)s, %(at)s") % {"who": row.source_name, "at": _at(row.answered_at, zone=zone)}]
    if row.state == State.ACCEPTED and row.correction:
        said.append(row.correction.get_status_display().lower())
    elif row.state == State.ACCEPTED and row.before and row.field not in proposals.SECRET:
        said.append(_("sebelumnya: %(value)s") % {"value": summaries.shown(row.field, str(row.before))})
    if row.words:
        said.append(f"“{row.words}”")
    return Answered(
        row.get_field_display(), _STATES[State(row.state)](), LOOKS.get(row.state, ""), "; ".join(said)
    )


def _at(moment: dt.datetime | None, *, zone: str) -> str:
    return times.spoken(moment, zone=zone) if moment else ""


def _title(questions: list[Question]) -> str:
    names = {each.proposal.source_name for each in questions}
    listed = {each.proposal.source for each in questions} == {Proposal.Source.LIST}
    if listed and len(names) == 1:
        return _("Pengurus %(who)s mengusulkan perubahan") % {"who": names.pop()}
    return _("Usulan perubahan data Anda")


_STATES = {
    State.OPEN: lambda: _("menunggu jawaban Anda"),
    State.ACCEPTED: lambda: _("Anda setuju"),
    State.REFUSED: lambda: _("data Anda benar"),
    State.NEITHER: lambda: _("keduanya salah"),
    State.AGREES: lambda: _("sudah sama"),
    State.WITHDRAWN: lambda: _("ditarik pengusul"),
    State.LAPSED: lambda: _("lewat tanpa jawaban"),
}

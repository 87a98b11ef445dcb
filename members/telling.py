"""A membership's history, and what is under way, in words for its pages."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from members import history
from members.life import spoken
from members.models import Correction, DuesMark, Member, MembershipChange, Plan, Transfer
from members.standing import standing_of

Kind = MembershipChange.Kind


@dataclass(frozen=True, slots=True)
class Event:
    """A change in words: its day, what happened, the lines below it, and a restricted note for who may read it."""

    day: str
    label: str
    lines: list[str] = field(default_factory=list)
    note: str = ""


def events_of(member: Member, *, with_notes: bool = False) -> list[Event]:
    """Return all that happened to a membership, the latest first."""
    rows = history.of(member)
    notes = dict(member.changes.values_list("pk", "restricted_note")) if with_notes else {}
    return [
        Event(spoken(row.on), row.get_kind_display(), _lines_of(row), str(notes.get(row.pk) or ""))
        for row in rows
    ]


def under_way(member: Member) -> list[str]:
    """Return what is asked for or planned and not over, one sentence each."""
    moves = Transfer.objects.open().filter(member=member).select_related("to_province")
    asked = Correction.objects.open().filter(member=member)
    return [
        *planned(member),
        *(_said_of_move(move) for move in moves),
        *(
            _("%(field)s: permintaan perbaikan menunggu pengurus.") % {"field": each.get_field_display()}
            for each in asked
        ),
    ]


def planned(member: Member) -> list[str]:
    """Return what is decided and not over, one sentence each."""
    plans = Plan.objects.open().filter(member=member, agreed_at__isnull=False)
    return [_said_of_plan(plan) for plan in plans]


def dues_of(member: Member) -> str:
    """Say until when dues are paid; empty where none are owed or nothing was marked."""
    mark = DuesMark.objects.filter(member=member).order_by("-pk").first()
    return _("Lunas sampai %(day)s") % {"day": spoken(mark.paid_until)} if mark else ""


def stood(member: Member, on: dt.date) -> list[str]:
    """Say how a membership stood at the end of a day: state, kind and province; empty if it was not yet known."""
    row = history.as_of(Member.objects.filter(pk=member.pk), on).select_related("type", "province").first()
    if row is None:
        return []
    return [row.get_status_display(), row.type.name, str(row.province or _("Provinsi tidak diketahui"))]


def page_of(member: Member) -> dict[str, Any]:
    """Return what the page of a membership says: its state, dues, what is under way, and its history."""
    return {
        "standing": standing_of(member.status),
        "dues": dues_of(member),
        "under_way": under_way(member),
        "events": events_of(member),
    }


def missing_sides(move: Transfer) -> str:
    """Name the sides that have not consented to a move."""
    sides = {_("daerah asal"): move.left_at, _("daerah tujuan"): move.received_at}
    return _(" dan ").join(side for side, at in sides.items() if not at)


def leaving(member: Member) -> str:
    """Say that a member is going to resign, and when; empty for who is not."""
    plans = Plan.objects.open().filter(member=member, kind=Plan.Kind.RESIGNATION)
    plan = plans.first()
    return _("Mengundurkan diri mulai %(day)s") % {"day": spoken(plan.begins_on)} if plan else ""


def _lines_of(row: MembershipChange) -> list[str]:
    lines = []
    if row.kind == Kind.TRANSFERRED:
        lines.append(_("Ke %(province)s") % {"province": row.province})
    if row.kind == Kind.RETYPED:
        lines.append(_("Menjadi %(type)s") % {"type": row.type})
    return [*lines, row.reason] if row.reason else lines


def _said_of_plan(plan: Plan) -> str:
    words = {"what": plan.get_kind_display(), "begins": spoken(plan.begins_on)}
    if plan.ends_on:
        words["ends"] = spoken(plan.ends_on)
        return _("%(what)s mulai %(begins)s; aktif kembali pada %(ends)s.") % words
    return _("%(what)s mulai %(begins)s.") % words


def _said_of_move(move: Transfer) -> str:
    words = {"province": move.to_province, "status": move.get_status_display().lower()}
    if move.effective_on:
        words["day"] = spoken(move.effective_on)
        return _("Mutasi ke %(province)s disetujui, berlaku sejak %(day)s.") % words
    words["sides"] = missing_sides(move)
    return _("Mutasi ke %(province)s menunggu persetujuan %(sides)s.") % words

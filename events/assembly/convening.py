"""
Preparing an assembly, calling it, and giving it up.

Source: docs/rules.md#assemblies
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import DPP, Chapter
from events.assembly import states
from events.models import Assembly
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError

State = Assembly.State
# what may be set, and until which state: who votes is settled when the list is drawn for good
FACTS = ("name", "held_on", "place", "zone", "agenda")
SETTINGS = (
    "cutoff_on", "franchise", "delegates_each", "delegates_per", "quorum_percent", "quorum_exceeds", "later_percent",
    "later_minutes", "voter_conditions", "candidate_conditions", "years",
)  # fmt: skip


class AssemblyRefused(RuleError):
    """The assembly cannot be as it is written; the message says why."""


@transaction.atomic
def prepare(*, chapter: Chapter, by: User, at: dt.datetime, **said: Any) -> Assembly:
    """
    Begin to prepare an assembly. `said`: FACTS and SETTINGS.

    Raises PermissionDenied, AssemblyRefused if one is not over yet or the dates cannot be.
    """
    chapter = Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    access.require(by, May.HOLD_ASSEMBLY, chapter=chapter.pk)
    if current_of(chapter) is not None:
        raise AssemblyRefused(_("Daerah ini sedang menyiapkan sebuah musyawarah."))
    kind = Assembly.Kind.KONGRES if chapter.pk == DPP else Assembly.Kind.MUSDA
    assembly = Assembly(
        **{"chapter": chapter, "kind": kind, "zone": chapter.zone, "made_by": by, "made_at": at, **said}
    )
    _require_sense(assembly)
    assembly.save(force_insert=True)
    audit.record(by=by, did="prepare_assembly", to=assembly, chapter=chapter.pk)
    return assembly


@transaction.atomic
def change(*, assembly: Assembly, by: User, **said: Any) -> Assembly:
    """
    Change what is written: the settings before the list is closed, place and agenda until the assembly opens.

    Raises PermissionDenied, WrongState, AssemblyRefused.
    """
    assembly = states.locked(assembly, by=by)
    states.require_in(assembly, State.DRAFT, State.CALLED, State.LISTED, State.ADJOURNED)
    changed = [name for name, value in said.items() if getattr(assembly, name) != value]
    if not changed:
        return assembly
    if set(changed) & set(SETTINGS):
        states.require_in(assembly, State.DRAFT, State.CALLED)
    for name in changed:
        setattr(assembly, name, said[name])
    _require_sense(assembly)
    assembly.save(update_fields=changed)
    audit.record(
        by=by, did="change_assembly", to=assembly, chapter=assembly.chapter_id, fields=sorted(changed)
    )
    return assembly


@transaction.atomic
def call(*, assembly: Assembly, by: User, at: dt.datetime) -> Assembly:
    """Call the assembly: its agenda stands. Raises PermissionDenied, WrongState, AssemblyRefused."""
    assembly = states.locked(assembly, by=by)
    if not assembly.agenda.strip():
        raise AssemblyRefused(_("Tulis acaranya sebelum mengundang."))
    assembly.called_at = at
    states.move(assembly, State.CALLED, by=by, fields=("called_at",))
    return assembly


@transaction.atomic
def cancel(*, assembly: Assembly, by: User, at: dt.datetime) -> Assembly:
    """Give the assembly up. Raises PermissionDenied, WrongState."""
    assembly = states.locked(assembly, by=by)
    assembly.closed_at = at
    states.move(assembly, State.CANCELLED, by=by, fields=("closed_at",))
    return assembly


def current_of(chapter: Chapter) -> Assembly | None:
    """Return the assembly that a chapter prepares or holds, if it does."""
    over = (State.CLOSED, State.CANCELLED)
    return Assembly.objects.filter(chapter=chapter).exclude(state__in=over).first()


def _require_sense(assembly: Assembly) -> None:
    if assembly.cutoff_on > assembly.held_on:
        raise AssemblyRefused(_("Tanggal batas daftar pemilih tidak boleh sesudah hari musyawarah."))
    if assembly.quorum_percent > 100 or (assembly.later_percent or 0) > 100:
        raise AssemblyRefused(_("Kuorum paling banyak 100 persen."))
    if assembly.delegates_each < 1 or assembly.delegates_per < 1:
        raise AssemblyRefused(_("Jumlah utusan paling sedikit satu, untuk paling sedikit satu anggota."))

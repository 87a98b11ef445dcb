"""
What a programme is to reach.

Source: docs/rules.md#programmes
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access, changes, rupiah
from chapters.models import Programme, Target
from chapters.programmes import history, measures, writing
from chapters.programmes.history import Kind
from chapters.programmes.writing import Impossible
from ipspi.accounts.models import User


@transaction.atomic
def add(*, programme: Programme, by: User, at: dt.datetime, **values: Any) -> Target:
    """Give a programme a target. Raises PermissionDenied, Removed, Impossible."""
    found = writing.locked(programme, by=by)
    target = Target(programme=found, **values)
    require_possible(target)
    target.save()
    history.record(
        found, kind=Kind.ADDED, by=by, at=at, words=_("Sasaran: %(what)s") % {"what": spoken(target)}
    )
    return target


@transaction.atomic
def change(*, target: Target, by: User, at: dt.datetime, **values: Any) -> Target:
    """Change a target, also what officers state of it. Raises PermissionDenied, Removed, Impossible."""
    programme = writing.locked(target.programme, by=by)
    found = programme.targets.select_related("regency").get(pk=target.pk)
    fields = changes.assign(found, values)
    require_possible(found)
    if fields:
        found.save(update_fields=list(values))
        words = _("Sasaran: %(what)s") % {"what": spoken(found)}
        history.record(programme, kind=Kind.CHANGED, by=by, at=at, fields=fields, words=words)
    return found


@transaction.atomic
def remove(*, target: Target, reason: str, by: User, at: dt.datetime) -> None:
    """Take a target out of a programme; what it was stays in the history. Raises PermissionDenied, Removed."""
    programme = writing.locked(target.programme, by=by)
    words = _("Sasaran: %(what)s. %(reason)s") % {"what": spoken(target), "reason": reason}
    if programme.targets.filter(pk=target.pk).delete()[0]:
        history.record(programme, kind=Kind.TAKEN_OUT, by=by, at=at, words=words)


def spoken(target: Target) -> str:
    """Return a target in words: "Anggota baru di Palembang: 50 anggota"."""
    return f"{target.what}: {rupiah.number(target.number)} {target.unit}"


def require_possible(target: Target) -> None:
    """Raise Impossible unless the registry can count what the target asks of it."""
    measure = measures.find(target.measure)
    if target.measure and measure is None:
        raise Impossible(_("Ukuran itu tidak dikenal."))
    if target.regency is not None and not (measure and measure.by_place):
        raise Impossible(_("Hanya jumlah anggota dapat dihitung per kabupaten atau kota."))
    if target.since_start and not (measure and measure.adds_up):
        raise Impossible(_("Tambahan sejak awal program hanya dapat dihitung dari suatu jumlah."))
    here = access.provinces_of(frozenset({target.programme.term.chapter_id}))
    if target.regency is not None and target.regency.province_id not in here:
        raise Impossible(_("Kabupaten atau kota itu di luar daerah ini."))

"""
Partners, and what was done together with them.

Source: docs/rules.md#partners
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters import access, changes
from chapters.access import May
from chapters.models import Chapter, JointActivity, Partner, Programme
from chapters.partners import history
from chapters.partners.history import Kind
from ipspi.accounts.models import User
from ipspi.errors import RuleError


class Removed(RuleError):
    """The partner was removed, and must be restored first."""


class AnothersProgramme(RuleError):
    """The programme is not of the partner's chapter."""


@transaction.atomic
def add(*, chapter: Chapter, by: User, at: dt.datetime, **values: Any) -> Partner:
    """Write down a partner of a chapter. Raises PermissionDenied."""
    access.require(by, May.KEEP_PARTNERS, chapter=chapter.pk)
    partner = Partner.objects.create(chapter=chapter, created_at=at, **values)
    history.record(partner, kind=Kind.CREATED, by=by, at=at)
    return partner


@transaction.atomic
def change(*, partner: Partner, by: User, at: dt.datetime, **values: Any) -> Partner:
    """Change a partner; what stays the same is no change. Raises PermissionDenied, Removed."""
    found = locked(partner, by=by)
    if fields := changes.assign(found, values):
        found.save(update_fields=list(values))
        history.record(found, kind=Kind.CHANGED, by=by, at=at, fields=fields)
    return found


@transaction.atomic
def remove(*, partner: Partner, reason: str, by: User, at: dt.datetime) -> None:
    """Take a partner with all that hangs on it out of lists and sums. Raises PermissionDenied, Removed."""
    found = locked(partner, by=by)
    found.removed_at, found.removed_reason = at, reason
    found.save(update_fields=["removed_at", "removed_reason"])
    history.record(found, kind=Kind.REMOVED, by=by, at=at, words=reason)


@transaction.atomic
def restore(*, partner: Partner, by: User, at: dt.datetime) -> None:
    """Bring a removed partner back; one that is there stays as it is. Raises PermissionDenied."""
    found = _row(partner, by=by)
    if found.removed_at is None:
        return
    found.removed_at, found.removed_reason = None, ""
    found.save(update_fields=["removed_at", "removed_reason"])
    history.record(found, kind=Kind.RESTORED, by=by, at=at)


@transaction.atomic
def do_together(*, partner: Partner, by: User, at: dt.datetime, **values: Any) -> JointActivity:
    """Write down what was done together on a day. Raises PermissionDenied, Removed, AnothersProgramme."""
    found = locked(partner, by=by)
    _require_own(values.get("programme"), found)
    activity = JointActivity.objects.create(partner=found, created_at=at, **values)
    history.record(found, kind=Kind.ADDED, by=by, at=at, words=spoken(activity))
    return activity


@transaction.atomic
def change_activity(*, activity: JointActivity, by: User, at: dt.datetime, **values: Any) -> JointActivity:
    """Change what was written of an activity. Raises PermissionDenied, Removed, AnothersProgramme."""
    partner = locked(activity.partner, by=by)
    found = partner.activities.select_related("programme").get(pk=activity.pk)
    _require_own(values.get("programme"), partner)
    if fields := changes.assign(found, values):
        found.save(update_fields=list(values))
        history.record(partner, kind=Kind.CHANGED, by=by, at=at, fields=fields, words=spoken(found))
    return found


@transaction.atomic
def remove_activity(*, activity: JointActivity, reason: str, by: User, at: dt.datetime) -> None:
    """Delete an activity for good; what it was stays in the history. Raises PermissionDenied, Removed."""
    partner = locked(activity.partner, by=by)
    if partner.activities.filter(pk=activity.pk).delete()[0]:
        words = f"{spoken(activity)}. {reason}"
        history.record(partner, kind=Kind.TAKEN_OUT, by=by, at=at, words=words)


def spoken(activity: JointActivity) -> str:
    """Return an activity in words."""
    return _("Kegiatan bersama, %(on)s: %(what)s") % {
        "on": date_format(activity.on, "j F Y"),
        "what": activity.what,
    }


def locked(partner: Partner, *, by: User) -> Partner:
    """Return a partner that is held until the transaction's end. Raises PermissionDenied, Removed."""
    found = _row(partner, by=by)
    if found.removed_at is not None:
        raise Removed(_("Mitra ini sudah dihapus. Kembalikan dahulu bila hendak mengubahnya."))
    return found


def _row(partner: Partner, *, by: User) -> Partner:
    found = Partner.objects.select_for_update(of=("self",)).select_related("regency").get(pk=partner.pk)
    access.require(by, May.KEEP_PARTNERS, chapter=found.chapter_id)
    return found


def _require_own(programme: Programme | None, partner: Partner) -> None:
    if programme is not None and programme.term.chapter_id != partner.chapter_id:
        raise AnothersProgramme(_("Program itu milik daerah lain."))

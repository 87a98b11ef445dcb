"""
Keeping a list that is not one of the chapter's members: what it is of, who gave it, why, and until when.

Without a lawful purpose and an end nobody may keep it (UU 27/2022); the end may be put off, by a year at a time.
Source: docs/rules.md#other-lists
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import Chapter, MemberList
from chapters.reconciliation import lists
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup_version
from ipspi.errors import RuleError
from ipspi.regions import times

LONGEST = dt.timedelta(days=366)


class NameTaken(RuleError):
    """The chapter has a list of that name, or had one."""


class BadEnd(RuleError):
    """The end is past, or more than a year ahead."""


@transaction.atomic
def give(
    *,
    chapter: Chapter,
    kind: str,
    name: str,
    about: str,
    given_by: str,
    purpose: str,
    ends_on: dt.date,
    by: User,
    at: dt.datetime,
) -> MemberList:
    """
    Begin a list of another kind, without lines yet.

    Raises PermissionDenied if `by` may not keep the chapter's lists, NameTaken, BadEnd.
    """
    access.require(by, access.May.KEEP_LISTS, chapter=chapter.pk)
    Chapter.objects.select_for_update(no_key=True).get(pk=chapter.pk)
    require_name(chapter, name)
    require_end(chapter, ends_on, at=at)
    kept = MemberList.objects.create(
        chapter=chapter, kind=kind, name=name, about=about, given_by=given_by, purpose=purpose, ends_on=ends_on,
        hash_version=lookup_version(),
    )  # fmt: skip
    audit.record(by=by, did="give_list", to=kept, chapter=chapter.pk, kind=kind, ends_on=ends_on.isoformat())
    return kept


@transaction.atomic
def extend(*, kept: MemberList, ends_on: dt.date, by: User, at: dt.datetime) -> MemberList:
    """
    Give a list another end, later or earlier than it had.

    Raises PermissionDenied if `by` may not keep the chapter's lists, lists.Ended, BadEnd.
    """
    access.require(by, access.May.KEEP_LISTS, chapter=kept.chapter_id)
    found = (
        MemberList.objects.of_others()
        .select_for_update(of=("self",))
        .select_related("chapter")
        .get(pk=kept.pk)
    )
    if found.deleted_at is not None:
        raise lists.Ended(_("Daftar ini sudah dihapus."))
    require_end(found.chapter, ends_on, at=at)
    found.ends_on = ends_on
    found.save(update_fields=["ends_on"])
    audit.record(by=by, did="extend_list", to=found, chapter=found.chapter_id, ends_on=ends_on.isoformat())
    return found


def require_name(chapter: Chapter, name: str) -> None:
    """Raise NameTaken unless a new list may have that name: that of a deleted one stays with its figures."""
    earlier = MemberList.objects.filter(chapter=chapter, name=name).first()
    if earlier is not None and earlier.deleted_at is not None:
        raise NameTaken(
            _("Nama ini milik daftar yang sudah dihapus. Pakai nama lain, misalnya dengan tahunnya.")
        )
    if earlier is not None or name == lists.DEFAULT:
        raise NameTaken(_("Daerah ini sudah mempunyai daftar dengan nama ini. Pakai nama lain."))


def require_end(chapter: Chapter, ends_on: dt.date, *, at: dt.datetime) -> None:
    """Raise BadEnd unless a list may be kept until that day."""
    today = times.local(at, zone=chapter.zone).date()
    if ends_on <= today:
        raise BadEnd(_("Tanggal ini sudah lewat atau hari ini. Pilih tanggal sesudah hari ini."))
    if ends_on > today + LONGEST:
        raise BadEnd(_("Paling lama setahun dari sekarang. Nanti dapat diperpanjang lagi."))

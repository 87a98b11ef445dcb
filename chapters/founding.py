"""
Founding chapters, naming who looks after those not yet founded, which provinces are whose, and how to reach them.

Source: docs/rules.md#chapters
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import DPP, Chapter, Coverage
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.regions.models import Province


class AlreadyFounded(RuleError):
    """The chapter exists already."""


class NotFounded(RuleError):
    """The chapter does not exist yet."""


class CannotLookAfter(RuleError):
    """That chapter cannot look after this one."""


class CannotCover(RuleError):
    """The province cannot belong to that chapter."""


@transaction.atomic
def found(
    *,
    chapter: Chapter,
    by: User,
    decree_number: str = "",
    decree_on: dt.date | None = None,
    founded_on: dt.date | None = None,
) -> Chapter:
    """
    Found a chapter by a decree, as far as it is known: from now on it looks after its provinces itself.

    Raises PermissionDenied, AlreadyFounded.
    """
    chapter = Chapter.objects.select_for_update().get(pk=chapter.pk)
    access.require(by, access.May.KEEP_CHAPTERS, chapter=chapter.pk)
    if chapter.is_founded:
        raise AlreadyFounded(_("%(chapter)s sudah dibentuk.") % {"chapter": chapter})

    chapter.status, chapter.looked_after_by = Chapter.Status.FOUNDED, None
    chapter.decree_number, chapter.decree_on, chapter.founded_on = decree_number, decree_on, founded_on
    chapter.save(update_fields=["status", "looked_after_by", "decree_number", "decree_on", "founded_on"])
    audit.record(by=by, did="found", to=chapter, chapter=chapter.pk)
    return chapter


@transaction.atomic
def entrust(*, chapter: Chapter, to: Chapter, by: User) -> Chapter:
    """
    Have a chapter that is not yet founded looked after by the DPP or by a founded one.

    Raises PermissionDenied, AlreadyFounded, CannotLookAfter.
    """
    rows = Chapter.objects.select_for_update().order_by("pk").in_bulk([chapter.pk, to.pk])
    chapter, to = rows[chapter.pk], rows[to.pk]
    access.require(by, access.May.KEEP_CHAPTERS, chapter=chapter.pk)
    if chapter.is_founded:
        raise AlreadyFounded(
            _("%(chapter)s sudah dibentuk dan mengurus dirinya sendiri.") % {"chapter": chapter}
        )
    if not to.is_founded:
        raise CannotLookAfter(_("%(chapter)s sendiri belum dibentuk.") % {"chapter": to})

    chapter.looked_after_by = to
    chapter.save(update_fields=["looked_after_by"])
    audit.record(by=by, did="entrust", to=chapter, chapter=chapter.pk, keeper=to.pk)
    return chapter


@transaction.atomic
def correct_founding(
    *, chapter: Chapter, founded_on: dt.date | None, decree_number: str, decree_on: dt.date | None, by: User
) -> Chapter:
    """
    Correct what is written of the founding of a chapter: its day and its decree.

    Raises PermissionDenied, NotFounded.
    """
    chapter = Chapter.objects.select_for_update().get(pk=chapter.pk)
    access.require(by, access.May.KEEP_CHAPTERS, chapter=chapter.pk)
    if not chapter.is_founded:
        raise NotFounded(_("%(chapter)s belum dibentuk.") % {"chapter": chapter})
    said = {"founded_on": founded_on, "decree_number": decree_number, "decree_on": decree_on}
    return _change(chapter, said, did="correct_founding", by=by)


@transaction.atomic
def change_contact(
    *, chapter: Chapter, address: str, email: str, phone: str, website: str, by: User
) -> Chapter:
    """Change how a chapter is reached, as its public page says. Raises PermissionDenied."""
    chapter = Chapter.objects.select_for_update().get(pk=chapter.pk)
    access.require(by, access.May.KEEP_CONTACT, chapter=chapter.pk)
    said = {"address": address, "email": email, "phone": phone, "website": website}
    return _change(chapter, said, did="change_contact", by=by)


@transaction.atomic
def cover(*, chapter: Chapter, province: Province, by: User) -> Coverage:
    """
    Have a province belong to another chapter, and its members with it, from this moment on.

    Raises PermissionDenied, or CannotCover: a founded chapter keeps a province at least, and the DPP covers none.
    """
    coverage = Coverage.objects.select_for_update(of=("self",)).select_related("chapter").get(pk=province.pk)
    before = coverage.chapter
    access.require(by, access.May.KEEP_CHAPTERS, chapter=chapter.pk)
    access.require(by, access.May.KEEP_CHAPTERS, chapter=before.pk)
    if chapter.pk == DPP:
        raise CannotCover(_("DPP membina provinsi lewat daerahnya, dan tidak mencakupnya sendiri."))
    if chapter.pk == before.pk:
        return coverage
    # who takes another one away at the same time waits here
    own = Coverage.objects.select_for_update(of=("self",)).filter(chapter=before).order_by("pk")
    if before.is_founded and len(own) == 1:
        words = _("%(province)s satu-satunya provinsi %(chapter)s, jadi tidak dapat dipindahkan.")
        raise CannotCover(words % {"province": province, "chapter": before})

    coverage.chapter = chapter
    coverage.save(update_fields=["chapter"])
    for code in (before.pk, chapter.pk):
        audit.record(by=by, did="cover", to=coverage, chapter=code, before=before.pk, after=chapter.pk)
    return coverage


def _change(chapter: Chapter, said: Mapping[str, object], *, did: str, by: User) -> Chapter:
    changed = [name for name, value in said.items() if getattr(chapter, name) != value]
    for name in changed:
        setattr(chapter, name, said[name])
    if changed:
        chapter.save(update_fields=changed)
        audit.record(by=by, did=did, to=chapter, chapter=chapter.pk, fields=changed)
    return chapter

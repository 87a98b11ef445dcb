"""What every page of a chapter begins with: the chapter and its people as far as the officer may see them."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access, queue, rosters
from chapters.access import May
from chapters.models import Chapter
from ipspi.navigation import Crumb
from members.models import Member


def chapter_of(request: HttpRequest, code: str, *may: May) -> Chapter:
    """Return a chapter in which the officer may do all that, or see its members; any other does not exist for them."""
    for each in may or [May.SEE_MEMBERS]:
        # asked here, not in the database: an address may hold what PostgreSQL refuses
        if code not in access.chapters_where(request.user, each):
            raise Http404
    return get_object_or_404(Chapter.objects.select_related("looked_after_by"), pk=code)


def member_of(chapter: Chapter, pk: UUID) -> Member:
    """Return somebody of the chapter's roster; anybody else does not exist there."""
    rows = (
        rosters.roster_of(chapter)
        .select_related("type", "user", "home_regency", "home_province", "decided_by", "role")
        .prefetch_related("educations__institution")
    )
    return get_object_or_404(rows, pk=pk)


def crumb(chapter: Chapter) -> Crumb:
    return Crumb(chapter.name, reverse("chapters:overview", args=[chapter.pk]))


def roster_crumb(chapter: Chapter) -> Crumb:
    return Crumb(_("Anggota"), reverse("chapters:roster", args=[chapter.pk]))


def queue_crumb(chapter: Chapter) -> Crumb:
    return Crumb(_("Pendaftaran"), reverse("chapters:queue", args=[queue.keeper_of(chapter).pk]))

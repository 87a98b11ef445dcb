"""That an applicant's NIK was a former member's with another name: said beside the application, and in bulk."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from chapters import beside
from chapters.models import Chapter
from ipspi.accounts.models import User
from members import readmission
from members.models import Member


def section_for(applicant: Member, chapter: Chapter, user: User) -> beside.Section | None:
    """Say it on the application's page, and not whose it was: they may be another chapter's."""
    return beside.Section("chapters/_returning.html", None) if readmission.doubtful([applicant]) else None


def doubts_about(applicants: Collection[Member]) -> dict[UUID, str]:
    """Say why these are not admitted together with others."""
    return dict.fromkeys(
        readmission.doubtful(applicants), _("NIK-nya pernah dipakai anggota dengan nama lain")
    )

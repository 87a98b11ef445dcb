"""
What stands beside an application on its page, and what makes it one to be looked at alone.

Each part of the registry that knows something about an applicant (rows of the chapter's lists, likely duplicates)
registers it here from ChaptersConfig.ready(); the page and the bulk admission ask all of them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chapters.models import Chapter
from ipspi.accounts.models import User
from members.models import Member


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an application's page: its template, which gets `section`, and what it shows as `content`."""

    template: str
    content: Any


SectionFor = Callable[[Member, Chapter, User], Section | None]
DoubtsAbout = Callable[[Collection[Member]], dict[UUID, str]]
_sections: list[SectionFor] = []
_doubts: list[DoubtsAbout] = []


def register_section(section_for: SectionFor) -> SectionFor:
    """
    Show what `section_for` gives for an applicant, the chapter that decides, and the officer who looks.

    Usable as a decorator.
    """
    if section_for not in _sections:
        _sections.append(section_for)
    return section_for


def register_doubts(doubts_about: DoubtsAbout) -> DoubtsAbout:
    """Ask `doubts_about`, in few queries, why some applicants must not be admitted together with others, in words."""
    if doubts_about not in _doubts:
        _doubts.append(doubts_about)
    return doubts_about


def sections_for(applicant: Member, chapter: Chapter, user: User) -> list[Section]:
    """Return what is known about an applicant, in the order of registration."""
    return [section for ask in _sections if (section := ask(applicant, chapter, user))]


def doubts_about(applicants: Collection[Member]) -> dict[UUID, str]:
    """Return, by id, the first doubt about each applicant of whom there is one."""
    found: dict[UUID, str] = {}
    for ask in _doubts:
        for pk, words in ask(applicants).items():
            found.setdefault(pk, words)
    return found

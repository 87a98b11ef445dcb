"""What every page of a roster begins with: the chapter, and what of its roster is asked for."""

from django.http import HttpRequest, QueryDict

from chapters import scoped, todo
from chapters.access import May
from chapters.models import Chapter
from chapters.rostering.presenting import Question
from ipspi.navigation import Crumb


def question_of(request: HttpRequest, code: str, *may: May, query: QueryDict | None = None) -> Question:
    """Return what is asked, in a chapter in which the officer may do all that; any other does not exist for them."""
    chapter = scoped.chapter_of(request, code, May.SEE_MEMBERS, *may)
    rights = todo.of_request(request, request.user, chapter=chapter).rights
    return Question(chapter, request.user, request.GET if query is None else query, rights)


def crumbs(chapter: Chapter, *more: Crumb) -> list[Crumb]:
    """Return the way to a page below the roster."""
    return [scoped.crumb(chapter), scoped.roster_crumb(chapter), *more]

"""What every page of an assembly begins with: the assembly in its chapter, and the way to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import scoped
from chapters.access import May
from chapters.boards.views import asking
from chapters.models import Chapter
from events.models import Assembly
from ipspi.navigation import Crumb

QUESTION = ["GET", "HEAD", "POST"]
done = asking.done


def found(request: HttpRequest, code: str, pk: int, *may: May) -> Assembly:
    """Return an assembly of a chapter in which the officer may do all that; any other does not exist for them."""
    chapter = scoped.chapter_of(request, code, *may)
    return get_object_or_404(Assembly.objects.select_related("chapter", "term"), pk=pk, chapter=chapter)


def ask(
    request: HttpRequest, form: forms.Form, verb: Callable[[], str], assembly: Assembly, **words: Any
) -> HttpResponse:
    """Ask one question about an assembly, and go back to it."""
    words.setdefault("back", url(assembly))
    return asking.ask(request, form, verb, chapter=assembly.chapter, crumbs=crumbs_of(assembly), **words)


def url(assembly: Assembly, page: str = "assembly", *more: object) -> str:
    return reverse(f"assembly:{page}", args=[assembly.chapter_id, assembly.pk, *more])


def crumbs_of(assembly: Assembly) -> list[Crumb]:
    return [*crumbs_to(assembly.chapter), Crumb(assembly.name, url(assembly))]


def crumbs_to(chapter: Chapter) -> list[Crumb]:
    return [scoped.crumb(chapter), Crumb(_("MUSDA"), reverse("assembly:list", args=[chapter.pk]))]

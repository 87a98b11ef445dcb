"""The link to a chapter's assemblies that the header offers to officers."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from chapters import menu
from events.models import Assembly
from ipspi.navigation import Item


def items(request: HttpRequest) -> Iterator[Item]:
    """Offer the assemblies of the chapter that the page is about."""
    chapter = menu.chapter_shown(request)
    if chapter:
        url = reverse("assembly:list", args=[chapter.pk])
        yield Item(str(Assembly.Kind.MUSDA.label), url, group=chapter.name)

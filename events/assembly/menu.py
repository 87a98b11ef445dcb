"""The link to a chapter's assemblies that the header offers to officers."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from chapters import additions, menu
from chapters.models import DPP
from events.models import Assembly
from ipspi.navigation import Item


def items(request: HttpRequest) -> Iterator[Item]:
    """Offer the assemblies of the chapter that the page is about."""
    codes = additions.seen_by(request)
    chapter = menu.current(request, codes - {DPP}) if codes else None
    if chapter:
        url = reverse("assembly:list", args=[chapter.pk])
        yield Item(str(Assembly.Kind.MUSDA.label), url, group=chapter.name)

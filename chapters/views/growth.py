"""The page on which a chapter sees how it grew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chapters import growth, presenting, scoped
from ipspi.navigation import Crumb


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Members month by month, who came and who left, and why."""
    chapter = scoped.chapter_of(request, code)
    context = {
        **growth.page(chapter, at=timezone.now()),
        "certainty": presenting.certainty_of(chapter),
        "chapter": chapter,
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Perkembangan"))],
    }
    return render(request, "chapters/growth.html", context)

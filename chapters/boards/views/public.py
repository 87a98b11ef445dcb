"""The pages about chapters that everybody may read."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chapters.boards import public
from ipspi.navigation import Crumb


@require_safe
@login_not_required
def chapters(request: HttpRequest) -> HttpResponse:
    """All chapters, and who looks after the provinces that have none."""
    return render(request, "organisation/chapters.html", public.chapters_page())


@require_safe
@login_not_required
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter: how to reach it, its board, how to join."""
    found = public.find(slug)
    if found is None:
        raise Http404
    context = public.chapter_page(found, at=timezone.now())
    context |= {"chapter": found, "whatsapp": public.whatsapp_of(found.phone)}
    crumbs = [Crumb(_("Organisasi"), reverse("organisation:chapters")), Crumb(found.name)]
    return render(request, "organisation/chapter.html", {**context, "breadcrumbs": crumbs})

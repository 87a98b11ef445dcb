"""Admitting applicants together: asking first, the half minute in which it may be called back, and the result."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chapters import access, application_pages, bulk_admission, scoped
from chapters import queue as queues
from chapters.access import May
from chapters.forms.applications import chosen_in
from chapters.models import BulkAdmission, Chapter
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members.models import Member


@require_POST
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether to admit those chosen in the queue, and who cannot be; then choose them."""
    chapter = scoped.chapter_of(request, code)
    access.require(request.user, May.ADMIT, chapter=chapter.pk)
    seen = access.members_where(request.user, May.SEE_MEMBERS)
    found = queues.of(chapter, among=seen).filter(pk__in=chosen_in(request.POST))
    members = list(found.order_by("applied_at", "pk").defer("nik").select_related("home_regency"))
    if not members:
        messages.info(request, _("Pilih dahulu pendaftar yang akan diterima."))
        return redirect("chapters:queue", chapter.pk)
    if "yakin" not in request.POST:
        return render(request, "chapters/choose.html", _asking(request, chapter, members))
    try:
        chosen = [member.pk for member in members]
        bulk = bulk_admission.choose(chapter=chapter, applicants=chosen, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("chapters:queue", chapter.pk)
    return redirect("chapters:bulk", chapter.pk, bulk.pk)


@require_safe
def bulk(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """How long a bulk admission may be called back, and what became of everybody; or the part that changes."""
    chapter = scoped.chapter_of(request, code)
    context = application_pages.bulk_page(_bulk(chapter, pk), user=request.user, at=timezone.now())
    template = "chapters/_bulk.html" if "HX-Request" in request.headers else "chapters/bulk.html"
    crumbs = [scoped.crumb(chapter), scoped.queue_crumb(chapter), Crumb(_("Penerimaan bersama"))]
    shown = {**context, "chapter": chapter, "breadcrumbs": crumbs, "here": request.path}
    response = render(request, template, shown)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def call_back(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Call a bulk admission back."""
    chapter = scoped.chapter_of(request, code)
    try:
        bulk_admission.call_back(bulk=_bulk(chapter, pk), by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, _("Dibatalkan. Tidak ada yang diterima, dan tidak ada nomor yang terpakai.")
        )
    return redirect("chapters:bulk", chapter.pk, pk)


def _bulk(chapter: Chapter, pk: UUID) -> BulkAdmission:
    rows = BulkAdmission.objects.filter(chapter=chapter).select_related("by", "called_back_by", "chapter")
    return get_object_or_404(rows, pk=pk)


def _asking(request: HttpRequest, chapter: Chapter, members: list[Member]) -> dict[str, object]:
    reasons = bulk_admission.why_not(members, by=request.user)
    return {
        "chapter": chapter,
        "fitting": [member for member in members if member.pk not in reasons],
        "left_out": [(member, reasons[member.pk]) for member in members if member.pk in reasons],
        "seconds": int(bulk_admission.WAIT.total_seconds()),
        "queue_url": reverse("chapters:queue", args=[chapter.pk]),
        "breadcrumbs": [scoped.crumb(chapter), scoped.queue_crumb(chapter), Crumb(_("Terima bersama"))],
    }

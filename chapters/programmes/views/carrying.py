"""Carrying unfinished programmes over to a later term."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chapters import scoped
from chapters.access import May
from chapters.models import CarryOver
from chapters.programmes import carrying, presenting, reading
from chapters.programmes.views.asking import ASKS
from ipspi.errors import RuleError
from ipspi.navigation import Crumb

MOST_CHOSEN = 1000


@require_http_methods(ASKS)
def carry(request: HttpRequest, code: str) -> HttpResponse:
    """Choose which programmes of the term before go on, all unfinished ones unless somebody says no; then copy them."""
    chapter = scoped.chapter_of(request, code, May.KEEP_PROGRAMMES)
    today = reading.today_in(chapter, at=timezone.now())
    term = presenting.term_asked(presenting.terms_of(chapter), request.GET.get("masa", ""))
    before = carrying.term_before(term) if term else None
    if term is None or before is None:
        raise Http404
    crumbs = presenting.crumbs(chapter, term)
    if request.method == "POST":
        chosen = [int(each) for each in request.POST.getlist("pilih")[:MOST_CHOSEN] if _is_id(each)]
        try:
            act = carrying.carry(
                from_term=before, to_term=term, programmes=chosen, by=request.user, at=timezone.now()
            )
        except RuleError as error:
            messages.info(request, error.message)
        else:
            count = {"count": act.copies.count(), "term": before.name}
            messages.success(request, _("%(count)d program dibawa dari masa bakti %(term)s.") % count)
        return redirect(crumbs[-1].url)
    context = {
        "chapter": chapter,
        "term": term,
        "before": before,
        "choices": carrying.offered(before, today=today),
        "looks": presenting.LOOKS,
        "cancel_url": crumbs[-1].url,
        "breadcrumbs": [*crumbs, Crumb(_("Bawa yang belum selesai"))],
    }
    return render(request, "programmes/carry.html", context)


@require_http_methods(ASKS)
def undo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask whether to take a carry-over back, and do so while nothing has happened to its copies."""
    chapter = scoped.chapter_of(request, code, May.KEEP_PROGRAMMES)
    rows = CarryOver.objects.select_related("from_term", "to_term__chapter")
    act = get_object_or_404(rows, pk=pk, to_term__chapter=chapter)
    crumbs = presenting.crumbs(chapter, act.to_term)
    if request.method == "POST":
        try:
            count = carrying.undo(act=act, by=request.user, at=timezone.now())
        except RuleError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Diurungkan: %(count)d program dihapus lagi.") % {"count": count})
        return redirect(crumbs[-1].url)
    context = {
        "act": act,
        "names": list(act.copies.values_list("name", flat=True)),
        "blocked": carrying.what_blocks_undo(act),
        "cancel_url": crumbs[-1].url,
        "breadcrumbs": [*crumbs, Crumb(_("Urungkan"))],
    }
    return render(request, "programmes/undo_carry.html", context)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18

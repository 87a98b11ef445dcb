"""Pages of lists of graduates, staff and participants: beginning one, how many are registered, and its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.models import Chapter, MemberList
from chapters.reconciliation import ending, giving, kinds, list_pages, presenting
from chapters.reconciliation.counting import Standing
from chapters.reconciliation.forms import EndForm, ListForm
from chapters.reconciliation.views.asking import kept_list
from ipspi.errors import RuleError
from ipspi.navigation import Crumb

ASKS = ["GET", "HEAD", "POST"]


@require_safe
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Choose which list a file is of: one that is kept, or a new one of some kind."""
    chapter = scoped.chapter_of(request, code, May.KEEP_LISTS)
    shown = list_pages.new_page(chapter)
    crumbs = [scoped.crumb(chapter), _lists_crumb(chapter), Crumb(_("Unggah daftar"))]
    return render(
        request, "reconciliation/new_list.html", {**shown, "chapter": chapter, "breadcrumbs": crumbs}
    )


@require_http_methods(ASKS)
def give(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Begin a list of another kind; its file is asked for next."""
    chapter, now = scoped.chapter_of(request, code, May.KEEP_LISTS), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = ListForm(data, chapter=chapter, at=now, kind=kind)
    if form.is_valid():
        try:
            kept = giving.give(chapter=chapter, kind=kind, by=request.user, at=now, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect(presenting.upload_url(chapter, kept.name))
    spoken = kinds.SPOKEN[MemberList.Kind(kind)]
    new_url = reverse("reconciliation:new_list", args=[chapter.pk])
    crumbs = [
        scoped.crumb(chapter),
        _lists_crumb(chapter),
        Crumb(_("Unggah daftar"), new_url),
        Crumb(str(spoken.title)),
    ]
    context = {"form": form, "spoken": spoken, "cancel_url": new_url, "chapter": chapter}
    return render(request, "reconciliation/give.html", {**context, "breadcrumbs": crumbs})


@require_safe
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """How many of each institution are registered."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER)
    shown = list_pages.coverage_page(chapter)
    shown["may_keep_lists"] = May.KEEP_LISTS in access.rights_in(request.user, chapter)
    crumbs = [scoped.crumb(chapter), Crumb(_("Cakupan lembaga"))]
    return render(
        request, "reconciliation/coverage.html", {**shown, "chapter": chapter, "breadcrumbs": crumbs}
    )


@require_safe
def show(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A list's figures, purpose and end; of one that was deleted, what is left."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER)
    rows = MemberList.objects.of_others().select_related("chapter")
    kept = get_object_or_404(rows, pk=pk, chapter=chapter)
    rights = access.rights_in(request.user, chapter)
    shown = {
        **list_pages.list_page(kept),
        "may_keep_lists": May.KEEP_LISTS in rights,
        "may_run": May.RECONCILE in rights,
        "may_review": {May.RECONCILE, May.SEE_MEMBERS} <= rights,
        "may_invite": {May.INVITE, May.SEE_MEMBERS} <= rights,
    }
    return render(request, "reconciliation/list.html", _context(chapter, shown, Crumb(kept.about)))


@require_safe
def rows(request: HttpRequest, code: str, pk: int, standing: Standing) -> HttpResponse:
    """The rows behind a figure of a list."""
    chapter = scoped.chapter_of(request, code, May.SEE_LEDGER, May.SEE_MEMBERS)
    kept = kept_list(chapter, pk)
    rights = access.rights_in(request.user, chapter)
    shown = list_pages.rows_page(
        kept, standing, after=_id(request, "sesudah"), before=_id(request, "sebelum")
    )
    invites = standing == Standing.NOT_REGISTERED and May.INVITE in rights
    choose_url = reverse("inviting:choose", args=[chapter.pk]) + shown["scope"]
    shown["invite_url"] = choose_url if invites else ""
    shown["may_review"] = standing == Standing.REVIEW and May.RECONCILE in rights
    crumbs = [Crumb(kept.about, list_pages.url_of(kept)), Crumb(str(standing.label))]
    return render(request, "reconciliation/rows.html", _context(chapter, shown, *crumbs))


@require_http_methods(ASKS)
def extend(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a list another end."""
    chapter, now = scoped.chapter_of(request, code, May.KEEP_LISTS), timezone.now()
    kept = kept_list(chapter, pk)
    data = request.POST if request.method == "POST" else None
    form = EndForm(data, chapter=chapter, at=now, initial={"ends_on": kept.ends_on})
    if form.is_valid():
        try:
            kept = giving.extend(kept=kept, by=request.user, at=now, **form.cleaned_data)
        except RuleError as error:
            messages.error(request, error.message)
        else:
            ends = date_format(kept.ends_on, "j F Y")
            messages.success(request, _("Daftar ini dihapus pada %(ends)s.") % {"ends": ends})
        return redirect(list_pages.url_of(kept))
    crumbs = [Crumb(kept.about, list_pages.url_of(kept)), Crumb(_("Ubah tanggal"))]
    shown = {"form": form, "kept": kept, "named": kinds.named(kept), "cancel_url": list_pages.url_of(kept)}
    return render(request, "reconciliation/extend.html", _context(chapter, shown, *crumbs))


@require_http_methods(ASKS)
def delete(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask whether to delete a list before its end, and do it."""
    chapter = scoped.chapter_of(request, code, May.KEEP_LISTS)
    kept = kept_list(chapter, pk)
    if request.method == "POST":
        ending.delete(kept=kept, by=request.user, at=timezone.now())
        messages.success(request, _("Daftar dihapus. Nama dan angka-angkanya tetap tampak di sini."))
        return redirect(list_pages.url_of(kept))
    crumbs = [Crumb(kept.about, list_pages.url_of(kept)), Crumb(_("Hapus"))]
    return render(
        request, "reconciliation/delete_list.html", _context(chapter, list_pages.delete_page(kept), *crumbs)
    )


def _context(chapter: Chapter, shown: dict[str, Any], *more: Crumb) -> dict[str, Any]:
    coverage_url = reverse("reconciliation:coverage", args=[chapter.pk])
    crumbs = [scoped.crumb(chapter), Crumb(_("Cakupan lembaga"), coverage_url), *more]
    return {**shown, "chapter": chapter, "breadcrumbs": crumbs}


def _lists_crumb(chapter: Chapter) -> Crumb:
    return Crumb(_("Daftar daerah"), reverse("reconciliation:lists", args=[chapter.pk]))


def _id(request: HttpRequest, name: str) -> str | None:
    text = request.GET.get(name, "")
    return text if text.isascii() and text.isdigit() and len(text) <= 18 else None

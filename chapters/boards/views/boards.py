"""The present board of a chapter, its terms, and who may do what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.boards import presenting, rights, terms
from chapters.boards.forms import HandoverForm, TermForm
from chapters.boards.views.asking import ask, crumbs_of
from chapters.models import Chapter, Handover, Term
from ipspi.navigation import Crumb

QUESTION = ["GET", "HEAD", "POST"]


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Who serves on the chapter's board now, and what may be done about it."""
    chapter = scoped.chapter_of(request, code)
    context = presenting.board_page(chapter, user=request.user, at=timezone.now())
    crumbs = [scoped.crumb(chapter), Crumb(_("Kepengurusan"))]
    return render(request, "boards/board.html", {**context, "chapter": chapter, "breadcrumbs": crumbs})


@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """All terms of the chapter."""
    chapter = scoped.chapter_of(request, code)
    context = {**presenting.history_page(chapter), "chapter": chapter}
    crumbs = [*crumbs_of(chapter), Crumb(_("Riwayat"))]
    return render(request, "boards/history.html", {**context, "breadcrumbs": crumbs})


@require_safe
def term(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One term: who sat on its board and when, and what was handed over."""
    chapter, found = _found(request, code, pk)
    crumbs = [*crumbs_of(chapter), *_history(chapter), Crumb(found.name)]
    context = {**presenting.term_page(found, user=request.user), "chapter": chapter}
    return render(request, "boards/term.html", {**context, "breadcrumbs": crumbs})


@require_http_methods(QUESTION)
def correct(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Correct what is written of a term, or put its end off."""
    chapter, found = _found(request, code, pk)
    access.require(request.user, May.KEEP_BOARD, chapter=chapter.pk)
    initial = {name: getattr(found, name) for name in TermForm.base_fields}
    form = TermForm(request.POST or None, initial=initial)

    def verb() -> str:
        terms.correct(term=found, by=request.user, **form.cleaned_data)
        return _("Masa bakti disimpan.")

    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Ubah masa bakti %(name)s") % {"name": found.name},
        lead=_("Tidak ada jabatan dan akses yang berubah karenanya."),
        submit=_("Simpan"),
        back=_url(found),
    )


@require_http_methods(QUESTION)
def hand_over(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write down what the board before handed over to that of a term."""
    chapter, found = _found(request, code, pk)
    access.require(request.user, May.PREPARE_BOARD, chapter=chapter.pk)
    form = HandoverForm(request.POST or None, before=terms.before(found), term=found, initial=_parties(found))

    def verb() -> str:
        terms.hand_over(term=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        return _("Serah terima dicatat.")

    return ask(
        request,
        form,
        verb,
        chapter=chapter,
        title=_("Catat serah terima"),
        lead=_("Pekerjaan yang terbuka hari ini dihitung registri dan ikut dicatat."),
        submit=_("Catat serah terima"),
        back=_url(found),
    )


@require_safe
def offices(request: HttpRequest, code: str) -> HttpResponse:
    """The table of what each office may do."""
    chapter = scoped.chapter_of(request, code)
    context = {"chapter": chapter, "lines": rights.table(), "without": rights.without_any()}
    crumbs = [*crumbs_of(chapter), Crumb(_("Hak jabatan"))]
    return render(request, "boards/rights.html", {**context, "breadcrumbs": crumbs})


def _found(request: HttpRequest, code: str, pk: int) -> tuple[Chapter, Term]:
    chapter = scoped.chapter_of(request, code)
    return chapter, get_object_or_404(Term.objects.select_related("chapter"), pk=pk, chapter=chapter)


def _parties(term: Term) -> dict[str, Any]:
    """The handing over as it is written down; else from the last chair to the first one."""
    if written := Handover.objects.filter(term=term).values().first():
        return {**written, "given_by": written["given_by_id"], "taken_by": written["taken_by_id"]}
    first = term.seats.filter(office="KETUA").order_by("starts_at").first()
    last = terms.before(term).filter(office="KETUA").order_by("-starts_at").first()
    return {"given_by": last, "taken_by": first, "on": term.starts_on}


def _history(chapter: Chapter) -> list[Crumb]:
    return [Crumb(_("Riwayat"), reverse("boards:history", args=[chapter.pk]))]


def _url(term: Term) -> str:
    return reverse("boards:term", args=[term.chapter_id, term.pk])

"""The roster itself, whom one chooses in it, and the same on paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chapters import scoped
from chapters.access import May
from chapters.rostering import presenting, printing, selecting
from chapters.rostering.presenting import VIEW, Question
from chapters.rostering.views.asking import crumbs, question_of
from ipspi.errors import RuleError
from ipspi.navigation import Crumb

MOST_SHOWN = 200  # boxes of one page; more are not ours


@require_safe
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """The chapter's roster, or the part of it that changes with the filters; the default view opens first."""
    question = question_of(request, code)
    if not request.GET and (view := next((each for each in question.views if each.default), None)):
        return redirect(f"{request.path}?{VIEW}={view.pk}")
    template = "rostering/_roster.html" if "HX-Request" in request.headers else "rostering/roster.html"
    context = presenting.roster_page(question)
    path = [scoped.crumb(question.chapter), Crumb(_("Anggota"))]
    response = render(request, template, {**context, "chapter": question.chapter, "breadcrumbs": path})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Choose people of the page, everybody who was found, or nobody; and go back to where one was."""
    question = question_of(request, code, query=QueryDict(request.POST.get("kueri", "")))
    try:
        _choose(request, question)
    except RuleError as error:
        messages.error(request, error.message)
    if "HX-Request" in request.headers:
        context = {
            **presenting.choice(question),
            "chapter": question.chapter,
            "here": question.query.urlencode(),
        }
        response = render(request, "rostering/_choice.html", context)
        patch_vary_headers(response, ["HX-Request"])
        return response
    said = question.query.urlencode()
    return redirect(reverse("chapters:roster", args=[question.chapter.pk]) + (f"?{said}" if said else ""))


def _choose(request: HttpRequest, question: Question) -> None:
    whose = {"chapter": question.chapter, "by": request.user}
    now = timezone.now()
    match request.POST.get("apa"):
        case "semua":
            selecting.choose_all(found=question.found.members, at=now, **whose)
        case "kosongkan":
            selecting.drop_all(at=now, **whose)
        case "kembalikan":
            selecting.take_back(**whose)
        case _:
            shown, ticked = (_ids(request.POST.getlist(name)) for name in ("tampak", "pilih"))
            selecting.choose(shown=shown, ticked=ticked, at=now, **whose)


@require_safe
def on_paper(request: HttpRequest, code: str) -> HttpResponse:
    """What was found, for printing: as much of it as fits, with who printed it and how certain its number is."""
    question = question_of(request, code, May.EXPORT_MEMBERS)
    now = timezone.now()
    context = presenting.print_page(question, most=printing.MOST, by=request.user, at=now)
    if context["rows"] and request.method == "GET":
        shown = [column.key for column in question.columns]
        printing.record(chapter=question.chapter, rows=len(context["rows"]), shown=shown, by=request.user)
    path = crumbs(question.chapter, Crumb(_("Cetak")))
    return render(
        request, "rostering/print.html", {**context, "chapter": question.chapter, "breadcrumbs": path}
    )


def _ids(written: list[str]) -> set[UUID]:
    found = set()
    for each in written[:MOST_SHOWN]:
        try:
            found.add(UUID(each))
        except ValueError:
            continue
    return found

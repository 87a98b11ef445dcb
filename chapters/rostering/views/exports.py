"""Taking a roster out as a file: asking, and the files that one asked for."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import scoped
from chapters.access import May
from chapters.models import Chapter, RosterExport
from chapters.rostering import export_pages, exporting, selecting
from chapters.rostering.forms import ExportForm
from chapters.rostering.views.asking import crumbs, question_of
from ipspi.accounts import step_up
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from ipspi.spreadsheets import writing

CSV = "text/csv; charset=utf-8"
MOST_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Ask which columns are taken out and why, after a step-up, and start the work."""
    question = question_of(request, code, May.EXPORT_MEMBERS)
    step_up.require(request)
    of_chosen = request.GET.get("yang") == "dipilih"
    form = ExportForm(step_up.typed(request), shown=question.columns)
    if request.method == "POST" and form.is_valid():
        answers = {**form.cleaned_data, "shown": form.cleaned_data["columns"]}
        del answers["columns"]
        try:
            job = exporting.ask(
                chapter=question.chapter, of_chosen=of_chosen, asked=question.form.asked(), by=request.user,
                at=timezone.now(), **answers,
            )  # fmt: skip
        except RuleError as error:
            form.add_error("words" if answers["reason"] == "OTHER" else None, error.message)
        else:
            return redirect("jobs:progress", job.pk)
    chosen = selecting.chosen(request.user, chapter=question.chapter)
    found = chosen if of_chosen else question.found.members
    context = {
        "form": form,
        "number": exporting.free_of(found).count(),
        "left_out": found.exclude(restriction=None).count(),
        "of_chosen": of_chosen,
        "answers": [] if of_chosen else question.form.answers(),
        "back_url": question.address(),
        "hours": int(exporting.LASTS.total_seconds() // 3600),
        "most": exporting.MOST_DOWNLOADS,
        "breadcrumbs": crumbs(question.chapter, Crumb(_("Ekspor"))),
    }
    return render(request, "rostering/export.html", context)


@require_safe
def exports(request: HttpRequest, code: str) -> HttpResponse:
    """The files that the officer asked for, and which of them are still there."""
    chapter = scoped.chapter_of(request, code, May.EXPORT_MEMBERS)
    rows = RosterExport.objects.filter(by=request.user.pk, chapter=chapter)[:MOST_SHOWN]
    now = timezone.now()
    context = {
        "chapter": chapter,
        "lines": export_pages.lines_of(list(rows), zone=chapter.zone, at=now),
        "breadcrumbs": crumbs(chapter, Crumb(_("Berkas ekspor"))),
    }
    return render(request, "rostering/exports.html", context)


@require_safe
@reauthentication_required
def download(request: HttpRequest, code: str, pk: UUID) -> HttpResponseBase:
    """The file, piece by piece, to who asked for it."""
    chapter, found = _export(request, code, pk)
    if request.method == "HEAD":
        return HttpResponse()
    try:
        pieces = exporting.download(export=found, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("rostering:exports", chapter.pk)
    kind = CSV if found.form == RosterExport.Form.CSV else writing.XLSX
    response = StreamingHttpResponse(pieces, content_type=kind)
    name = f"anggota-{chapter.pk}-{found.asked_at:%Y%m%d}.{found.form.lower()}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def end(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Delete a file before its day is over."""
    chapter, found = _export(request, code, pk)
    exporting.end(export=found, at=timezone.now())
    messages.success(request, _("Berkas ekspor dihapus."))
    return redirect("rostering:exports", chapter.pk)


def _export(request: HttpRequest, code: str, pk: UUID) -> tuple[Chapter, RosterExport]:
    chapter = scoped.chapter_of(request, code, May.EXPORT_MEMBERS)
    return chapter, get_object_or_404(RosterExport, pk=pk, by=request.user, chapter=chapter)

"""Pages of accountability reports."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.accountability import appendices as sheets
from chapters.accountability import drafting, freezing, presenting, printing
from chapters.accountability.forms import ReportForm, TableForm, TextForm
from chapters.models import AccountabilityReport, Chapter
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from ipspi.regions import times
from ipspi.spreadsheets.writing import XLSX

ASKS = ["GET", "HEAD", "POST"]


@require_safe
def start(request: HttpRequest, code: str) -> HttpResponse:
    """All reports of a chapter, those to be written first."""
    chapter = scoped.chapter_of(request, code)
    context = {
        "chapter": chapter,
        "reports": presenting.lines(chapter),
        "may_keep": May.KEEP_REPORTS in access.rights_in(request.user, chapter),
        "breadcrumbs": [scoped.crumb(chapter), Crumb(_("Pertanggungjawaban"))],
    }
    return render(request, "accountability/start.html", context)


@require_http_methods(ASKS)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a report."""
    chapter = scoped.chapter_of(request, code, May.KEEP_REPORTS)
    form = ReportForm(request.POST or None, chapter=chapter, initial=presenting.proposal(chapter))
    if form.is_valid():
        try:
            report = drafting.begin(chapter=chapter, by=request.user, at=timezone.now(), **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect("accountability:report", code, report.pk)
    crumbs = [scoped.crumb(chapter), _crumb(chapter), Crumb(_("Laporan baru"))]
    return render(
        request, "accountability/new.html", {"form": form, "chapter": chapter, "breadcrumbs": crumbs}
    )


@require_safe
def report(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A report as it stands: a draft with the figures of now, a presented one as it was frozen."""
    chapter, row = _report(request, code, pk)
    context = {
        **presenting.page(row, today=_today(chapter)),
        "chapter": chapter,
        "may_keep": May.KEEP_REPORTS in access.rights_in(request.user, chapter),
        "breadcrumbs": [scoped.crumb(chapter), _crumb(chapter), Crumb(row.title)],
    }
    return render(request, "accountability/report.html", context)


@require_http_methods(ASKS)
def text(request: HttpRequest, code: str, pk: int, key: str) -> HttpResponse:
    """Write the text of a section."""
    chapter, row = _report(request, code, pk, May.KEEP_REPORTS)
    section = next(
        (each for each in presenting.sections(row, today=_today(chapter)) if each.key == key), None
    )
    if section is None or row.is_presented:
        raise Http404
    form = TextForm(request.POST or None, initial={"text": section.text})
    if form.is_valid():
        try:
            drafting.write(report=row, key=key, text=form.cleaned_data["text"], by=request.user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect(f"{reverse('accountability:report', args=[code, pk])}#{key}")
    return _form(request, chapter, row, form, title=section.title, submit=_("Simpan uraian"))


@require_http_methods(ASKS)
def add_table(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Add figures that the registry does not keep."""
    chapter, row = _report(request, code, pk, May.KEEP_REPORTS)
    if row.is_presented:
        raise Http404
    form = TableForm(request.POST or None)
    if form.is_valid():
        try:
            drafting.add_table(report=row, by=request.user, **form.cleaned_data)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect(f"{reverse('accountability:report', args=[code, pk])}#lain")
    return _form(request, chapter, row, form, title=_("Tabel tambahan"), submit=_("Tambahkan"))


@require_POST
def remove_table(request: HttpRequest, code: str, pk: int, place: int) -> HttpResponse:
    """Remove figures of one's own."""
    _chapter, row = _report(request, code, pk, May.KEEP_REPORTS)
    try:
        removed = drafting.remove_table(report=row, place=place, by=request.user)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Tabel “%(title)s” dihapus.") % {"title": removed["title"]})
    return redirect("accountability:report", code, pk)


@require_http_methods(ASKS)
def present(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Freeze a report, after a question."""
    chapter, row = _report(request, code, pk, May.KEEP_REPORTS)
    if request.method == "POST":
        try:
            kept = freezing.present(report=row, by=request.user, at=timezone.now())
        except RuleError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request, _("Laporan disampaikan dengan nomor %(number)s.") % {"number": kept.number}
            )
        return redirect("accountability:report", code, pk)
    context = {
        "chapter": chapter,
        "report": row,
        "differs": presenting.discrepancies(row, today=_today(chapter)),
        "empty": presenting.without_text(row, today=_today(chapter)),
        "breadcrumbs": _crumbs(chapter, row, _("Sampaikan")),
    }
    return render(request, "accountability/present.html", context)


@require_POST
def amend(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Begin the next version of a presented report."""
    _chapter, row = _report(request, code, pk, May.KEEP_REPORTS)
    try:
        later = drafting.amend(report=row, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("accountability:report", code, pk)
    return redirect("accountability:report", code, later.pk)


@require_http_methods(ASKS)
def discard(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Remove a draft, after a question."""
    chapter, row = _report(request, code, pk, May.KEEP_REPORTS)
    if request.method == "POST":
        try:
            drafting.discard(report=row, by=request.user)
        except RuleError as error:
            messages.error(request, error.message)
            return redirect("accountability:report", code, pk)
        messages.success(request, _("Rancangan dihapus."))
        return redirect("accountability:start", code)
    crumbs = _crumbs(chapter, row, _("Hapus"))
    context = {"chapter": chapter, "report": row, "breadcrumbs": crumbs}
    return render(request, "accountability/discard.html", context)


@require_safe
def pdf(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The report as a PDF: the frozen one, or of a draft what it would be."""
    chapter, row = _report(request, code, pk)
    content = (
        bytes(row.pdf) if row.pdf else printing.pdf(presenting.content(row, today=_today(chapter)), digest="")
    )
    return _file(content, "application/pdf", f"{_name(row)}.pdf")


@require_safe
def appendices(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The tables of a report as a spreadsheet."""
    chapter, row = _report(request, code, pk)
    kept = (
        bytes(row.appendices)
        if row.appendices
        else sheets.workbook(presenting.content(row, today=_today(chapter)))
    )
    return _file(kept, XLSX, f"{_name(row)}-lampiran.xlsx")


def _report(request: HttpRequest, code: str, pk: int, *may: May) -> tuple[Chapter, AccountabilityReport]:
    chapter = scoped.chapter_of(request, code, *may)
    rows = AccountabilityReport.objects.select_related("chapter", "term", "amends", "amended_by")
    return chapter, get_object_or_404(rows, pk=pk, chapter=chapter)


def _form(
    request: HttpRequest,
    chapter: Chapter,
    row: AccountabilityReport,
    form: object,
    *,
    title: str,
    submit: str,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "chapter": chapter,
        "report": row,
        "breadcrumbs": _crumbs(chapter, row, title),
    }
    return render(request, "accountability/form.html", context)


def _crumb(chapter: Chapter) -> Crumb:
    return Crumb(_("Pertanggungjawaban"), reverse("accountability:start", args=[chapter.pk]))


def _crumbs(chapter: Chapter, row: AccountabilityReport, last: str) -> list[Crumb]:
    page = Crumb(row.title, reverse("accountability:report", args=[chapter.pk, row.pk]))
    return [scoped.crumb(chapter), _crumb(chapter), page, Crumb(last)]


def _today(chapter: Chapter) -> dt.date:
    return times.local(timezone.now(), zone=chapter.zone).date()


def _name(row: AccountabilityReport) -> str:
    return f"lpj-{row.chapter_id}-{row.since:%Y}-{row.until:%Y}-v{row.version}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )

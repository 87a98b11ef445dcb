"""A term's programmes, and one of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import access, scoped
from chapters.access import May
from chapters.forms.work import RemovalForm
from chapters.models import Chapter, Term
from chapters.programmes import exporting, overview, presenting, reading, writing
from chapters.programmes.forms import ProgrammeForm, SpendingForm, StageForm
from chapters.programmes.views.asking import ASKS, asked, programme_of, sent
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from ipspi.spreadsheets.writing import XLSX


@require_safe
def start(request: HttpRequest, code: str) -> HttpResponse:
    """The programmes of a term, by division, with what they have reached and cost."""
    chapter = scoped.chapter_of(request, code)
    today = reading.today_in(chapter, at=timezone.now())
    context = overview.start_page(chapter, query=request.GET, today=today)
    context["may_keep"] = May.KEEP_PROGRAMMES in access.rights_in(request.user, chapter)
    return render(request, "programmes/start.html", context)


@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The programmes of a term as a spreadsheet."""
    chapter, term = _term(request, code)
    content = exporting.workbook(reading.report_of(term, today=reading.today_in(chapter, at=timezone.now())))
    name = f"program-kerja-{chapter.pk}-{term.starts_on:%Y}.xlsx"
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(ASKS)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Write a programme into a term."""
    chapter, term = _term(request, code, May.KEEP_PROGRAMMES)
    form = ProgrammeForm(sent(request), term=term)
    if form.is_valid():
        try:
            made = writing.add(term=term, by=request.user, at=timezone.now(), **form.values())
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Program dicatat. Tambahkan sasarannya, supaya kemajuannya terbaca."))
            return redirect("programmes:programme", chapter.pk, made.pk)
    crumbs = presenting.crumbs(chapter, term)
    context = {
        "form": form,
        "title": _("Program baru"),
        "lead": _("Untuk masa bakti %(term)s.") % {"term": term.name},
        "submit": _("Catat program"),
        "cancel_url": crumbs[-1].url,
        "divisions": presenting.divisions_of(chapter),
        "breadcrumbs": [*crumbs, Crumb(_("Program baru"))],
    }
    return render(request, "programmes/asked.html", context)


@require_safe
def programme(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A programme: its targets, what happened, what shows it, and who changed what."""
    chapter, found = programme_of(request, code, pk)
    rights = access.rights_in(request.user, chapter)
    context = presenting.programme_page(found, chapter, today=reading.today_in(chapter, at=timezone.now()))
    is_kept = found.removed_at is None
    context |= {
        "chapter": chapter,
        "programme": found,
        "may_keep": is_kept and May.KEEP_PROGRAMMES in rights,
        "may_spend": is_kept and May.KEEP_SPENDING in rights,
        "may_restore": not is_kept and May.KEEP_PROGRAMMES in rights,
    }
    return render(request, "programmes/programme.html", context)


@require_http_methods(ASKS)
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a programme."""
    chapter, found = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    form = ProgrammeForm(sent(request), term=found.term, programme=found)

    def verb(_answers: object) -> None:
        writing.change(programme=found, by=request.user, at=timezone.now(), **form.values())

    divisions = presenting.divisions_of(chapter)
    return asked(request, chapter, found, form, verb, title=_("Ubah program"), divisions=divisions)


@require_http_methods(ASKS)
def state(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Say how a programme stands."""
    chapter, found = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    initial = {"stage": found.stage, "reason": found.stage_reason}
    form = StageForm(sent(request), initial=initial)
    lead = _("Tanpa pernyataan Anda, keadaan dihitung dari bulan dan sasarannya.")
    return asked(
        request, chapter, found, form,
        lambda answers: writing.state(programme=found, by=request.user, at=timezone.now(), **answers),
        title=_("Nyatakan keadaan"), lead=lead,
    )  # fmt: skip


@require_http_methods(ASKS)
def spend(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write down what a programme has cost."""
    chapter, found = programme_of(request, code, pk, May.KEEP_SPENDING)
    form = SpendingForm(sent(request), initial={"spent": found.spent})
    return asked(
        request, chapter, found, form,
        lambda answers: writing.spend(programme=found, by=request.user, at=timezone.now(), **answers),
        title=_("Catat realisasi"),
    )  # fmt: skip


@require_http_methods(ASKS)
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a programme out, with a reason; it can be restored."""
    chapter, found = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    lead = _("Program ini keluar dari daftar dan dari semua jumlah. Anda dapat mengembalikannya kapan saja.")
    return asked(
        request, chapter, found, RemovalForm(sent(request)),
        lambda answers: writing.remove(programme=found, by=request.user, at=timezone.now(), **answers),
        title=_("Hapus program"), lead=lead, submit=_("Hapus program"),
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Bring a removed programme back."""
    chapter, found = programme_of(request, code, pk, May.KEEP_PROGRAMMES)
    writing.restore(programme=found, by=request.user, at=timezone.now())
    messages.success(request, _("Program dikembalikan."))
    return redirect(reverse("programmes:programme", args=[chapter.pk, found.pk]))


def _term(request: HttpRequest, code: str, may: May = May.SEE_MEMBERS) -> tuple[Chapter, Term]:
    """Return a chapter and the term asked for, else its present one."""
    chapter = scoped.chapter_of(request, code, may)
    found = presenting.term_asked(presenting.terms_of(chapter), request.GET.get("masa", ""))
    if found is None:
        raise Http404
    return chapter, found

"""Candidates, the result, the minutes, and the new term."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import access
from chapters.access import May
from chapters.boards import drafts
from events.assembly import beginning, candidates, electing, presenting
from events.assembly import minutes as writing
from events.assembly.forms import BeginningForm, CandidateForm, MinutesForm, ResultForm
from events.assembly.views.finding import QUESTION, ask, crumbs_of, done, found, url
from events.models import Candidate, Minutes
from ipspi.navigation import Crumb
from ipspi.regions import times

TERM = ("name", "starts_on", "ends_on")  # what is asked of the new one


@require_http_methods(QUESTION)
def propose(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Propose a candidate."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    form = CandidateForm(request.POST or None)

    def verb() -> str:
        said, on = form.cleaned_data, times.local(timezone.now(), zone=one.zone).date()
        candidate = candidates.propose(
            assembly=one, member=said["member"], proposed_by=said["proposed_by"], by=request.user, on=on
        )
        name = candidate.member.full_name
        if candidate.is_eligible:
            return _("%(name)s menjadi calon dan memenuhi syarat.") % {"name": name}
        return _("%(name)s dicatat, tetapi belum memenuhi syarat.") % {"name": name}

    lead = _("Setiap syarat diperiksa di registri pada hari ini.")
    return ask(request, form, verb, one, title=_("Usulkan calon ketua"), lead=lead, submit=_("Usulkan"))


@require_POST
def withdraw(request: HttpRequest, code: str, pk: int, candidate: int) -> HttpResponse:
    """Note that a candidate stands no more."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    row = get_object_or_404(Candidate.objects.select_related("assembly"), pk=candidate, assembly=one)
    done(
        request,
        lambda: candidates.withdraw(candidate=row, by=request.user, at=timezone.now()),
        _("Mundurnya calon dicatat. Ia dapat diusulkan lagi."),
    )
    return redirect(url(one))


@require_http_methods(QUESTION)
def record(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Record what the election came to."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    form = ResultForm(request.POST or None, candidates=candidates.standing(one))

    def verb() -> str:
        electing.record(assembly=one, by=request.user, at=timezone.now(), **form.said())
        return _("Hasil pemilihan dicatat.")

    lead = _("Suara semua calon, tidak sah dan abstain harus berjumlah surat suara masuk.")
    return ask(
        request, form, verb, one, title=_("Catat hasil pemilihan"), lead=lead, submit=_("Simpan hasil")
    )


@require_http_methods(QUESTION)
def begin(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Prepare the new board from the result; for the DPP, begin the new term."""
    one = found(request, code, pk, May.PREPARE_BOARD)
    draft = drafts.open_draft_of(one.chapter)
    known = {name: getattr(draft, name) for name in TERM} if draft else {"starts_on": one.held_on}
    known |= {"seen": drafts.mark_of(draft)} if draft else {}
    form = BeginningForm(request.POST or None, initial=known)
    may_keep = access.allows(request.user, May.KEEP_BOARD, chapter=one.chapter_id)

    def verb() -> str:
        facts = {name: form.cleaned_data[name] for name in TERM}
        if may_keep:
            seen = form.cleaned_data["seen"]
            term = beginning.begin(assembly=one, seen=seen, by=request.user, at=timezone.now(), **facts)
            return _("Masa bakti %(name)s dimulai, dengan jabatan dan aksesnya.") % {"name": term.name}
        beginning.prepare(assembly=one, by=request.user, at=timezone.now(), **facts)
        return _("Rancangan kepengurusan dibuat dengan ketua terpilih. Lengkapi di halaman Kepengurusan.")

    words = presenting.beginning_words(one, draft, may_keep=may_keep)
    return ask(request, form, verb, one, **words)


@require_http_methods(QUESTION)
def minutes(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Write the minutes; frozen, they are only read."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    kept = Minutes.objects.filter(assembly=one).defer("pdf").first()
    known = {"narrative": kept.narrative, "number": kept.number} if kept else {}
    form = MinutesForm(request.POST or None, initial=known)
    if form.is_valid():
        verb = writing.freeze if "tetapkan" in request.POST else writing.write
        facts = {"assembly": one, "by": request.user, **form.cleaned_data}
        if verb is writing.freeze:
            facts["at"] = timezone.now()
        if done(request, lambda: verb(**facts), _("Berita acara disimpan.")):
            return redirect(url(one, "minutes"))
    context = {"assembly": one, "minutes": kept, "form": form, "back": url(one)}
    crumbs = [*crumbs_of(one), Crumb(_("Berita acara"))]
    return render(request, "assembly/minutes.html", {**context, "breadcrumbs": crumbs})


@require_safe
def pdf(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The minutes as a PDF: frozen as they were, else as they would be now."""
    one = found(request, code, pk, May.HOLD_ASSEMBLY)
    content = writing.pdf_of(one)
    if content is None:
        raise Http404
    name = f"berita-acara-{one.chapter_id}-{one.held_on:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

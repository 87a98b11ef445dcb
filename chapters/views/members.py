"""Pages of chapters: the first page, the roster, a member, and deciding on an application."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import access, admission, matters, presenting, rosters
from chapters.access import May
from chapters.duplicates import presenting as duplicates
from chapters.forms.members import RejectionForm
from chapters.models import Chapter
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members.models import Member, Restriction


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The chapters in which the officer may see members; who has only one goes straight there."""
    codes = access.chapters_where(request.user, May.SEE_MEMBERS)
    if not codes:
        raise Http404
    if len(codes) == 1:
        return redirect("chapters:overview", *codes)
    chapters = list(Chapter.objects.filter(code__in=codes).select_related("looked_after_by"))
    return render(request, "chapters/mine.html", presenting.chapters_page(chapters))


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """What there is to do in a chapter, and its numbers."""
    chapter = _chapter(request, code)
    context = presenting.overview_page(chapter)
    if code in access.chapters_where(request.user, May.DECIDE_REQUESTS):
        context |= presenting.data_requests_card(chapter, at=timezone.now())
    return render(request, "chapters/overview.html", {**context, "chapter": chapter})


@require_safe
def roster(request: HttpRequest, code: str) -> HttpResponse:
    """The chapter's roster, or the part of it that changes with the filters."""
    chapter = _chapter(request, code)
    template = "chapters/_roster.html" if "HX-Request" in request.headers else "chapters/roster.html"
    context = presenting.roster_page(chapter, request.GET)
    crumbs = [_crumb(chapter), Crumb(_("Anggota"))]
    response = render(request, template, {**context, "chapter": chapter, "breadcrumbs": crumbs})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def member(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One member, or somebody who applied, as the chapter's officers see them."""
    chapter = _chapter(request, code)
    row = _member(chapter, pk)
    may_decide = access.members_where(request.user, May.ADMIT).awaiting_decision().filter(pk=pk).exists()
    context = {
        "chapter": chapter,
        "member": row,
        "facts": presenting.facts_of(row, zone=chapter.zone),
        "documents": presenting.documents_of(row, chapter=chapter, by=request.user),
        "decision": presenting.decision_of(row, zone=chapter.zone),
        "warnings": presenting.warnings_of(row, today=timezone.localdate()),
        "may_decide": may_decide,
        "duplicates": duplicates.lines_about(row, chapter=chapter, user=request.user),
        "life": matters.life_of(row, chapter=chapter, to=request.user, query=request.GET),
        "may_see_numbers": code in access.chapters_where(request.user, May.SEE_NUMBERS),
        "restricted": Restriction.objects.filter(member=row).exists(),
        "breadcrumbs": [_crumb(chapter), _roster_crumb(chapter), Crumb(row.full_name)],
    }
    return render(request, "chapters/member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether to admit an applicant, and do it."""
    chapter = _chapter(request, code)
    applicant = _member(chapter, pk)
    access.require(request.user, May.ADMIT, province=applicant.home_province)
    if request.method != "POST":
        return render(request, "chapters/admit.html", _asking(chapter, applicant))
    try:
        admitted = admission.admit(applicant=applicant, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        words = {"name": admitted.full_name, "number": admitted.number}
        messages.success(request, _("%(name)s diterima sebagai anggota dengan nomor %(number)s.") % words)
    return redirect("chapters:member", chapter.pk, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask for the reason why an application is turned down, and turn it down."""
    chapter = _chapter(request, code)
    applicant = _member(chapter, pk)
    access.require(request.user, May.ADMIT, province=applicant.home_province)
    form = RejectionForm(request.POST or None)
    if not form.is_valid():
        return render(request, "chapters/reject.html", {**_asking(chapter, applicant), "form": form})
    reason = form.cleaned_data["reason"]
    try:
        admission.reject(applicant=applicant, reason=reason, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Pendaftaran %(name)s ditolak.") % {"name": applicant.full_name})
    return redirect("chapters:member", chapter.pk, pk)


def _chapter(request: HttpRequest, code: str) -> Chapter:
    """Return a chapter whose members the officer may see; any other does not exist for them."""
    # asked here, not in the database: an address may hold what PostgreSQL refuses
    if code not in access.chapters_where(request.user, May.SEE_MEMBERS):
        raise Http404
    return get_object_or_404(Chapter.objects.select_related("looked_after_by"), pk=code)


def _member(chapter: Chapter, pk: UUID) -> Member:
    rows = (
        rosters.roster_of(chapter)
        .select_related("type", "user", "home_regency", "home_province", "decided_by", "role")
        .prefetch_related("educations__institution")
    )
    return get_object_or_404(rows, pk=pk)


def _crumb(chapter: Chapter) -> Crumb:
    return Crumb(chapter.name, reverse("chapters:overview", args=[chapter.pk]))


def _roster_crumb(chapter: Chapter) -> Crumb:
    return Crumb(_("Anggota"), reverse("chapters:roster", args=[chapter.pk]))


def _asking(chapter: Chapter, applicant: Member) -> dict[str, object]:
    here = reverse("chapters:member", args=[chapter.pk, applicant.pk])
    crumbs = [_crumb(chapter), _roster_crumb(chapter), Crumb(applicant.full_name, here)]
    return {"chapter": chapter, "member": applicant, "member_url": here, "breadcrumbs": crumbs}

"""Pages of chapters: the first page, the roster, and a member."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from chapters import access, facts, matters, presenting, scoped, todo
from chapters.access import May
from chapters.duplicates import presenting as duplicates
from chapters.models import Chapter
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
    chapter = scoped.chapter_of(request, code)
    waiting = todo.of_request(request, request.user, chapter=chapter)
    context = presenting.overview_page(
        chapter, waiting, at=timezone.now(), measure=request.GET.get("ukuran", "")
    )
    return render(request, "chapters/overview.html", {**context, "chapter": chapter})


@require_safe
def member(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One member as the chapter's officers see them; who has applied has a page of their own."""
    chapter = scoped.chapter_of(request, code)
    row = scoped.member_of(chapter, pk)
    if row.status == Member.Status.APPLIED:
        return redirect("chapters:application", chapter.pk, pk)
    rights = todo.of_request(request, request.user, chapter=chapter).rights
    context = {
        "chapter": chapter,
        "member": row,
        "facts": facts.facts_of(row, zone=chapter.zone),
        "documents": facts.documents_of(row, chapter=chapter, rights=rights),
        "decision": facts.decision_of(row, zone=chapter.zone),
        "warnings": facts.warnings_of(row, today=timezone.localdate()),
        "duplicates": duplicates.lines_about(row, chapter=chapter, user=request.user),
        "life": matters.life_of(row, chapter=chapter, to=request.user, query=request.GET),
        "may_see_numbers": May.SEE_NUMBERS in rights,
        "restricted": Restriction.objects.filter(member=row).exists(),
        "breadcrumbs": [scoped.crumb(chapter), scoped.roster_crumb(chapter), Crumb(row.full_name)],
    }
    return render(request, "chapters/member.html", context)

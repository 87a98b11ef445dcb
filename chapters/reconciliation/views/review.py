"""Pages on which officers decide who is whom, one pair after the other or many together."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters import scoped
from chapters.access import May
from chapters.models import Chapter, Decision, JointDecision, Link, MemberList
from chapters.reconciliation import deciding, queue, reviewing, together
from chapters.reconciliation.views.asking import list_asked
from chapters.reconciliation.views.ledger import ledger_crumb
from ipspi.errors import RuleError
from ipspi.navigation import Crumb


@require_safe
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Go to the first pair that waits, or say that none does."""
    chapter = _chapter(request, code)
    only = list_asked(request, chapter)
    if first := queue.first(chapter, at=timezone.now(), only=only):
        return redirect("reconciliation:pair", chapter.pk, first.pk)
    shown = reviewing.done_page(chapter, only=only)
    return render(request, "reconciliation/done.html", _context(chapter, shown))


@require_safe
def pair(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Two records side by side, why they may be one person, and the buttons to decide."""
    chapter = _chapter(request, code)
    link = _link(chapter, pk)
    if link is None:
        return _gone(request, chapter)
    shown = reviewing.pair_page(link, chapter, at=timezone.now())
    return render(request, "reconciliation/pair.html", _context(chapter, shown, Crumb(link.row.name)))


@require_POST
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Decide about a pair; the next one follows by itself."""
    chapter = _chapter(request, code)
    link, answer = _link(chapter, pk), request.POST.get("jawaban", "")
    if link is None or answer not in Decision.Answer.values:
        return _gone(request, chapter)
    at = timezone.now()
    key, only = queue.key_of(link, at=at), queue.of(link)
    try:
        decision = deciding.decide(link=link, answer=answer, by=request.user, at=at)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        line = reviewing.lines_of([decision], chapter)[0]
        words = {"row": line.row, "answer": line.answer, "who": line.who}
        messages.success(request, _("%(row)s: %(answer)s (%(who)s).") % words)
    after = queue.following(key, chapter, at=at, only=only)
    return redirect("reconciliation:pair", chapter.pk, after.pk) if after else _review(chapter, only)


@require_POST
def undo_decision(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a decision back, and show its pair again."""
    chapter = _chapter(request, code)
    rows = Decision.objects.select_related("list__chapter")
    decision = get_object_or_404(rows, pk=pk, list__chapter=chapter)
    try:
        undone = deciding.undo(decision=decision, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("reconciliation:decisions", chapter.pk)
    messages.success(request, _("Keputusan diurungkan."))
    links = Link.objects.filter(row__list=undone.list_id, row__key=undone.key, row__gone_by=None)
    again = links.filter(member=undone.member_id).first()
    return redirect("reconciliation:pair", chapter.pk, again.pk) if again else _review(chapter)


@require_safe
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    """All that was decided in the chapter, the latest first."""
    chapter = _chapter(request, code)
    after, before = _number(request, "sesudah"), _number(request, "sebelum")
    shown = reviewing.decisions_page(chapter, after=after, before=before)
    return render(
        request, "reconciliation/decisions.html", _context(chapter, shown, Crumb(_("Keputusan terakhir")))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def accept_together(request: HttpRequest, code: str) -> HttpResponse:
    """Show what accepting from a probability on would do, and do it."""
    chapter, at = _chapter(request, code), timezone.now()
    only = list_asked(request, chapter)
    asked = request.POST if request.method == "POST" else request.GET
    least = _share(asked.get("peluang", ""))
    if request.method == "POST":
        seen = asked.get("dilihat", "")
        try:
            joint = together.accept(
                chapter=chapter, least=least, seen=seen, by=request.user, at=at, only=only
            )
        except RuleError as error:
            messages.error(request, error.message)
        else:
            return redirect("reconciliation:joint", chapter.pk, joint.pk)
    shown = reviewing.together_page(chapter, least=least, at=at, only=only)
    crumb = Crumb(_("Terima bersama"))
    return render(request, "reconciliation/together.html", _context(chapter, shown, crumb))


@require_safe
def joint(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """What was accepted together."""
    chapter = _chapter(request, code)
    found = get_object_or_404(JointDecision.objects.select_related("by"), pk=pk, chapter=chapter)
    shown = reviewing.joint_page(found, chapter)
    return render(
        request, "reconciliation/joint.html", _context(chapter, shown, Crumb(_("Diterima bersama")))
    )


@require_POST
def undo_joint(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Take back all that was accepted together."""
    chapter = _chapter(request, code)
    found = get_object_or_404(JointDecision.objects.select_related("chapter"), pk=pk, chapter=chapter)
    try:
        number = together.undo(joint=found, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("%(number)d keputusan diurungkan.") % {"number": number})
    return redirect("reconciliation:joint", chapter.pk, found.pk)


def _chapter(request: HttpRequest, code: str) -> Chapter:
    return scoped.chapter_of(request, code, May.SEE_LEDGER, May.SEE_MEMBERS, May.RECONCILE)


def _link(chapter: Chapter, pk: int) -> Link | None:
    """A link of the chapter; None where there is none by now, for every run makes new ones."""
    links = Link.objects.select_related("row__list__chapter", "member__home_regency", "duplicate_of")
    link = links.defer("row__nik", "member__nik").filter(pk=pk).first()
    if link is not None and (link.row.list.chapter_id != chapter.pk or link.row.gone_by_id is not None):
        raise Http404
    return link


def _gone(request: HttpRequest, chapter: Chapter) -> HttpResponse:
    messages.info(request, _("Pasangan itu sudah tidak ada: ada hasil yang lebih baru. Ini yang berikutnya."))
    return _review(chapter)


def _review(chapter: Chapter, only: MemberList | None = None) -> HttpResponse:
    return redirect(reverse("reconciliation:review", args=[chapter.pk]) + reviewing.scope_of(only))


def _context(chapter: Chapter, shown: dict[str, Any], *more: Crumb) -> dict[str, Any]:
    here = Crumb(_("Tinjau"), reverse("reconciliation:review", args=[chapter.pk]) if more else "")
    return {
        **shown,
        "chapter": chapter,
        "breadcrumbs": [scoped.crumb(chapter), ledger_crumb(chapter), here, *more],
    }


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _share(text: str) -> float:
    usual = reviewing.CHOICES[1]
    try:
        asked = float(text)
    except ValueError:
        return usual
    return asked if together.LEAST <= asked <= 1 else usual  # which no "nan" is

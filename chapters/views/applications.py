"""Pages of applications: the queue, an application, and what an officer does with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import access, admission, application_pages, asking, scoped, todo
from chapters import queue as queues
from chapters.access import May
from chapters.forms.applications import NOT_PURSUED, REASONS, AskForm, RejectionForm
from chapters.models import Chapter
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members import drafts
from members.models import Member


@require_safe
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """The applications that the chapter's officers decide on, the oldest first."""
    chapter = scoped.chapter_of(request, code)
    rights = todo.of_request(request, request.user, chapter=chapter).rights
    context = application_pages.queue_page(
        chapter, request.GET, user=request.user, may_decide=May.ADMIT in rights, at=timezone.now()
    )
    crumbs = [scoped.crumb(chapter), Crumb(_("Pendaftaran"))]
    return render(request, "chapters/queue.html", {**context, "chapter": chapter, "breadcrumbs": crumbs})


@require_safe
def application(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One application with all that helps to decide; who has been decided about has the page of a member."""
    chapter = scoped.chapter_of(request, code)
    member = scoped.member_of(chapter, pk)
    if member.status != Member.Status.APPLIED:
        return redirect("chapters:member", chapter.pk, pk)
    home = access.chapter_of(member)
    rights = todo.of_request(request, request.user, chapter=home).rights
    context = application_pages.application_page(
        member, home, user=request.user, rights=rights, at=timezone.now()
    )
    crumbs = [scoped.crumb(chapter), scoped.queue_crumb(chapter), Crumb(member.full_name)]
    shown = {
        **context,
        "chapter": chapter,
        "member": member,
        "breadcrumbs": crumbs,
    }
    return render(request, "chapters/application.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether to admit an applicant, and do it."""
    chapter, applicant = _to_decide(request, code, pk)
    if request.method != "POST":
        if applicant.status != Member.Status.APPLIED:
            return _decided_already(request, chapter, applicant)
        return render(request, "chapters/admit.html", _asking(chapter, applicant))
    try:
        admitted = admission.admit(applicant=applicant, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        words = {"name": admitted.full_name, "number": admitted.number}
        said = _("%(name)s diterima sebagai anggota dengan nomor %(number)s.") % words
        return _back_to_queue(request, applicant, said=said)
    return redirect("chapters:member", chapter.pk, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask for the reason why an application is turned down, show how it will be read, and turn it down."""
    chapter, applicant = _to_decide(request, code, pk)
    if request.method != "POST" and applicant.status != Member.Status.APPLIED:
        return _decided_already(request, chapter, applicant)
    form = RejectionForm(request.POST or None, initial={"reason": _sentence(request)})
    if "contoh" in request.POST:
        form = RejectionForm(initial={"reason": _with_example(request)})
    if not form.is_valid() or "lihat" in request.POST:
        context = {
            "form": form,
            "reasons": REASONS,
            "preview": form.cleaned_data if form.is_valid() else None,
        }
        return render(request, "chapters/reject.html", {**_asking(chapter, applicant), **context})
    reason = form.cleaned_data["reason"]
    try:
        admission.reject(applicant=applicant, reason=reason, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        words = {"name": applicant.full_name}
        said = _("Pendaftaran %(name)s ditolak. Alasan Anda dikirim lewat email.") % words
        return _back_to_queue(request, applicant, said=said)
    return redirect("chapters:member", chapter.pk, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask the applicant to correct fields of the application."""
    chapter, applicant = _to_decide(request, code, pk)
    answers = {name: answer for each in drafts.given_in(applicant).values() for name, answer in each.items()}
    documents = applicant.documents.without_content()
    form = AskForm(request.POST if request.method == "POST" else None, answers=answers, documents=documents)
    if not form.is_valid():
        return render(request, "chapters/ask.html", {**_asking(chapter, applicant), "form": form})
    try:
        asking.ask(applicant=applicant, notes=form.notes(), by=request.user, at=timezone.now())
    except RuleError as error:
        form.add_error(None, error.message)
        return render(request, "chapters/ask.html", {**_asking(chapter, applicant), "form": form})
    said = _("Permintaan perbaikan terkirim kepada %(name)s.") % {"name": applicant.full_name}
    return _back_to_queue(request, applicant, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask whether to take a request for changes back, and do it."""
    chapter, applicant = _to_decide(request, code, pk)
    waiting = applicant.change_requests.open().first()
    if waiting is None:
        messages.info(request, _("Permintaan perbaikan ini sudah dijawab atau ditarik."))
        return redirect("chapters:application", chapter.pk, pk)
    if request.method != "POST":
        return render(request, "chapters/take_back.html", _asking(chapter, applicant))
    try:
        asking.take_back(request=waiting, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Permintaan perbaikan ditarik. Pendaftaran ini menunggu pengurus lagi."))
    return redirect("chapters:application", chapter.pk, pk)


def _to_decide(request: HttpRequest, code: str, pk: UUID) -> tuple[Chapter, Member]:
    """Return an applicant on whom the officer may decide, or has been decided meanwhile."""
    chapter = scoped.chapter_of(request, code)
    applicant = scoped.member_of(chapter, pk)
    access.require(request.user, May.ADMIT, province=applicant.home_province)
    return chapter, applicant


def _back_to_queue(request: HttpRequest, applicant: Member, *, said: str) -> HttpResponse:
    """Go back to the queue, saying what was done and who comes next."""
    home = access.chapter_of(applicant)
    following = queues.next_after(applicant, home=home)
    if following:
        url = reverse("chapters:application", args=[access.chapter_of(following).pk, following.pk])
        words = _("Pendaftaran berikutnya: %(name)s") % {"name": following.full_name}
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, url, words))
    else:
        messages.success(request, _("%(said)s Tidak ada lagi yang menunggu Anda.") % {"said": said})
    return redirect("chapters:queue", queues.keeper_of(home).pk)


def _decided_already(request: HttpRequest, chapter: Chapter, applicant: Member) -> HttpResponse:
    messages.info(request, _("Pendaftaran ini sudah diputuskan."))
    return redirect("chapters:member", chapter.pk, applicant.pk)


def _sentence(request: HttpRequest) -> str:
    """The ready-made sentence that was asked for, to start from."""
    return str(NOT_PURSUED) if request.GET.get("contoh") == "tidak-dilanjutkan" else ""


def _with_example(request: HttpRequest) -> str:
    """What was typed so far, and below it the example that was chosen."""
    typed, example = request.POST.get("reason", "").strip(), str(REASONS.get(request.POST["contoh"], ""))
    return typed if example in typed else "\n".join(filter(None, [typed, example]))


def _asking(chapter: Chapter, applicant: Member) -> dict[str, object]:
    here = reverse("chapters:application", args=[chapter.pk, applicant.pk])
    crumbs = [scoped.crumb(chapter), scoped.queue_crumb(chapter), Crumb(applicant.full_name, here)]
    keeper = access.chapter_of(applicant)
    return {
        "chapter": chapter,
        "keeper": keeper,
        "member": applicant,
        "member_url": here,
        "breadcrumbs": crumbs,
    }

"""Writing to many members: the words, what will be sent to whom, and what was sent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import scoped
from chapters.access import May
from chapters.circulars import presenting, reaching, sending
from chapters.circulars.forms import CircularForm
from chapters.models import Circular
from chapters.rostering import selecting
from chapters.rostering.presenting import Question
from chapters.rostering.views.asking import crumbs, question_of
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members.models import MemberQuerySet


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Write to those chosen, or to those found: first the words, then what will be sent to whom, then it is sent."""
    question = question_of(request, code, May.MAIL_MEMBERS)
    found, form = _found(question), CircularForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "ubah" not in request.POST:
        words = {"subject": form.cleaned_data["subject"], "text": form.cleaned_data["text"]}
        try:
            sending.require_no_number(*words.values())
            if "yakin" in request.POST:
                return _sent(request, question, found, form)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            context = presenting.preview_page(found, chapter=question.chapter, by=request.user, **words)
            return render(request, "circulars/preview.html", {**context, **_frame(question), "form": form})
    context = {"form": form, "audience": reaching.audience_of(found), **_frame(question)}
    return render(request, "circulars/write.html", context)


@require_safe
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The mails that the chapter's officers have written to many."""
    chapter = scoped.chapter_of(request, code, May.SEE_MEMBERS, May.MAIL_MEMBERS)
    context = presenting.sent_page(chapter, request.GET)
    path = crumbs(chapter, Crumb(_("Email yang dikirim")))
    return render(request, "circulars/sent.html", {**context, "chapter": chapter, "breadcrumbs": path})


@require_safe
def circular(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """One of them: its words, and how it stands with everybody whom it was for."""
    chapter = scoped.chapter_of(request, code, May.SEE_MEMBERS, May.MAIL_MEMBERS)
    rows = Circular.objects.select_related("chapter", "by")
    found = get_object_or_404(rows, pk=pk, chapter=chapter)
    all_sent = reverse("circulars:sent", args=[chapter.pk])
    path = crumbs(chapter, Crumb(_("Email yang dikirim"), all_sent), Crumb(found.subject))
    context = presenting.circular_page(found, request.GET)
    return render(request, "circulars/circular.html", {**context, "breadcrumbs": path})


def _sent(
    request: HttpRequest, question: Question, found: MemberQuerySet, form: CircularForm
) -> HttpResponse:
    made = sending.send(
        chapter=question.chapter, to=found, by=request.user, at=timezone.now(), **form.cleaned_data
    )
    messages.success(request, _("Email sedang disiapkan dan dikirim satu per satu."))
    return redirect("circulars:circular", question.chapter.pk, made.pk)


def _found(question: Question) -> MemberQuerySet:
    if question.query.get("yang") == "dipilih":
        return selecting.chosen(question.user, chapter=question.chapter)
    return question.found.members


def _frame(question: Question) -> dict[str, object]:
    return {
        "chapter": question.chapter,
        "of_chosen": question.query.get("yang") == "dipilih",
        "answers": question.form.answers(),
        "back_url": question.address(),
        "breadcrumbs": crumbs(question.chapter, Crumb(_("Email ke anggota"))),
    }

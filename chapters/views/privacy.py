"""Pages on which officers read identity numbers, and decide what people asked about their data."""

import time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chapters import presenting, privacy, rosters, scoped
from chapters.access import May
from chapters.forms.privacy import DecisionForm, ReadingForm
from chapters.models import Chapter
from ipspi.accounts import step_up
from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members import data_requests
from members.models import Member, PrivacyRequest

TO_SHOW = "numbers_to_show"  # in the session: whose, and since when
LASTS = 60  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """Ask why NIK and NIP are read, and show them this once; whom one may not see does not exist before the step-up."""
    chapter = scoped.chapter_of(request, code, May.SEE_NUMBERS)
    member = _member(chapter, pk)
    step_up.require(request)
    here = reverse("chapters:member", args=[chapter.pk, member.pk])
    crumbs = [scoped.crumb(chapter), Crumb(member.full_name, here), Crumb("NIK")]
    form = ReadingForm(step_up.typed(request))
    context = {"form": form, "member": member, "member_url": here, "breadcrumbs": crumbs}
    if request.method == "POST" and form.is_valid():
        try:
            privacy.read_numbers(member=member, **form.cleaned_data, by=request.user, at=timezone.now())
        except RuleError as error:
            form.add_error("words", error.message)
        else:
            request.session[TO_SHOW] = [str(member.pk), time.time()]
            return redirect(request.path)
    elif _is_to_show(request, member):
        context["read"] = privacy.numbers_of(member, by=request.user)
    return render(request, "chapters/numbers.html", context)


def _is_to_show(request: HttpRequest, member: Member) -> bool:
    """Whether a reading was just recorded and is not shown yet: a page that is loaded anew shows nothing."""
    pk, at = request.session.pop(TO_SHOW, ["", 0])
    return pk == str(member.pk) and time.time() - at < LASTS


@require_safe
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """What people asked about their data and how much time is left."""
    chapter = scoped.chapter_of(request, code, May.DECIDE_REQUESTS)
    now = timezone.now()
    lines = [
        presenting.data_request_line(each, zone=chapter.zone, at=now) for each in privacy.requests_in(chapter)
    ]
    crumbs = [scoped.crumb(chapter), Crumb(_("Permintaan data pribadi"))]
    return render(
        request, "chapters/data_requests.html", {"chapter": chapter, "lines": lines, "breadcrumbs": crumbs}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One request, and deciding on it."""
    chapter = scoped.chapter_of(request, code, May.DECIDE_REQUESTS)
    asked = get_object_or_404(
        PrivacyRequest.objects.select_related("member", "decided_by"),
        pk=pk,
        member__in=rosters.roster_of(chapter),
    )
    if request.method == "POST" and asked.kind == PrivacyRequest.Kind.ERASE:
        step_up.require(request)
    form = DecisionForm(step_up.typed(request))
    answered = request.method == "POST" and form.is_valid()
    sure = asked.kind != asked.Kind.ERASE or "yakin" in request.POST or form["decision"].value() != "grant"
    if answered and sure and _decided(request, asked, form):
        return redirect("chapters:data_requests", code)
    queue = reverse("chapters:data_requests", args=[code])
    context = {
        "form": form if asked.state == PrivacyRequest.State.OPEN else None,
        "asked": asked,
        "chapter": chapter,
        "ask_again": answered and not sure,
        "here": request.path,
        "left": data_requests.time_left(asked, at=timezone.now()),
        "breadcrumbs": [
            scoped.crumb(chapter),
            Crumb(_("Permintaan data pribadi"), queue),
            Crumb(asked.member.full_name),
        ],
    }
    return render(request, "chapters/data_request.html", context)


def _decided(request: HttpRequest, asked: PrivacyRequest, form: DecisionForm) -> bool:
    data = form.cleaned_data
    try:
        privacy.decide(
            request=asked,
            grant=data["decision"] == "grant",
            reason=data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    words = {"what": asked.get_kind_display(), "name": asked.member.full_name}
    said = (
        _("Disetujui: %(what)s, %(name)s. Kabarnya dikirim lewat email.")
        if data["decision"] == "grant"
        else _("Tidak disetujui: %(what)s, %(name)s. Alasan Anda dikirim lewat email.")
    )
    messages.success(request, said % words)
    return True


def _member(chapter: Chapter, pk: UUID) -> Member:
    return get_object_or_404(rosters.roster_of(chapter).defer("nik", "nip"), pk=pk)

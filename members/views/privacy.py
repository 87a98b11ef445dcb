"""“Data saya”: what is known about me, who read it, and what I can ask for."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ipspi.errors import RuleError
from ipspi.navigation import Crumb
from members import data_copies, data_requests, own_data, registration
from members.forms.privacy import RequestForm
from members.models import DataCopy, Member, PrivacyRequest


@require_safe
def centre(request: HttpRequest) -> HttpResponse:
    """Who may see my data, who opened it, what I agreed to, and what I asked for."""
    member = registration.membership_of(request.user)
    if member is None:
        return redirect("members:start")
    context = own_data.centre_of(member, user=request.user, at=timezone.now())
    return render(request, "privacy/centre.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """What a request of this kind means, and asking for it."""
    member, page = _member(request), own_data.PAGES.get(kind)
    if page is None:
        raise Http404
    form = RequestForm(request.POST or None, kind=page.kind)
    if form.is_valid() and _asked(request, member, form, kind=page.kind):
        return redirect("privacy:centre")
    crumbs = [own_data.crumb(), Crumb(str(page.title))]
    return render(request, "privacy/ask.html", {"page": page, "form": form, "breadcrumbs": crumbs})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a request back."""
    asked = get_object_or_404(PrivacyRequest, pk=pk, member__user=request.user.pk)
    try:
        data_requests.withdraw(request=asked, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Permintaan ditarik kembali."))
    return redirect("privacy:centre")


@require_POST
def lift(request: HttpRequest) -> HttpResponse:
    """End the restriction of my data."""
    data_requests.lift(member=_member(request), by=request.user, at=timezone.now())
    messages.success(request, _("Pembatasan data Anda sudah berakhir."))
    return redirect("privacy:centre")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def copy(request: HttpRequest) -> HttpResponse:
    """Ask for a copy of everything; the step-up leads back here, so asking is a page of its own."""
    member = _member(request)
    if request.method != "POST":
        return render(
            request, "privacy/copy.html", {"breadcrumbs": [own_data.crumb(), Crumb(_("Salinan data"))]}
        )
    job = data_copies.ask(member=member, by=request.user, at=timezone.now())
    return redirect("jobs:progress", job.pk)


@require_safe
@reauthentication_required
def download(request: HttpRequest, token: str) -> HttpResponse:
    """The ZIP, to its owner, until its address dies."""
    found = DataCopy.objects.filter(user=request.user.pk, token=token.replace("\x00", ""))
    made = get_object_or_404(found, expires_at__gt=timezone.now())
    response = HttpResponse(made.content, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="data-saya.zip"'
    return response


def _asked(request: HttpRequest, member: Member, form: RequestForm, *, kind: str) -> bool:
    words = form.cleaned_data["words"]
    try:
        data_requests.ask(member=member, kind=kind, words=words, by=request.user, at=timezone.now())
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Permintaan Anda sudah diterima. Diputuskan paling lambat dalam 72 jam."))
    return True


def _member(request: HttpRequest) -> Member:
    member = registration.membership_of(request.user)
    if member is None:
        raise Http404
    return member

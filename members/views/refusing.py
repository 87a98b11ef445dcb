"""Wanting no mail that officers write to many: on a page of one's own, and by the link of such a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ipspi.navigation import Crumb
from ipspi.regions import times
from members import history, own_data, refusing, registration


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Whether I want mail from my chapter's officers."""
    member = registration.membership_of(request.user)
    if member is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("mau") == "ya":
            refusing.allow(member=member, by=request.user)
            messages.success(request, _("Anda kembali menerima email dari pengurus."))
        else:
            refusing.refuse(member=member, by=request.user, at=timezone.now())
            messages.success(request, _("Anda tidak lagi menerima email dari pengurus."))
        return redirect("privacy:mail")
    refused = refusing.refused_by(member)
    since = times.spoken(refused.since, zone=history.zone_of(member)) if refused else ""
    crumbs = [own_data.crumb(), Crumb(_("Email dari pengurus"))]
    return render(request, "privacy/mail.html", {"refused": refused, "since": since, "breadcrumbs": crumbs})


# mail programs post here by themselves (RFC 8058): without a session, and so without a token against forgery
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a mail leads to: one press ends such mail, another takes that back. It tells nobody's name."""
    member = refusing.member_of(token)
    if member is None:
        return render(request, "refusing/none.html", status=404)
    if request.method == "POST":
        if request.POST.get("mau") == "ya":
            refusing.allow(member=member, by=None)
        else:
            refusing.refuse(member=member, by=None, at=timezone.now())
        return redirect(request.path)
    return render(request, "refusing/page.html", {"refused": refusing.refused_by(member)})

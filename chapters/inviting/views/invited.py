"""The pages for who was invited: by whom, as whom, and two answers. They need no account, and tell nothing of one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chapters.inviting import grounds, joining, links
from chapters.models import Invitation
from chapters.reconciliation import addresses
from ipspi.accounts.adapter import SUGGESTED

OPENED = "invitation"  # the session's note of whose link was opened


@login_not_required
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, and what is known; the same for everybody, whether they are registered or not."""
    if token != links.HERE:
        return _hidden(request, token, "invitation:page")
    invitation = _opened(request)
    if invitation is None:
        return render(request, "invitation/none.html", status=404)
    now = timezone.now()
    if request.method == "GET":
        links.note_opened(invitation, at=now)
    row = links.row_of(invitation)
    good = row is not None and links.is_good(invitation, at=now)
    context = {
        "row": row if good else None,
        "chapter": invitation.list.chapter,
        "refused": invitation.refused_at,
        "because": grounds.because(invitation.list),
        "list": grounds.named(invitation.list),
    }
    return render(request, "invitation/page.html", context)


@login_not_required
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Go on to the registration, or first to the account it needs, with the invitation."""
    invitation = _opened(request)
    row = links.row_of(invitation) if invitation else None
    if invitation is None or row is None or not links.is_good(invitation, at=timezone.now()):
        return redirect("invitation:page", links.HERE)
    request.session[joining.TAKEN] = invitation.pk
    if request.user.is_authenticated:
        return redirect("members:start")
    request.session[SUGGESTED] = addresses.email_in(row.email)
    return redirect("account_signup")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether somebody wants no other invitation, and keep it."""
    if token != links.HERE:
        return _hidden(request, token, "invitation:refuse")
    invitation = _opened(request)
    if invitation is None:
        return render(request, "invitation/none.html", status=404)
    if request.method == "POST":
        links.refuse(invitation=invitation, at=timezone.now())
        return redirect("invitation:refuse", links.HERE)
    context = {"chapter": invitation.list.chapter, "refused": invitation.refused_at}
    return render(request, "invitation/refuse.html", context)


def _hidden(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Go on to the same page without the token in its address: histories, referrers and screenshots keep addresses."""
    request.session.pop(OPENED, None)
    if found := links.of_token(token):
        request.session[OPENED] = found.pk
    response = redirect(name, links.HERE)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _opened(request: HttpRequest) -> Invitation | None:
    pk = request.session.get(OPENED)
    return Invitation.objects.select_related("list__chapter").filter(pk=pk).first() if pk else None

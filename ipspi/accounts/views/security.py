"""The page where an account is kept safe, and the ending of sessions."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ipspi.accounts import addresses, devices, second_factor, sessions
from ipspi.accounts.factors import names_of_passkeys


def security(request: HttpRequest) -> HttpResponse:
    """The account's password, second factors, recovery codes, sessions and address, each with its way to change."""
    rows: dict[str, list[Authenticator]] = {kind: [] for kind in Authenticator.Type.values}
    for row in Authenticator.objects.filter(user=request.user).order_by("pk"):
        rows[row.type].append(row)
    codes = rows[Authenticator.Type.RECOVERY_CODES]
    context = {
        "totp": next(iter(rows[Authenticator.Type.TOTP]), None),
        "passkeys": names_of_passkeys(rows[Authenticator.Type.WEBAUTHN]),
        "has_codes": bool(codes),
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
        "sessions": _in_words(request),
        "change": addresses.waiting_of(request.user),
    }
    has_factor = bool(context["totp"] or context["passkeys"])
    context["must"] = not has_factor and second_factor.is_required(request.user)
    return render(request, "accounts/security.html", {**context, "has_factor": has_factor})


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session; it may be this one."""
    session = get_object_or_404(sessions.of(request.user), pk=pk)
    sessions.end(sessions.of(request.user).filter(pk=session.pk))
    messages.success(request, _("Sesi itu sudah diakhiri."))
    return redirect("mfa_index")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    sessions.end_all(request.user, but=request)
    messages.success(request, _("Semua sesi lain diakhiri."))
    return redirect("mfa_index")


def _in_words(request: HttpRequest) -> list[dict[str, Any]]:
    here = request.session.session_key
    return [
        {
            "pk": session.pk,
            "device": devices.in_words(session.user_agent),
            "ip": session.ip,
            "since": session.created_at,
            "seen": session.last_seen_at,
            "here": session.session_key == here,
        }
        for session in sessions.of(request.user)
    ]

"""
The second factor: who must have one, and whether this session has proved it.

Who has an app that shows codes or a passkey must have used it in the very session that asks: a session from before, or
one that somebody opened with a stolen password, is asked for it. Who *must* have one (an officer, staff) and has none
sees only the pages where it is set up, and their own. The kernel knows no offices: apps register who needs a factor,
and which pages are a person's own, in their AppConfig.ready(). All is judged anew at every request, by the clock.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from rest_framework.permissions import AllowAny

from ipspi.accounts.factors import FACTORS
from ipspi.accounts.models import User

API = "/api/"
WANTED = "wanted_page"  # the session's note of where somebody wanted to go, shown when the factor is set up

# where a factor is proved: open to every session that has signed in
PROVING = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
# where it is set up, and the account kept safe: open to who has no factor yet
SETTING_UP = PROVING | {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "end_session",
    "end_other_sessions",
    "account_change_password",
    "account_set_password",
}

Needs = Callable[[User], bool]
_needs: list[Needs] = []
_own: set[str] = set()


def register(needs: Needs) -> Needs:
    """Require a second factor of whomever `needs` says so of. Usable as a decorator."""
    if needs not in _needs:
        _needs.append(needs)
    return needs


def let_through(namespace: str) -> None:
    """Show the pages of a URL namespace, a person's own, also to who has no second factor yet."""
    _own.add(namespace)


def is_required(user: User) -> bool:
    """Tell whether `user` must have a second factor now."""
    return user.is_staff or any(needs(user) for needs in _needs)


def ids_of(user: User) -> frozenset[int]:
    """Return the ids of the account's second factors. Recovery codes only stand in for one of them."""
    return frozenset(Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("pk", flat=True))


def is_proved(request: HttpRequest, factors: frozenset[int]) -> bool:
    """Tell whether one of these factors, as it is now, or a recovery code was used in this session."""
    used = [
        record for record in get_authentication_records(request, request.user) if record["method"] == "mfa"
    ]
    standing_in = Authenticator.Type.RECOVERY_CODES
    return bool(factors) and any(
        record.get("id") in factors or record.get("type") == standing_in for record in used
    )


def note_as_used(*, request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Take a factor that was just set up in this session as used in it: setting it up has proved it."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def is_public(view: Any) -> bool:
    """Tell whether a view is for everybody. One of the API is never marked so, and says it by its permissions."""
    if api := getattr(view, "cls", None):
        return AllowAny in api.permission_classes
    return not getattr(view, "login_required", True)


class Guard:
    """Middleware: ask for the second factor before anything is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _arguments: object, _named: object
    ) -> HttpResponse | None:
        if is_public(view) or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name
        if name in PROVING:
            return None
        if factors := ids_of(request.user):
            if not is_proved(request, factors):
                return _ask(request, "mfa_reauthenticate")
            _forget_where_wanted(request)
            return None
        if name in SETTING_UP or request.resolver_match.namespace in _own or not is_required(request.user):
            return None
        return _ask(request, "mfa_index")


def _forget_where_wanted(request: HttpRequest) -> None:
    if request.session.get(WANTED) == request.get_full_path():
        del request.session[WANTED]


def _ask(request: HttpRequest, page: str) -> HttpResponse:
    """Lead to a page where the factor is proved or set up, and from there to where somebody wanted to go."""
    if request.path.startswith(API):
        said = _("Masuklah dengan pengaman kedua (aplikasi kode atau passkey) lebih dahulu.")
        return JsonResponse({"detail": said}, status=403)
    wanted = request.get_full_path() if request.method == "GET" and not request.htmx else ""  # type: ignore[attr-defined]
    if wanted:
        request.session[WANTED] = wanted
    onward = wanted or reverse("start")
    address = reverse(page) if page == "mfa_index" else f"{reverse(page)}?{urlencode({'next': onward})}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)  # type: ignore[attr-defined]

"""
What somebody was typing when their session had ended, kept through signing in.

A form that wants it carries a mark: whose page it is, signed. Where it arrives without a session, or with a CSRF token
that is good no longer, its words are kept in the browser's session: encrypted, for half an hour, for that account and
that page only. The page shows them again; nothing is saved before its owner sends them.
"""

import base64
import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_failure

from ipspi import encryption
from ipspi.accounts.models import User
from ipspi.accounts.second_factor import is_public

MARK = "kept_for"  # the hidden field
KEPT = "typed"  # the session's note
CONTEXT = "session.typed"
LASTS = 30 * 60  # seconds that words are kept
OPEN = 7 * 24 * 3600  # ... and that a page may have lain open
LARGEST = 50_000  # characters


def context(request: HttpRequest) -> dict[str, Any]:
    """Give every template `kept_for`: the mark that a form carries whose words are to be kept."""
    return {MARK: SimpleLazyObject(lambda: mark_of(request.user))}


def mark_of(user: User) -> str:
    """Return what a page of `user` carries, so that words typed there are shown to nobody else."""
    return signing.dumps(str(user.pk), salt=CONTEXT)


def take(request: HttpRequest) -> QueryDict | None:
    """Return what was typed on this page by who is signed in now, and say so; it is kept no longer."""
    if request.method != "GET" or request.session.get(KEPT, {}).get("path") != request.path:
        return None
    kept = request.session.pop(KEPT)
    if kept["by"] != str(request.user.pk) or time.time() - kept["at"] > LASTS:
        return None
    try:
        words = encryption.decrypt(base64.b64decode(kept["words"]), context=CONTEXT)
    except encryption.DecryptionError:
        return None
    messages.warning(
        request,
        _(
            "Halaman tadi sudah tidak berlaku. Yang Anda ketik masih ada, tetapi belum tersimpan: periksa, lalu simpan."
        ),
    )
    return QueryDict(words)


class Keep:
    """Middleware: keep what arrives without a session, before it is led to signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _arguments: object, _named: object) -> None:
        if not request.user.is_authenticated and not is_public(view) and _keep(request):
            messages.info(
                request,
                _("Sesi Anda sudah berakhir. Yang Anda ketik tidak hilang: masuk, lalu periksa dan simpan."),
            )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a page that lay open too long again with what was typed there; anything else is refused in words."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if ours and _keep(request):
        return redirect(request.path)
    return plain_failure(request, reason)


def _keep(request: HttpRequest) -> bool:
    if request.method != "POST" or MARK not in request.POST:
        return False
    try:
        by = signing.loads(request.POST[MARK], salt=CONTEXT, max_age=OPEN)
    except signing.BadSignature:
        return False
    typed = request.POST.copy()
    for name in (MARK, "csrfmiddlewaretoken"):
        typed.pop(name, None)
    words = typed.urlencode()
    somebody_else = request.user.is_authenticated and str(request.user.pk) != by
    if somebody_else or len(words) > LARGEST:
        return False
    stored = base64.b64encode(encryption.encrypt(words.encode(), context=CONTEXT)).decode()
    request.session[KEPT] = {"by": by, "path": request.path, "at": time.time(), "words": stored}
    return True

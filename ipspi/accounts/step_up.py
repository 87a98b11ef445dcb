"""
Step-up: a fresh proof of who one is, asked before an act that weighs. What was typed comes back to its page.

A page calls `require` where it would ask or act, and fills its form with `typed`. What was posted without a fresh proof
is kept in the session, sealed, and is shown again after it; nothing is done before its reader has sent it once more.
"""

import base64
import time
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.shortcuts import redirect
from django.urls import is_valid_path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ipspi import encryption

KEPT = "typed_before_step_up"  # the session's note of what was posted, to which page and when
STORED_IN = "session.typed"  # what it is bound to when it is encrypted: a form may hold a restricted note
LASTS = 3600  # seconds


def require(request: HttpRequest) -> None:
    """Lead to the page where a second factor or the password is proved, unless that was done in the last minutes."""
    if not is_reauthentication_required(request, app=""):
        return
    answers = request.POST.copy()
    answers.pop("csrfmiddlewaretoken", None)
    if answers:
        sealed = encryption.encrypt(answers.urlencode().encode(), context=STORED_IN)
        request.session[KEPT] = [request.path, time.time(), base64.b64encode(sealed).decode()]
    ways = get_adapter().get_reauthentication_methods(request.user)
    page = ways[0]["url"] if ways else reverse("account_login")
    raise ImmediateHttpResponse(redirect(f"{page}?{urlencode({'next': request.get_full_path()})}"))


def page_before(address: str) -> str:
    """Return the nearest page above the one that asked for a proof: where they go back to who do not give it."""
    parts = urlsplit(address).path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:depth])}/" for depth in range(len(parts) - 1, 0, -1))
    return next((path for path in above if is_valid_path(path)), "/")


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what is posted, or what was posted to this page before the proof; None where a page is asked for anew."""
    if request.method == "POST":
        return request.POST
    path, at, sealed = request.session.get(KEPT, ["", 0, ""])
    if path != request.path:
        return None
    del request.session[KEPT]
    if time.time() - at > LASTS:
        return None
    messages.info(request, _("Yang Anda isi masih ada. Periksa, lalu kirim sekali lagi."))
    return QueryDict(encryption.decrypt(base64.b64decode(sealed), context=STORED_IN))

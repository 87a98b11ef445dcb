"""The demo's own pages: the accounts to try it with, and the mailbox where all its mail arrives."""

import os
from itertools import groupby
from pathlib import Path

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ipspi.embedded import demo_accounts
from ipspi.embedded.mails import Mail, Mailbox
from ipspi.embedded.state import StateFolder
from ipspi.navigation import Crumb

AS_SENT = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],  # mail programmes know no other
    "img-src": ["data:"],
    "sandbox": ["allow-top-navigation", "allow-popups"],
}
LATEST = 100  # mails in the list; a demo that ran for weeks has more


@login_not_required
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Show who can sign in to the demo, by chapter."""
    by_chapter = groupby(demo_accounts.read(), key=lambda account: account.chapter)
    groups = [(chapter, list(some)) for chapter, some in by_chapter]
    template = "demo/_accounts.html" if request.htmx else "demo/accounts.html"  # type: ignore[attr-defined]
    response = render(request, template, {"groups": groups})
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the mails that the demo has sent, the latest first."""
    mails = _box().mails()
    shown = mails[: -LATEST - 1 : -1]
    return render(request, "demo/mailbox.html", {"mails": shown, "earlier": len(mails) - len(shown)})


@login_not_required
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail as text, its links clickable."""
    found = _mail_or_404(key)
    crumbs = [Crumb(_("Kotak surat demo"), reverse("demo:mailbox")), Crumb(found.subject)]
    return render(request, "demo/mail.html", {"mail": found, "breadcrumbs": crumbs})


@login_not_required
@require_safe
@csp(AS_SENT)
def mail_as_sent(request: HttpRequest, key: str) -> HttpResponse:
    """Show the HTML part as a mail programme would: without scripts, and a stranger to the site it stands on."""
    found = _mail_or_404(key)
    if not found.html:
        raise Http404
    return HttpResponse(found.html)


def _mail_or_404(key: str) -> Mail:
    found = _box().mail(key)
    if found is None:
        raise Http404
    return found


def _box() -> Mailbox:
    return Mailbox(StateFolder(Path(os.environ["IPSPI_STATE"])).mail)

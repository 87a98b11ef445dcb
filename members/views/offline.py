"""What makes the check of cards an app that works without a network: its manifest, its worker, and the signed list."""

import hashlib
import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members import checking

# what the page of the check is made of; its worker keeps them
FILES = [
    *(
        f"ipspi/css/{name}.css"
        for name in ("tokens", "base", "layout", "forms", "parts", "tables", "print", "check")
    ),
    *(f"ipspi/js/{name}.js" for name in ("page", "file", "check")),
    *(f"ipspi/img/{name}.svg" for name in ("icon", "mark", "kawung")),
]
TEMPLATES = [
    "base.html",
    "_parts/header.html",
    "_parts/footer.html",
    "checking/start.html",
    "checking/_offline.html",
]


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, whose scope is this folder of addresses. Another release of its page makes another worker."""
    files = [static(name) for name in FILES]
    sources = [get_template(name).template.source for name in TEMPLATES]  # type: ignore[attr-defined]
    release = hashlib.sha256("\n".join([*files, *sources]).encode()).hexdigest()[:12]
    kept = {
        "cache": f"periksa-{release}",
        "files": files,
        "page": reverse("checking:start"),
        "data": [reverse("checking:list"), reverse("jwks")],
    }
    context = {"kept": json.dumps(kept)}
    return render(request, "checking/worker.js", context, content_type="text/javascript")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a telephone needs to put the check on its home screen."""
    icons = [
        {
            "src": static(f"ipspi/img/check-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for size, use in ((192, "any"), (512, "any"), (512, "maskable"))
    ]
    home = reverse("checking:start")
    about = {"name": _("Periksa anggota IPSPI"), "short_name": _("Periksa IPSPI"), "lang": "id", "dir": "ltr"}
    looks = {"display": "standalone", "theme_color": "#1b2350", "background_color": "#1b2350", "icons": icons}
    content = {**about, **looks, "id": home, "start_url": home, "scope": home}
    return JsonResponse(content, content_type="application/manifest+json")


@login_not_required
@require_safe
def signed_list(request: HttpRequest) -> HttpResponse:
    """The signed list of cards that are not simply valid."""
    return HttpResponse(checking.signed_list(at=timezone.now()), content_type="text/plain; charset=us-ascii")

"""
What browsers may do with our pages.

Content-Security-Policies by name: all other pages have that of the settings, nothing inline, no eval. And no page stays
in a cache, unless its view says otherwise.
"""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponseBase

# The admin's theme evaluates expressions that stand in its attributes (Alpine), and writes its colours into a <style>.
# Scripts still come from our own files only: no inline script runs.
ADMIN = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


def use(policy: dict[str, list[str]], response: HttpResponseBase) -> HttpResponseBase:
    """Give `response` the directives of `policy` in place of those of the settings."""
    # where django-csp looks for it
    response._csp_replace = policy  # type: ignore[attr-defined]  # noqa: SLF001
    return response


def keep_nothing(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a page may show somebody's data, so neither the browser of a shared machine nor a proxy keeps it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware

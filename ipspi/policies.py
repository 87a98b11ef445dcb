"""Content-Security-Policies by name. All other pages have that of the settings: nothing inline, no eval."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpResponseBase

# The admin's theme evaluates expressions that stand in its attributes (Alpine), and writes its colours into a <style>.
# Scripts still come from our own files only: no inline script runs.
ADMIN = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


def use(policy: dict[str, list[str]], response: HttpResponseBase) -> HttpResponseBase:
    """Give `response` the directives of `policy` in place of those of the settings."""
    # where django-csp looks for it
    response._csp_replace = policy  # type: ignore[attr-defined]  # noqa: SLF001
    return response

"""Marking in a text what another one has not: for records and values side by side."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def marked(pieces: Iterable[tuple[str, bool]], *, between: str = "") -> SafeString:
    """Return pieces of a text in a row, those that differ marked."""
    shown = (format_html("<mark>{}</mark>", text) if differs else text for text, differs in pieces)
    return format_html_join(between, "{}", ((piece,) for piece in shown))

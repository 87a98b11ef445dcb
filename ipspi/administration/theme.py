"""How the admin looks: the dyes of docs/design-system.md, for django-unfold. Plain data for the settings."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def mark(request: object) -> str:
    return static("ipspi/img/icon.svg")


# Warm paper at the light end, indigo cloth at the dark end: the theme draws both its modes from one scale.
BASE = {
    "50": "#faf6ee",
    "100": "#f1eadd",
    "200": "#ddd1bf",
    "300": "#cdc4bd",
    "400": "#9d97ab",
    "500": "#6d6478",
    "600": "#574d5a",
    "700": "#363c60",
    "800": "#282e59",
    "900": "#1b1f3a",
    "950": "#13162b",
}
INDIGO = {
    "50": "#f3f4fa",
    "100": "#e7e9f4",
    "200": "#cdd2ea",
    "300": "#b3bdff",
    "400": "#98a3f5",
    "500": "#8d9af0",
    "600": "#3a478f",
    "700": "#2a3573",
    "800": "#232c62",
    "900": "#1b2350",
    "950": "#12183a",
}
WORDS = {
    "subtle-light": "#62574a",
    "subtle-dark": "#bcb6c4",
    "default-light": "#3b332b",
    "default-dark": "#e4dccd",
    "important-light": "#241f1a",
    "important-dark": "#f2eadb",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Meja DPP – IPSPI"),
    "SITE_HEADER": "IPSPI",
    "SITE_SUBHEADER": _("Meja DPP"),
    "SITE_URL": reverse_lazy("start"),
    "SITE_ICON": mark,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": mark}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "4px",
    "COLORS": {"base": BASE, "primary": INDIGO, "font": WORDS},
    "SIDEBAR": {"show_search": False, "navigation": "ipspi.administration.site.sidebar"},
}

"""Controls that Django does not have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Upload(forms.FileInput):
    """A file to send, with its limit told before it is sent; the server judges it again."""

    template_name = "widgets/upload.html"

    def __init__(
        self, *, limit: int, accept: str = ".csv,.xlsx", attrs: dict[str, Any] | None = None
    ) -> None:
        told = {"accept": accept, "data-limit": limit, "data-too-large": _("berkas ini terlalu besar")}
        super().__init__({**told, **(attrs or {})})

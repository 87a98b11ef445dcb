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


class Suggested(forms.TextInput):
    """A text that may be anything, with suggestions while typing from what answers `?q=` at `url`."""

    template_name = "widgets/type_ahead.html"

    def __init__(self, *, url: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        # the script keeps a code of what was chosen; here the words alone count
        context["widget"] |= {"code_name": f"{name}_code", "code": "", "url": str(self.url)}
        return context

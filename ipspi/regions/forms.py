"""The form field in which people write their regency."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ipspi.regions import lookup
from ipspi.regions.models import Regency

LONGEST = 100


class TypeAhead(forms.Widget):
    """
    A text with suggestions while typing, and the hidden code of the chosen one under `<name>_code`.

    The value is what was posted: (text, code). Without JavaScript the code stays empty and the text alone is judged.
    """

    template_name = "widgets/type_ahead.html"
    url = reverse_lazy("regions:options")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        text, code = self.split(value)
        context["widget"] |= {"value": text, "code_name": f"{name}_code", "code": code, "url": str(self.url)}
        return context

    @staticmethod
    def split(value: Any) -> tuple[str, str]:
        """Return (text, code) of a posted value, a regency, a code or a text."""
        if isinstance(value, tuple):
            return value
        if isinstance(value, str):
            value = lookup.regency_of_code(value) or value
        return (value.name, value.code) if isinstance(value, Regency) else (value or "", "")

    def format_value(self, value: Any) -> str:
        return self.split(value)[0]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        return (data.get(name) or "").strip(), (data.get(f"{name}_code") or "").strip()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str) -> str:
        return id_


class HiddenTypeAhead(TypeAhead):
    """The text and the code once more, unseen, where an answer is to be confirmed."""

    template_name = "widgets/type_ahead_hidden.html"
    input_type = "hidden"


class RegencyField(forms.Field):
    """Cleans to a `Regency`, or None where it is not required. `initial` may be a Regency or a code."""

    widget, hidden_widget = TypeAhead, HiddenTypeAhead
    default_error_messages: ClassVar = {
        "required": _("Isi kabupaten atau kota."),
        "unknown": _("Kami tidak mengenal kabupaten atau kota “%(text)s”. Periksa ejaannya."),
        "maybe": _("Kami tidak mengenal “%(text)s”. Maksud Anda: %(choices)s?"),
        "ambiguous": _("Ada lebih dari satu “%(text)s”. Maksud Anda: %(choices)s?"),
    }

    def clean(self, value: Any) -> Regency | None:
        text, code = value if isinstance(value, tuple) else ("", "")
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self._chosen(text, code) or self._named(text[:LONGEST])

    @staticmethod
    def _chosen(text: str, code: str) -> Regency | None:
        # The hidden code counts only while it belongs to the text: without JavaScript it may be that of an earlier one.
        regency = lookup.regency_of_code(code)
        return regency if regency and regency.name == text else None

    def _named(self, text: str) -> Regency:
        found = lookup.regencies_meant_by(text)
        if len(found) == 1:
            return found[0]
        near = found or lookup.find_regencies(text, 3)
        problem = "ambiguous" if found else "maybe" if near else "unknown"
        choices = get_text_list([regency.name for regency in near], gettext("atau"))
        raise ValidationError(
            self.error_messages[problem], code=problem, params={"text": text, "choices": choices}
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return TypeAhead.split(initial)[0] != TypeAhead.split(data)[0]

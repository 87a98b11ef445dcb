"""What people write when they ask for something about their own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.data_requests import Kind

LONGEST = 2000


class RequestForm(forms.Form):
    """The words of a request; a correction needs them, the others may have them."""

    words = forms.CharField(
        label=_("Penjelasan"),
        required=False,
        max_length=LONGEST,
        error_messages={
            "required": _("Tulis data mana yang salah dan bagaimana seharusnya."),
            "max_length": _("Penjelasan paling panjang 2.000 huruf."),
        },
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Kind.CORRECT:
            self.fields["words"].required = True
            self.fields["words"].label = _("Data mana yang salah, dan bagaimana seharusnya?")

"""What people type to confirm their address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """Six digits; spaces within them are forgiven."""

    code = forms.CharField(
        label=_("Kode konfirmasi"),
        help_text=_("Enam angka dari surel yang kami kirim."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        code = "".join(str(self.cleaned_data["code"]).split())
        if len(code) != 6 or not (code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("Kode terdiri atas enam angka."))
        return code

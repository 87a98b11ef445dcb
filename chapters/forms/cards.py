"""What is asked of an officer who revokes a card."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan pencabutan"),
        help_text=_("Anggota membaca alasan ini. Jangan menulis NIK atau NIP di sini."),
        max_length=200,
        error_messages={
            "required": _("Tulis alasan pencabutan. Anggota akan membacanya."),
            "max_length": _("Alasan paling panjang 200 huruf."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )

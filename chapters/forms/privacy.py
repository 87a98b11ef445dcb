"""What officers write before they read a number, and when they decide on a request."""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from members.models import DataAccess

Reason = DataAccess.Reason
FOR_NUMBERS = [Reason.CHECK, Reason.CORRECT, Reason.DUPLICATE, Reason.AUTHORITY, Reason.OTHER]


class ReadingForm(forms.Form):
    """Why somebody's identity numbers are read: the member sees it."""

    reason = forms.ChoiceField(
        label=_("Alasan"),
        choices=[(reason.value, reason.label) for reason in FOR_NUMBERS],
        error_messages={
            "required": _("Pilih alasan Anda membaca nomor ini."),
            "invalid_choice": _("Pilih salah satu alasan."),
        },
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Keterangan"),
        help_text=_("Wajib untuk keperluan lain. Jangan menulis NIK atau NIP."),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Keterangan paling panjang 300 huruf.")},
    )


class DecisionForm(forms.Form):
    """Granting or refusing what somebody asked for."""

    decision = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[("grant", _("Setujui")), ("refuse", _("Tolak"))],
        error_messages={
            "required": _("Pilih keputusan Anda."),
            "invalid_choice": _("Pilih salah satu keputusan."),
        },
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Anggota membaca alasan ini. Wajib bila Anda menolak."),
        required=False,
        max_length=2000,
        error_messages={"max_length": _("Alasan paling panjang 2.000 huruf.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def kept(self) -> SafeString:
        """Return the answers as hidden inputs, for the question whether one is sure."""
        hidden = (self["decision"].as_hidden(), self["reason"].as_hidden())
        return format_html('{}{}<input type="hidden" name="yakin" value="ya">', *hidden)

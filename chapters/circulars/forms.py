"""What an officer writes to many."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import OneLine

LONGEST = 5_000


class CircularForm(forms.Form):
    """Subject and text; `pk` makes sending twice be sending once."""

    pk = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    subject = OneLine(
        label=_("Perihal"),
        max_length=150,
        error_messages={
            "required": _("Isi perihal email."),
            "max_length": _("Perihal paling panjang 150 huruf."),
        },
    )
    text = forms.CharField(
        label=_("Isi"),
        help_text=_(
            "Salam dengan nama penerima di atas, dan jabatan Anda di bawah, ditambahkan sendiri. "
            "Pisahkan paragraf dengan baris kosong. Jangan menulis NIK atau NIP."
        ),
        max_length=LONGEST,
        error_messages={
            "required": _("Tulis isi email."),
            "max_length": _("Isi email paling panjang 5.000 huruf."),
        },
        widget=forms.Textarea(attrs={"rows": 10}),
    )

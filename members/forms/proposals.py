"""What a member answers to a proposal."""

from django import forms
from django.utils.translation import gettext_lazy as _

YES, NO, NEITHER = "ya", "tidak", "keduanya"


class AnswerForm(forms.Form):
    """Which button was pressed, and words to the officers, which may be left out."""

    jawaban = forms.ChoiceField(choices=[(YES, YES), (NO, NO), (NEITHER, NEITHER)])
    kata = forms.CharField(
        max_length=300,
        required=False,
        error_messages={"max_length": _("Keterangan paling banyak 300 huruf.")},
    )

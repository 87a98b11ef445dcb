"""What officers say of a list that somebody gave the chapter: what it is of, who gave it, why, and until when."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.models import Chapter, MemberList
from chapters.reconciliation import giving
from chapters.reconciliation.kinds import SPOKEN
from ipspi.errors import RuleError
from members.forms.fields import OneLine
from members.forms.life import Day

LONGEST_PURPOSE = 300


class EndForm(forms.Form):
    """When a list is deleted."""

    ends_on = Day(
        label=_("Dihapus pada tanggal"),
        hint=_("Pada tanggal ini isi daftar dihapus sendiri. Paling lama setahun dari sekarang. Contoh: 31-12-2026."),
    )  # fmt: skip

    def __init__(self, *args: Any, chapter: Chapter, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chapter, self.at = chapter, at

    def clean_ends_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["ends_on"]
        try:
            giving.require_end(self.chapter, day, at=self.at)
        except RuleError as error:
            raise forms.ValidationError(error.message) from None
        return day


class ListForm(EndForm):
    """All that is asked before a list of another kind is begun."""

    about = OneLine(label="", max_length=160, error_messages={"required": _("Tulis daftar ini tentang apa.")})
    name = OneLine(
        label=_("Nama daftar"),
        max_length=60,
        help_text=_("Nama pendek untuk mengenalinya di sini. Contoh: Lulusan 2020–2025."),
        error_messages={
            "required": _("Beri daftar ini nama pendek."),
            "max_length": _("Nama paling panjang 60 huruf."),
        },
    )
    given_by = OneLine(
        label=_("Diserahkan oleh"),
        max_length=160,
        error_messages={"required": _("Tulis dari mana daftar ini.")},
    )
    purpose = OneLine(
        label=_("Untuk apa"),
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _(
                "Tulis untuk apa daftar ini dipakai. Tanpa tujuan, data orang tidak boleh disimpan."
            ),
            "max_length": _("Tujuan paling panjang 300 huruf."),
        },
    )
    field_order = ("about", "name", "given_by", "purpose", "ends_on")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = SPOKEN[MemberList.Kind(kind)]
        self.fields["about"].label = spoken.about
        self.fields["about"].help_text = spoken.about_hint
        self.fields["given_by"].help_text = spoken.giver_hint
        self.fields["purpose"].help_text = _(
            "Tujuan yang sah, seperti yang disepakati dengan pemberinya; yang diundang membacanya. %(example)s"
        ) % {"example": spoken.purpose_hint}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if "/" in name or not name.isprintable():
            raise forms.ValidationError(_("Nama daftar tidak boleh memakai garis miring."))
        try:
            giving.require_name(self.chapter, name)
        except RuleError as error:
            raise forms.ValidationError(error.message) from None
        return name

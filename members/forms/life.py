"""What members say about their own membership: days, reasons, places, corrections."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ipspi.regions.forms import RegencyField
from members.forms.fields import WRITTEN_DATES, BirthDate, FullName, NIKField
from members.identity import masked
from members.models import Sex
from members.summaries import Row

LONGEST_REASON = 2000


class Day(forms.DateField):
    """A day as people write it, 27-03-2026."""

    widget = forms.DateInput(format="%d-%m-%Y", attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, label: str | Promise, hint: str | Promise = "", **kwargs: Any) -> None:
        errors = {
            "required": _("Isi tanggalnya."),
            "invalid": _("Ini bukan tanggal yang ada di kalender. Tulis seperti 27-03-2026."),
        }
        hint = hint or _("Tanggal, bulan, tahun. Contoh: 27-03-2026.")
        super().__init__(
            input_formats=WRITTEN_DATES,
            localize=False,
            label=label,
            help_text=hint,
            error_messages=errors,
            **kwargs,
        )


class Reason(forms.CharField):
    """Some lines of text."""

    def __init__(self, *, label: str | Promise, hint: str | Promise = "", **kwargs: Any) -> None:
        errors = {
            "required": _("Tulis alasannya."),
            "max_length": _("Alasan paling panjang 2.000 huruf."),
        }
        super().__init__(
            label=label, help_text=hint, max_length=LONGEST_REASON, error_messages=errors,
            widget=forms.Textarea(attrs={"rows": 4}), **kwargs,
        )  # fmt: skip


class ActForm(forms.Form):
    """What is asked before an act; none, if only whether."""

    def refuse(self, words: str) -> None:
        """Say why the act cannot be done, if there are words."""
        if words:
            self.add_error(None, words)

    def said(self) -> list[Row]:
        """Return the answers in words, to be read once more."""
        return [Row(str(field.label), self._words(field), "") for field in self]

    def kept(self) -> SafeString:
        """Return the answers as hidden inputs, for the question whether one is sure."""
        return format_html_join("", "{}", ((field.as_hidden(),) for field in self))

    def _words(self, field: forms.BoundField) -> str:
        value = self.cleaned_data.get(field.name)
        if isinstance(value, dt.date):
            return date_format(value, "j F Y")
        if isinstance(field.field, forms.ChoiceField):
            return str(dict(field.field.choices).get(value, value))
        return str(value or "")


class LeaveForm(ActForm):
    begins_on = Day(label=_("Mulai cuti"))
    ends_on = Day(label=_("Aktif kembali pada"), hint=_("Hari pertama sesudah cuti. Contoh: 27-03-2026."))
    reason = Reason(label=_("Alasan"), required=False)


class ResignationForm(ActForm):
    on = Day(label=_("Berhenti sejak"))
    reason = Reason(label=_("Alasan"), required=False)


class TransferForm(ActForm):
    to_regency = RegencyField(
        label=_("Kabupaten atau kota yang baru"), help_text=_("Contoh: Kota Palembang.")
    )
    wished_on = Day(label=_("Pindah sejak"))
    reason = Reason(label=_("Alasan"), required=False)


class NoteMixin(forms.Form):
    """Asked with every correction."""

    note = Reason(
        label=_("Penjelasan"),
        hint=_("Apa yang salah, dan di dokumen mana yang benar tertulis. Pengurus membacanya."),
        required=False,
    )


class NameForm(ActForm, NoteMixin):
    field_order = ("new", "note")
    new = FullName(
        label=_("Nama lengkap yang benar"),
        help_text=_("Seperti di KTP, tanpa gelar."),
        max_length=200,
        error_messages={"required": _("Isi nama yang benar.")},
    )


class NIKForm(ActForm, NoteMixin):
    field_order = ("new", "note")
    new = NIKField(
        label=_("NIK yang benar"),
        help_text=_("16 angka di KTP Anda."),
        error_messages={"required": _("Isi NIK yang benar.")},
    )

    def _words(self, field: forms.BoundField) -> str:
        return masked(self.cleaned_data["new"]) if field.name == "new" else super()._words(field)


class BirthDateForm(ActForm, NoteMixin):
    field_order = ("new", "note")
    new = BirthDate(
        label=_("Tanggal lahir yang benar"),
        help_text=_("Tanggal, bulan, tahun. Contoh: 27-03-1985."),
        error_messages={
            "required": _("Isi tanggal lahir yang benar."),
            "invalid": _("Ini bukan tanggal yang ada di kalender. Tulis seperti 27-03-1985."),
        },
    )


class SexForm(ActForm, NoteMixin):
    field_order = ("new", "note")
    new = forms.ChoiceField(
        label=_("Jenis kelamin yang benar"),
        choices=Sex.choices,
        error_messages={"required": _("Pilih jenis kelamin yang benar.")},
        widget=forms.RadioSelect,
    )


class DiplomaForm(ActForm):
    note = Reason(
        label=_("Ijazah Anda"),
        hint=_("Nomor ijazah, tahun, dan perguruan tinggi. Pengurus meminta Anda menunjukkannya."),
    )

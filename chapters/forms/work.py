"""Fields and forms that the pages of programmes and of partners share."""

import datetime as dt
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chapters import months, rupiah
from ipspi.images.files import LARGEST_PICTURE, Unacceptable, require_size
from ipspi.widgets import Upload
from members.forms.documents import PICTURES
from members.forms.fields import OneLine
from members.forms.life import Reason

LONGEST_AMOUNT = 40
FILE_HINT = _("Foto atau hasil pindai. Foto paling besar 10 MB; PDF paling besar 8 MB, 20 halaman.")


class Whole(forms.CharField):
    """A whole number with or without its thousands apart, 1.500 or 1500; cleans to an int, or None."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    wrong: str | Promise = _("Tulis bilangan bulat, misalnya 50 atau 1.500.")
    least = 0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_AMOUNT, **kwargs)

    def clean(self, value: Any) -> int | None:
        written = super().clean(value)
        if not written:
            return None
        try:
            number = rupiah.read(written)
        except ValueError:
            raise forms.ValidationError(self.wrong, code="invalid") from None
        if number < self.least:
            raise forms.ValidationError(_("Jumlahnya sedikitnya 1."), code="too_small")
        return number

    def prepare_value(self, value: Any) -> Any:
        return rupiah.number(value) if isinstance(value, int) else value


class Positive(Whole):
    """A whole number from one on."""

    least = 1


class Rupiah(Whole):
    """An amount of money in whole rupiah."""

    wrong = _("Tulis jumlah rupiah penuh dengan angka, misalnya 1500000 atau 1.500.000.")


class Month(forms.CharField):
    """A month as people write it, Maret 2026 or 03-2026; cleans to its first day, or None."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_AMOUNT, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        written = super().clean(value)
        try:
            return months.read(written) if written else None
        except ValueError:
            words = _("Bulan ini tidak terbaca. Tulis bulan dan tahunnya, misalnya Maret 2026 atau 03-2026.")
            raise forms.ValidationError(words, code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%m-%Y}" if isinstance(value, dt.date) else value


class PaperForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=FILE_HINT,
        allow_empty_file=True,  # we say it in our own words
        error_messages={"required": _("Pilih berkasnya dahulu.")},
        widget=Upload(
            limit=LARGEST_PICTURE,
            accept=f"{PICTURES},application/pdf",
            attrs={"data-preview": "", "data-sending": ""},
        ),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            require_size(file.size or 0)  # what is far too large has arrived without its content
        except Unacceptable as error:
            raise forms.ValidationError(error.message, code=error.code) from None
        return file


class EvidenceForm(PaperForm):
    """A file with a word on what it shows."""

    field_order = ("name", "file")
    name = OneLine(
        label=_("Keterangan"),
        max_length=120,
        help_text=_("Apa yang tampak. Contoh: Daftar hadir pelatihan, Maret 2026."),
        error_messages={
            "required": _("Tulis apa yang ditunjukkan berkas ini."),
            "max_length": _("Keterangan paling panjang 120 huruf."),
        },
    )


class RemovalForm(forms.Form):
    """Why something is removed; it stays in the history."""

    reason = Reason(label=_("Alasan"), hint=_("Tercatat di riwayat, bersama nama Anda dan waktunya."))

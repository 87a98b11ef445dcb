"""What people fill in to become members: one form for each step, and the last check."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from ipspi.regions.forms import RegencyField
from ipspi.regions.models import Regency
from members.drafts import Answers, Step
from members.identity import EARLIEST_BIRTH_YEAR, IdentityError, parse_nik, parse_nip
from members.models import ASN, Employment, Member, Sex

LONGEST_NUMBER = 40  # of a NIK or NIP as typed, with its spaces and dots
WRITTEN_DATES = ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d"]


class OneLine(forms.CharField):
    """A text whose spaces, of any kind and number, count as one."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class BirthDate(forms.DateField):
    """A date as it is on an identity card, 27-03-1985; neither in the future nor beyond a human life."""

    widget = forms.DateInput(
        format="%d-%m-%Y", attrs={"inputmode": "numeric", "autocomplete": "bday", "placeholder": ""}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=WRITTEN_DATES, localize=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a date from a draft as people write it."""
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            return value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not dt.date(EARLIEST_BIRTH_YEAR, 1, 1) <= value <= timezone.localdate():
            raise forms.ValidationError(_("Tanggal lahir ini tidak mungkin. Periksa tahunnya."))


class StepForm(forms.Form):
    """A step of the registration."""

    def answers(self) -> Answers:
        """Return the cleaned answers as a draft keeps them."""
        return {name: _written(value) for name, value in self.cleaned_data.items()}


def _written(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Regency):
        return value.code
    return str(value or "")


class IdentityForm(StepForm):
    name = OneLine(
        label=_("Nama lengkap"),
        help_text=_("Seperti di KTP, tanpa gelar."),
        max_length=Member._meta.get_field("name").max_length,
        error_messages={"required": _("Isi nama lengkap Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    titles_before = OneLine(
        label=_("Gelar di depan nama"),
        help_text=_("Misalnya Dr., Drs., atau Hj."),
        max_length=Member._meta.get_field("titles_before").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "honorific-prefix"}),
    )
    titles_after = OneLine(
        label=_("Gelar di belakang nama"),
        help_text=_("Misalnya A.KS, S.Tr.Sos., atau M.Si."),
        max_length=Member._meta.get_field("titles_after").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "honorific-suffix"}),
    )
    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka di KTP Anda. Kami menyimpannya terenkripsi."),
        max_length=LONGEST_NUMBER,
        error_messages={"required": _("Isi NIK Anda.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_date = BirthDate(
        label=_("Tanggal lahir"),
        help_text=_("Tanggal, bulan, tahun. Contoh: 27-03-1985."),
        error_messages={
            "required": _("Isi tanggal lahir Anda."),
            "invalid": _("Ini bukan tanggal yang ada di kalender. Tulis seperti 27-03-1985."),
        },
    )
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"),
        choices=Sex.choices,
        error_messages={"required": _("Pilih jenis kelamin Anda.")},
        widget=forms.RadioSelect,
    )

    def clean_nik(self) -> str:
        try:
            return parse_nik(self.cleaned_data["nik"]).digits
        except IdentityError as error:
            raise forms.ValidationError(error.message, code=error.code) from None


class ContactForm(StepForm):
    phone = PhoneNumberField(
        label=_("Nomor telepon atau WhatsApp"),
        help_text=_("Contoh: 0812 3456 7890. Pengurus menghubungi Anda di nomor ini."),
        error_messages={
            "required": _("Isi nomor telepon Anda."),
            "invalid": _("Nomor telepon ini tidak lengkap atau tidak dikenal. Tulis seperti 0812 3456 7890."),
        },
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    home_regency = RegencyField(
        label=_("Kabupaten atau kota tempat tinggal"),
        help_text=_("Ketik beberapa huruf, lalu pilih. Tempat tinggal menentukan daerah Anda."),
    )


class WorkForm(StepForm):
    employment = forms.ChoiceField(
        label=_("Status kepegawaian"),
        choices=[
            (Employment.PNS, _("ASN: PNS")),
            (Employment.PPPK, _("ASN: PPPK")),
            (Employment.NON_ASN, _("Non-ASN: swasta, yayasan, tenaga kontrak, mandiri, atau belum bekerja")),
        ],
        error_messages={"required": _("Pilih status kepegawaian Anda.")},
        widget=forms.RadioSelect,
    )
    nip = forms.CharField(
        label=_("NIP atau NI PPPK"),
        help_text=_("18 angka. Isi bila Anda ASN; selain itu kosongkan."),
        max_length=LONGEST_NUMBER,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    workplace = OneLine(
        label=_("Tempat bekerja"),
        help_text=_("Nama instansi, lembaga, atau perusahaan. Kosongkan bila sedang tidak bekerja."),
        max_length=Member._meta.get_field("workplace").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_nip(self) -> str:
        if not self.cleaned_data["nip"].strip():
            return ""
        try:
            return parse_nip(self.cleaned_data["nip"], today=timezone.localdate()).digits
        except IdentityError as error:
            raise forms.ValidationError(error.message, code=error.code) from None

    def clean(self) -> None:
        is_asn = self.cleaned_data.get("employment") in ASN
        answered = "employment" in self.cleaned_data
        if is_asn and self.cleaned_data.get("nip") == "":
            self.add_error("nip", _("Isi NIP atau NI PPPK Anda."))
        if is_asn and self.cleaned_data.get("workplace") == "":
            self.add_error("workplace", _("Isi instansi tempat Anda bekerja."))
        if answered and not is_asn and self.cleaned_data.get("nip"):
            self.add_error("nip", _("NIP hanya untuk ASN. Kosongkan, atau ubah status kepegawaian Anda."))


STEP_FORMS: dict[Step, type[StepForm]] = {
    Step.IDENTITY: IdentityForm,
    Step.CONTACT: ContactForm,
    Step.WORK: WorkForm,
}


class SubmitForm(forms.Form):
    """The consent, and, where something disagrees, the word that it is right."""

    text = forms.IntegerField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(
        label=_("Data saya benar, walaupun ada yang berbeda seperti di atas."),
        error_messages={
            "required": _("Ada data yang berbeda. Perbaiki, atau nyatakan bahwa data Anda benar.")
        },
    )
    consent = forms.BooleanField(
        label=_("Saya sudah membaca dan menyetujuinya."),
        error_messages={"required": _("Tanpa persetujuan, pendaftaran tidak dapat dikirim.")},
    )

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:
            del self.fields["confirmed"]

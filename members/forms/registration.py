"""What people fill in to become members: one form for each step, and the last check."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from ipspi.regions.forms import RegencyField
from members.drafts import Step
from members.forms.background import CategoryForm, EducationForm, EmploymentForm, WorkForm
from members.forms.fields import BirthDate, FullName, LatinLine, NIKField, OneLine, StepForm
from members.models import Member, Sex
from members.names import split_titles

MOVE, KEEP = "pindah", "nama"  # what is done with a title that stands in the name


class NameForm(StepForm):
    """
    The name without its titles. Where it seems to hold some, they are offered to be moved to their fields.

    A word that looks like a title may be somebody's name: so the person says which it is.
    """

    name = FullName(
        label=_("Nama lengkap"),
        help_text=_("Seperti di KTP, tanpa gelar."),
        max_length=Member._meta.get_field("name").max_length,
        error_messages={"required": _("Isi nama lengkap Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    titles_in_name = forms.ChoiceField(
        label=_("Ini tampak seperti gelar"),
        choices=[
            (MOVE, _("Ya, pindahkan ke isian gelar")),
            (KEEP, _("Bukan, itu bagian nama saya")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    titles_before = LatinLine(
        label=_("Gelar di depan nama"),
        help_text=_("Misalnya Dr., Drs., atau Hj."),
        max_length=Member._meta.get_field("titles_before").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "honorific-prefix"}),
    )
    titles_after = LatinLine(
        label=_("Gelar di belakang nama"),
        help_text=_("Misalnya A.KS, S.Tr.Sos., atau M.Si."),
        max_length=Member._meta.get_field("titles_after").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "honorific-suffix"}),
    )

    def suit(self) -> None:
        typed = " ".join(self.data.get("name", "").split()) if self.is_bound else ""
        self.split = split_titles(typed[:1000])
        known = typed == self.given.get("name")  # asked and answered before
        if known or not (self.split.before or self.split.after):
            del self.fields["titles_in_name"]
            return
        found = " ".join(filter(None, [self.split.before, self.split.after]))
        self.fields["titles_in_name"].label = _("“%(title)s” tampak seperti gelar") % {"title": found}
        self.fields["titles_in_name"].required = True
        self.fields["titles_in_name"].error_messages["required"] = _(
            "Nama ditulis tanpa gelar. Pilih apakah ini gelar."
        )

    def clean(self) -> None:
        said = self.cleaned_data
        if said.pop("titles_in_name", KEEP) != MOVE or "name" not in said:
            return
        said["name"] = self.split.name
        for field, found, between in (
            ("titles_before", self.split.before, " "),
            ("titles_after", self.split.after, ", "),
        ):
            written = said.get(field, "")
            said[field] = written if found in written else between.join(filter(None, [written, found]))


class IdentityForm(StepForm):
    nik = NIKField(
        label=_("NIK"),
        help_text=_("16 angka di KTP Anda. Kami menyimpannya terenkripsi."),
        error_messages={"required": _("Isi NIK Anda."), "max_length": _("NIK terdiri atas 16 angka.")},
    )
    birth_place = LatinLine(
        label=_("Tempat lahir"),
        help_text=_("Seperti di KTP. Contoh: Palembang."),
        max_length=Member._meta.get_field("birth_place").max_length,
        error_messages={"required": _("Isi tempat lahir Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
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
    address = OneLine(
        label=_("Alamat surat"),
        help_text=_("Jalan dan nomor rumah, RT/RW, kelurahan atau desa, kecamatan."),
        max_length=Member._meta.get_field("address").max_length,
        error_messages={"required": _("Isi alamat surat Anda.")},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    home_regency = RegencyField(
        label=_("Kabupaten atau kota tempat tinggal"),
        help_text=_("Contoh: Kota Palembang. Tempat tinggal menentukan daerah Anda."),
    )
    postal_code = forms.RegexField(
        r"^[0-9]{5}$",
        label=_("Kode pos"),
        required=False,
        error_messages={"invalid": _("Kode pos terdiri atas lima angka.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )


STEP_FORMS: dict[Step, type[StepForm]] = {
    Step.NAME: NameForm,
    Step.IDENTITY: IdentityForm,
    Step.CONTACT: ContactForm,
    Step.EMPLOYMENT: EmploymentForm,
    Step.WORK: WorkForm,
    Step.CATEGORY: CategoryForm,
    Step.EDUCATION: EducationForm,
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

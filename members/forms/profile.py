"""What a member changes at once: how one is reached, and where one works."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from members.drafts import OTHER_ROLE
from members.forms.background import EmploymentForm, WorkForm
from members.forms.registration import ContactForm, NameForm
from members.models import ASN, Employment, Role


class ProfileForm(forms.Form):
    """
    The questions of the registration, all on one page.

    Who came by an import was never asked most of them: what was never said may stay so.
    """

    titles_before = NameForm.base_fields["titles_before"]
    titles_after = NameForm.base_fields["titles_after"]
    phone = ContactForm.base_fields["phone"]
    address = ContactForm.base_fields["address"]
    home_regency = ContactForm.base_fields["home_regency"]
    postal_code = ContactForm.base_fields["postal_code"]
    situation = EmploymentForm.base_fields["situation"]
    nip = WorkForm.base_fields["nip"]
    workplace = WorkForm.base_fields["workplace"]
    role = WorkForm.base_fields["role"]
    role_other = WorkForm.base_fields["role_other"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("address", "nip", "workplace", "role"):
            self.fields[name].required = False
        situation = cast(forms.ChoiceField, self.fields["situation"])
        situation.required = situation.valid_value(self.initial.get("situation") or "")  # said before
        self.fields["nip"].label = _("NIP atau NI PPPK")
        self.fields["nip"].help_text = _("18 angka. Isi bila Anda ASN; selain itu kosongkan.")

    def clean(self) -> None:
        said, situation = self.cleaned_data, self.cleaned_data.get("situation")
        if situation in ASN and said.get("nip") == "":
            self.add_error("nip", _("Isi NIP atau NI PPPK Anda."))
        if situation in ASN and said.get("workplace") == "":
            self.add_error("workplace", _("Isi instansi tempat Anda bekerja."))
        if situation and situation not in ASN and said.get("nip"):
            self.add_error("nip", _("NIP hanya untuk ASN. Kosongkan, atau ubah keadaan pekerjaan Anda."))
        if said.get("role") == OTHER_ROLE and said.get("role_other") == "":
            self.add_error("role_other", _("Sebutkan peran Anda."))

    def facts(self) -> dict[str, Any]:
        """Return the cleaned answers by the names of the member's fields."""
        names = ("titles_before", "titles_after", "phone", "address", "home_regency", "postal_code", "nip")
        said = self.cleaned_data
        situation, role = said["situation"], said["role"]
        employed = {
            "employment": situation if situation in ASN else str(Employment.NON_ASN),
            "sector": "" if situation in ASN else situation,
        }
        return {
            **{name: said[name] for name in (*names, "workplace")},
            **(employed if situation else {}),  # not said: stays as it is
            "role": Role.objects.filter(pk=role).first() if role and role != OTHER_ROLE else None,
            "role_other": said["role_other"] if role == OTHER_ROLE else "",
        }

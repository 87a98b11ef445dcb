"""What officers type to narrow a roster."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chapters.rosters import MEMBERS, UNKNOWN, Asked, Place
from members.models import Member

LONGEST = 100


class RosterFilter(forms.Form):
    """Narrows a roster; an answer that is none of the choices is as good as no answer."""

    is_filter = True
    use_required_attribute = False

    q = forms.CharField(
        label=_("Nama atau nomor anggota"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Anggota dan pendaftar")),
            (MEMBERS, _("Semua anggota")),
            *Member.Status.choices,
        ],
    )
    work = forms.ChoiceField(
        label=_("Kepegawaian"),
        required=False,
        choices=[("", _("Semua")), ("asn", "ASN"), ("non", "Non-ASN"), (UNKNOWN, _("Belum diketahui"))],
    )
    place = forms.ChoiceField(required=False)

    def __init__(self, data: QueryDict, *, places: Iterable[Place], by_province: bool) -> None:
        super().__init__(data)
        unknown = _("Provinsi tidak diketahui") if by_province else _("Belum diketahui")
        place = cast(forms.ChoiceField, self.fields["place"])
        place.label = _("Provinsi") if by_province else _("Kabupaten/kota")
        place.choices = [
            ("", _("Semua")),
            *((each.code, _with_number(each.name or unknown, each)) for each in places),
        ]

    def asked(self) -> Asked:
        """Return what is looked for."""
        self.is_valid()
        answers = self.cleaned_data
        return Asked(
            text=answers.get("q", "")[:LONGEST],
            status=answers.get("status", ""),
            work=answers.get("work", ""),
            place=answers.get("place", ""),
        )

    def query(self) -> dict[str, str]:
        """Return the answers as an address holds them, without the empty ones."""
        self.is_valid()
        return {name: answer for name, answer in self.cleaned_data.items() if answer}


def _with_number(name: str | Promise, place: Place) -> str:
    return f"{name} ({number_format(place.count.members)})"

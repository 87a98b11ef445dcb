"""What is asked on the pages of boards and chapters."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.boards import recognising
from chapters.models import Coverage, Office, Seat, Term
from chapters.models.boards import SeatQuerySet
from ipspi.regions.models import Province
from members.forms.fields import OneLine
from members.forms.life import Day, Reason

EXAMPLE = _("Contoh: 27-03-2026.")
NAME_LIMIT = 200


class SeatChoice(forms.ModelChoiceField):
    """One of several seats, by who holds it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.holder_name}, {obj.post}"


class ProvinceChoice(forms.ModelChoiceField):
    """One of several provinces, each with its chapter: `keepers`, by code."""

    keepers: Mapping[str, str] = MappingProxyType({})

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} – {self.keepers[obj.pk]}"


class HolderForm(forms.Form):
    """Who is to hold a seat: a member by number and name, or by the name alone somebody who is none."""

    name = OneLine(
        label=_("Nama"),
        help_text=_("Dengan gelar, seperti tercetak di SK."),
        max_length=NAME_LIMIT,
        error_messages={"required": _("Isi namanya.")},
    )
    number = OneLine(
        label=_("Nomor anggota"),
        help_text=_("Kosongkan bila orang ini bukan anggota; ia tidak mendapat akses."),
        max_length=40,
        required=False,
    )

    def clean(self) -> None:
        number, name = self.cleaned_data.get("number"), self.cleaned_data.get("name")
        if number and name:
            self.cleaned_data["member"] = recognising.member_of(number, name)
            if self.cleaned_data["member"] is None:
                self.add_error("number", _("Nomor dan nama itu bukan milik seorang anggota aktif."))

    def holder(self) -> dict[str, Any]:
        """Return the holder as the verbs take it."""
        member = self.cleaned_data.get("member")
        return {"member": member, "outsider_name": "" if member else self.cleaned_data["name"]}


class DecreeFields(forms.Form):
    decree_number = OneLine(label=_("Nomor SK"), max_length=80, required=False)
    decree_on = Day(
        label=_("Tanggal SK"),
        hint=_("Boleh lebih awal: akses tetap mengikuti jam. Contoh: 27-03-2026."),
        required=False,
    )

    def decree(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("decree_number", "decree_on")}


class GivingForm(HolderForm, DecreeFields):
    """A seat to give; `offices` are those that the officer may."""

    field_order = ("office", "title", "name", "number", "decree_number", "decree_on")
    office = forms.ChoiceField(label=_("Jabatan"), error_messages={"required": _("Pilih jabatannya.")})
    title = OneLine(
        label=_("Sebutan jabatan"),
        help_text=_("Bila lebih dari nama jabatannya. Contoh: Ketua Bidang Advokasi."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, offices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Pilih …")), *((office, Office(office).label) for office in offices)]
        cast(forms.ChoiceField, self.fields["office"]).choices = choices


class DraftedForm(HolderForm):
    """A line of a board that is being prepared."""

    field_order = ("office", "title", "name", "number")
    office = forms.ChoiceField(
        label=_("Jabatan"),
        choices=[("", _("Pilih …")), *Office.choices],
        error_messages={"required": _("Pilih jabatannya.")},
    )
    title = OneLine(
        label=_("Sebutan jabatan"),
        help_text=_("Bila lebih dari nama jabatannya. Contoh: Ketua Bidang Advokasi."),
        max_length=120,
        required=False,
    )


class ReplacingForm(HolderForm, DecreeFields):
    field_order = ("name", "number", "reason", "decree_number", "decree_on")
    reason = OneLine(
        label=_("Alasan pergantian"),
        help_text=_("Contoh: mengundurkan diri, pindah daerah, wafat."),
        max_length=300,
        error_messages={"required": _("Tulis alasannya.")},
    )


class EndingForm(forms.Form):
    reason = OneLine(label=_("Alasan"), max_length=300, required=False)


class TermForm(DecreeFields):
    """What is written of a term."""

    field_order = ("name", "starts_on", "ends_on", "elected_on", "decree_number", "decree_on")
    name = OneLine(
        label=_("Nama masa bakti"),
        help_text=_("Contoh: 2023–2028."),
        max_length=40,
        error_messages={"required": _("Isi nama masa bakti.")},
    )
    starts_on = Day(label=_("Mulai"))
    ends_on = Day(label=_("Berakhir"), hint=_("Hari pertama sesudah masa bakti. Contoh: 14-05-2028."))
    elected_on = Day(
        label=_("Dipilih pada"), hint=_("Tanggal MUSDA atau Kongres. Contoh: 14-05-2023."), required=False
    )

    def clean(self) -> None:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("Akhir masa bakti harus sesudah mulainya."))


class HandoverForm(forms.Form):
    """The handing over from the board before to that of a term."""

    on = Day(label=_("Tanggal serah terima"))
    place = OneLine(label=_("Tempat"), max_length=120, error_messages={"required": _("Isi tempatnya.")})
    given_by = SeatChoice(
        label=_("Yang menyerahkan"),
        queryset=Seat.objects.none(),
        required=False,
        empty_label=_("Tidak tercatat di registri"),
    )
    taken_by = SeatChoice(
        label=_("Yang menerima"),
        queryset=Seat.objects.none(),
        empty_label=_("Pilih …"),
        error_messages={"required": _("Pilih siapa yang menerima.")},
    )
    things = Reason(
        label=_("Yang diserahkan"),
        hint=_("Satu per baris: stempel, arsip, rekening, akun media sosial."),
        required=False,
    )

    def __init__(self, *args: Any, before: SeatQuerySet, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, seats in (("given_by", before), ("taken_by", term.seats.all())):
            cast(SeatChoice, self.fields[name]).queryset = seats.printed()


class ContactForm(forms.Form):
    """How a chapter is reached; all of it is public."""

    address = OneLine(label=_("Alamat sekretariat"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("Alamat email"),
        required=False,
        error_messages={"invalid": _("Ini bukan alamat email.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.RegexField(
        r"^[0-9+][0-9 ().-]{5,19}$",
        label=_("Telepon/WhatsApp"),
        help_text=_("Contoh: 0812 3456 7890."),
        required=False,
        error_messages={"invalid": _("Tulis nomornya dengan angka. Contoh: 0812 3456 7890.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    website = forms.URLField(
        label=_("Situs web"),
        help_text=_("Contoh: https://contoh.example."),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Ini bukan alamat situs. Contoh: https://contoh.example.")},
    )


class FoundingForm(forms.Form):
    """When and by which decree a chapter was founded, as far as it is known."""

    founded_on = Day(label=_("Dibentuk pada"), required=False)
    decree_number = OneLine(label=_("Nomor SK"), max_length=80, required=False)
    decree_on = Day(label=_("Tanggal SK"), hint=EXAMPLE, required=False)


class CoverForm(forms.Form):
    """A province that is to belong to this chapter, of those that belong to others."""

    province = ProvinceChoice(
        label=_("Provinsi"),
        queryset=Province.objects.none(),
        empty_label=_("Pilih …"),
        error_messages={"required": _("Pilih provinsinya.")},
    )

    def __init__(self, *args: Any, chapter: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Coverage.objects.exclude(chapter=chapter).select_related("chapter")
        keepers = {each.province_id: each.chapter.name for each in others}
        field = cast(ProvinceChoice, self.fields["province"])
        field.keepers = keepers
        field.queryset = Province.objects.filter(code__in=keepers).order_by("name")


class SeenForm(forms.Form):
    """Goes along with the question whether to put a draft into force: what the officer saw of it."""

    seen = forms.CharField(widget=forms.HiddenInput)

"""What officers write of a partner, its agreements, and what was done together."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chapters.forms.work import Whole
from chapters.models import Chapter, Partner, Programme
from ipspi.regions.forms import RegencyField
from members.forms.fields import OneLine
from members.forms.life import Day, Reason

MOST_PEOPLE = 2_000_000_000


class PartnerForm(forms.Form):
    """A partner, new or changed: the institution, and how its office is reached."""

    name = OneLine(
        label=_("Nama mitra"),
        max_length=200,
        error_messages={
            "required": _("Tulis nama lembaganya."),
            "max_length": _("Nama mitra paling panjang 200 huruf."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=Partner.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih jenis lembaganya.")},
    )
    regency = RegencyField(
        label=_("Kabupaten atau kota"), help_text=_("Contoh: Kota Palembang."), required=False
    )
    office = OneLine(
        label=_("Bagian yang dihubungi"),
        max_length=160,
        required=False,
        help_text=_("Jabatan atau bagian, bukan nama orang. Contoh: Bagian Kerja Sama."),
    )
    phone = OneLine(
        label=_("Telepon kantor"),
        max_length=40,
        required=False,
        help_text=_("Nomor lembaga, bukan nomor pribadi seseorang."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Email kantor"),
        required=False,
        help_text=_("Alamat lembaga, bukan alamat pribadi seseorang."),
        error_messages={"invalid": _("Ini bukan alamat email. Contoh: kerjasama@lembaga.example.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    address = OneLine(label=_("Alamat kantor"), max_length=300, required=False)


class AgreementForm(forms.Form):
    """An agreement, new or changed."""

    subject = OneLine(
        label=_("Perihal"),
        max_length=300,
        help_text=_("Tentang apa. Contoh: Praktik kerja mahasiswa dan uji kompetensi."),
        error_messages={
            "required": _("Tulis perjanjian ini tentang apa."),
            "max_length": _("Perihal paling panjang 300 huruf."),
        },
    )
    number = OneLine(
        label=_("Nomor perjanjian"),
        max_length=80,
        required=False,
        help_text=_("Seperti tertulis. Bila kedua pihak memberi nomor, tulis nomor DPD."),
    )
    signed_on = Day(label=_("Ditandatangani pada"))
    starts_on = Day(label=_("Berlaku sejak"))
    last_on = Day(
        label=_("Berlaku sampai"),
        hint=_("Hari terakhirnya. Kosongkan bila tidak berbatas waktu. Contoh: 31-12-2028."),
        required=False,
    )

    def clean(self) -> None:
        starts, last = (self.cleaned_data.get(name) for name in ("starts_on", "last_on"))
        if starts and last and last < starts:
            self.add_error("last_on", _("Hari terakhir tidak boleh sebelum hari mulai berlaku."))


class EndForm(forms.Form):
    """From when an agreement held no more, and why."""

    on = Day(label=_("Tidak berlaku lagi sejak"))
    reason = Reason(label=_("Alasan"), hint=_("Tercatat di riwayat dan di halaman mitra."))


class ProgrammeField(forms.ModelChoiceField):
    """A programme, with its term."""

    def label_from_instance(self, programme: Any) -> str:
        return f"{programme.name} ({programme.term.name})"


class ActivityForm(forms.Form):
    """What was done together on a day that has come."""

    what = OneLine(
        label=_("Kegiatan"),
        max_length=300,
        help_text=_("Contoh: Penyuluhan pencegahan kekerasan terhadap anak."),
        error_messages={
            "required": _("Tulis kegiatannya."),
            "max_length": _("Kegiatan paling panjang 300 huruf."),
        },
    )
    on = Day(label=_("Tanggal"))
    reached = Whole(
        label=_("Orang yang dijangkau"),
        required=False,
        help_text=_("Berapa orang yang ikut atau dilayani. Kosongkan bila tidak dihitung."),
    )
    programme = ProgrammeField(
        label=_("Bagian dari program kerja"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Bukan bagian dari program"),
        error_messages={"invalid_choice": _("Pilih salah satu program di daftar ini.")},
    )

    def __init__(self, *args: Any, chapter: Chapter, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = cast(forms.ModelChoiceField, self.fields["programme"])
        offered = Programme.objects.kept().filter(term__chapter=chapter).select_related("term")
        field.queryset = offered.order_by("-term__starts_on", "division", "name")

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("Tanggal ini belum tiba. Catat sesudah kegiatannya berlangsung."))
        return day

    def clean_reached(self) -> int | None:
        reached: int | None = self.cleaned_data["reached"]
        if reached is not None and reached > MOST_PEOPLE:
            raise forms.ValidationError(_("Jumlah ini tidak mungkin. Periksa kembali."))
        return reached


class FilterForm(forms.Form):
    """Which partners."""

    is_filter = True
    use_required_attribute = False

    q = forms.CharField(
        label=_("Nama mitra"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    jenis = forms.ChoiceField(label=_("Jenis"), required=False)
    perjanjian = forms.ChoiceField(label=_("Perjanjian"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", gettext("Semua"))
        states = [
            ("berlaku", gettext("Ada yang berlaku")),
            ("segera", gettext("Segera berakhir")),
            ("tidak", gettext("Tidak ada yang berlaku")),
        ]
        cast(forms.ChoiceField, self.fields["jenis"]).choices = [everything, *Partner.Kind.choices]
        cast(forms.ChoiceField, self.fields["perjanjian"]).choices = [everything, *states]

"""What officers write of a programme."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chapters import months
from chapters.forms.work import Month, Positive, Rupiah, Whole
from chapters.models import Programme, Seat, Term
from chapters.programmes import measures
from ipspi.regions.models import Regency
from members.forms.fields import OneLine
from members.forms.life import LONGEST_REASON, Day, Reason

MONTH_HINT = _("Bulan dan tahun. Contoh: Maret 2026 atau 03-2026.")


class SeatField(forms.ModelChoiceField):
    """A seat of the board, called by who holds it."""

    def label_from_instance(self, seat: Any) -> str:
        return f"{seat.holder_name} – {seat.title or seat.get_office_display()}"


class ProgrammeForm(forms.Form):
    """A programme, new or changed."""

    name = OneLine(
        label=_("Nama program"),
        max_length=200,
        error_messages={
            "required": _("Tulis nama programnya."),
            "max_length": _("Nama program paling panjang 200 huruf."),
        },
    )
    division = OneLine(
        label=_("Bidang"),
        max_length=120,
        required=False,
        help_text=_("Bidang kepengurusan yang menjalankannya. Contoh: Pendidikan dan Pelatihan."),
        widget=forms.TextInput(attrs={"list": "bidang-yang-ada", "autocomplete": "off"}),
    )
    aim = forms.CharField(
        label=_("Tujuan"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Apa yang hendak dicapai, dalam satu atau dua kalimat."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Tujuan paling panjang 2.000 huruf.")},
    )
    in_charge = SeatField(
        label=_("Penanggung jawab"),
        queryset=Seat.objects.none(),
        required=False,
        empty_label=_("Belum ditentukan"),
        error_messages={"invalid_choice": _("Pilih salah satu pengurus di daftar ini.")},
    )
    starts = Month(label=_("Bulan mulai"), required=False, help_text=MONTH_HINT)
    ends = Month(label=_("Bulan selesai"), required=False, help_text=MONTH_HINT)
    budget = Rupiah(label=_("Anggaran"), required=False, help_text=_("Dalam rupiah. Contoh: 1.500.000."))
    spent = Rupiah(
        label=_("Realisasi"), required=False, help_text=_("Yang sudah dipakai sampai hari ini, dalam rupiah.")
    )

    def __init__(self, data: Any = None, *, term: Term, programme: Programme | None = None) -> None:
        super().__init__(data, initial=_initial(programme))
        field = cast(forms.ModelChoiceField, self.fields["in_charge"])
        field.queryset = seats_of(term, also=programme.in_charge if programme else None)

    def clean(self) -> None:
        starts, ends = (self.cleaned_data.get(name) for name in ("starts", "ends"))
        if ends and not starts and "starts" not in self.errors:
            self.add_error("starts", _("Isi juga bulan mulainya."))
        if starts and ends and ends < starts:
            self.add_error("ends", _("Bulan selesai tidak boleh sebelum bulan mulai."))

    def values(self) -> dict[str, Any]:
        """Return the answers as the verbs take them; who names no last month means one month."""
        values = dict(self.cleaned_data)
        starts, ends = values.pop("starts"), values.pop("ends")
        return values | {"starts_on": starts, "ends_on": months.after(ends or starts) if starts else None}


class TargetForm(forms.Form):
    """A target, counted by hand or by the registry."""

    what = OneLine(
        label=_("Sasaran"),
        max_length=200,
        help_text=_("Contoh: Anggota baru di Kabupaten Banyuasin."),
        error_messages={
            "required": _("Tulis apa yang hendak dicapai."),
            "max_length": _("Sasaran paling panjang 200 huruf."),
        },
    )
    number = Positive(label=_("Jumlah"), error_messages={"required": _("Isi jumlah yang hendak dicapai.")})
    measure = forms.ChoiceField(
        label=_("Cara menghitung"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Yang dihitung registri selalu sesuai dengan datanya, dan terbaca pada awal program dan hari ini."
        ),
    )
    since_start = forms.BooleanField(
        label=_("Hitung tambahannya sejak awal program, bukan jumlah seluruhnya"), required=False
    )
    regency = forms.ModelChoiceField(
        label=_("Hanya di kabupaten atau kota"),
        queryset=Regency.objects.none(),
        required=False,
        empty_label=_("Seluruh daerah"),
        help_text=_("Hanya untuk jumlah anggota yang dihitung registri."),
    )
    unit = OneLine(
        label=_("Satuan"),
        max_length=40,
        required=False,
        help_text=_("Contoh: orang, kegiatan, desa. Kosongkan bila dihitung registri."),
        error_messages={"max_length": _("Satuan paling panjang 40 huruf.")},
    )
    stated = Whole(
        label=_("Capaian menurut pengurus"),
        required=False,
        help_text=_("Sampai hari ini. Bila registri menghitung yang lain, keduanya ditampilkan."),
    )

    def __init__(self, *args: Any, provinces: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["measure"])
        counted = [
            (each.key, gettext("Dihitung registri: %(what)s") % {"what": each.label})
            for each in measures.offered()
        ]
        field.choices = [("", capfirst(gettext("dihitung sendiri oleh pengurus"))), *counted]
        regencies: QuerySet[Regency] = Regency.objects.filter(province__in=provinces).order_by("code")
        cast(forms.ModelChoiceField, self.fields["regency"]).queryset = regencies
        if not provinces:
            del self.fields["regency"]

    def clean(self) -> None:
        measure = measures.find(self.cleaned_data.get("measure", ""))
        self.cleaned_data.setdefault("regency", None)
        if measure is None:
            if self.cleaned_data.get("regency"):
                self.add_error(
                    "regency", _("Pilih dahulu jumlah anggota yang dihitung registri, atau kosongkan.")
                )
            if self.cleaned_data.get("since_start"):
                self.add_error("since_start", _("Hanya untuk sasaran yang dihitung registri."))
            if not self.cleaned_data.get("unit"):
                self.add_error("unit", _("Tulis satuannya, misalnya orang atau kegiatan."))
            return
        self.cleaned_data["unit"] = str(measure.unit)
        if self.cleaned_data["regency"] and not measure.by_place:
            self.add_error("regency", _("Ukuran ini hanya dihitung untuk seluruh daerah."))
        if self.cleaned_data.get("since_start") and not measure.adds_up:
            self.add_error(
                "since_start", _("Sebuah persentase tidak dapat ditambahkan. Kosongkan pilihan ini.")
            )


class StageForm(forms.Form):
    """What officers say of a programme's standing."""

    stage = forms.ChoiceField(label=_("Keadaan"), required=False, widget=forms.RadioSelect)
    reason = Reason(
        label=_("Alasan"),
        hint=_("Harus ada bila program dihentikan; untuk yang lain boleh kosong."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_figures = [("", gettext("Menurut bulan dan sasarannya"))]
        cast(forms.ChoiceField, self.fields["stage"]).choices = [*by_figures, *Programme.Stage.choices]

    def clean(self) -> None:
        if self.cleaned_data.get("stage") == Programme.Stage.DROPPED and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Tulis mengapa program ini dihentikan."))


class SpendingForm(forms.Form):
    spent = Rupiah(
        label=_("Realisasi"),
        required=False,
        help_text=_("Yang sudah dipakai sampai hari ini, dalam rupiah. Contoh: 1.500.000."),
    )


class NoteForm(forms.Form):
    """What happened on a day that has come."""

    on = Day(label=_("Tanggal"))
    words = forms.CharField(
        label=_("Apa yang terjadi"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Tanpa data pribadi: semua pengurus daerah membacanya."),
        error_messages={
            "required": _("Tulis apa yang terjadi."),
            "max_length": _("Catatan paling panjang 2.000 huruf."),
        },
    )

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("Tanggal ini belum tiba."))
        return day


class FilterForm(forms.Form):
    """Which programmes of which term."""

    is_filter = True
    use_required_attribute = False

    masa = forms.ChoiceField(label=_("Masa bakti"), required=False)
    bidang = forms.ChoiceField(label=_("Bidang"), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False)

    def __init__(self, *args: Any, terms: list[Term], divisions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[str, Any]]] = {
            "masa": [(str(term.pk), term.name) for term in terms],
            "bidang": [("", gettext("Semua")), *((each, each) for each in divisions)],
            "keadaan": [("", gettext("Semua")), *Programme.Stage.choices],
        }
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered


def seats_of(term: Term, *, also: Seat | None = None) -> "QuerySet[Seat]":
    """Return the seats of a term's board, and the one that is named already; without anybody's NIK."""
    seats = Seat.objects.filter(Q(term=term) | Q(pk=also.pk if also else None), chapter=term.chapter_id)
    return seats.printed()


def _initial(programme: Programme | None) -> dict[str, Any]:
    if programme is None:
        return {}
    names = ("name", "division", "aim", "in_charge", "budget", "spent")
    ends_on = programme.ends_on
    return {
        **{name: getattr(programme, name) for name in names},
        "starts": programme.starts_on,
        "ends": months.last(ends_on) if ends_on else None,
    }

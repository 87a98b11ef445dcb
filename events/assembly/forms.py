"""What is asked on the pages of assemblies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chapters.boards import recognising
from events.models import Assembly, Candidate
from events.models.assemblies import Condition
from ipspi.regions.models import Province
from members.forms.fields import OneLine
from members.forms.life import Day

OF_VOTERS = (Condition.DUES, Condition.YEARS)


class AssemblyForm(forms.Form):
    """What is written of an assembly, and its settings."""

    name = OneLine(
        label=_("Nama"), help_text=_("Contoh: MUSDA II."), max_length=120,
        error_messages={"required": _("Isi namanya.")},
    )  # fmt: skip
    held_on = Day(label=_("Tanggal"))
    place = OneLine(label=_("Tempat"), max_length=200, error_messages={"required": _("Isi tempatnya.")})
    zone = forms.ChoiceField(label=_("Zona waktu"), choices=Province.Zone.choices)
    agenda = forms.CharField(
        label=_("Acara"), help_text=_("Satu acara per baris."), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class SettingsForm(forms.Form):
    """Who votes, and how many must come."""

    cutoff_on = Day(
        label=_("Tanggal batas daftar pemilih"),
        hint=_("Registri pada akhir hari itu yang menentukan. Contoh: 30-04-2023."),
    )
    voter_conditions = forms.MultipleChoiceField(
        label=_("Syarat pemilih"),
        help_text=_("Selain anggota aktif dengan hak suara. Kosongkan bila tidak ada."),
        choices=[(each.value, each.label) for each in OF_VOTERS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    candidate_conditions = forms.MultipleChoiceField(
        label=_("Syarat calon ketua"),
        help_text=_("Selain anggota aktif. Kosongkan bila tidak ada."),
        choices=Condition.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    years = forms.IntegerField(
        label=_("Lama keanggotaan yang diminta (tahun)"),
        min_value=0,
        max_value=50,
        initial=1,
        help_text=_("Hanya dipakai bila syarat itu dipilih."),
    )
    franchise = forms.ChoiceField(label=_("Yang memberi suara"), choices=Assembly.Franchise.choices)
    delegates_each = forms.IntegerField(
        label=_("Utusan setiap kabupaten/kota"), min_value=1, max_value=100, initial=1
    )
    delegates_per = forms.IntegerField(
        label=_("… untuk setiap berapa pemilih"), min_value=1, max_value=10_000, initial=10,
        help_text=_("Hanya dipakai bila utusan yang memberi suara."),
    )  # fmt: skip
    quorum_percent = forms.IntegerField(label=_("Kuorum (%)"), min_value=0, max_value=100, initial=50)
    quorum_exceeds = forms.BooleanField(
        label=_("Harus lebih dari persentase itu, bukan hanya mencapainya"), required=False, initial=True
    )
    later_percent = forms.IntegerField(
        label=_("Kuorum sesudah skors (%)"), min_value=0, max_value=100, required=False,
        help_text=_("Bila tidak tercapai pada mulanya. Kosongkan bila kuorumnya tetap."),
    )  # fmt: skip
    later_minutes = forms.IntegerField(
        label=_("Lama skors itu (menit)"), min_value=0, max_value=10_000, initial=60
    )


class NewForm(AssemblyForm, SettingsForm):
    field_order = (*AssemblyForm.base_fields, *SettingsForm.base_fields)


class WordsForm(forms.Form):
    words = OneLine(
        label=_("Keberatan"), max_length=500, help_text=_("Apa yang keliru, dan kata siapa."),
        error_messages={"required": _("Tulis keberatannya.")},
    )  # fmt: skip


class DecisionForm(forms.Form):
    grant = forms.ChoiceField(
        label=_("Keputusan"), widget=forms.RadioSelect,
        choices=[("ya", _("Terima: ubah barisnya")), ("tidak", _("Tolak: barisnya tetap"))],
        error_messages={"required": _("Pilih keputusannya.")},
    )  # fmt: skip
    answer = OneLine(
        label=_("Alasan keputusan"), max_length=500, error_messages={"required": _("Tulis alasannya.")}
    )


class ArrivalForm(forms.Form):
    """A member number, or what a card's code says."""

    number = OneLine(
        label=_("Nomor anggota, atau isi kode QR"), max_length=800,
        error_messages={"required": _("Isi nomor anggota.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class CandidateForm(forms.Form):
    name = OneLine(label=_("Nama"), max_length=200, error_messages={"required": _("Isi namanya.")})
    number = OneLine(
        label=_("Nomor anggota"), max_length=40, error_messages={"required": _("Isi nomor anggotanya.")}
    )
    proposed_by = OneLine(label=_("Diusulkan oleh"), max_length=200, required=False)

    def clean(self) -> None:
        number, name = self.cleaned_data.get("number"), self.cleaned_data.get("name")
        if number and name:
            self.cleaned_data["member"] = recognising.member_of(number, name)
            if self.cleaned_data["member"] is None:
                self.add_error("number", _("Nomor dan nama itu bukan milik seorang anggota aktif."))


class ResultForm(forms.Form):
    """The votes of each candidate, and the ballots; for an acclamation only who was elected."""

    way = forms.ChoiceField(
        label=_("Cara pemilihan"), widget=forms.RadioSelect, initial="BALLOT",
        choices=[("BALLOT", _("Pemungutan suara")), ("ACCLAMATION", _("Aklamasi (mufakat)"))],
    )  # fmt: skip
    elected = forms.ChoiceField(label=_("Ketua terpilih"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        counted = [
            *(
                (f"votes_{each.pk}", _("Suara %(name)s") % {"name": each.member.full_name})
                for each in candidates
            ),
            ("invalid", _("Suara tidak sah")),
            ("abstained", _("Abstain")),
            ("ballots", _("Surat suara masuk")),
        ]
        nobody_counts = self.data.get("way") == "ACCLAMATION"
        for name, label in counted:
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, required=not nobody_counts,
                error_messages={"required": _("Isi angkanya, nol pun.")},
            )  # fmt: skip
        self.fields["stated"] = forms.IntegerField(
            label=_("Jumlah menurut panitia"), min_value=0, required=False,
            help_text=_("Bila tertulis di lembar panitia. Yang berbeda dari hitungan akan tampak."),
        )  # fmt: skip
        self.fields["note"] = OneLine(label=_("Keterangan"), max_length=500, required=False)
        self.fields["elected"].choices = [(str(each.pk), each.member.full_name) for each in candidates]  # type: ignore[attr-defined]  # it is a choice

    def said(self) -> dict[str, Any]:
        """Return the result as the verb takes it."""
        given = self.cleaned_data
        elected = next(each for each in self.candidates if str(each.pk) == given["elected"])
        if given["way"] != "BALLOT":
            return {"elected": elected, "note": given["note"]}
        votes = {each.pk: given[f"votes_{each.pk}"] for each in self.candidates}
        numbers = {name: given[name] for name in ("invalid", "abstained", "ballots", "stated")}
        return {"elected": elected, "note": given["note"], "votes": votes, **numbers}


class BeginningForm(forms.Form):
    """The new term; on which day its chair was elected is known."""

    name = OneLine(
        label=_("Nama masa bakti"), help_text=_("Contoh: 2023–2028."), max_length=40,
        error_messages={"required": _("Isi nama masa bakti.")},
    )  # fmt: skip
    starts_on = Day(label=_("Mulai"))
    ends_on = Day(label=_("Berakhir"), hint=_("Hari pertama sesudah masa bakti. Contoh: 14-05-2028."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # of the board that is prepared already


class MinutesForm(forms.Form):
    narrative = forms.CharField(
        label=_("Uraian"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Jalannya musyawarah dengan kata-kata Anda. Beri satu baris kosong di antara alinea."),
    )  # fmt: skip
    number = OneLine(
        label=_("Nomor berita acara"), max_length=80, required=False,
        help_text=_("Diperlukan saat menetapkan. Contoh: 01/BA/MUSDA-16/2023."),
    )  # fmt: skip

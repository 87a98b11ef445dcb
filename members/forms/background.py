"""What people are asked about their work and their education: one form for each step."""

from typing import Any, ClassVar, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ipspi.widgets import Suggested
from members import institutions
from members.drafts import OTHER_ROLE, Answers, is_student
from members.forms.fields import YOUNGEST, LatinLine, NIPField, OneLine, StepForm, Year
from members.models import ASN, Category, Education, Employment, Member, Role, Sector


def _roles() -> list[tuple[str, Any]]:
    """Return what a role may be, from the table as it is now."""
    roles = [(str(role.pk), role.name) for role in Role.objects.all()]
    return [("", _("Pilih")), *roles, (OTHER_ROLE, _("Lainnya"))]


class EmploymentForm(StepForm):
    """One question for two facts: the employment status, and, outside of the civil service, the sector."""

    situation = forms.ChoiceField(
        label=_("Di mana Anda bekerja?"),
        choices=[
            (Employment.PNS, _("ASN: PNS")),
            (Employment.PPPK, _("ASN: PPPK")),
            (Sector.CONTRACT, _("Tenaga kontrak program pemerintah, misalnya pendamping PKH atau TKSK")),
            (Sector.NGO, _("LKS, yayasan, atau organisasi masyarakat")),
            (Sector.COMPANY, _("Perusahaan swasta, BUMN, atau rumah sakit swasta")),
            (Sector.LECTURER, _("Dosen atau peneliti, bukan ASN")),
            (Sector.SELF_EMPLOYED, _("Mandiri atau wirausaha")),
            (Sector.NOT_WORKING, _("Sedang tidak bekerja")),
        ],
        error_messages={"required": _("Pilih keadaan Anda sekarang.")},
        widget=forms.RadioSelect,
    )

    ASKED_AS: ClassVar = {"employment": "situation", "sector": "situation"}

    def suit(self) -> None:
        self.initial = {"situation": self.given.get("sector") or self.given.get("employment")}

    def answers(self) -> Answers:
        chosen = self.cleaned_data["situation"]
        if chosen in ASN:
            return {"employment": chosen, "sector": ""}
        return {"employment": str(Employment.NON_ASN), "sector": chosen}


class WorkForm(StepForm):
    nip = NIPField(
        label=_("NIP"),
        help_text=_("18 angka, seperti di SK Anda."),
        error_messages={
            "required": _("Isi NIP atau NI PPPK Anda."),
            "max_length": _("NIP terdiri atas 18 angka."),
        },
    )
    workplace = OneLine(
        label=_("Tempat bekerja"),
        help_text=_("Nama lembaga atau perusahaan, tanpa singkatan."),
        max_length=Member._meta.get_field("workplace").max_length,
        error_messages={"required": _("Isi tempat Anda bekerja.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    role = forms.ChoiceField(
        label=_("Peran di tempat kerja"),
        help_text=_("Pilih yang paling dekat dengan pekerjaan Anda sehari-hari."),
        choices=_roles,
        error_messages={"required": _("Pilih peran Anda.")},
    )
    role_other = LatinLine(
        label=_("Peran lain"),
        help_text=_("Isi hanya bila Anda memilih “Lainnya”."),
        max_length=Member._meta.get_field("role_other").max_length,
        required=False,
    )

    def suit(self) -> None:
        employment, sector = self.given.get("employment"), self.given.get("sector")
        if employment in ASN:
            self.fields["workplace"].label = _("Instansi")
            self.fields["workplace"].help_text = _("Contoh: Dinas Sosial Kota Palembang.")
        else:
            del self.fields["nip"]
        if employment == Employment.PPPK:
            self.fields["nip"].label = _("NI PPPK")
        self.fields["workplace"].required = sector != Sector.SELF_EMPLOYED

    def clean(self) -> None:
        other, words = self.cleaned_data.get("role") == OTHER_ROLE, self.cleaned_data.get("role_other")
        if other and words == "":
            self.add_error("role_other", _("Sebutkan peran Anda."))
        if not other:
            self.cleaned_data["role_other"] = ""


class CategoryForm(StepForm):
    category = forms.ChoiceField(
        label=_("Anda mendaftar sebagai apa?"),
        choices=Category.choices,
        help_text=_(
            "Mahasiswa menjadi Anggota Rekan dan belum perlu ijazah; yang lain menjadi Anggota Biasa. Anggota Rekan "
            "menjadi Anggota Biasa setelah lulus, dengan nomor yang sama."
        ),
        error_messages={"required": _("Pilih salah satu.")},
        widget=forms.RadioSelect,
    )


class EducationForm(StepForm):
    """What suits who is asked: students study at a university, and who finished school has no programme of studies."""

    level = forms.ChoiceField(
        label=_("Jenjang"),
        choices=[("", _("Pilih")), *Education.Level.choices],
        error_messages={"required": _("Pilih jenjang pendidikan Anda.")},
    )
    programme = LatinLine(
        label=_("Program studi"),
        help_text=_("Contoh: Pekerjaan Sosial, atau Ilmu Kesejahteraan Sosial. Kosongkan bila SMA atau SMK."),
        max_length=Education._meta.get_field("programme").max_length,
        required=False,  # depends on the level
        widget=forms.TextInput(attrs={"data-beyond-school": ""}),
    )
    institution = LatinLine(
        label=_("Perguruan tinggi atau sekolah"),
        help_text=_("Nama lengkap, tanpa singkatan. Contoh: Universitas Sriwijaya."),
        max_length=institutions.LONGEST,
        error_messages={"required": _("Isi nama perguruan tinggi atau sekolah Anda.")},
        widget=Suggested(url=reverse_lazy("members:institutions")),
    )
    entered_in = Year(label=_("Tahun masuk"), error_messages={"required": _("Isi tahun masuk.")})
    graduated_in = Year(label=_("Tahun lulus"), error_messages={"required": _("Isi tahun lulus.")})
    diploma_number = LatinLine(
        label=_("Nomor ijazah"),
        help_text=_("Seperti tertulis di ijazah. Kosongkan bila ijazah Anda tidak bernomor."),
        max_length=Education._meta.get_field("diploma_number").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def suit(self) -> None:
        student = is_student(self.given)
        for name in ("graduated_in", "diploma_number") if student else ("entered_in",):
            del self.fields[name]
        if student:
            levels = [level for level in Education.Level.choices if level[0] != Education.Level.SCHOOL]
            cast(forms.ChoiceField, self.fields["level"]).choices = [("", _("Pilih")), *levels]
            self.fields["programme"].help_text = _(
                "Contoh: Pekerjaan Sosial, atau Ilmu Kesejahteraan Sosial."
            )
            self.fields["institution"].label = _("Perguruan tinggi")

    def clean_institution(self) -> str:
        name: str = self.cleaned_data["institution"]
        if not institutions.key_of(name):
            raise forms.ValidationError(_("Ini bukan nama perguruan tinggi. Tulis dengan huruf."))
        return name

    def clean_entered_in(self) -> str:
        return self._possible(self.cleaned_data["entered_in"])

    def clean_graduated_in(self) -> str:
        return self._possible(self.cleaned_data["graduated_in"])

    def clean(self) -> None:
        level = self.cleaned_data.get("level")
        if level == Education.Level.SCHOOL:
            self.cleaned_data["programme"] = ""
        elif level and self.cleaned_data.get("programme") == "":
            self.add_error("programme", _("Isi program studi Anda."))

    def _possible(self, year: str) -> str:
        """Return a year of studies, if somebody born when they say may have studied then."""
        born = self.given.get("birth_date", "")[:4]
        if born and int(year) - int(born) < YOUNGEST:
            raise forms.ValidationError(
                _("Menurut tanggal lahir Anda (%(born)s), tahun ini terlalu awal. Periksa keduanya."),
                code="too_early",
                params={"born": born},
            )
        return year

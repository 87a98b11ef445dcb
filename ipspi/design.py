"""The page /desain/: every part that pages are made of, with sample words. Wired in development only."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ipspi import charts, plots
from ipspi.navigation import Crumb, Group, Link
from ipspi.regions import tiles
from ipspi.widgets import Upload


class TypeAheadSample(forms.TextInput):
    """The type-ahead's looks, without the regions behind it."""

    template_name = "widgets/type_ahead.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"code_name": f"{name}_code", "code": "", "url": "/wilayah/"}
        return context


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Seperti di KTP, tanpa gelar."),
        error_messages={"required": _("Isi nama lengkap Anda.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    nik = forms.RegexField(
        r"^[0-9]{16}$",
        label=_("NIK"),
        help_text=_("16 angka, tertulis di KTP. Kami menyimpannya terenkripsi."),
        error_messages={
            "required": _("Isi NIK Anda."),
            "invalid": _("NIK terdiri dari 16 angka. Periksa kembali."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Email"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    employment = forms.ChoiceField(
        label=_("Status kepegawaian"),
        choices=[("asn", _("ASN (PNS atau PPPK)")), ("non", _("Non-ASN"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih status kepegawaian Anda.")},
    )
    kind = forms.ChoiceField(
        label=_("Jenis lembaga"), choices=[("", _("Pilih")), ("1", _("Dinas sosial")), ("2", _("LKS"))]
    )
    regency = forms.CharField(
        label=_("Kabupaten atau kota tempat tinggal"),
        help_text=_("Ketik beberapa huruf, lalu pilih."),
        widget=TypeAheadSample,
    )
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(
        label=_("Daftar anggota"),
        help_text=_("CSV atau XLSX, paling besar 20 MB."),
        widget=Upload(limit=20 * 1024 * 1024),
    )
    consent = forms.BooleanField(
        label=_("Saya setuju data saya diolah untuk keanggotaan IPSPI."),
        error_messages={"required": _("Tanpa persetujuan, pendaftaran tidak dapat diteruskan.")},
    )


class SampleFilter(forms.Form):
    """A bar of filters."""

    is_filter = True
    use_required_attribute = False

    q = forms.CharField(
        label=_("Nama atau nomor anggota"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    work = forms.ChoiceField(
        label=_("Kepegawaian"), required=False, choices=[("", _("Semua")), ("asn", "ASN"), ("non", "Non-ASN")]
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Semua")), ("a", _("Anggota aktif"))]
    )


def sample_parts() -> dict[str, Any]:
    """Return invented figures and words for every part."""
    return {
        "breadcrumbs": [
            Crumb(gettext("Daerah"), "#daerah"),
            Crumb(gettext("Sumatera Selatan"), "#sumsel"),
            Crumb(gettext("Anggota")),
        ],
        "nav": [
            Group(
                "DPD Sumatera Selatan",
                [
                    Link(gettext("Ringkasan"), "#ringkasan", ""),
                    Link(gettext("Anggota"), "#anggota", "page"),
                    Link(gettext("Daftar"), "#daftar", ""),
                    Link(gettext("Rekonsiliasi"), "#rekonsiliasi", ""),
                ],
            )
        ],
        "notices": [
            Message(
                messages.SUCCESS,
                gettext("Siti Rahmawati diterima sebagai anggota dengan nomor 16.2026.000124."),
            ),
            Message(
                messages.WARNING,
                gettext("Tanggal lahir di NIK berbeda dari yang Anda isi. Anda tetap dapat melanjutkan."),
            ),
            Message(messages.ERROR, gettext("Pendaftaran ini sudah diputuskan oleh pengurus lain.")),
            Message(messages.INFO, gettext("Rekonsiliasi berjalan setiap malam pukul 02.00 WIB.")),
        ],
        "steps": [
            {"label": gettext("Data diri"), "state": "done", "url": "#data-diri"},
            {"label": gettext("Pekerjaan"), "state": "now", "url": ""},
            {"label": gettext("Tempat tinggal"), "state": "later", "url": ""},
            {"label": gettext("Periksa jawaban"), "state": "later", "url": ""},
            {"label": gettext("Selesai"), "state": "later", "url": ""},
        ],
        "rows": [
            {"label": gettext("Nama lengkap"), "value": "Siti Rahmawati", "url": "#ubah-nama"},
            {"label": "NIK", "value": "•••• •••• •••• 0001", "url": "#ubah-nik"},
            {"label": gettext("Tempat kerja"), "value": "", "url": "#ubah-kerja"},
        ],
        "chips": [
            {"label": gettext("Status"), "words": gettext("Anggota aktif"), "url": "#tabel"},
            {"label": gettext("Kepegawaian"), "words": "PNS", "url": "#tabel"},
        ],
        "pieces": charts.stacked(
            [
                charts.Part(
                    gettext("Di kedua sisi"),
                    81,
                    "woven",
                    gettext("Terdaftar nasional dan ada di daftar DPD"),
                    "#kedua",
                ),
                charts.Part(
                    gettext("Hanya nasional"), 22, "weft", gettext("Belum ada di daftar DPD"), "#nasional"
                ),
                charts.Part(
                    gettext("Hanya di daftar DPD"), 31, "warp", gettext("Belum mendaftar nasional"), "#dpd"
                ),
                charts.Part(
                    gettext("Perlu ditinjau"), 9, "dotted", gettext("Mungkin orang yang sama"), "#periksa"
                ),
                charts.Part(
                    gettext("Data bertentangan"),
                    3,
                    "hatched",
                    gettext("Orang yang sama, datanya berbeda"),
                    "#tentang",
                ),
            ]
        ),
        "pulls": charts.pulls(
            [
                (gettext("Nama"), gettext("dua kata nama sama, satu disingkat"), 7.4),
                (gettext("Tanggal lahir"), gettext("sama"), 12.9),
                (gettext("Tempat kerja"), gettext("tidak diketahui di satu sisi"), 0.0),
                (gettext("Telepon"), gettext("berbeda"), -2.6),
            ]
        ),
        "chart": {
            "title": gettext("Anggota"),
            "drawing": plots.bars(
                gettext("Anggota"),
                ["09/26", "10/26", "11/26"],
                {gettext("Bertambah"): [4, 7, 3], gettext("Berkurang"): [1, 0, 2]},
            ),
            "columns": (gettext("Bulan"), gettext("Bertambah"), gettext("Berkurang")),
            "rows": [("11/26", (3, 2)), ("10/26", (7, 0)), ("09/26", (4, 1))],
            "legend": (gettext("Bertambah"), gettext("Berkurang")),
        },
        "tiles": tiles.tiles(
            {"11": 72, "16": 176, "31": 118, "94": 5},
            names={code: code for code in tiles.PLACES},
            shown={"11": "72", "16": "176", "31": "118", "94": "5"},
            urls={"16": "#sumsel"},
        ),
        "members": [
            {
                "name": "Siti Rahmawati",
                "number": "16.2026.000124",
                "regency": "Kabupaten Ogan Ilir",
                "work": "ASN",
                "status": gettext("Anggota aktif"),
                "look": "good",
            },
            {
                "name": "Muhammad Iqbal Pratama",
                "number": "",
                "regency": "Kota Palembang",
                "work": "Non-ASN",
                "status": gettext("Menunggu keputusan"),
                "look": "wait",
            },
            {
                "name": "Yulianti",
                "number": "16.2026.000087",
                "regency": "Kabupaten Banyuasin",
                "work": "Non-ASN",
                "status": gettext("Ditangguhkan"),
                "look": "bad",
            },
        ],
    }


def sample_job(*, done: int) -> dict[str, Any]:
    """Return a job of 124 rows."""
    finished = done == 124
    step = gettext("Selesai: 124 baris dicocokkan") if finished else gettext("Mencocokkan baris")
    title = gettext("Rekonsiliasi DPD Sumatera Selatan")
    return {"title": title, "step": step, "done": done, "total": 124, "finished": finished, "url": "/desain/"}


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Show every part; the form is checked when sent, to show what is wrong with it. The job ends when htmx asks."""
    if request.headers.get("HX-Request"):
        return render(request, "_parts/progress.html", sample_job(done=124))
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    return render(
        request,
        "desain/page.html",
        {**sample_parts(), "form": form, "filter": SampleFilter(), "job": sample_job(done=71)},
    )

"""The table of what each office may do, in words: made of chapters.access.GRANTS alone, so that it cannot say else."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chapters import access
from chapters.access import May
from chapters.models import DPP, Office

A_DPD = "00"  # stands for any chapter but the DPP

WORDS: dict[May, str | Promise] = {
    May.SEE_MEMBERS: _("Melihat anggota dan pendaftar"),
    May.SEE_DOCUMENTS: _("Membuka ijazah, sertifikat, dan foto"),
    May.EXPORT_MEMBERS: _("Mengekspor daftar anggota, dengan alasan yang dilihat anggota"),
    May.MAIL_MEMBERS: _("Mengirim email kepada banyak anggota"),
    May.SEE_NUMBERS: _("Membaca NIK dan NIP utuh, dengan alasan yang dilihat anggota"),
    May.ADMIT: _("Memutuskan pendaftaran, mencabut kartu"),
    May.MERGE: _("Menggabungkan catatan ganda"),
    May.KEEP_STANDING: _("Mencatat cuti dan wafat, memutuskan perbaikan data"),
    May.TRANSFER: _("Menyetujui mutasi"),
    May.KEEP_DUES: _("Menandai iuran"),
    May.PROPOSE_SUSPENSION: _("Mengusulkan pemberhentian sementara"),
    May.SUSPEND: _("Menyetujui dan mengakhiri pemberhentian sementara"),
    May.READ_NOTES: _("Membaca catatan terbatas"),
    May.EXPEL: _("Memberhentikan dan memulihkan anggota"),
    May.DECIDE_REQUESTS: _("Memutuskan permintaan data pribadi"),
    May.KEEP_LISTS: _("Mengunggah dan mengurus daftar daerah"),
    May.RECONCILE: _("Meninjau pencocokan daftar dengan registri"),
    May.INVITE: _("Mengundang yang belum terdaftar"),
    May.SEE_LEDGER: _("Melihat angka dan kepastiannya"),
    May.KEEP_PROGRAMMES: _("Mengurus program kerja"),
    May.KEEP_SPENDING: _("Mencatat realisasi biaya program"),
    May.KEEP_PARTNERS: _("Mengurus mitra dan perjanjian kerja sama"),
    May.KEEP_REPORTS: _("Menulis dan menyampaikan laporan pertanggungjawaban"),
    May.KEEP_CONTACT: _("Mengubah alamat dan kontak daerah"),
    May.PREPARE_BOARD: _("Menyiapkan kepengurusan, mengisi jabatan tanpa akses, mencatat serah terima"),
    May.KEEP_BOARD: _("Memberlakukan kepengurusan, memberi dan mengakhiri jabatan"),
    May.HOLD_ASSEMBLY: _("Menyiapkan dan memimpin MUSDA, mencatat hasilnya"),
    May.CHECK_IN: _("Mencatat kehadiran pemilih"),
    May.KEEP_CHAPTERS: _("Membentuk DPD, menetapkan pembina dan wilayahnya"),
    May.KEEP_REGISTRY: _("Mengurus jenis keanggotaan, akun, email, dan pekerjaan registri"),
    May.SEE_AUDIT: _("Membaca catatan perbuatan"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A right in words, and the offices that give it at a DPD and at the DPP."""

    right: str
    dpd: list[str]
    dpp: list[str]


def table() -> list[Line]:
    """Return all rights with who has them."""
    return [
        Line(str(words), _offices(may, chapter=A_DPD), _offices(may, chapter=DPP))
        for may, words in WORDS.items()
    ]


def without_any() -> list[str]:
    """Return the offices that give nothing anywhere."""
    return [
        str(Office(office).label) for office in Office.values if not access.granted_by(office, chapter=DPP)
    ]


def _offices(may: May, *, chapter: str) -> list[str]:
    return [
        str(Office(office).label)
        for office in Office.values
        if may in access.granted_by(office, chapter=chapter)
    ]

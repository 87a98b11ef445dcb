"""What a file that somebody sends is, told by its content; its name and what the browser says of it are never asked."""

from enum import StrEnum

from django.utils.translation import gettext as _

from ipspi.errors import RuleError

LARGEST_PICTURE = 10 * 1024 * 1024  # more than a phone's photo
LARGEST_PDF = 8 * 1024 * 1024  # it is kept as it is
# ISO media files say in their first box what they hold; these hold HEVC pictures, as iPhones take them
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class Kind(StrEnum):
    PICTURE = "picture"
    PDF = "pdf"


class Unacceptable(RuleError):
    """A file that is not taken; `code` says why, the message says it to people."""

    def __init__(self, code: str) -> None:
        super().__init__(_said(code))
        self.code = code


def kind_of(content: bytes, *, or_pdf: bool = False) -> Kind:
    """
    Return what `content` is. Raises Unacceptable with code empty or unknown.

    `or_pdf`: where a PDF is wanted too the words say so, with code unknown_page.
    """
    if not content:
        raise Unacceptable("empty")
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if _is_picture(content[:16]):
        return Kind.PICTURE
    raise Unacceptable("unknown_page" if or_pdf else "unknown")


def require_size(size: int, *, largest: int = LARGEST_PICTURE) -> None:
    """Raise Unacceptable with code too_large if a file of `size` bytes is larger than is taken."""
    if size > largest:
        raise Unacceptable("too_large" if largest == LARGEST_PICTURE else "pdf_too_large")


def _is_picture(start: bytes) -> bool:
    return (
        start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")
        or (start[4:8] == b"ftyp" and start[8:12] in HEIF_BRANDS)
    )


def _said(code: str) -> str:
    return {
        "empty": _("Berkas ini kosong. Pilih berkas lain, atau ambil fotonya sekali lagi."),
        "unknown": _("Berkas ini bukan foto. Kirim foto dari kamera: JPEG, HEIC, PNG, atau WebP."),
        "unknown_page": _(
            "Berkas ini bukan foto dan bukan PDF, atau rusak. Kirim foto dari kamera, atau PDF yang dapat dibuka."
        ),
        "pdf_not_wanted": _("Berkas ini PDF, bukan foto. Kirim foto dari kamera: JPEG, HEIC, PNG, atau WebP."),
        "too_large": _("Berkas ini terlalu besar. Paling besar 10 MB."),
        "pdf_too_large": _("PDF ini terlalu besar. Paling besar 8 MB; foto ijazah dari ponsel juga boleh."),
        "damaged": _("Berkas ini rusak atau terpotong. Ambil fotonya sekali lagi, lalu unggah."),
        "too_big_inside": _("Gambar di dalam berkas ini terlalu besar untuk dibuka. Kirim foto biasa dari ponsel."),
        "too_small": _("Gambar ini terlalu kecil sehingga tidak terbaca. Kirim foto aslinya, bukan gambar kecilnya."),
        "pdf_damaged": _("PDF ini rusak atau terpotong. Simpan sekali lagi, lalu unggah."),
        "pdf_password": _("PDF ini dilindungi kata sandi. Simpan salinannya tanpa kata sandi, lalu unggah."),
        "pdf_too_long": _("PDF ini terlalu panjang. Kirim halaman dokumennya saja, paling banyak 20 halaman."),
        "pdf_active": _("PDF ini berisi program atau berkas lain. Cetak ulang menjadi PDF biasa, atau kirim fotonya."),
    }[code]  # fmt: skip

"""The kinds of lists that somebody gives a chapter for a purpose, in the words of pages and of invitations."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from chapters.models import MemberList

Kind = MemberList.Kind
Words = Any  # text, or text to be translated when it is shown


@dataclass(frozen=True, slots=True)
class Spoken:
    """
    What is said of a kind of list.

    `slug` is its word in an address, `said` whom it names, `about` what it is of, `giver` who may have handed it over,
    `purpose` an example of one. `calls` is how an invitation begins, with %(about)s.
    """

    slug: str
    title: Words
    said: Words
    about: Words
    about_hint: Words
    giver_hint: Words
    purpose_hint: Words
    calls: Words


SPOKEN = {
    Kind.GRADUATES: Spoken(
        slug="lulusan",
        title=_("Daftar lulusan"),
        said=_("Lulusan sebuah program studi: berapa yang sudah menjadi anggota, dan siapa yang belum."),
        about=_("Program studi dan perguruan tinggi"),
        about_hint=_("Contoh: S1 Kesejahteraan Sosial, Universitas Contoh Palembang."),
        giver_hint=_("Bagian atau jabatan, bukan nama orang. Contoh: Bagian Akademik Universitas Contoh."),
        purpose_hint=_("Contoh: mengetahui berapa lulusan yang sudah terdaftar, dan mengundang yang belum."),
        calls=_("Anda lulusan %(about)s."),
    ),
    Kind.STAFF: Spoken(
        slug="pegawai",
        title=_("Daftar pegawai"),
        said=_(
            "Pekerja sosial di sebuah kantor, perusahaan, atau yayasan: berapa yang sudah menjadi anggota."
        ),
        about=_("Kantor, perusahaan, atau yayasan"),
        about_hint=_("Contoh: Dinas Sosial Kota Palembang."),
        giver_hint=_("Bagian atau jabatan, bukan nama orang. Contoh: Subbagian Kepegawaian Dinas Sosial."),
        purpose_hint=_("Contoh: mengetahui pekerja sosial yang belum tercatat, dan mengundang mereka."),
        calls=_("Anda bekerja di %(about)s."),
    ),
    Kind.PARTICIPANTS: Spoken(
        slug="peserta",
        title=_("Daftar peserta"),
        said=_("Peserta sebuah kegiatan: siapa yang sudah menjadi anggota, dan siapa yang dapat diundang."),
        about=_("Kegiatan"),
        about_hint=_("Contoh: Webinar Hari Pekerjaan Sosial Sedunia 2026."),
        giver_hint=_("Bagian atau jabatan, bukan nama orang. Contoh: Panitia Webinar 2026."),
        purpose_hint=_(
            "Contoh: menawarkan keanggotaan kepada peserta, seperti disebut di formulir kegiatan."
        ),
        calls=_("Anda mengikuti %(about)s."),
    ),
}
BY_SLUG = {spoken.slug: kind for kind, spoken in SPOKEN.items()}


def of(kept: MemberList) -> Spoken:
    """Return what is said of a list of another kind."""
    return SPOKEN[Kind(kept.kind)]


def named(kept: MemberList) -> str:
    """Return what a list of another kind is, in words: "Daftar lulusan S1 Kesejahteraan Sosial, Universitas Contoh"."""
    return f"{of(kept).title} {kept.about}"


def purpose_of(kept: MemberList) -> str:
    """Return why a list is kept, as a sentence."""
    return kept.purpose if kept.purpose.endswith((".", "!", "?")) else f"{kept.purpose}."

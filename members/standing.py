"""What each state of a membership is called and what it means, in the words that every page and card uses."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Member

Status = Member.Status


@dataclass(frozen=True, slots=True)
class Standing:
    """A state in words: `label`, what it `meaning`s to somebody who asks, and the `look` of its tag."""

    label: str | Promise
    meaning: str | Promise
    look: str
    is_member: bool


MEANINGS: dict[str, tuple[str | Promise, str]] = {
    Status.APPLIED: (_("Sudah mendaftar dan menunggu keputusan pengurus. Belum menjadi anggota."), "wait"),
    Status.ACTIVE: (_("Anggota dengan semua hak dan kewajibannya."), "good"),
    Status.ON_LEAVE: (_("Tetap anggota, tetapi sedang cuti dan tidak memegang jabatan."), "news"),
    Status.SUSPENDED: (_("Tetap tercatat sebagai anggota, tetapi hak-haknya dihentikan sementara."), "news"),
    Status.RESIGNED: (_("Tidak lagi anggota, atas kehendak sendiri."), "bad"),
    Status.DECEASED: (_("Anggota ini telah meninggal dunia."), "bad"),
    Status.EXPELLED: (_("Tidak lagi anggota, dengan keputusan DPP."), "bad"),
    Status.REJECTED: (_("Pendaftaran belum dapat diterima. Bukan anggota."), "bad"),
    Status.WITHDRAWN: (_("Pendaftaran ditarik oleh pendaftar. Bukan anggota."), "bad"),
    Status.MERGED: (_("Data ini disatukan dengan keanggotaan lain milik orang yang sama."), "bad"),
}


def standing_of(status: str) -> Standing:
    """Return a state of a membership in words."""
    meaning, look = MEANINGS[status]
    return Standing(Status(status).label, meaning, look, is_member=status in Member.COUNTED)

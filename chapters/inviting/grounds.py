"""
Why somebody is invited, in the words of the message: what the list says they are, who gave it, and what for.

Who is on a list of the chapter's members reads the words of the templates; nothing here.
"""

from django.utils import formats
from django.utils.translation import gettext as _

from chapters.models import MemberList
from chapters.reconciliation import kinds


def called(kept: MemberList) -> str:
    """Return how a message begins: "Anda lulusan S1 Kesejahteraan Sosial, Universitas Contoh."."""
    return "" if kept.is_of_members else str(kinds.of(kept).calls) % {"about": kept.about}


def because(kept: MemberList) -> str:
    """Say who gave the chapter the name and the address, what they are used for, and until when."""
    if kept.is_of_members:
        return ""
    words = _(
        "Nama dan alamat atau nomor Anda kami terima dari %(given_by)s, dalam %(list)s, untuk: %(purpose)s "
        "Tidak untuk yang lain. Isi daftar itu kami hapus pada %(ends)s."
    )
    return words % {
        "given_by": kept.given_by,
        "list": kept.get_kind_display(),
        "purpose": kinds.purpose_of(kept),
        "ends": formats.date_format(kept.ends_on, "j F Y") if kept.ends_on else "",
    }


def named(kept: MemberList) -> str:
    """Return what a list is, inside a sentence: "daftar lulusan S1 Kesejahteraan Sosial, Universitas Contoh"."""
    return f"{kept.get_kind_display()} {kept.about}".strip()

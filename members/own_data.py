"""What the pages of “Data saya” show, made of rows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipspi.accounts.models import User
from ipspi.navigation import Crumb
from ipspi.regions import times
from members import data_copies, data_requests, history, privacy, proposed, refusing
from members.data_requests import Kind, State
from members.models import Member, PrivacyRequest, Restriction

MOST = 50  # readings shown on the page; all of them are in the copy
LOOKS = {State.OPEN: "wait", State.SCHEDULED: "wait", State.GRANTED: "good", State.REFUSED: "bad"}


@dataclass(frozen=True, slots=True)
class Page:
    """A kind of request: its title, what it means, what follows from it, and the button."""

    kind: PrivacyRequest.Kind
    title: str | Promise
    lead: str | Promise
    follows: tuple[str | Promise, ...]
    submit: str | Promise
    destroys: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its person sees it."""

    request: PrivacyRequest
    look: str
    said: str
    may_withdraw: bool


PAGES = {
    "perbaiki": Page(
        Kind.CORRECT,
        gettext_lazy("Minta perbaikan data"),
        gettext_lazy("Ada data tentang Anda yang salah atau tidak lengkap? Pengurus memperbaikinya."),
        (
            gettext_lazy("Pengurus daerah Anda memutuskan paling lambat 72 jam sesudah Anda meminta."),
            gettext_lazy("Untuk nama, NIK, atau tanggal lahir, pengurus dapat meminta Anda menunjukkan KTP."),
        ),
        gettext_lazy("Minta perbaikan"),
    ),
    "batasi": Page(
        Kind.RESTRICT,
        gettext_lazy("Minta pembatasan pemakaian data"),
        gettext_lazy(
            "Data Anda tetap disimpan, tetapi tidak lagi dipakai selain untuk menjaga keanggotaan Anda."
        ),
        (
            gettext_lazy("Data Anda tidak ikut dalam ekspor, surat massal, dan tindakan massal pengurus."),
            gettext_lazy("Pengurus yang menjaga data Anda masih melihatnya, dengan tanda “dibatasi”."),
            gettext_lazy("Anda tetap anggota, dan dapat mengakhiri pembatasan kapan saja."),
        ),
        gettext_lazy("Minta pembatasan"),
    ),
    "hapus": Page(
        Kind.ERASE,
        gettext_lazy("Minta penghapusan data"),
        gettext_lazy(
            "Keanggotaan Anda berakhir dan data Anda dihapus. Sesudah itu tidak ada yang dapat mengembalikannya."
        ),
        (
            gettext_lazy(
                "Dihapus: nama, NIK, NIP, kontak, pekerjaan, dokumen, isian yang belum dikirim, "
                "baris Anda di daftar daerah, dan akun ini."
            ),
            gettext_lazy(
                "Tetap: nomor anggota (agar tidak diberikan kepada orang lain), tanggal, provinsi, "
                "dan catatan perbuatan tanpa nama, agar jumlah anggota tetap benar."
            ),
            gettext_lazy(
                "Diputuskan paling lambat 72 jam. Bila disetujui, data dihapus beberapa hari kemudian; "
                "sampai saat itu Anda dapat menarik permintaan ini."
            ),
            gettext_lazy("Anda boleh mendaftar lagi kelak, dengan nomor anggota baru."),
        ),
        gettext_lazy("Minta penghapusan data saya"),
        destroys=True,
    ),
}


def centre_of(member: Member, *, user: User, at: dt.datetime) -> dict[str, Any]:
    """Return what “Data saya” shows."""
    zone = history.zone_of(member)
    accesses = list(member.accesses.order_by("-at", "-pk")[: MOST + 1])
    asked = list(member.privacy_requests.defer("words").order_by("-asked_at"))
    waiting = {each.kind for each in asked if each.state in (State.OPEN, State.SCHEDULED)}
    copy = data_copies.copy_of(user, at=at)
    return {
        "member": member,
        "readers": privacy.readers_of(member),
        "accesses": [(each, times.spoken(each.at, zone=zone)) for each in accesses[:MOST]],
        "more_accesses": len(accesses) > MOST,
        "consents": [
            (each, times.spoken(each.given_at, zone=zone))
            for each in member.consents.select_related("text").order_by("-given_at")
        ],
        "requests": [_asked(each, zone=zone, at=at) for each in asked],
        "may_answer": member.status in Member.COUNTED,
        "proposed": proposed.counts_of(member),
        "mail_refused": refusing.refused_by(member),
        "restriction": Restriction.objects.filter(member=member).first(),
        "copy": copy,
        "copy_expires": times.spoken(copy.expires_at, zone=zone) if copy and copy.expires_at else "",
        "days": settings.DAYS_OF_DATA_COPIES,
        "kinds": [(word, page) for word, page in PAGES.items() if page.kind not in waiting],
        "may_withdraw_consent": Kind.ERASE not in waiting,
    }


def crumb() -> Crumb:
    """Return the way back to “Data saya”."""
    return Crumb(_("Data saya"), reverse("privacy:centre"))


def _asked(request: PrivacyRequest, *, zone: str, at: dt.datetime) -> Asked:
    match request.state:
        case State.OPEN:
            said = data_requests.time_left(request, at=at)
        case State.SCHEDULED if request.erase_at:
            said = _("dihapus pada %(at)s") % {"at": times.spoken(request.erase_at, zone=zone)}
        case _other:
            ended = request.ended_at or request.decided_at
            said = times.spoken(ended, zone=zone) if ended else ""
    open_still = request.state in (State.OPEN, State.SCHEDULED)
    return Asked(request, LOOKS.get(State(request.state), ""), said, open_still)

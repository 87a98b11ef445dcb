"""How people find the pages of members: the header's items, and the first page after signing in."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ipspi.jobs.models import Job
from ipspi.navigation import Item
from members import registration
from members.models import Member


def items(request: HttpRequest) -> Iterator[Item]:
    """Offer the person's own membership, or the way to it."""
    if not request.user.is_authenticated:
        return
    member = registration.membership_of(request.user)
    if member is not None:
        yield Item(_("Data saya"), reverse("privacy:centre"), in_account_menu=True)
    if member is None:
        yield Item(_("Pendaftaran anggota"), reverse("members:start"), in_account_menu=True)
    elif member.status in Member.COUNTED:
        yield Item(_("Keanggotaan saya"), reverse("members:start"), in_account_menu=True)
        yield Item(_("Kartu anggota"), reverse("cards:start"), in_account_menu=True)
    else:
        yield Item(_("Status pendaftaran"), reverse("members:start"), in_account_menu=True)


def first_page(request: HttpRequest) -> str | None:
    """Send who has nothing else to do here to their membership, or to the way to it."""
    return None if request.user.is_staff else reverse("members:start")


def title_of_copy(job: Job) -> str:
    return _("Salinan data Anda")


def result_of_copy(job: Job) -> str:
    return reverse("privacy:centre")


def title_of_erasure(job: Job) -> str:
    return _("Penghapusan data")

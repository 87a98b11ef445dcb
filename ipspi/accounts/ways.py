"""How people find the pages of their account: the menu under their name."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ipspi.navigation import Item


def items(request: HttpRequest) -> Iterator[Item]:
    """Offer who is signed in the page where the account is kept safe."""
    if request.user.is_authenticated:
        yield Item(_("Keamanan akun"), reverse("mfa_index"), in_account_menu=True)

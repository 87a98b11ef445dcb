from collections.abc import Iterator

from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from ipspi import navigation


class EmbeddedConfig(AppConfig):
    name = "ipspi.embedded"
    label = "embedded"

    def ready(self) -> None:
        if settings.DEMO:
            navigation.register(items)


def items(request: HttpRequest) -> Iterator[navigation.Item]:
    """Offer the demo's own pages to everybody; who is signed in has a menu for them, out of the way of the work."""
    within = request.user.is_authenticated
    yield navigation.Item(_("Akun demo"), reverse("demo:accounts"), in_account_menu=within, exact=True)
    yield navigation.Item(_("Kotak surat demo"), reverse("demo:mailbox"), in_account_menu=within)

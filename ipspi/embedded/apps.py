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
    """Offer the demo's own pages to everybody."""
    yield navigation.Item(_("Akun demo"), reverse("demo:accounts"), exact=True)
    yield navigation.Item(_("Kotak surat demo"), reverse("demo:mailbox"))

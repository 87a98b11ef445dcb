"""The desk's view of the log of acts. It is read-only in the database itself."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from ipspi.administration.desk import Desk
from ipspi.administration.site import site
from ipspi.audit.models import Act


@admin.register(Act, site=site)
class ActDesk(Desk):
    icon = "policy"
    position = 90
    list_display: ClassVar = ["at", "did", "actor_id", "chapter", "on_table", "on_id"]
    list_filter: ClassVar = ["did", "chapter"]
    search_fields: ClassVar = ["=on_id", "=actor_id", "=did"]
    search_help_text = _("Nomor baris, nomor akun pelaku, atau nama perbuatan, lengkap.")
    ordering: ClassVar = ["-id"]
    fields: ClassVar = ["at", "did", "actor_id", "chapter", "on_table", "on_id", "details", "chain"]

    @display(description=_("mata rantai"))
    def chain(self, act: Act) -> str:
        """The hash that binds the act to those before it, in groups of eight digits."""
        return bytes(act.link.hash).hex(" ", 4) if hasattr(act, "link") else ""

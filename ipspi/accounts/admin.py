"""The desk's view of accounts. Passwords and permissions are not kept here: offices give access."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from ipspi.accounts import closing
from ipspi.accounts.models import User
from ipspi.administration.desk import Desk
from ipspi.administration.site import site


@admin.register(User, site=site)
class UserDesk(Desk):
    icon = "person"
    position = 50
    list_display: ClassVar = ["email", "name", "is_active", "date_joined", "last_login"]
    list_filter: ClassVar = ["is_active"]
    search_fields: ClassVar = ["email", "name"]
    search_help_text = gettext_lazy("Alamat email atau nama.")
    ordering: ClassVar = ["email"]
    fields: ClassVar = ["email", "name", "is_active", ("date_joined", "last_login")]
    actions_detail: ClassVar = ["close", "reopen"]

    def has_close_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "close")

    def fits(self, act: str, row: User) -> bool:
        return row.is_active == (act == "close")

    @action(description=gettext_lazy("Tutup akun"), permissions=["close"], icon="block")
    def close(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.row_for(request, object_id, "close")
        return self.ask(
            request,
            title=_("Tutup akun %(email)s?") % {"email": user.email},
            said=_("Pemiliknya tidak dapat masuk lagi. Keanggotaannya tidak berubah."),
            submit=_("Tutup akun"),
            done=_("Akun ditutup."),
            verb=lambda _cleaned: closing.close(user=user, by=request.user),
            row=user,
            danger=True,
        )

    @action(description=gettext_lazy("Buka kembali"), permissions=["close"], icon="lock_open")
    def reopen(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.row_for(request, object_id, "close")
        return self.ask(
            request,
            title=_("Buka kembali akun %(email)s?") % {"email": user.email},
            submit=_("Buka kembali"),
            done=_("Akun dibuka kembali."),
            verb=lambda _cleaned: closing.reopen(user=user, by=request.user),
            row=user,
        )

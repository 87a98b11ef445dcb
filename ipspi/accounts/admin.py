"""The desk's view of accounts. Passwords and permissions are not kept here: offices give access."""

from typing import ClassVar

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from ipspi.accounts import closing, recovering
from ipspi.accounts.models import User
from ipspi.administration.desk import Desk
from ipspi.administration.site import site


class Why(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan, dan cara Anda mengenali orangnya"),
        choices=recovering.Reason,
        error_messages={"required": gettext_lazy("Pilih alasannya.")},
    )


class NewAddress(Why):
    email = forms.EmailField(
        label=gettext_lazy("Alamat email baru"),
        max_length=254,
        error_messages={"required": gettext_lazy("Isi alamat email yang baru.")},
    )


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
    actions_detail: ClassVar = ["reset_factors", "move_address", "close", "reopen"]

    def has_close_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "close")

    def has_recover_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "recover")

    def fits(self, act: str, row: User) -> bool:
        if act == "reset_factors":
            return Authenticator.objects.filter(user=row).exists()
        return act == "move_address" or row.is_active == (act == "close")

    @action(description=gettext_lazy("Hapus pengaman kedua"), permissions=["recover"], icon="lock_reset")
    def reset_factors(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.row_for(request, object_id, "recover")
        _step_up_to_write(request)
        return self.ask(
            request,
            title=_("Hapus pengaman kedua akun %(email)s?") % {"email": user.email},
            said=_(
                "Aplikasi kode, passkey, dan kode pemulihannya dihapus, semua sesinya diakhiri, dan ia diberi tahu "
                "lewat email. Pastikan dahulu bahwa orangnya memang pemilik akun ini."
            ),
            submit=_("Hapus pengaman kedua"),
            done=_("Pengaman kedua dihapus."),
            form_class=Why,
            verb=lambda given: recovering.reset_factors(
                user=user, by=request.user, at=timezone.now(), **given
            ),
            row=user,
            danger=True,
        )

    @action(description=gettext_lazy("Ganti alamat email"), permissions=["recover"], icon="alternate_email")
    def move_address(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self.row_for(request, object_id, "recover")
        _step_up_to_write(request)
        return self.ask(
            request,
            title=_("Ganti alamat email akun %(email)s?") % {"email": user.email},
            said=_(
                "Untuk orang yang tidak dapat lagi membuka alamat lamanya. Alamat baru menerima kode; alamat lama "
                "diberi tahu dan dapat menolak. Pastikan dahulu bahwa orangnya memang pemilik akun ini."
            ),
            submit=_("Kirim kode ke alamat baru"),
            done=_("Kode dikirim ke alamat baru."),
            form_class=NewAddress,
            verb=lambda given: recovering.move_address(
                user=user, by=request.user, at=timezone.now(), **given
            ),
            row=user,
        )

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


def _step_up_to_write(request: HttpRequest) -> None:
    """Have the officer prove who they are before an account changes hands; the form is kept meanwhile."""
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="")

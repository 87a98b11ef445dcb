"""The book of member numbers at the desk, with the act of making one void."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from chapters import numbers
from ipspi.administration.site import site
from members.admin import NumberBookDesk
from members.models import NumberBook


class Voiding(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan pembatalan"),
        help_text=gettext_lazy("Tercatat di buku nomor, selamanya. Jangan menulis NIK di sini."),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    anew = forms.BooleanField(
        label=gettext_lazy("Beri anggota ini nomor berikutnya"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )


@admin.register(NumberBook, site=site)
class NumberBookAtTheDesk(NumberBookDesk):
    actions_detail: ClassVar = ["void"]

    def has_void_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "void")

    def fits(self, act: str, row: NumberBook) -> bool:
        return row.member_id is not None

    @action(description=gettext_lazy("Batalkan nomor"), permissions=["void"], icon="block")
    def void(self, request: HttpRequest, object_id: str) -> HttpResponse:
        entry = self.row_for(request, object_id, "void")
        return self.ask(
            request,
            title=_("Batalkan nomor %(number)s?") % {"number": entry.number},
            said=_("Nomor ini tidak akan pernah diberikan lagi. Kartu yang memuatnya tidak berlaku lagi."),
            submit=_("Batalkan nomor"),
            done=_("Nomor %(number)s batal.") % {"number": entry.number},
            verb=lambda answers: numbers.void(
                number=entry.number, **answers, by=request.user, at=timezone.now()
            ),
            form_class=Voiding,
            initial={"anew": True},
            row=entry,
            danger=True,
        )

"""Institutions at the desk: what people proposed is confirmed or merged."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget

from chapters import institutions
from ipspi.administration.desk import Desk
from ipspi.administration.site import site
from members.institutions import key_of
from members.models import Institution

LOOKS = {
    Institution.Status.PROPOSED.label: "warning",
    Institution.Status.CONFIRMED.label: "success",
}


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=gettext_lazy("Gabungkan ke"),
        queryset=Institution.objects.confirmed().order_by("name"),
        widget=UnfoldAdminSelectWidget,
    )


@admin.register(Institution, site=site)
class InstitutionDesk(Desk):
    """The names that people choose from, and those that they proposed."""

    icon = "school"
    position = 60
    actions: ClassVar = ["confirm_chosen"]
    actions_detail: ClassVar = ["confirm", "merge"]
    list_display: ClassVar = ["name", "city", "status_shown", "members_count"]
    list_filter: ClassVar = ["status"]
    search_fields: ClassVar = ["name", "known_as", "city"]
    ordering: ClassVar = ["name"]
    fields: ClassVar = ["name", "known_as", "city", "status", "merged_into"]
    readonly_fields: ClassVar = ["status", "merged_into"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Institution]:
        return super().get_queryset(request).annotate(count=Count("educations"))

    def has_confirm_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "confirm")

    def has_merge_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "merge")

    def fits(self, act: str, row: Institution) -> bool:
        if act == "confirm":
            return row.status == Institution.Status.PROPOSED
        return row.status != Institution.Status.MERGED

    def is_settled(self, row: Institution) -> bool:
        return row.status == Institution.Status.MERGED

    def save_model(self, request: HttpRequest, obj: Institution, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Keep the key that goes with the name; what the DPP adds itself needs no confirmation."""
        obj.key = key_of(obj.name)
        if not change:
            obj.status = Institution.Status.CONFIRMED
        super().save_model(request, obj, form, change)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's
        return super().get_form(request, obj, change=change, form=NamedForm, **kwargs)

    @display(description=gettext_lazy("status"), ordering="status", label=LOOKS)
    def status_shown(self, institution: Institution) -> str:
        return institution.get_status_display()

    @display(description=gettext_lazy("anggota"), ordering="count")
    def members_count(self, institution: Any) -> int:
        return int(institution.count)

    @action(description=gettext_lazy("Pastikan"), permissions=["confirm"], icon="check")
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.row_for(request, object_id, "confirm")
        return self.ask(
            request,
            title=_("Pastikan %(name)s?") % {"name": row.name},
            said=_("Nama ini lalu ditawarkan kepada semua pendaftar."),
            submit=_("Pastikan"),
            done=_("%(name)s sudah ada di daftar.") % {"name": row.name},
            verb=lambda _answers: institutions.confirm(institution=row, by=request.user),
            row=row,
        )

    @action(description=gettext_lazy("Gabungkan"), permissions=["merge"], icon="merge")
    def merge(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.row_for(request, object_id, "merge")
        return self.ask(
            request,
            title=_("Gabungkan %(name)s") % {"name": row.name},
            said=_(
                "Anggotanya menjadi lulusan perguruan tinggi yang Anda pilih, juga yang mengetik nama ini nanti."
            ),
            submit=_("Gabungkan"),
            done=_("%(name)s sudah digabungkan.") % {"name": row.name},
            form_class=MergeForm,
            verb=lambda answers: institutions.merge(institution=row, by=request.user, **answers),
            row=row,
        )

    @admin.action(description=gettext_lazy("Pastikan yang dipilih"), permissions=["confirm"])
    def confirm_chosen(self, request: HttpRequest, rows: QuerySet[Institution]) -> None:
        self.each(request, rows, lambda row: institutions.confirm(institution=row, by=request.user))


class NamedForm(forms.ModelForm):
    """A name that no other institution has, however it is written."""

    class Meta:
        model = Institution
        fields = ("name", "known_as", "city")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        key = key_of(name)
        if not key:
            raise forms.ValidationError(_("Tulis nama dengan huruf."))
        if Institution.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Nama ini sudah ada di daftar."))
        return name

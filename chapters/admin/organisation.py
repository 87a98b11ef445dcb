"""Chapters, their terms and their boards at the desk."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from chapters import founding
from chapters.boards import seats
from chapters.models import Chapter, Coverage, Seat, Term
from ipspi.administration.desk import Desk, Rows
from ipspi.administration.site import site

LOOKS = {
    Chapter.Status.FOUNDED.label: "success",
    Chapter.Status.NOT_YET_FOUNDED.label: "warning",
}


class CoverageRows(Rows):
    model = Coverage
    fields: ClassVar = ["province"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Coverage]:
        return super().get_queryset(request).select_related("province")


class TermRows(Rows):
    model = Term
    fields: ClassVar = ["name", "starts_on", "ends_on", "ended_on", "elected_on", "decree_number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return super().get_queryset(request).select_related("chapter")


class SeatRows(Rows):
    model = Seat
    fields: ClassVar = ["office", "title", "holder", "starts_at", "ends_at"]
    readonly_fields: ClassVar = ["holder"]
    ordering: ClassVar = ["-starts_at", "id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seat]:
        return with_holder(super().get_queryset(request))

    @display(description=_("pemegang"))
    def holder(self, seat: Seat) -> str:
        return seat.holder_name


def with_holder(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Fetch what names a seat with it, without anybody's NIK."""
    seats = seats.select_related("chapter", "term__chapter", "member", "user")
    return seats.defer("member__nik", "member__nik_lookup")


class Foundation(forms.Form):
    founded_on = forms.DateField(label=_("Dibentuk pada"), widget=UnfoldAdminSingleDateWidget)
    decree_number = forms.CharField(label=_("Nomor SK"), max_length=80, widget=UnfoldAdminTextInputWidget)
    decree_on = forms.DateField(label=_("Tanggal SK"), widget=UnfoldAdminSingleDateWidget)


class Keeper(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Dibina oleh"),
        queryset=Chapter.objects.filter(status=Chapter.Status.FOUNDED),
        widget=UnfoldAdminSelectWidget,
    )


@admin.register(Chapter, site=site)
class ChapterDesk(Desk):
    """Chapters. They are founded and entrusted by verbs; how to reach them is changed by the form."""

    icon = "account_balance"
    position = 10
    list_display: ClassVar = [
        "name",
        "code",
        "status_shown",
        "founded_on",
        "looked_after_by",
        "zone",
        "email",
    ]
    list_filter: ClassVar = ["status", "zone"]
    list_select_related: ClassVar = ["looked_after_by"]
    search_fields: ClassVar = ["name", "=code"]
    fields: ClassVar = [
        ("name", "code"),
        "status",
        ("founded_on", "decree_number", "decree_on"),
        "looked_after_by",
        "zone",
        ("email", "phone"),
        ("address", "website"),
    ]
    readonly_fields: ClassVar = [
        "name",
        "code",
        "status",
        "founded_on",
        "decree_number",
        "decree_on",
        "looked_after_by",
        "zone",
        "website",
    ]
    inlines: ClassVar = [CoverageRows, TermRows, SeatRows]
    actions_detail: ClassVar = ["found", "entrust"]

    def chapter_of(self, row: Chapter) -> str:
        return row.pk

    def has_found_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "found")

    def fits(self, act: str, row: Chapter) -> bool:
        return not row.is_founded

    @display(description=_("status"), ordering="status", label=LOOKS)
    def status_shown(self, chapter: Chapter) -> str:
        return chapter.get_status_display()

    @action(description=_("Bentuk DPD"), permissions=["found"], icon="flag")
    def found(self, request: HttpRequest, object_id: str) -> HttpResponse:
        chapter = self.row_for(request, object_id, "found")
        return self.ask(
            request,
            title=gettext("Bentuk %(chapter)s") % {"chapter": chapter},
            said=gettext("Dengan SK ini DPD mengurus sendiri anggotanya."),
            submit=gettext("Bentuk DPD"),
            done=gettext("%(chapter)s sudah dibentuk.") % {"chapter": chapter},
            form_class=Foundation,
            verb=lambda answers: founding.found(chapter=chapter, by=request.user, **answers),
            row=chapter,
        )

    @action(description=_("Ubah pembina"), permissions=["found"], icon="diversity_3")
    def entrust(self, request: HttpRequest, object_id: str) -> HttpResponse:
        chapter = self.row_for(request, object_id, "found")
        return self.ask(
            request,
            title=gettext("Siapa yang membina %(chapter)s?") % {"chapter": chapter},
            submit=gettext("Simpan"),
            done=gettext("Pembina diubah."),
            form_class=Keeper,
            verb=lambda answers: founding.entrust(chapter=chapter, by=request.user, **answers),
            row=chapter,
            initial={"to": chapter.looked_after_by_id},
        )


@admin.register(Term, site=site)
class TermDesk(Desk):
    icon = "event_repeat"
    position = 20
    list_display: ClassVar = ["name", "chapter", "starts_on", "ends_on", "elected_on", "decree_number"]
    list_select_related: ClassVar = ["chapter"]
    search_fields: ClassVar = ["chapter__name", "name"]
    autocomplete_fields: ClassVar = ["chapter"]
    ordering: ClassVar = ["chapter", "-starts_on"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return super().get_queryset(request).select_related("chapter")

    def get_readonly_fields(self, request: HttpRequest, obj: Term | None = None) -> list[str]:
        return ["chapter"] if obj else []

    def chapter_of(self, row: Term) -> str:
        return row.chapter_id


@admin.register(Seat, site=site)
class SeatDesk(Desk):
    icon = "event_seat"
    position = 30
    list_display: ClassVar = ["holder", "office", "title", "chapter", "starts_at", "ends_at"]
    list_select_related: ClassVar = ["chapter", "member", "user"]
    list_filter: ClassVar = ["office", "chapter"]
    exclude: ClassVar = ["position", "replaces", "reason"]
    actions_detail: ClassVar = ["end"]
    search_fields: ClassVar = ["member__name", "user__email", "outsider_name", "title"]
    autocomplete_fields: ClassVar = ["chapter", "term", "member", "user"]
    ordering: ClassVar = ["-starts_at", "id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seat]:
        return with_holder(super().get_queryset(request))

    def chapter_of(self, row: Seat) -> str:
        return row.chapter_id

    @display(description=_("pemegang"))
    def holder(self, seat: Seat) -> str:
        return seat.holder_name

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.ask(
            request,
            title=gettext("Beri jabatan"),
            said=gettext("Isi satu pemegang. Akses berlaku sejak waktu mulai, sampai jabatan berakhir."),
            submit=gettext("Beri jabatan"),
            done=gettext("Jabatan diberikan."),
            form_class=self.get_form(request, change=False),
            verb=lambda answers: seats.give(by=request.user, **answers),
        )

    def has_end_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "end")

    def fits(self, act: str, row: Seat) -> bool:
        return row.ends_at is None or row.ends_at > timezone.now()

    @action(description=_("Akhiri jabatan"), permissions=["end"], icon="event_busy")
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        seat = self.row_for(request, object_id, "end")
        return self.ask(
            request,
            title=gettext("Akhiri jabatan %(seat)s?") % {"seat": seat.holder_name},
            said=gettext("Aksesnya berakhir sekarang juga. Jabatannya tetap tercatat."),
            submit=gettext("Akhiri jabatan"),
            done=gettext("Jabatan berakhir."),
            verb=lambda _answers: seats.end(seat=seat, by=request.user, at=timezone.now()),
            row=seat,
            danger=True,
        )

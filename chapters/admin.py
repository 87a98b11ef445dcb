"""The desk's tables of chapters, their boards, lists and ledger."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from chapters.models import (
    Chapter,
    Coverage,
    LedgerEntry,
    Link,
    ListUpload,
    MatchingModel,
    MemberList,
    Run,
    Seat,
    Term,
)
from ipspi.administration.desk import Desk, Rows
from ipspi.administration.site import site

LOOKS = {
    Chapter.Status.FOUNDED.label: "success",
    Chapter.Status.NOT_YET_FOUNDED.label: "warning",
    Link.Band.AUTO.label: "success",
    Link.Band.REVIEW.label: "warning",
}


class CoverageRows(Rows):
    model = Coverage
    fields: ClassVar = ["province"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Coverage]:
        return super().get_queryset(request).select_related("province")


class TermRows(Rows):
    model = Term
    fields: ClassVar = ["name", "starts_on", "ends_on", "elected_on", "decree_number"]


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
    """Fetch the holders with the seats, without anybody's NIK."""
    return seats.select_related("member", "user").defer("member__nik", "member__nik_lookup")


@admin.register(Chapter, site=site)
class ChapterDesk(Desk):
    """Chapters. They are founded by a verb; how to reach them, and who looks after them until then, by the form."""

    icon = "account_balance"
    position = 10
    list_display: ClassVar = ["name", "code", "status_shown", "founded_on", "looked_after_by", "zone", "email"]
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
    ]
    inlines: ClassVar = [CoverageRows, TermRows, SeatRows]
    autocomplete_fields: ClassVar = ["looked_after_by"]

    def get_readonly_fields(self, request: HttpRequest, obj: Chapter | None = None) -> list[str]:
        ruled = ["name", "code", "status", "founded_on", "decree_number", "decree_on", "zone"]
        return [*ruled, "looked_after_by"] if obj and obj.is_founded else ruled

    def get_form(self, request: HttpRequest, obj: Chapter | None = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)
        if "looked_after_by" in form.base_fields:
            form.base_fields["looked_after_by"].required = True
        return form

    def chapter_of(self, row: Chapter) -> str:
        return row.pk

    @display(description=_("status"), ordering="status", label=LOOKS)
    def status_shown(self, chapter: Chapter) -> str:
        return chapter.get_status_display()


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


@admin.register(MemberList, site=site)
class MemberListDesk(Desk):
    icon = "list_alt"
    position = 40
    list_display: ClassVar = ["chapter", "name", "created_at"]
    list_select_related: ClassVar = ["chapter"]
    list_filter: ClassVar = ["chapter"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MemberList]:
        return super().get_queryset(request).select_related("chapter")


@admin.register(ListUpload, site=site)
class ListUploadDesk(Desk):
    icon = "upload_file"
    position = 50
    list_display: ClassVar = ["list", "file_name", "applied_at", "by", "added", "gone", "unchanged", "undone_at"]
    list_select_related: ClassVar = ["list", "by"]
    list_filter: ClassVar = ["list__chapter"]


@admin.register(Run, site=site)
class RunDesk(Desk):
    icon = "nightlight"
    position = 60
    list_display: ClassVar = ["chapter", "night", "started_at", "finished_at", "model"]
    list_select_related: ClassVar = ["chapter", "model"]
    list_filter: ClassVar = ["chapter"]


@admin.register(LedgerEntry, site=site)
class LedgerEntryDesk(Desk):
    icon = "menu_book"
    position = 70
    list_display: ClassVar = [
        "run",
        "national",
        "rows",
        "linked",
        "review",
        "only_list",
        "only_national",
        "conflicts",
        "estimate_total",
    ]
    list_select_related: ClassVar = ["run"]
    list_filter: ClassVar = ["run__chapter"]
    ordering: ClassVar = ["-run"]


@admin.register(Link, site=site)
class LinkDesk(Desk):
    icon = "link"
    position = 80
    list_display: ClassVar = ["row_name", "member", "band_shown", "percent", "moved", "chapter"]
    list_select_related: ClassVar = ["row", "member", "run__chapter"]
    list_filter: ClassVar = ["band", "moved", "run__chapter"]
    search_fields: ClassVar = ["=row__row_id", "=member__number"]
    search_help_text = _("Nomor baris dalam daftar atau nomor induk anggota, lengkap.")
    ordering: ClassVar = ["-id"]
    fields: ClassVar = [
        ("row_name", "member"),
        ("band", "percent"),
        "evidence",
        "disagreements",
        "moved",
        "run",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        links = super().get_queryset(request).select_related(*self.list_select_related)
        return links.defer("row__nik", "row__nik_lookup", "member__nik", "member__nik_lookup")

    @display(description=_("baris daftar"))
    def row_name(self, link: Link) -> str:
        return link.row.name

    @display(description=_("kelompok"), ordering="band", label=LOOKS)
    def band_shown(self, link: Link) -> str:
        return link.get_band_display()

    @display(description=_("peluang"), ordering="probability")
    def percent(self, link: Link) -> str:
        return f"{link.probability:.1%}".replace(".", ",")

    @display(description=_("daerah"), ordering="run__chapter")
    def chapter(self, link: Link) -> str:
        return str(link.run.chapter)


@admin.register(MatchingModel, site=site)
class MatchingModelDesk(Desk):
    icon = "tune"
    position = 90
    list_display: ClassVar = ["number", "learned_at"]
    ordering: ClassVar = ["-number"]

"""Chapters' lists and the ledger at the desk, read-only."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from chapters import likelihood
from chapters.models import LedgerEntry, Link, ListUpload, MatchingModel, MemberList, Run
from ipspi.administration.desk import Desk
from ipspi.administration.site import site
from members import matching

LOOKS = {Link.Band.AUTO.label: "success", Link.Band.REVIEW.label: "warning"}


@admin.register(MemberList, site=site)
class MemberListDesk(Desk):
    icon = "list_alt"
    position = 40
    list_display: ClassVar = ["chapter", "name", "kind", "about", "ends_on", "deleted_at"]
    list_select_related: ClassVar = ["chapter"]
    list_filter: ClassVar = ["kind", "chapter"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MemberList]:
        return super().get_queryset(request).select_related("chapter")


@admin.register(ListUpload, site=site)
class ListUploadDesk(Desk):
    icon = "upload_file"
    position = 50
    list_display: ClassVar = [
        "list",
        "file_name",
        "applied_at",
        "by",
        "added",
        "gone",
        "unchanged",
        "undone_at",
    ]
    list_select_related: ClassVar = ["list", "by"]
    list_filter: ClassVar = ["list__chapter"]


@admin.register(Run, site=site)
class RunDesk(Desk):
    icon = "nightlight"
    position = 60
    list_display: ClassVar = ["chapter", "night", "started_at", "finished_at", "model_number"]
    fields: ClassVar = ["chapter", "night", "started_at", "finished_at", "model_number"]
    list_select_related: ClassVar = ["chapter"]
    list_filter: ClassVar = ["chapter"]

    @display(description=_("model pencocokan"), ordering="model")
    def model_number(self, run: Run) -> str:
        return str(run.model_id or "")


@admin.register(LedgerEntry, site=site)
class LedgerEntryDesk(Desk):
    icon = "menu_book"
    position = 70
    list_display: ClassVar = [
        "of_run",
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
    exclude: ClassVar = ["run"]
    readonly_fields: ClassVar = ["of_run"]

    @display(description=_("rekonsiliasi"), ordering="run")
    def of_run(self, entry: LedgerEntry) -> str:
        return str(entry.run)


@admin.register(Link, site=site)
class LinkDesk(Desk):
    icon = "link"
    position = 80
    list_display: ClassVar = ["row_name", "member_name", "band_shown", "percent", "elsewhere", "chapter"]
    list_select_related: ClassVar = ["row", "member", "run__chapter"]
    list_filter: ClassVar = ["band", "moved", "run__chapter"]
    search_fields: ClassVar = ["=row__row_id", "=member__number"]
    search_help_text = _("Nomor baris dalam daftar atau nomor induk anggota, lengkap.")
    ordering: ClassVar = ["-id"]
    fields: ClassVar = [
        ("row_name", "member_name"),
        ("band", "percent"),
        "reasons_shown",
        "disagreements_shown",
        "elsewhere",
        "chapter",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        links = super().get_queryset(request).select_related(*self.list_select_related)
        return links.defer("row__nik", "row__nik_lookup", "member__nik", "member__nik_lookup")

    @display(description=_("baris daftar"))
    def row_name(self, link: Link) -> str:
        return link.row.name

    @display(description=_("anggota"))
    def member_name(self, link: Link) -> str:
        return link.member.full_name

    @display(description=_("terdaftar di daerah lain"), ordering="moved")
    def elsewhere(self, link: Link) -> str:
        return gettext("ya") if link.moved else ""

    @display(description=_("alasan"))
    def reasons_shown(self, link: Link) -> str:
        return "; ".join(matching.sentence(item) for item in likelihood.unpacked(link.evidence))

    @display(description=_("bertentangan"))
    def disagreements_shown(self, link: Link) -> str:
        return likelihood.named(link.disagreements)

    @display(description=_("kelompok"), ordering="band", label=LOOKS)
    def band_shown(self, link: Link) -> str:
        return link.get_band_display()

    @display(description=_("peluang"), ordering="told")
    def percent(self, link: Link) -> str:
        return f"{link.told:.1%}".replace(".", ",")

    @display(description=_("daerah"), ordering="run__chapter")
    def chapter(self, link: Link) -> str:
        return str(link.run.chapter)


@admin.register(MatchingModel, site=site)
class MatchingModelDesk(Desk):
    icon = "tune"
    position = 90
    list_display: ClassVar = ["number", "learned_at"]
    ordering: ClassVar = ["-number"]

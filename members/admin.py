"""The desk's tables of members. Identity numbers are masked, and members change by verbs only."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from ipspi.administration.desk import Desk, Rows
from ipspi.administration.site import site
from members import identity
from members.models import Consent, ConsentText, Member, MembershipType, NumberBook, Role

STATUS_LOOKS = {
    Member.Status.APPLIED.label: "warning",
    Member.Status.ACTIVE.label: "success",
    Member.Status.ON_LEAVE.label: "info",
    Member.Status.SUSPENDED.label: "warning",
    Member.Status.REJECTED.label: "danger",
    Member.Status.EXPELLED.label: "danger",
}


class ConsentRows(Rows):
    model = Consent
    verbose_name_plural = _("persetujuan")
    fields: ClassVar = ["version", "given_at"]
    readonly_fields: ClassVar = ["version"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consent]:
        return super().get_queryset(request).select_related("text")

    @display(description=_("versi naskah"))
    def version(self, consent: Consent) -> str:
        return str(consent.text)


class MemberDesk(Desk):
    """Members and applicants, read-only. The app above registers it, with the acts of admission."""

    icon = "group"
    position = 10
    list_display: ClassVar = [
        "name",
        "number",
        "status_shown",
        "place",
        "employment",
        "applied_at",
    ]
    list_filter: ClassVar = ["status", "employment", "category", "type", "home_province"]
    list_select_related: ClassVar = ["home_province", "home_regency"]
    search_fields: ClassVar = ["name", "=number", "=reference"]
    search_help_text = _("Nama, nomor induk anggota, atau rujukan impor. Jangan menulis NIK di sini.")
    ordering: ClassVar = ["name", "id"]
    inlines: ClassVar = [ConsentRows]
    fieldsets: ClassVar = [
        (
            _("Keanggotaan"),
            {
                "fields": [
                    "status",
                    "number",
                    ("type", "category"),
                    ("applied_at", "admitted_on", "joined_on"),
                    "warnings_shown",
                    ("decided_at", "decided_by"),
                    "rejection_reason",
                ]
            },
        ),
        (_("Diri"), {"fields": ["full_name", "nik_masked", ("birth_place", "birth_date", "sex")]}),
        (
            _("Kontak"),
            {"fields": ["email", "phone", ("address", "postal_code"), ("home_regency", "home_province")]},
        ),
        (_("Pekerjaan"), {"fields": [("employment", "sector"), "nip_masked", "workplace", "role_at_work"]}),
        (_("Catatan"), {"fields": ["user", "reference", ("created_at", "changed_at")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        # a list must not decrypt a NIK per row; the page of one member asks for it
        return super().get_queryset(request).defer("nik", "nik_lookup", "fingerprint")

    def chapter_of(self, row: Member) -> str:
        return row.home_province_id or ""

    @display(description=_("status"), ordering="status", label=STATUS_LOOKS)
    def status_shown(self, member: Member) -> str:
        return member.get_status_display()

    @display(description=_("domisili"), ordering="home_regency")
    def place(self, member: Member) -> str:
        return ", ".join(str(region) for region in (member.home_regency, member.home_province) if region)

    @display(description=_("nama dengan gelar"))
    def full_name(self, member: Member) -> str:
        return member.full_name

    @display(description=_("NIK"))
    def nik_masked(self, member: Member) -> str:
        return identity.masked(member.nik) if member.nik else ""

    @display(description=_("peran di tempat kerja"))
    def role_at_work(self, member: Member) -> str:
        return member.role_at_work

    @display(description=_("NIP"))
    def nip_masked(self, member: Member) -> str:
        return identity.masked(member.nip)

    @display(description=_("peringatan"))
    def warnings_shown(self, member: Member) -> str:
        return ", ".join(member.warnings)


@admin.register(Role, site=site)
class RoleDesk(Desk):
    icon = "work"
    position = 70
    list_display: ClassVar = ["name", "position"]
    search_fields: ClassVar = ["name"]


@admin.register(MembershipType, site=site)
class MembershipTypeDesk(Desk):
    icon = "badge"
    position = 30
    list_display: ClassVar = ["name", "code", "votes", "holds_office", "owes_dues"]

    def get_readonly_fields(self, request: HttpRequest, obj: MembershipType | None = None) -> list[str]:
        return ["code"] if obj else []


class NumberBookDesk(Desk):
    """The book, read-only. The app above registers it, with the act of making a number void."""

    icon = "tag"
    position = 20
    list_display: ClassVar = ["number", "sequence", "member", "void_reason", "entered_at"]
    list_select_related: ClassVar = ["member"]
    search_fields: ClassVar = ["=number"]
    search_help_text = _("Nomor induk anggota, lengkap.")
    ordering: ClassVar = ["-sequence", "number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[NumberBook]:
        return super().get_queryset(request).defer("member__nik", "member__nik_lookup")


@admin.register(ConsentText, site=site)
class ConsentTextDesk(Desk):
    """Texts in use are never changed: a new version is added."""

    icon = "contract"
    position = 40
    list_display: ClassVar = ["version", "purpose", "in_force_on"]
    ordering: ClassVar = ["-version"]


@admin.register(Consent, site=site)
class ConsentDesk(Desk):
    icon = "handshake"
    position = 50
    list_display: ClassVar = ["giver", "version", "given_at"]
    fields: ClassVar = ["giver", "version", "given_at"]
    list_select_related: ClassVar = ["member", "text"]
    list_filter: ClassVar = ["text"]
    search_fields: ClassVar = ["member__name", "=member__number"]
    search_help_text = _("Nama atau nomor induk anggota.")
    ordering: ClassVar = ["-given_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consent]:
        return super().get_queryset(request).defer("member__nik", "member__nik_lookup")

    @display(description=_("anggota"), ordering="member__name")
    def giver(self, consent: Consent) -> str:
        return str(consent.member)

    @display(description=_("versi naskah"), ordering="text")
    def version(self, consent: Consent) -> str:
        return str(consent.text)

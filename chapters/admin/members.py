"""Members at the desk, with the acts that a chapter's officers do on their own pages."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from chapters import access, admission, facts
from ipspi.administration.site import site
from members.admin import MemberDesk
from members.models import Member


class Reason(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan penolakan"),
        help_text=gettext_lazy(
            "Pendaftar membaca alasan ini. Tulis apa yang kurang dan apa yang dapat dilakukannya."
        ),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )


@admin.register(Member, site=site)
class MemberAtTheDesk(MemberDesk):
    """Members and applicants, read-only but for the decision on an application."""

    actions: ClassVar = ["admit_chosen"]
    actions_detail: ClassVar = ["admit", "reject"]

    def has_admit_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "admit")

    def fits(self, act: str, row: Member) -> bool:
        return row.status == Member.Status.APPLIED

    def chapter_of(self, row: Member) -> str:
        return access.chapter_of(row).pk

    @display(description=gettext_lazy("peringatan"))
    def warnings_shown(self, member: Member) -> str:
        return "\n".join(facts.warnings_of(member, today=timezone.localdate()))

    @action(description=gettext_lazy("Terima"), permissions=["admit"], icon="check")
    def admit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        member = self.row_for(request, object_id, "admit")
        return self.ask(
            request,
            title=_("Terima %(name)s sebagai anggota?") % {"name": member.name},
            said=_("Ia memperoleh nomor induk anggota dan sebuah email."),
            submit=_("Terima"),
            done=_("%(name)s sekarang anggota aktif.") % {"name": member.name},
            verb=lambda _answers: admission.admit(applicant=member, by=request.user, at=timezone.now()),
            row=member,
        )

    @action(description=gettext_lazy("Tolak"), permissions=["admit"], icon="close")
    def reject(self, request: HttpRequest, object_id: str) -> HttpResponse:
        member = self.row_for(request, object_id, "admit")
        return self.ask(
            request,
            title=_("Tolak pendaftaran %(name)s?") % {"name": member.name},
            submit=_("Tolak pendaftaran"),
            done=_("Pendaftaran ditolak."),
            form_class=Reason,
            verb=lambda answers: admission.reject(
                applicant=member, by=request.user, at=timezone.now(), **answers
            ),
            row=member,
            danger=True,
        )

    @admin.action(description=gettext_lazy("Terima yang dipilih"), permissions=["admit"])
    def admit_chosen(self, request: HttpRequest, members: QuerySet[Member]) -> None:
        self.each(
            request,
            members,
            lambda member: admission.admit(applicant=member, by=request.user, at=timezone.now()),
        )

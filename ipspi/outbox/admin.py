"""The desk's view of the outbox. What a mail says is not shown: it may hold a code, or somebody's data."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from ipspi.administration.desk import Desk
from ipspi.administration.site import site
from ipspi.outbox import posting
from ipspi.outbox.models import Mail

STATUS_LOOKS = {
    Mail.Status.WAITING.label: "warning",
    Mail.Status.SENT.label: "success",
    Mail.Status.FAILED.label: "danger",
}


@admin.register(Mail, site=site)
class MailDesk(Desk):
    icon = "outgoing_mail"
    position = 60
    list_display: ClassVar = [
        "subject_shown",
        "kind",
        "to",
        "status_shown",
        "attempts",
        "created_at",
        "sent_at",
    ]
    list_filter: ClassVar = ["status", "kind"]
    search_fields: ClassVar = ["=to"]
    search_help_text = gettext_lazy("Alamat email, lengkap.")
    ordering: ClassVar = ["-id"]
    fields: ClassVar = [
        "kind",
        "to",
        "status",
        ("attempts", "next_attempt_at"),
        "error",
        ("created_at", "sent_at"),
    ]
    actions: ClassVar = ["retry_chosen"]
    actions_detail: ClassVar = ["retry"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return super().get_queryset(request).defer("text", "html")

    def has_retry_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "retry")

    def fits(self, act: str, row: Mail) -> bool:
        return row.status == Mail.Status.FAILED

    @display(description=gettext_lazy("status"), ordering="status", label=STATUS_LOOKS)
    def status_shown(self, mail: Mail) -> str:
        return mail.get_status_display()

    @display(description=gettext_lazy("email"))
    def subject_shown(self, mail: Mail) -> str:
        """Its number: a subject may begin with a code."""
        return str(mail.pk)

    @action(description=gettext_lazy("Kirim ulang"), permissions=["retry"], icon="refresh")
    def retry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        mail = self.row_for(request, object_id, "retry")
        return self.ask(
            request,
            title=_("Kirim ulang email ini?"),
            said=_("Hanya email yang gagal dapat dikirim ulang."),
            submit=_("Kirim ulang"),
            done=_("Email menunggu dikirim."),
            verb=lambda _cleaned: posting.retry(mail=mail, by=request.user, at=timezone.now()),
            row=mail,
        )

    @admin.action(description=gettext_lazy("Kirim ulang yang dipilih"), permissions=["retry"])
    def retry_chosen(self, request: HttpRequest, mails: QuerySet[Mail]) -> None:
        self.each(request, mails, lambda mail: posting.retry(mail=mail, by=request.user, at=timezone.now()))

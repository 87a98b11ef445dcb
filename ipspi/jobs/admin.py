"""The desk's view of long work."""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from ipspi.administration.desk import Desk
from ipspi.administration.site import site
from ipspi.jobs import running
from ipspi.jobs.models import Job

STATUS_LOOKS = {
    Job.Status.WAITING.label: "warning",
    Job.Status.RUNNING.label: "info",
    Job.Status.DONE.label: "success",
    Job.Status.FAILED.label: "danger",
    Job.Status.CANCELLED.label: "default",
}


@admin.register(Job, site=site)
class JobDesk(Desk):
    icon = "manufacturing"
    position = 70
    list_display: ClassVar = [
        "kind",
        "status_shown",
        "progress",
        "step",
        "started_by",
        "created_at",
        "finished_at",
    ]
    list_select_related: ClassVar = ["started_by"]
    list_filter: ClassVar = ["status", "kind"]
    ordering: ClassVar = ["-created_at"]
    actions_detail: ClassVar = ["cancel"]

    def has_cancel_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return self.may(request, "cancel")

    def fits(self, act: str, row: Job) -> bool:
        return row.is_open

    @display(description=gettext_lazy("status"), ordering="status", label=STATUS_LOOKS)
    def status_shown(self, job: Job) -> str:
        return job.get_status_display()

    @display(description=gettext_lazy("kemajuan"))
    def progress(self, job: Job) -> str:
        return f"{job.percent}%" if job.total else ""

    @action(description=gettext_lazy("Hentikan"), permissions=["cancel"], icon="cancel")
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        job = self.row_for(request, object_id, "cancel")

        def verb(_cleaned: object) -> None:
            running.cancel(job=job, by=request.user, at=timezone.now())

        return self.ask(
            request,
            title=_("Hentikan pekerjaan ini?"),
            said=_("Pekerjaan berhenti pada langkah berikutnya. Yang sudah selesai tidak dibatalkan."),
            submit=_("Hentikan"),
            done=_("Pekerjaan dihentikan."),
            verb=verb,
            row=job,
            danger=True,
        )

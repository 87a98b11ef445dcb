"""The work on large uploads, as jobs. After a worker that died another begins again: nothing is done twice."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.jobs.models import Job
from ipspi.jobs.running import RunningJob
from ipspi.spreadsheets import importers, importing
from ipspi.spreadsheets.models import Upload


def check(job: RunningJob) -> dict[str, Any]:
    """Check the rows of the upload that the job names."""
    upload = _upload(job)
    job.advance(done=0, total=upload.lines, step=_("Memeriksa baris"))
    checked = importing.check(upload=upload, by=job.job.started_by, at=timezone.now(), job=job.job)
    return dict(checked.counts)


def apply(job: RunningJob) -> dict[str, Any]:
    """Apply the upload that the job names."""
    upload = _upload(job)
    if upload.status == Upload.Status.APPLIED:
        # the worker before died between the end of the work and the end of the job
        return dict(upload.counts)
    job.advance(done=0, total=upload.lines, step=_("Menulis baris"))
    applied = importing.apply(
        upload=upload,
        skip_rejected=job.arguments["skip_rejected"],
        by=job.job.started_by,
        at=timezone.now(),
        job=job.job,
    )
    return dict(applied.counts)


def title_of(job: Job) -> str:
    """Return what the job does, in words."""
    return _("Memeriksa berkas") if job.kind == importing.CHECK else _("Menerapkan berkas")


def page_of(job: Job) -> str:
    """Return the page of the upload that the job works on."""
    return reverse("spreadsheets:upload", args=[job.arguments["upload"]])


def may_see(user: User, job: Job) -> bool:
    """Whether `user` may write to the destination of the upload that the job works on."""
    upload = Upload.objects.defer("content").get(pk=job.arguments["upload"])
    return importers.of(upload).destination(user=user, key=upload.key) is not None


def _upload(job: RunningJob) -> Upload:
    return Upload.objects.defer("content").get(pk=job.arguments["upload"])

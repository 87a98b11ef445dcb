"""The page of a job: how far it is, how it ended, and the button that stops it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ipspi.errors import RuleError
from ipspi.jobs import running
from ipspi.jobs.models import Job


@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The job's page, or the part of it that changes while it runs."""
    job = _job(request, pk)
    kind = running.kind_of(job)
    context = {
        "job": job,
        "title": kind.title(job) if kind.title else _("Pekerjaan"),
        "result_url": kind.result_url(job) if kind.result_url and not job.is_open else "",
    }
    template = "jobs/_progress.html" if "HX-Request" in request.headers else "jobs/progress.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether to stop a job, and stop it at its next step."""
    job = _job(request, pk)
    if request.method != "POST":
        context = {"job": job, "progress_url": reverse("jobs:progress", args=[job.pk])}
        return render(request, "jobs/cancel.html", context)
    try:
        running.cancel(job=job, by=request.user, at=timezone.now())
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Pekerjaan dihentikan."))
    return redirect("jobs:progress", job.pk)


def _job(request: HttpRequest, pk: UUID) -> Job:
    """
    Return a job that the person may see; any other does not exist for them.

    Where its kind says who that is, having started it is not enough: an office may have ended since.
    """
    job = get_object_or_404(Job, pk=pk)
    may_see = running.kind_of(job).may_see
    if not (may_see(request.user, job) if may_see else job.started_by_id == request.user.pk):
        raise Http404
    return job

"""What an officer sees of the files they took out, and of the jobs that make them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import RosterExport
from chapters.rostering import exporting
from ipspi.accounts.models import User
from ipspi.jobs.models import Job
from ipspi.regions import times


@dataclass(frozen=True, slots=True)
class Line:
    """A file: when it was asked for, how it stands, and what can be done with it."""

    export: RosterExport
    asked: str
    state: str
    look: str
    said: str
    job_url: str
    is_there: bool


def lines_of(exports: Sequence[RosterExport], *, zone: str, at: dt.datetime) -> list[Line]:
    """Return files with their states; one more query for all jobs."""
    jobs = {job.key: job for job in Job.objects.filter(key__in=[exporting.key_of(each) for each in exports])}
    return [_line(each, jobs.get(exporting.key_of(each)), zone=zone, at=at) for each in exports]


def _line(export: RosterExport, job: Job | None, *, zone: str, at: dt.datetime) -> Line:
    there, said, job_url = exporting.is_there(export, at=at), "", ""
    if there and export.expires_at:
        state, look = _("Siap diunduh"), "good"
        left = exporting.MOST_DOWNLOADS - export.downloads
        said = _("sampai %(at)s, %(left)d kali lagi") % {
            "at": times.spoken(export.expires_at, zone=zone),
            "left": left,
        }
    elif export.made_at or export.ended_at:
        state, look = _("Sudah dihapus"), ""
    elif job and job.is_open:
        state, look, job_url = _("Sedang dibuat"), "wait", reverse("jobs:progress", args=[job.pk])
    else:
        state, look = _("Tidak jadi"), "bad"
    return Line(export, times.spoken(export.asked_at, zone=zone), state, look, said, job_url, there)


def title_of(job: Job) -> str:
    return _("Ekspor anggota")


def result_of(job: Job) -> str:
    return reverse("rostering:exports", args=[_export(job).chapter_id])


def may_see(user: User, job: Job) -> bool:
    """Only who asked, and only while they may."""
    if job.started_by_id != user.pk:
        return False
    return _export(job).chapter_id in access.chapters_where(user, May.EXPORT_MEMBERS)


def _export(job: Job) -> RosterExport:
    return RosterExport.objects.get(pk=job.arguments["export"])

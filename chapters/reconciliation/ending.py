"""
The end of a list that somebody gave for a purpose: officers are told before, then what it says of people is deleted.

What stays is its name, what it was of, why it was kept, and its figures. Whoever wants no invitation stays known.
Source: docs/rules.md#other-lists
"""

import datetime as dt
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from chapters import access
from chapters.models import (
    Chapter,
    Decision,
    Invitation,
    Link,
    ListMemory,
    ListRow,
    ListUpload,
    MemberList,
)
from chapters.reconciliation import importing, kinds
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.jobs import running as jobs
from ipspi.outbox import posting
from ipspi.outbox.models import Mail
from ipspi.regions import times
from ipspi.spreadsheets import forgetting

KIND = "chapters.end_list"
WARNINGS = (3, 14)  # days before; each once, and of two that are due the nearer


class NeverEnds(RuleError):
    """A list of the chapter's members has no end."""


class PutOff(RuleError):
    """The end was put off meanwhile."""


@transaction.atomic
def run(*, at: dt.datetime) -> int:
    """Tell officers of lists that end soon, and add a job for each whose end has come; return how many jobs."""
    open_ones = MemberList.objects.of_others().kept().select_related("chapter").order_by("pk")
    started = 0
    for kept in open_ones:
        left = days_left(kept, at=at)
        if left <= 0:
            started += _start(kept, at=at)
        elif due := [days for days in WARNINGS if left <= days]:
            _warn(kept, days=due[0])
    return started


def days_left(kept: MemberList, *, at: dt.datetime) -> int:
    """Return how many days a list of another kind is kept yet, by its chapter's calendar."""
    today = times.local(at, zone=kept.chapter.zone).date()
    return (kept.ends_on - today).days if kept.ends_on else 0


def work(job: jobs.RunningJob) -> dict[str, Any]:
    """Delete the list that the job names, if its end was not put off meanwhile."""
    kept = MemberList.objects.select_related("chapter").get(pk=job.arguments["list"])
    with suppress(PutOff):
        delete(kept=kept, by=None, at=timezone.now())
    return {"list": kept.pk}


@transaction.atomic
def delete(*, kept: MemberList, by: User | None, at: dt.datetime) -> None:
    """
    Delete what a list of another kind says of people, for good; `by` is None where its end has come.

    All or nothing; a list that is deleted already stays as it is.
    Raises PermissionDenied if `by` may not keep the chapter's lists, NeverEnds, and by the clock PutOff.
    """
    if by is not None:
        access.require(by, access.May.KEEP_LISTS, chapter=kept.chapter_id)
    if kept.is_of_members:
        raise NeverEnds(_("Daftar anggota daerah tidak mempunyai tanggal berakhir."))
    # uploads first: one that is being applied holds itself before it waits for the list
    uploads = forgetting.forget(kind=importing.KIND, key=importing.key_of(kept.chapter, kept.name), at=at)
    Chapter.objects.select_for_update(no_key=True).get(pk=kept.chapter_id)
    found = MemberList.objects.select_for_update(of=("self",)).select_related("chapter").get(pk=kept.pk)
    if found.deleted_at is not None:
        return
    if by is None and days_left(found, at=at) > 0:
        raise PutOff(_("Daftar ini diperpanjang."))
    counts = _delete_lines(found) | {"uploads": uploads}
    found.deleted_at, found.given_by = at, ""
    found.save(update_fields=["deleted_at", "given_by"])
    audit.record(by=by, did="delete_list", to=found, chapter=found.chapter_id, **counts)


def _delete_lines(kept: MemberList) -> dict[str, int]:
    """Delete all that hangs on a list, in the order in which one thing holds another; return how many of each."""
    invitations = Invitation.objects.filter(list=kept)
    keys = [each.mail_key(reminder=on) for each in invitations.only("pk") for on in (False, True)]
    Mail.objects.filter(key__in=keys).delete()
    ListMemory.objects.filter(list=kept).delete()
    Link.objects.filter(row__list=kept).delete()
    counts = {
        "invitations": invitations.delete()[0],
        "decisions": Decision.objects.filter(list=kept).delete()[0],
        "rows": ListRow.objects.filter(list=kept).delete()[0],
    }
    ListUpload.objects.filter(list=kept).delete()
    return counts


def _start(kept: MemberList, *, at: dt.datetime) -> int:
    """Add the job; one that failed is tried again by the next night's."""
    today = times.local(at, zone=kept.chapter.zone).date()
    jobs.add(kind=KIND, key=f"list-ends:{kept.pk}:{today}", arguments={"list": kept.pk})
    return 1


def _warn(kept: MemberList, *, days: int) -> None:
    path = reverse("reconciliation:list", args=[kept.chapter_id, kept.pk])
    ends = formats.date_format(kept.ends_on, "j F Y") if kept.ends_on else ""
    for officer in access.officers_who(access.May.KEEP_LISTS, chapter=kept.chapter):
        posting.add(
            key=f"list-ends:{kept.pk}:{kept.ends_on}:{days}:{officer.pk}",
            kind="chapters.list_ends",
            to=officer.email,
            subject=_("Daftar akan dihapus pada %(ends)s") % {"ends": ends},
            template="mail/list_ends",
            context={
                "chapter": kept.chapter,
                "list": kinds.named(kept),
                "purpose": kinds.purpose_of(kept),
                "ends": ends,
                "path": path,
                "extend_path": reverse("reconciliation:extend", args=[kept.chapter_id, kept.pk]),
            },
        )

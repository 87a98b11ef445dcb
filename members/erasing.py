"""
Erasing a person: what is known of them goes, what the association counts stays.

Everything is emptied that is not named here as kept, so that a column or table of tomorrow is erased as well.
Source: docs/rules.md#own-data
"""

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts import sessions
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.jobs import running as jobs
from ipspi.outbox import posting
from ipspi.outbox.models import Mail
from members import additions, cards, history, privacy
from members.models import Consent, Member, MembershipChange, NumberBook, PrivacyRequest

KIND = "members.erase"
GONE = "(data dihapus)"
# ids, numbers in the book, places of the country and dates: what sums and "no number is given twice" rest on
KEPT = {
    "id", "status", "number", "type", "category", "home_province", "applied_at", "admitted_on", "joined_on",
    "decided_at", "decided_by", "created_at", "changed_at", "merged_into",
}  # fmt: skip
# that somebody agreed, asked, and was a member on a day; no words of theirs
KEPT_TABLES = {Consent, MembershipChange, NumberBook, PrivacyRequest}
ENDS_AS = dict.fromkeys(Member.COUNTED, Member.Status.RESIGNED) | {
    Member.Status.APPLIED: Member.Status.WITHDRAWN
}


def start_due(*, at: dt.datetime) -> int:
    """Add the jobs of the erasures whose time has come and that nothing holds; return how many there are."""
    due = PrivacyRequest.objects.filter(state=PrivacyRequest.State.SCHEDULED, erase_at__lte=at)
    free = [request.pk for request in due.select_related("member__user") if not _is_held(_records(request))]
    for pk in free:
        # once a night: what came between the last job and its work may be over
        jobs.add(kind=KIND, key=f"erase:{pk}:{at:%Y%m%d}", arguments={"request": pk})
    return len(free)


def work(job: jobs.RunningJob) -> dict[str, Any]:
    """Erase whom a job names, unless they called it back."""
    return {"erased": erase(request_id=job.arguments["request"])}


@transaction.atomic
def erase(*, request_id: int) -> int:
    """
    Erase everything about the person who asked for it; return how many memberships were theirs.

    Does nothing, and the request stays, while a suspension or an office holds it: it may have begun since the decision.
    """
    scheduled = PrivacyRequest.objects.select_for_update().filter(
        pk=request_id, state=PrivacyRequest.State.SCHEDULED
    )
    request = scheduled.first()
    if request is None:
        return 0
    user = User.objects.filter(memberships=request.member_id).select_for_update().first()
    # read once: an emptied record no longer says whose it was
    records = privacy.records_of(request.member, user=user)
    persons = list(
        Member.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in records])
    )
    if _is_held(persons):
        return 0
    addresses = {member.email for member in persons} | ({user.email} if user else set())
    at = request.erase_at or request.due_at  # a scheduled one has its time
    for member in persons:
        _empty(member, at=at)
    to_them = Q(to__in=addresses - {""}) | (Q(account=user.pk) if user else Q())
    Mail.objects.filter(to_them).delete()
    if user:
        _say_farewell(request, to=user.email)
        _close(user)
    PrivacyRequest.objects.filter(member__in=persons).update(words=None, reason=GONE)
    request.state, request.ended_at = PrivacyRequest.State.ENDED, request.erase_at
    request.save(update_fields=["state", "ended_at"])
    return len(persons)


def _records(request: PrivacyRequest) -> list[Member]:
    return privacy.records_of(request.member, user=request.member.user)


def _is_held(records: list[Member]) -> bool:
    return any(privacy.what_holds(member) for member in records)


def _empty(member: Member, *, at: dt.datetime) -> None:
    privacy.erase_elsewhere(member)
    cards.forget(member=member, at=at)
    _delete_what_hangs_on(member, keep=KEPT_TABLES)
    for field in Member._meta.concrete_fields:
        if field.name not in KEPT:
            setattr(member, field.attname, None if field.null else field.get_default())
    before, member.status = member.status, ENDS_AS.get(Member.Status(member.status), member.status)
    member.name = GONE
    member.rejection_reason = GONE if member.status == Member.Status.REJECTED else ""
    member.save()
    if member.status != before:
        on = history.day_of(member, at)
        history.record(member=member, kind=member.status, on=on, by=None, at=at)
        additions.left(member=member, province=member.home_province, by=None, at=timezone.now())
    history.forget(member=member)  # last: saving left what was there before
    audit.record(by=None, did="erase", to=member)


def _close(user: User) -> None:
    sessions.end(sessions.of(user))  # before the rows go that say which are theirs
    _delete_what_hangs_on(user, keep=set())
    user.email, user.name, user.is_active, user.last_login = (
        f"dihapus-{user.pk}@dihapus.invalid",
        "",
        False,
        None,
    )
    user.set_unusable_password()
    user.save()
    audit.record(by=None, did="account.close", to=user)


def _delete_what_hangs_on(row: models.Model, *, keep: set[type[models.Model]]) -> None:
    """Delete the rows that would go with `row` if it were deleted."""
    for relation in row._meta.related_objects:
        goes, table = relation.on_delete in (models.CASCADE, models.DO_NOTHING), relation.related_model
        if goes and table not in keep and not isinstance(table, str) and _is_table(table):
            table._base_manager.filter(**{relation.field.name: row}).delete()


def _is_table(model: type[models.Model]) -> bool:
    return model._meta.managed and not model._meta.proxy  # pghistory has models that are only queries


def _say_farewell(request: PrivacyRequest, *, to: str) -> None:
    """The one row that still has the address: it goes when the mail was sent, see members.retention."""
    posting.add(
        key=f"privacy.erased:{request.pk}",
        kind="privacy.erased",
        to=to,
        subject=_("Data Anda sudah dihapus"),
        template="mail/privacy_erased",
        context={},
    )

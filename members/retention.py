"""
What ends by itself: rows that nobody needs any more are deleted, every night, and how many is recorded.

Source: docs/rules.md#retention
"""

import datetime as dt
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.keys.models import LookupKey
from ipspi.outbox import posting
from ipspi.outbox.models import Mail
from members import erasing, proposals
from members.models import DataCopy, Document, Draft, Member

REFUSED = (Member.Status.REJECTED, Member.Status.WITHDRAWN)
WARNING = timedelta(days=14)  # before a draft goes, its writer hears of it

Rule = Callable[[dt.datetime], int]


def run(*, at: dt.datetime) -> dict[str, int]:
    """Do all that is due, each in a transaction of its own; return how many rows each rule deleted."""
    done = {name: rule(at) for name, rule in RULES.items()}
    if any(done.values()):
        counts: dict[str, Any] = dict(done)
        audit.record(by=None, did="retention", to=LookupKey.objects.get(), **counts)
    call_command("clearsessions")
    return done


@transaction.atomic
def warn_of_drafts(at: dt.datetime) -> int:
    """Tell who left a registration lying that it will be deleted; return how many are near their end."""
    goes_after = timedelta(days=settings.DAYS_OF_DRAFTS)
    near = Draft.objects.filter(saved_at__lte=at - goes_after + WARNING)
    for draft in near.select_related("user").defer("answers"):
        posting.add(
            key=_key(draft),
            kind="draft.ends",
            to=draft.user.email,
            subject=_("Pendaftaran Anda yang belum selesai akan dihapus"),
            template="mail/draft_ends",
            context={
                "ends": max(draft.saved_at + goes_after, at + WARNING),
                "path": reverse("members:start"),
            },
        )
    return near.count()


@transaction.atomic
def delete_drafts(at: dt.datetime) -> int:
    """Delete registrations that nobody touched, if their writer was told a fortnight before."""
    old = Draft.objects.filter(saved_at__lte=at - timedelta(days=settings.DAYS_OF_DRAFTS)).defer("answers")
    keys = {_key(draft): draft.pk for draft in old}
    told = Mail.objects.filter(key__in=keys, created_at__lte=at - WARNING).values_list("key", flat=True)
    return Draft.objects.filter(pk__in=[keys[key] for key in told]).delete()[0]


@transaction.atomic
def forget_numbers_of_refused(at: dt.datetime) -> int:
    """Delete the identity numbers of who was rejected or withdrew, when they have had time to apply again."""
    ended = Member.objects.filter(
        status__in=REFUSED,
        changed_at__lte=at - timedelta(days=settings.DAYS_OF_REFUSED),
    )
    kept = ended.exclude(nik=None, nip="")
    return kept.update(nik=None, nik_lookup=None, nip="")


@transaction.atomic
def delete_documents_of_refused(at: dt.datetime) -> int:
    """Delete the diplomas, certificates and photos of who was rejected or withdrew, in the same time."""
    return Document.objects.filter(
        member__status__in=REFUSED, member__changed_at__lte=at - timedelta(days=settings.DAYS_OF_REFUSED)
    ).delete()[0]


@transaction.atomic
def delete_copies(at: dt.datetime) -> int:
    """Delete the copies of their data that people could download until now."""
    return DataCopy.objects.filter(expires_at__lte=at).delete()[0]


@transaction.atomic
def delete_unconfirmed(at: dt.datetime) -> int:
    """Delete accounts whose address nobody ever confirmed and that nothing hangs on."""
    since = at - timedelta(days=settings.DAYS_OF_UNCONFIRMED)
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    # closed accounts of erased people have no address: those stay, for the ids in the log
    never = User.objects.filter(date_joined__lte=since, last_login=None, emailaddress__verified=False)
    return sum(_delete(user) for user in never.exclude(pk__in=confirmed))


def _delete(user: User) -> int:
    try:
        user.delete()
    except ProtectedError:  # a membership or an office hangs on it
        return 0
    return 1


def _key(draft: Draft) -> str:
    return f"draft.ends:{draft.pk}:{draft.saved_at:%Y%m%d%H%M%S}"


@transaction.atomic
def delete_sent_mail(at: dt.datetime) -> int:
    """Delete the addresses of mails that went out; a farewell's on the next night."""
    old = Mail.objects.filter(
        status=Mail.Status.SENT, sent_at__lte=at - timedelta(days=settings.DAYS_OF_SENT_MAIL)
    )
    farewells = Mail.objects.filter(status=Mail.Status.SENT, kind="privacy.erased")
    return (old | farewells).delete()[0]


RULES: dict[str, Rule] = {
    "drafts_warned": warn_of_drafts,
    "drafts": delete_drafts,
    "numbers_of_refused": forget_numbers_of_refused,
    "documents_of_refused": delete_documents_of_refused,
    "data_copies": delete_copies,
    "unconfirmed_accounts": delete_unconfirmed,
    "sent_mails": delete_sent_mail,
    "proposals_settled": proposals.settle_all,
    "proposals_lapsed": proposals.lapse_due,
    "proposals_told": proposals.tell_due,
    "proposals_reminded": proposals.remind_due,
    "erasures_due": lambda at: erasing.start_due(at=at),
}

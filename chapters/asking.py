"""
Asking an applicant for changes, field by field; the applicant's side is members.correcting.

Source: docs/rules.md#requested-changes
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import access, applications
from chapters.models import Chapter
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.outbox import posting
from members import correcting, rounds, summaries
from members.models import ChangeRequest, Document, Member, RequestedField


class NothingToAsk(RuleError):
    """No field was named."""


class NoteMissing(RuleError):
    """A field was named without a word on what is wrong with it."""


class AlreadyEnded(RuleError):
    """The applicant has answered meanwhile, or somebody has taken the request back."""


@transaction.atomic
def ask(*, applicant: Member, notes: Mapping[str, str], by: User, at: dt.datetime) -> ChangeRequest:
    """
    Ask an applicant to correct fields of the application; `notes` says of each, by its name, what is to be done.

    A document is named by its kind, and may be asked for where none is there. The application stays open and waits for
    the applicant, whom a mail tells. Raises PermissionDenied, NothingToAsk, NoteMissing, applications.NumberInWords and
    what applications.taken_up raises.
    """
    member, chapter = applications.taken_up(applicant, by=by, at=at)
    asked = {name: note.strip() for name, note in notes.items()}
    if not asked:
        raise NothingToAsk(_("Pilih sedikitnya satu isian atau dokumen yang perlu diperbaiki."))
    if not all(asked.values()):
        raise NoteMissing(_("Tulis pada setiap yang dipilih apa yang perlu diperbaiki."))
    applications.refuse_numbers(*asked.values())

    request = ChangeRequest.objects.create(member=member, asked_by=by, asked_at=at)
    answers = correcting.answers_of(member)
    RequestedField.objects.bulk_create(
        RequestedField(request=request, field=name, note=asked[name], before=correcting.kept(name, answers))
        for name in _in_order(asked)
    )
    audit.record(
        by=by, did="ask_for_changes", to=member, chapter=chapter.pk, round=request.pk, fields=[*asked]
    )
    tell(
        request,
        chapter,
        kind="changes_requested",
        subject=_("Ada yang perlu Anda perbaiki di pendaftaran IPSPI"),
    )
    return request


@transaction.atomic
def take_back(*, request: ChangeRequest, by: User, at: dt.datetime) -> None:
    """Take a request for changes back: officers decide as it is. Raises PermissionDenied, AlreadyEnded."""
    member = Member.objects.select_for_update().get(pk=request.member_id)
    access.require(by, access.May.ADMIT, province=member.home_province_id)
    if not rounds.end_unanswered(ChangeRequest.objects.filter(pk=request.pk), at=at):
        raise AlreadyEnded(_("Permintaan perbaikan ini sudah dijawab atau ditarik."))
    chapter = access.chapter_of(member)
    audit.record(by=by, did="take_back_request", to=member, chapter=chapter.pk, round=request.pk)
    tell(
        request,
        chapter,
        kind="changes_taken_back",
        subject=_("Pendaftaran IPSPI Anda tidak perlu diperbaiki lagi"),
    )


def tell(request: ChangeRequest, chapter: Chapter, *, kind: str, subject: str) -> None:
    """Write to the applicant about a request for changes: one mail of each kind."""
    member = request.member
    if to := member.user.email if member.user else member.email:
        posting.add(
            key=f"member.{kind}:{request.pk}",
            kind=f"member.{kind}",
            to=to,
            subject=subject,
            template=f"mail/{kind}",
            context={
                "member": member,
                "chapter": chapter,
                "asked": [(summaries.label_of(each.field), each.note) for each in request.fields.all()],
                "path": reverse("members:status"),
            },
        )


def _in_order(names: Mapping[str, str]) -> list[str]:
    """The names in the order in which the application shows them."""
    return [name for name in (*summaries.NAMES, *Document.Kind.values) if name in names]

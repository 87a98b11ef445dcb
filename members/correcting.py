"""
Correcting an application that an officer sent back: the applicant's side of a round of changes.

Only the steps that hold a field which was asked for are open; what else is in them may change along, because some
answers hang together (a civil servant has a NIP), and the officer sees every one that did. A document that comes is
kept with the round at once, beside the one that is there, and takes its place when the round is answered.
Source: docs/rules.md#requested-changes
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.encryption import lookup
from ipspi.errors import RuleError
from ipspi.regions.models import Regency
from members import disagreements, documents, drafts, history, registration
from members.drafts import Answers, Step
from members.identity import IdentityWarning, masked
from members.models import ChangeRequest, Document, Member, RequestedField
from members.registration import NIK_HELD, Unconfirmed

MASKED = frozenset({"nik", "nip"})  # kept with a round only as they may be shown
# what is asked there depends on what was answered here
ALONG = {Step.EMPLOYMENT: Step.WORK, Step.CATEGORY: Step.EDUCATION}
EDUCATION = frozenset({"level", "programme", "institution", "entered_in", "graduated_in", "diploma_number"})
ROLE = frozenset({"role", "role_other"})


class NothingAsked(RuleError):
    """No officer waits for changes in the application."""


class NotAsked(RuleError):
    """An answer changed in a part of the application that nobody asked about."""


class NothingChanged(RuleError):
    """The application would come back as it was, without a word."""


class DocumentMissing(RuleError):
    """A document that was asked for did not come, and the applicant does not say why."""

    def __init__(self, message: str, *, kind: Document.Kind) -> None:
        super().__init__(message)
        self.kind = kind


class DiplomaMissing(DocumentMissing):
    """A student is a graduate now, and no diploma is there."""


def open_request_of(user: User) -> ChangeRequest | None:
    """Return the round that waits for `user`, with its fields, or None where it is not their turn."""
    rounds = ChangeRequest.objects.open().filter(member__user=user, member__status=Member.Status.APPLIED)
    return rounds.select_related("member__home_province").prefetch_related("fields").first()


def open_steps(request: ChangeRequest, given: dict[Step, Answers]) -> list[Step]:
    """
    Return the steps that hold a field which was asked for, and those whose questions depend on them.

    `given` are the answers of the application.
    """
    asked = {each.field for each in request.fields.all()}
    named = {step for step, answers in given.items() if asked & answers.keys()}
    return [step for step in given if step in named or any(ALONG.get(each) == step for each in named)]


def open_documents(request: ChangeRequest) -> list[Document.Kind]:
    """Return the documents that may be sent: those asked for, and the diploma of who may turn out to have graduated."""
    asked = {each.field for each in request.fields.all()}
    given, there = drafts.given_in(request.member), request.member.documents
    if Step.CATEGORY in open_steps(request, given) and not there.filter(kind=Document.Kind.DIPLOMA).exists():
        asked.add(Document.Kind.DIPLOMA)
    return [kind for kind in Document.Kind if kind in asked]


def new_warnings(member: Member, before: Answers, after: Answers, *, today: dt.date) -> list[IdentityWarning]:
    """Return what disagrees in the corrected answers and has not been confirmed as it is now."""
    return disagreements.unconfirmed(
        registration.warnings_in(after, today=today),
        confirmed=member.warnings,
        changed=_changed(before, after),
    )


def keep_document(*, by: User, kind: Document.Kind, content: bytes, at: dt.datetime) -> Document:
    """
    Keep a document with the open round of `by`, in place of one that came for it before.

    The officers see it when the round is answered. Raises images.files.Unacceptable with words for the field,
    NothingAsked, NotAsked.
    """
    document = documents.made_fit(content, kind=kind)  # before the transaction: it may take some seconds
    with transaction.atomic():
        _member, request = _asked_of(by)
        if kind not in open_documents(request):
            raise NotAsked(_("Dokumen ini tidak diminta pengurus."))
        request.documents.filter(kind=kind).delete()
        document.request, document.received_at = request, at
        document.save(force_insert=True)
    return document


def correct(*, by: User, answers: Answers, reply: str, confirmed: bool, at: dt.datetime) -> Member:
    """
    Send the application of `by` again with corrected answers (those of the open steps, as their forms clean them).

    Documents that came for the round (`keep_document`) take the place of those that were there. `reply`: words to the
    officer; without a change, or without a document that was asked for, there must be some. `confirmed`: the applicant
    has seen what newly disagrees and says that it is right. Raises NothingAsked, NotAsked, NothingChanged,
    DocumentMissing, DiplomaMissing, registration.Unconfirmed.
    """
    try:
        return _correct(by=by, answers=answers, reply=reply, confirmed=confirmed, at=at)
    except IntegrityError:
        # somebody was faster with the same NIK; now we see them
        return _correct(by=by, answers=answers, reply=reply, confirmed=confirmed, at=at)


@transaction.atomic
def _correct(*, by: User, answers: Answers, reply: str, confirmed: bool, at: dt.datetime) -> Member:
    member, request = _asked_of(by)
    given = drafts.given_in(member)
    before = {name: answer for each in given.values() for name, answer in each.items()}
    after = drafts.counting({**before, **answers})
    changed = _changed(before, after)
    _require_asked(changed, request, given)
    sent = set(request.documents.values_list("kind", flat=True))
    if not changed and not sent and not reply.strip():
        raise NothingChanged(
            _("Belum ada yang berubah. Perbaiki yang diminta, atau tulis keterangan mengapa itu tetap.")
        )
    _require_diploma(member, before, after, sent)
    _require_documents(request, sent, reply)
    today = timezone.localdate(at)
    if new_warnings(member, before, after, today=today) and not confirmed:
        raise Unconfirmed(_("Ada data yang berbeda. Periksa kembali, lalu nyatakan bahwa data Anda benar."))

    known = answers_of(member)
    _write(member, changed, after, today=today, at=at)
    documents.hand_over(request, to=member)
    changed |= dict.fromkeys(sent, at.isoformat())
    _end(request, known, changed, reply=reply.strip(), at=at)
    audit.record(by=by, did="correct_application", to=member, round=request.pk, fields=sorted(changed))
    return member


def _asked_of(user: User) -> tuple[Member, ChangeRequest]:
    """Lock the application of `user`, and return it with the open request for changes."""
    applied = Member.objects.select_for_update(of=("self",)).select_related("user", "home_province")
    member = applied.filter(user=user, status=Member.Status.APPLIED).first()
    request = ChangeRequest.objects.open().filter(member=member).first() if member else None
    if member is None or request is None:
        raise NothingAsked(_("Tidak ada perbaikan yang diminta, atau perbaikan Anda sudah terkirim."))
    return member, request


def _require_asked(changed: Answers, request: ChangeRequest, given: dict[Step, Answers]) -> None:
    allowed = {name for step in open_steps(request, given) for name in given[step]}
    if not changed.keys() <= allowed:
        raise NotAsked(_("Hanya bagian yang diminta pengurus yang dapat Anda ubah."))


def _require_diploma(member: Member, before: Answers, after: Answers, sent: set[str]) -> None:
    if not drafts.is_student(before) or drafts.is_student(after) or Document.Kind.DIPLOMA in sent:
        return
    if not member.documents.filter(kind=Document.Kind.DIPLOMA).exists():
        raise DiplomaMissing(
            _("Anda sekarang bukan mahasiswa lagi: unggah ijazah Anda."), kind=Document.Kind.DIPLOMA
        )


def _require_documents(request: ChangeRequest, sent: set[str], reply: str) -> None:
    asked = {each.field for each in request.fields.all()}
    missing = next((kind for kind in Document.Kind if kind in asked - sent), None)
    if missing and not reply.strip():
        words = _("Pilih berkasnya, atau tulis di bawah kepada pengurus mengapa belum dapat Anda kirim.")
        raise DocumentMissing(words, kind=missing)


def _write(member: Member, changed: Answers, after: Answers, *, today: dt.date, at: dt.datetime) -> None:
    """Take the answers over, and judge anew what follows: the warnings, whose the NIK is, the province."""
    columns = [name for name in changed if name not in EDUCATION | ROLE]
    for name in columns:
        answer = changed[name]
        if name == "home_regency":
            member.home_regency = Regency.objects.select_related("province").get(pk=answer)
            member.home_province = member.home_regency.province
        elif name == "birth_date":
            member.birth_date = dt.date.fromisoformat(answer)
        else:
            setattr(member, name, answer)
    if ROLE & changed.keys():
        for name, value in registration.role_in(after).items():
            setattr(member, name, value)
    if EDUCATION & changed.keys():
        registration.educate(member, after)
    member.type_id = registration.type_asked_for(after)
    holder = _settle(member)
    warnings = [each.code for each in registration.warnings_in(after, today=today)]
    member.warnings = [*warnings, NIK_HELD] if holder else warnings
    member.changed_at = at
    judged = ["role", "role_other", "type", "home_province", "nik_lookup", "warnings", "changed_at"]
    member.save(update_fields=[*columns, *judged])
    if {"home_regency", "category"} & changed.keys():
        on = history.day_of(member, at)
        history.record(member=member, kind=history.Kind.CORRECTED, on=on, by=member.user, at=at)
    if holder and "nik" in changed:
        registration.tell_holder(holder, of=member)
    if member.user and "name" in changed:
        member.user.name = member.name
        member.user.save(update_fields=["name"])


def _settle(member: Member) -> Member | None:
    """Make the NIK the applicant's, or only claimed where another living membership has it; return that one."""
    found = lookup(member.nik or "", purpose="nik")
    others = Member.objects.in_roster().filter(nik_lookup=found).exclude(pk=member.pk)
    holder = others.select_related("user").first()
    member.nik_lookup = None if holder else found
    return holder


def _end(request: ChangeRequest, before: Answers, changed: Answers, *, reply: str, at: dt.datetime) -> None:
    request.answered, request.ended_at, request.reply = True, at, reply
    request.save(update_fields=["answered", "ended_at", "reply"])
    asked = {each.field: each for each in request.fields.all()}
    for name in {**asked, **changed}:
        row = asked.get(name) or RequestedField(request=request, field=name, before=kept(name, before))
        row.changed, row.after = name in changed, kept(name, {**before, **changed})
        row.save()


def answers_of(member: Member) -> Answers:
    """Return what a round may ask for, by name: the answers of an application, and when its documents came."""
    answers = {name: answer for each in drafts.given_in(member).values() for name, answer in each.items()}
    there = member.documents.values_list("kind", "received_at")
    return {**answers, **{kind: received.isoformat() for kind, received in there}}


def _changed(before: Answers, after: Answers) -> Answers:
    return {name: answer for name, answer in after.items() if answer != before.get(name, "")}


def kept(name: str, answers: Answers) -> str:
    """Return an answer as a round keeps it: as it was given, or masked."""
    answer = answers.get(name, "")
    return masked(answer) if name in MASKED else answer

"""
A copy of everything about a person, for them: a ZIP with JSON and PDF, made by a job, behind an address that dies.

Source: docs/rules.md#own-data
"""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import font_source_sans_pro
import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from ipspi.jobs import running as jobs
from ipspi.jobs.models import Job
from ipspi.outbox import posting
from ipspi.regions import times
from members import correcting, drafts, identity, privacy, proposals, summaries
from members.models import DataCopy, Document, Draft, Member, Proof, Proposal, RequestedField

KIND = "members.copy_data"
LAYOUT = Path(__file__).with_name("data_copy.typ")
# keyed hashes say nothing to the person; notes and warnings are for officers (one says that somebody else has the
# NIK); files come beside
SECRET = {
    "nik_lookup",
    "nik_lookup_next",
    "value_lookup",
    "value_lookup_next",
    "fingerprint",
    "restricted_note",
    "warnings",
    "token",
    "key",
    "content",
    "preview",
}
PEOPLE = {User, Member}  # who acted is told as an office, not as a person
# what hangs on a membership, by the heading under which it is copied
PARTS = {
    "riwayat_keanggotaan": "changes",
    "pendidikan": "educations",
    "dokumen": "documents",
    "kartu": "cards",
    "iuran": "dues_marks",
    "mutasi": "transfers",
    "permintaan_perbaikan": "corrections",
    "pembacaan": "accesses",
    "permintaan": "privacy_requests",
}


class NotYours(RuleError):
    """The person has no membership, or it is not theirs."""


@transaction.atomic
def ask(*, member: Member, by: User, at: dt.datetime) -> Job:
    """Start making a copy, or return the job that makes one already. Raises NotYours."""
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.user_id != by.pk:
        raise NotYours(_("Hanya orangnya sendiri yang dapat meminta salinan datanya."))
    being_made = DataCopy.objects.filter(user=by, made_at=None).first()
    if being_made and (job := Job.objects.filter(key=_key(being_made)).first()) and job.is_open:
        return job
    DataCopy.objects.filter(user=by).delete()
    copy = DataCopy.objects.create(member=member, user=by, asked_at=at)
    audit.record(by=by, did="ask_data_copy", to=copy)
    return jobs.add(kind=KIND, key=_key(copy), by=by, arguments={"copy": str(copy.pk)})


def work(job: jobs.RunningJob) -> dict[str, Any]:
    """Make the copy that a job names; nothing if it is no longer wanted."""
    copy = DataCopy.objects.select_related("member__user").filter(pk=job.arguments["copy"]).first()
    if copy is None or copy.member.user_id != copy.user_id:  # a merge may have given it to another account
        return {}
    job.advance(done=0, total=2, step=_("Mengumpulkan data Anda"))
    data = everything_about(copy.member)
    job.advance(done=1, total=2, step=_("Menulis berkas"))
    proofs = Proof.objects.filter(correction__member=copy.member).select_related("correction")
    content = packed(data, documents=_documents_of(copy.member), proofs=proofs)
    _keep(copy, content, at=timezone.now())
    return {}


def everything_about(member: Member) -> dict[str, Any]:
    """Return all that the registry holds about a person, under Indonesian headings, made of dicts, lists and texts."""
    user = member.user
    return {
        "dibuat": timezone.now(),
        "akun": {"email": user.email, "nama": user.name, "dibuat": user.date_joined} if user else {},
        "keanggotaan": [_row(each) for each in privacy.records_of(member, user=member.user)],
        "persetujuan": [
            {
                "versi": each.text_id,
                "tujuan": each.text.purpose,
                "naskah": each.text.text,
                "diberikan": each.given_at,
            }
            for each in member.consents.select_related("text").order_by("given_at")
        ],
        **{name: _rows(member, relation) for name, relation in PARTS.items()},
        # a suspension that one officer only proposed is told when a second one agrees
        "rencana": [_row(plan) for plan in member.plans.filter(agreed_at__isnull=False).order_by("pk")],
        "perbaikan_pendaftaran": [
            {
                **_row(each),
                "isian": [_asked(field) for field in each.fields.order_by("pk")],
                "dokumen": [_row(document) for document in each.documents.order_by("kind")],
            }
            for each in member.change_requests.order_by("pk")
        ],
        "usulan_perubahan": [_proposed(each, member) for each in member.proposals.order_by("pk")],
        "isian_pendaftaran": [_answered(draft) for draft in Draft.objects.filter(user=user)],
        **{name: section(member) for name, section in privacy.sections().items()},
    }


def packed(
    data: dict[str, Any], *, documents: Iterable[Document] = (), proofs: Iterable[Proof] = ()
) -> bytes:
    """Return a ZIP with the data as JSON and as PDF, and the documents and what was shown with requests as files."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data-saya.json", text)
        archive.writestr("data-saya.pdf", as_pdf(data))
        for document in documents:
            name = f"{document.kind}-baru" if document.request_id else document.kind
            archive.writestr(f"{name}.{'jpg' if document.is_picture else 'pdf'}", document.content)
        for proof in proofs:
            name = f"bukti-{proof.correction.field}"
            archive.writestr(f"{name}.{'jpg' if proof.is_picture else 'pdf'}", proof.content)
    return file.getvalue()


def as_pdf(data: dict[str, Any]) -> bytes:
    """Return the same as a document, times in words. It goes in as data: nothing in it is ever read as markup."""
    text = json.dumps(_in_words(data), ensure_ascii=False)
    pdf = typst.compile(
        LAYOUT,
        font_paths=[font_source_sans_pro.font_directory],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": text},
    )
    if not isinstance(pdf, bytes):
        raise TypeError("One document is one PDF.")
    return pdf


def copy_of(user: User, *, at: dt.datetime) -> DataCopy | None:
    """Return the copy that `user` may download now, or that is being made, without its content."""
    copies = DataCopy.objects.filter(user=user).defer("content")
    return (
        copies.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=at)).order_by("-asked_at").first()
    )


@transaction.atomic
def _keep(copy: DataCopy, content: bytes, *, at: dt.datetime) -> None:
    expires = at + timedelta(days=settings.DAYS_OF_DATA_COPIES)
    waiting = DataCopy.objects.select_for_update().filter(pk=copy.pk, made_at=None).first()
    if waiting is None:
        return
    waiting.content, waiting.made_at, waiting.expires_at = content, at, expires
    waiting.save(update_fields=["content", "made_at", "expires_at"])
    posting.add(
        key=f"privacy.copy:{copy.pk}",
        kind="privacy.copy",
        to=waiting.user.email,
        subject=_("Salinan data Anda sudah siap"),
        template="mail/privacy_copy",
        context={"expires": expires, "path": reverse("privacy:download", args=[waiting.token])},
    )


def _documents_of(member: Member) -> Iterable[Document]:
    """Return the documents of a member, and those that came for a round of changes that is not answered yet."""
    own = models.Q(member=member) | models.Q(request__member=member)
    return Document.objects.filter(own).order_by("kind", "received_at")


def _rows(member: Member, relation: str) -> list[dict[str, Any]]:
    return [_row(each) for each in getattr(member, relation).order_by("pk")]


def _row(row: models.Model, *, but: Collection[str] = ()) -> dict[str, Any]:
    """Return a row by the words of its columns, without those of `but`; choices in words."""
    found = {}
    for field in row._meta.concrete_fields:
        skipped = (
            field.name in SECRET or field.name in but or field.related_model in PEOPLE or field.name == "id"
        )
        if skipped or not _says(row, field.attname):
            continue
        shown = getattr(row, f"get_{field.name}_display", None)
        value = shown() if shown else getattr(row, field.name)
        if field.name == "size":
            value = filesizeformat(value)
        found[str(field.verbose_name)] = value if _is_plain(value) else str(value)
    return found


def _asked(field: RequestedField) -> dict[str, str]:
    """Return a field of a round of changes in words."""
    before, after = (_in_answer(field.field, each or "") for each in (field.before, field.after))
    return {
        _("isian"): summaries.label_of(field.field),
        _("catatan"): field.note,
        _("sebelumnya"): before,
        _("sesudahnya"): after,
    }


def _proposed(proposal: Proposal, member: Member) -> dict[str, Any]:
    """Return a proposal in words; a NIK or NIP that is not the person's own may be somebody else's, and is masked."""
    row, value = _row(proposal, but={"upload", "correction"}), str(proposal.value)
    if proposal.field in proposals.SECRET and value != proposals.value_of(member, proposal.field):
        value = identity.masked(value)
    return {**row, str(Proposal._meta.get_field("value").verbose_name): value}


def _answered(draft: Draft) -> dict[str, str]:
    """Return the answers of a registration on its way in words."""
    answers = drafts.answers_in(draft)
    return {summaries.label_of(name): _in_answer(name, answer) for name, answer in answers.items() if answer}


def _in_answer(name: str, answer: str) -> str:
    """An answer in words; the person's own numbers are not masked to them."""
    try:
        return answer if name in correcting.MASKED else summaries.shown(name, answer) or answer
    except (ValueError, KeyError):
        return answer


def _says(row: models.Model, attname: str) -> bool:
    return getattr(row, attname) not in (None, "", [])


def _in_words(value: Any) -> Any:
    match value:
        case dict():
            return {key: _in_words(each) for key, each in value.items()}
        case dt.datetime():
            return times.spoken(value, zone=times.NATIONAL_ZONE)
        case dt.date():
            return date_format(value, "j F Y")
        case list() if all(isinstance(each, str) for each in value):
            return ", ".join(value)
        case list():
            return [_in_words(each) for each in value]
    return value


def _is_plain(value: object) -> bool:
    return isinstance(value, bool | int | float | str | dt.date | dt.datetime | list | dict)


def _key(copy: DataCopy) -> str:
    return f"data-copy:{copy.pk}"

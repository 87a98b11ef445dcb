"""What an officer sees of a member, in words: facts with numbers masked, documents, warnings, and who decided."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from chapters.access import May
from chapters.models import Chapter
from ipspi.regions import times
from members import disagreements, identity, registration
from members.models import Document, Education, Institution, Member


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a member."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Then:
    """A fact as it was written at some time; `now` what is written now, if that is something else."""

    label: str
    value: str
    now: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that an officer may open, and its small picture; a PDF has none."""

    label: str
    url: str
    said: str
    preview_url: str


def facts_of(member: Member, *, zone: str) -> list[Fact]:
    """Return all that an officer sees of a member; numbers of the state are masked."""
    return [
        *_if_any(_("Nomor induk anggota"), member.number or ""),
        *_if_any(_("Anggota sejak"), _date(member.joined_on)),
        Fact(_("Jenis keanggotaan"), member.type.name),
        *_if_any(_("Kategori"), member.get_category_display()),
        Fact("NIK", identity.masked(member.nik or "")),
        *_if_any(_("Tempat lahir"), member.birth_place),
        Fact(_("Tanggal lahir"), _date(member.birth_date)),
        Fact(_("Jenis kelamin"), member.get_sex_display()),
        Fact(_("Telepon/WhatsApp"), chat(member, quiet=member.pk in not_to_call([member]))),
        Fact(_("Email"), member.user.email if member.user else member.email),
        *_if_any(_("Alamat surat"), " ".join(filter(None, [member.address, member.postal_code]))),
        Fact(_("Kabupaten/kota domisili"), str(member.home_regency or "")),
        Fact(_("Provinsi"), str(member.home_province or "")),
        Fact(_("Status kepegawaian"), member.get_employment_display()),
        *_if_any(_("Bidang"), member.get_sector_display()),
        *([Fact("NIP", identity.masked(member.nip))] if member.nip or member.is_asn else []),
        Fact(_("Tempat bekerja"), member.workplace),
        *_if_any(_("Peran di tempat kerja"), member.role_at_work),
        *(Fact(_("Pendidikan"), _studied(education)) for education in member.educations.all()),
        *_if_any(_("Diajukan"), times.spoken(member.applied_at, zone=zone) if member.applied_at else ""),
    ]


def differing_facts(then: Member, now: Member) -> list[Then]:
    """Return what was written of a member at some time, each beside what is written now where that differs."""
    return [
        Then(was.label, was.value, current.value if current.value != was.value else None)
        for was, current in zip(_written(then), _written(now), strict=True)
    ]


def _written(member: Member) -> list[Fact]:
    return [
        Fact(_("Nama"), member.full_name),
        Fact(_("Nomor induk anggota"), member.number or ""),
        Fact(_("Kategori"), member.get_category_display()),
        Fact(_("Tempat lahir"), member.birth_place),
        Fact(_("Tanggal lahir"), _date(member.birth_date)),
        Fact(_("Jenis kelamin"), member.get_sex_display()),
        Fact(_("Telepon"), str(member.phone.as_international) if member.phone else ""),
        Fact(_("Alamat surat"), " ".join(filter(None, [member.address, member.postal_code]))),
        Fact(_("Kabupaten/kota domisili"), str(member.home_regency or "")),
        Fact(_("Status kepegawaian"), member.get_employment_display()),
        Fact(_("Bidang"), member.get_sector_display()),
        Fact(_("Tempat bekerja"), member.workplace),
        Fact(_("Peran di tempat kerja"), member.role_at_work),
    ]


def documents_of(member: Member, *, chapter: Chapter, rights: Collection[May]) -> list[Paper]:
    """Return the member's documents with links that open them; nothing for whose rights do not hold that."""
    if May.SEE_DOCUMENTS not in rights:
        return []
    documents = Document.objects.without_content().filter(member=member)
    return [
        _paper(document, chapter) for kind in Document.Kind for document in documents if document.kind == kind
    ]


def decision_of(member: Member, *, zone: str) -> str:
    """Say who decided on an application and when; empty while nobody has."""
    if member.decided_at is None:
        return ""
    at = times.spoken(member.decided_at, zone=zone)
    if member.decided_by is None:
        return _("Diputuskan pada %(at)s.") % {"at": at}
    return _("Diputuskan oleh %(who)s pada %(at)s.") % {"who": member.decided_by, "at": at}


def warnings_of(member: Member, *, today: dt.date) -> list[str]:
    """Return the warnings of a member in words, as far as they are still true today."""
    found = disagreements.of(member, today=today)
    words = [warning.message for warning in found if warning.code in member.warnings]
    if registration.NIK_HELD in member.warnings:
        words.append(_("NIK ini sudah tercatat pada keanggotaan lain. Hubungi DPP sebelum memutuskan."))
    return words


def _if_any(label: str, value: str) -> list[Fact]:
    return [Fact(label, value)] if value else []


def _studied(education: Education) -> str:
    """The study in words; a proposal of an institution is marked, so that an officer looks twice."""
    institution = education.institution
    where = institution.name
    if institution.status == Institution.Status.PROPOSED:
        where = _("%(name)s (belum ada di daftar DPP)") % {"name": institution.name}
    years = (
        _("lulus %(year)s") % {"year": education.graduated_in}
        if education.graduated_in
        else _("masuk %(year)s, belum lulus") % {"year": education.entered_in}
    )
    number = (
        _("ijazah nomor %(number)s") % {"number": education.diploma_number}
        if education.diploma_number
        else ""
    )
    study = str(education)
    return ", ".join(filter(None, [study, where, years, number]))


def _paper(document: Document, chapter: Chapter) -> Paper:
    where = [chapter.pk, document.member_id, document.kind]
    return Paper(
        label=document.get_kind_display(),
        url=reverse("chapters:document", args=where),
        said=f"{document.get_medium_display()}, {filesizeformat(document.size)}",
        preview_url=reverse("chapters:preview", args=where) if document.is_picture else "",
    )


def _date(day: dt.date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def chat(member: Member, *, quiet: bool) -> str:
    """Return the telephone number as a link to WhatsApp, of who is `quiet` without one; empty where none is known."""
    if not member.phone:
        return ""
    if quiet:
        return str(member.phone.as_international)
    return format_html(
        '<a href="{}" rel="noreferrer" target="_blank">{}</a> <small class="muted">{}</small>',
        chat_url(member),
        member.phone.as_international,
        _("buka WhatsApp"),
    )


def chat_url(member: Member) -> str:
    """Return the address that opens a chat; empty where no number is known."""
    return f"https://wa.me/{member.phone.as_e164.lstrip('+')}" if member.phone else ""


def not_to_call(members: Collection[Member]) -> set[UUID]:
    """Return the ids of those to whom no chat is offered: their data is restricted, or they want no mail to many."""
    said_so = Q(restriction__isnull=False) | Q(mail_refusal__isnull=False)
    return set(
        Member.objects.filter(said_so, pk__in=[member.pk for member in members]).values_list("pk", flat=True)
    )

"""What the pages of a registration say about it: the way ahead, the answers given, and who has it now."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import PhoneNumber

from ipspi.regions import lookup, times
from members import additions, drafts, history, registration
from members.drafts import Answers, Step
from members.identity import NIP, masked
from members.models import (
    Category,
    Document,
    Draft,
    Education,
    Employment,
    Member,
    MembershipType,
    Role,
    Sector,
    Sex,
)

BEFORE_MEMBERSHIP = (Member.Status.APPLIED, Member.Status.REJECTED, Member.Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Page:
    """A step's page: its word in the list of steps, its title, and what is said below it."""

    url_name: str
    label: str | Promise
    title: str | Promise
    lead: str | Promise


PAGES = {
    Step.NAME: Page(
        "members:name",
        gettext_lazy("Nama"),
        gettext_lazy("Siapa nama Anda?"),
        gettext_lazy("Nama ini menjadi nama di kartu anggota."),
    ),
    Step.IDENTITY: Page(
        "members:identity",
        gettext_lazy("Identitas"),
        gettext_lazy("Identitas Anda"),
        gettext_lazy("Siapkan KTP Anda."),
    ),
    Step.CONTACT: Page(
        "members:contact",
        gettext_lazy("Kontak"),
        gettext_lazy("Di mana kami menghubungi Anda"),
        gettext_lazy("Pengurus daerah tempat tinggal Anda yang memeriksa pendaftaran ini."),
    ),
    Step.EMPLOYMENT: Page(
        "members:employment",
        gettext_lazy("Kepegawaian"),
        gettext_lazy("Status kepegawaian Anda"),
        gettext_lazy("Sebutkan keadaan sekarang, juga bila belum bekerja."),
    ),
    Step.WORK: Page("members:work", gettext_lazy("Pekerjaan"), gettext_lazy("Pekerjaan Anda"), ""),
    Step.CATEGORY: Page(
        "members:category",
        gettext_lazy("Kategori"),
        gettext_lazy("Kategori Anda"),
        gettext_lazy("Ini tentang latar belakang Anda, bukan tentang pekerjaan sekarang."),
    ),
    Step.EDUCATION: Page(
        "members:education",
        gettext_lazy("Pendidikan"),
        gettext_lazy("Pendidikan Anda"),
        gettext_lazy(
            "Pendidikan Anda yang tertinggi di bidang kesejahteraan sosial; bila tidak ada, yang tertinggi."
        ),
    ),
    Step.DOCUMENTS: Page(
        "members:documents",
        gettext_lazy("Dokumen"),
        gettext_lazy("Dokumen Anda"),
        gettext_lazy("Foto dari ponsel cukup. Setiap berkas tersimpan begitu diunggah."),
    ),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A step in the list of steps: "done", "now" or "later"."""

    label: str | Promise
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An answer as it is shown, and where it is changed."""

    label: str | Promise
    value: str
    url: str = ""
    hidden: str = ""  # what its owner may uncover


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a registration: what is there, and where it is shown, sent and removed."""

    kind: Document.Kind
    needed: bool
    document: Document | None

    @property
    def said(self) -> str:
        """Say in words that it is there."""
        if self.document is None:
            return ""
        return _("Tersimpan: %(medium)s") % {"medium": self.document.get_medium_display()}


def next_url(draft: Draft | None) -> str:
    """Return where to go on: the first step without answers, else the last check."""
    step = drafts.first_open_step(draft)
    return reverse(PAGES[step].url_name if step else "members:check")


def back_url(step: Step, draft: Draft | None) -> str:
    """Return where one comes from: the step before, else the page that says what to have ready."""
    asked = drafts.steps_asked(draft)
    before = asked[: asked.index(step)]
    return reverse(PAGES[before[-1]].url_name if before else "members:start")


def steps(draft: Draft | None, *, at: Step | None) -> list[Mark]:
    """Return the steps of a registration as seen from the page of `at`; None is the last check."""
    done = drafts.steps_done(draft)
    marks = [
        Mark(
            PAGES[step].label,
            "now" if step == at else "done" if step in done else "later",
            reverse(PAGES[step].url_name),
        )
        for step in drafts.steps_asked(draft)
    ]
    return [*marks, Mark(_("Periksa"), "now" if at is None else "later")]


def documents_of(draft: Draft) -> list[Paper]:
    """Return all kinds of documents that this registration may have, with those that are there."""
    there = {document.kind: document for document in draft.documents.without_content()}
    student = drafts.is_student(drafts.answers_in(draft))
    kinds = [kind for kind in Document.Kind if not (student and kind == Document.Kind.DIPLOMA)]
    optional = Document.Kind.CERTIFICATE
    return [Paper(kind, kind != optional, there.get(kind)) for kind in kinds]


def answered(draft: Draft) -> list[Row]:
    """Return all answers for the last check, each with where it is changed; the NIK masked."""
    facts = drafts.facts_in(draft)
    papers = [
        Row(paper.kind.label, paper.said, reverse("members:documents")) for paper in documents_of(draft)
    ]
    return [*_given(facts, changeable=True), *papers, _asked_for(facts)]


def sent(member: Member) -> list[Row]:
    """Return the answers that an application was made of, to be read; the NIK masked."""
    given = drafts.given_in(member).values()
    facts = drafts.counting({name: answer for answers in given for name, answer in answers.items()})
    papers = [
        Row(paper.get_kind_display(), Paper(Document.Kind(paper.kind), needed=True, document=paper).said)
        for paper in member.documents.without_content()
    ]
    return [*_given(facts, changeable=False), *papers, Row(_("Jenis keanggotaan"), member.type.name)]


def _given(facts: Answers, *, changeable: bool) -> list[Row]:
    words = {**facts, "role": _role(facts)}
    return [
        Row(
            label,
            shown(words[name]),
            url_of(name) if changeable else "",
            hidden=words[name] if shown is masked else "",
        )
        for _step, name, label, shown in SHOWN
        if words.get(name) or name in ASKED_OF_ALL
    ]


def _asked_for(facts: Answers) -> Row:
    return Row(_("Jenis keanggotaan"), MembershipType.objects.get(pk=registration.type_asked_for(facts)).name)


def status_of(member: Member) -> dict[str, Any]:
    """Return how far a registration is, who has it, and since when, in words."""
    zone = history.zone_of(member)
    decided = member.status != Member.Status.APPLIED
    admitted = member.status == Member.Status.ACTIVE
    return {
        "member": member,
        "keeper": additions.keeper_of(member),
        "applied": times.spoken(member.applied_at, zone=zone) if member.applied_at else "",
        "decided": times.spoken(member.decided_at, zone=zone) if member.decided_at else "",
        "draft": drafts.draft_of(member.user) if member.user else None,
        "steps": [
            Mark(_("Data dikirim"), "done"),
            Mark(_("Diperiksa pengurus"), "done" if decided else "now"),
            Mark(_("Menjadi anggota"), "now" if admitted else "later"),
        ],
    }


def _role_named(answer: str) -> str:
    if answer == drafts.OTHER_ROLE:
        return _("Lainnya")
    return str(Role.objects.filter(pk=answer).first() or "") if answer.isdecimal() else answer


def _role(facts: Answers) -> str:
    if facts.get("role") == drafts.OTHER_ROLE:
        return facts["role_other"]
    return str(Role.objects.filter(pk=facts["role"]).first() or "") if facts.get("role") else ""


def free_facts(member: Member) -> dict[str, Any]:
    """Return what a member changes alone, as its form begins with it."""
    names = ("titles_before", "titles_after", "address", "home_regency", "postal_code", "nip", "workplace")
    return {
        **{name: getattr(member, name) for name in (*names, "role_other")},
        "phone": member.phone.as_national if member.phone else "",
        "situation": member.sector or member.employment,
        "role": drafts.OTHER_ROLE if member.role_other else member.role_id or "",
    }


def held(member: Member) -> list[Row]:
    """Return what only an officer changes, as it stands; the NIK masked."""
    born = formats.date_format(member.birth_date, "j F Y") if member.birth_date else ""
    return [
        Row(_("Nama lengkap"), member.name, ""),
        Row("NIK", masked(member.nik or ""), ""),
        Row(_("Tanggal lahir"), born, ""),
        Row(_("Jenis kelamin"), str(member.get_sex_display()), ""),
        Row(_("Jenis keanggotaan"), member.type.name, ""),
    ]


def _date(written: str) -> str:
    return formats.date_format(dt.date.fromisoformat(written), "j F Y")


def _regency(code: str) -> str:
    regency = lookup.regency_of_code(code)
    return f"{regency.name}, {regency.province.name}" if regency else code


def _phone(written: str) -> str:
    return str(PhoneNumber.from_string(written).as_national)


# where an answer is changed, if not in a field of its name
ANCHORS = {
    "employment": "id_situation_0",
    "sector": "id_situation_0",
    "category": "id_category_0",
    "sex": "id_sex_0",
}
# shown as left empty; what is asked of some only is left out
ASKED_OF_ALL = {"titles_before", "titles_after", "postal_code"}
SHOWN: list[tuple[Step, str, str | Promise, Callable[[str], str]]] = [
    (Step.NAME, "name", gettext_lazy("Nama lengkap"), str),
    (Step.NAME, "titles_before", gettext_lazy("Gelar di depan nama"), str),
    (Step.NAME, "titles_after", gettext_lazy("Gelar di belakang nama"), str),
    (Step.IDENTITY, "nik", gettext_lazy("NIK"), masked),
    (Step.IDENTITY, "birth_place", gettext_lazy("Tempat lahir"), str),
    (Step.IDENTITY, "birth_date", gettext_lazy("Tanggal lahir"), _date),
    (Step.IDENTITY, "sex", gettext_lazy("Jenis kelamin"), lambda code: str(Sex(code).label)),
    (Step.CONTACT, "phone", gettext_lazy("Telepon atau WhatsApp"), _phone),
    (Step.CONTACT, "address", gettext_lazy("Alamat surat"), str),
    (Step.CONTACT, "home_regency", gettext_lazy("Tempat tinggal"), _regency),
    (Step.CONTACT, "postal_code", gettext_lazy("Kode pos"), str),
    (
        Step.EMPLOYMENT,
        "employment",
        gettext_lazy("Status kepegawaian"),
        lambda code: str(Employment(code).label),
    ),
    (Step.EMPLOYMENT, "sector", gettext_lazy("Bidang"), lambda code: str(Sector(code).label)),
    (Step.WORK, "nip", gettext_lazy("NIP"), lambda digits: NIP(digits).printed),
    (Step.WORK, "workplace", gettext_lazy("Tempat bekerja"), str),
    (Step.WORK, "role", gettext_lazy("Peran di tempat kerja"), _role_named),
    (Step.CATEGORY, "category", gettext_lazy("Kategori"), lambda code: str(Category(code).label)),
    (Step.EDUCATION, "level", gettext_lazy("Jenjang"), lambda code: str(Education.Level(code).label)),
    (Step.EDUCATION, "programme", gettext_lazy("Program studi"), str),
    (Step.EDUCATION, "institution", gettext_lazy("Perguruan tinggi atau sekolah"), str),
    (Step.EDUCATION, "entered_in", gettext_lazy("Tahun masuk"), str),
    (Step.EDUCATION, "graduated_in", gettext_lazy("Tahun lulus"), str),
    (Step.EDUCATION, "diploma_number", gettext_lazy("Nomor ijazah"), str),
]
NAMES = tuple(name for _step, name, _label, _shown in SHOWN)


def url_of(field: str) -> str:
    """Return where a field is changed."""
    step = next(step for step, name, _label, _shown in SHOWN if name == field)
    return f"{reverse(PAGES[step].url_name)}#{ANCHORS.get(field, f'id_{field}')}"


def label_of(field: str) -> str:
    """Return the name of a field, or of a document, as people read it."""
    if field in Document.Kind.values:
        return str(Document.Kind(field).label)
    return next((str(label) for _step, name, label, _shown in SHOWN if name == field), field)


def shown(field: str, answer: str) -> str:
    """Return an answer as it may be shown; empty where there is none."""
    return next((how(answer) for _step, name, _label, how in SHOWN if name == field and answer), "")

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
from members import additions, drafts
from members.drafts import Answers, Step
from members.identity import NIP, masked
from members.models import Draft, Employment, Member, Sex

NATIONAL_ZONE = "WIB"


@dataclass(frozen=True, slots=True)
class Page:
    """A step's page: its word in the list of steps, its title, and what is said below it."""

    url_name: str
    label: str | Promise
    title: str | Promise
    lead: str | Promise


PAGES = {
    Step.IDENTITY: Page(
        "members:identity",
        gettext_lazy("Data diri"),
        gettext_lazy("Siapa Anda"),
        gettext_lazy("Siapkan KTP Anda. Nama menjadi nama di kartu anggota."),
    ),
    Step.CONTACT: Page(
        "members:contact",
        gettext_lazy("Kontak"),
        gettext_lazy("Di mana kami menghubungi Anda"),
        gettext_lazy("Pengurus daerah tempat tinggal Anda yang memeriksa pendaftaran ini."),
    ),
    Step.WORK: Page(
        "members:work",
        gettext_lazy("Pekerjaan"),
        gettext_lazy("Pekerjaan Anda"),
        gettext_lazy("Sebutkan keadaan sekarang, juga bila belum bekerja."),
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
    url: str


def next_url(draft: Draft | None) -> str:
    """Return where to go on: the first step without answers, else the last check."""
    step = drafts.first_open_step(draft)
    return reverse(PAGES[step].url_name if step else "members:check")


def back_url(step: Step) -> str:
    """Return where one comes from: the step before, else the page that says what to have ready."""
    before = list(PAGES.values())[: list(PAGES).index(step)]
    return reverse(before[-1].url_name if before else "members:start")


def steps(draft: Draft | None, *, at: Step | None) -> list[Mark]:
    """Return the steps of a registration as seen from the page of `at`; None is the last check."""
    done = drafts.steps_done(draft)
    marks = [
        Mark(page.label, "now" if step == at else "done" if step in done else "later", reverse(page.url_name))
        for step, page in PAGES.items()
    ]
    return [*marks, Mark(_("Periksa dan kirim"), "now" if at is None else "later")]


def answered(answers: Answers) -> list[Row]:
    """Return all answers for the last check; the NIK masked."""
    return [
        Row(label, shown(answers[name]), f"{reverse(PAGES[step].url_name)}#id_{name}")
        for step, name, label, shown in SHOWN
        if name != "nip" or answers["nip"]
    ]


def status_of(member: Member) -> dict[str, Any]:
    """Return how far a registration is, who has it, and since when, in words."""
    zone = member.home_province.zone if member.home_province else NATIONAL_ZONE
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


def _date(written: str) -> str:
    return formats.date_format(dt.date.fromisoformat(written), "j F Y")


def _regency(code: str) -> str:
    regency = lookup.regency_of_code(code)
    return f"{regency.name}, {regency.province.name}" if regency else code


def _phone(written: str) -> str:
    return str(PhoneNumber.from_string(written).as_national)


SHOWN: list[tuple[Step, str, str | Promise, Callable[[str], str]]] = [
    (Step.IDENTITY, "name", gettext_lazy("Nama lengkap"), str),
    (Step.IDENTITY, "titles_before", gettext_lazy("Gelar di depan nama"), str),
    (Step.IDENTITY, "titles_after", gettext_lazy("Gelar di belakang nama"), str),
    (Step.IDENTITY, "nik", gettext_lazy("NIK"), masked),
    (Step.IDENTITY, "birth_date", gettext_lazy("Tanggal lahir"), _date),
    (Step.IDENTITY, "sex", gettext_lazy("Jenis kelamin"), lambda code: str(Sex(code).label)),
    (Step.CONTACT, "phone", gettext_lazy("Telepon atau WhatsApp"), _phone),
    (Step.CONTACT, "home_regency", gettext_lazy("Tempat tinggal"), _regency),
    (Step.WORK, "employment", gettext_lazy("Status kepegawaian"), lambda code: str(Employment(code).label)),
    (Step.WORK, "nip", gettext_lazy("NIP"), lambda digits: NIP(digits).printed),
    (Step.WORK, "workplace", gettext_lazy("Tempat bekerja"), str),
]
NAMES = tuple(name for _step, name, _label, _shown in SHOWN)


def label_of(field: str) -> str:
    """Return the name of a field as people read it."""
    return next((str(label) for _step, name, label, _shown in SHOWN if name == field), field)


def shown(field: str, answer: str) -> str:
    """Return an answer as it may be shown; empty where there is none."""
    return next((how(answer) for _step, name, _label, how in SHOWN if name == field and answer), "")

"""Where a NIK or NIP disagrees with other answers: what it says, what was written, and where either is changed."""

import datetime as dt
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from ipspi.regions import lookup
from members import disagreements, registration, summaries
from members.drafts import Answers, Step
from members.identity import NIK, NIP, IdentityWarning, birth_dates_of
from members.models import Sex

# told on the page of a step itself: what can be compared there
TOLD_AT = {
    Step.IDENTITY: {"nik_regency_unknown", "nik_birth_date_differs", "nik_sex_differs"},
    Step.WORK: {"nip_birth_date_differs", "nip_sex_differs", "nip_appointment"},
}


@dataclass(frozen=True, slots=True)
class Change:
    """Where one of the answers is changed."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A warning as the person reads it: for their eyes only, as it says what stands in the number."""

    message: str
    detail: str
    changes: list[Change]


def at_step(step: Step, answers: Answers, *, today: dt.date) -> list[Doubt]:
    """Return what disagrees among the answers that a step's page compares."""
    told = TOLD_AT.get(step)
    if not told or not (answers.get("nik") and answers.get("birth_date") and answers.get("sex")):
        return []
    found = registration.warnings_in(answers, today=today)
    return among([each for each in found if each.code in told], answers, today=today)


def among(warnings: list[IdentityWarning], answers: Answers, *, today: dt.date) -> list[Doubt]:
    """Return warnings with what the numbers say beside what was answered."""
    return [
        Doubt(
            warning.message,
            _detail(warning.code, answers, today=today),
            [_change(field) for field in summaries.NAMES if field in disagreements.ABOUT[warning.code]],
        )
        for warning in warnings
    ]


def _change(field: str) -> Change:
    return Change(_("Ubah %(answer)s") % {"answer": summaries.label_of(field)}, summaries.url_of(field))


def _detail(code: str, answers: Answers, *, today: dt.date) -> str:
    nik, born = NIK(answers["nik"]), dt.date.fromisoformat(answers["birth_date"])
    if code == "nik_regency_unknown":
        return _("NIK Anda dimulai dengan %(code)s.") % {"code": nik.digits[:4]}
    if code == "nip_appointment":
        return _("Di NIP Anda tertulis %(digits)s.") % {"digits": answers["nip"][8:14]}
    if code == "nik_regency_differs":
        known = lookup.regency_of_code(nik.regency_code)
        return _said("NIK", known.name, _regency(answers["home_regency"])) if known else ""
    number: NIK | NIP = NIP(answers["nip"]) if code.startswith("nip") else nik
    name = "NIP" if code.startswith("nip") else "NIK"
    if code.endswith("sex_differs"):
        return _said(name, _sex(number.sex), _sex(answers["sex"]))
    says = number.birth_date if isinstance(number, NIP) else _nearest(number, born, today=today)
    return _said(name, _date(says), _date(born))


def _said(name: str, number_says: str, answered: str) -> str:
    words = {"name": name, "says": number_says, "answer": answered}
    return _("%(name)s menyebut %(says)s; Anda menulis %(answer)s.") % words


def _nearest(nik: NIK, born: dt.date, *, today: dt.date) -> dt.date:
    """Return what a NIK says of the birth date, in the century of the answer: the NIK does not write it."""
    past = [date for date in birth_dates_of(nik.digits) if date <= today]
    return min(past, key=lambda date: abs(date - born), default=nik.birth_date(today=today))


def _date(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


def _sex(code: str) -> str:
    return str(Sex(code).label).lower()


def _regency(code: str) -> str:
    regency = lookup.regency_of_code(code)
    return regency.name if regency else code

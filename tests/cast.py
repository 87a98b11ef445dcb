"""
Builders of the people and seats that tests are about: plain functions, valid by default, every fact replaceable.

All people are invented; their NIKs are counted up from a serial that no office ever reached.
"""

import datetime as dt
import time
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone

from chapters.models import DPP, Chapter, Office, Seat
from ipspi.accounts import factors
from ipspi.accounts.models import User
from ipspi.encryption import lookup
from ipspi.regions.models import Regency
from members import drafts
from members.drafts import Answers, Step
from members.models import (
    ConsentText,
    Document,
    Draft,
    Education,
    Employment,
    Institution,
    Member,
    MembershipChange,
    NumberBook,
    Role,
    Sex,
)

PASSWORD = "kata-sandi-panjang-42"
NOW = dt.datetime(2026, 11, 16, 3, 0, tzinfo=dt.UTC)  # 10.00 WIB on a Monday
TODAY = NOW.date()
BORN = dt.date(1985, 3, 27)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of every code app of the cast
PALEMBANG, OGAN_ILIR, BANDA_ACEH = "16.71", "16.10", "11.71"

_serial = count(1)


def make_nik(*, regency: str = PALEMBANG, birth: dt.date = BORN, sex: str = Sex.FEMALE) -> str:
    """Return a NIK that nobody else has in this run and that fits a person."""
    number = next(_serial)
    day = birth.day + (40 if sex == Sex.FEMALE else 0)
    district, serial = 1 + number // 9000 % 90, 1 + number % 9000
    return f"{regency.replace('.', '')}{district:02d}{day:02d}{birth:%m%y}{serial:04d}"


def make_nip(*, birth: dt.date = BORN, sex: str = Sex.FEMALE) -> str:
    """Return the NIP of a PNS that fits a person."""
    return f"{birth:%Y%m%d}201001{2 if sex == Sex.FEMALE else 1}{1 + next(_serial) % 900:03d}"


def make_user(email: str = "", *, confirmed: bool = True, password: str = PASSWORD, **facts: Any) -> User:
    """Make an account whose address is confirmed."""
    user = User.objects.create_user(email or f"orang{next(_serial)}@contoh.example", password, **facts)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=confirmed)
    return user


def with_app(user: User) -> User:
    """Give an account an app that shows codes, and return the account."""
    factors.add_totp(user=user, secret=SECRET)
    return user


def code_now(secret: str = SECRET) -> str:
    """Return what the app shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def make_member(
    *,
    status: str = Member.Status.ACTIVE,
    home_regency: Regency | str | None = PALEMBANG,
    nik: str | None = "",
    **facts: Any,
) -> Member:
    """
    Make a member, or an applicant with `status`. An empty `nik` is invented, None is none.

    An active member with an account gets a number, and every number is in the book.
    """
    regency = Regency.objects.get(pk=home_regency) if isinstance(home_regency, str) else home_regency
    birth, sex = facts.get("birth_date", BORN), facts.get("sex", Sex.FEMALE)
    if nik == "":
        nik = make_nik(
            regency=regency.code if regency else PALEMBANG, birth=birth or BORN, sex=sex or Sex.FEMALE
        )
    usual: dict[str, Any] = {
        "name": "Siti Rahmawati",
        "birth_date": birth,
        "sex": sex,
        "phone": "+6281234567890",
        "employment": Employment.NON_ASN,
        "workplace": "Yayasan Contoh",
        "nik": nik,
        "nik_lookup": lookup(nik, purpose="nik") if nik else None,
        "home_regency": regency,
        "home_province": regency.province if regency else None,
        **_usual_of(status, by=facts.get("user")),
    }
    member = Member.objects.create(status=status, **{**usual, **facts})
    if member.number:
        NumberBook.objects.create(number=member.number, member=member)
    _remember(member)
    return member


def _remember(member: Member) -> None:
    """Give a member the history of one who came as they are."""
    day = member.joined_on or (member.applied_at or NOW).date()
    kind = member.status if member.status in MembershipChange.Kind.values else MembershipChange.Kind.IMPORTED
    MembershipChange.objects.create(
        member=member,
        kind=kind,
        on=day,
        recorded_at=NOW,
        status=member.status,
        type_id=member.type_id,
        province_id=member.home_province_id,
    )


def _usual_of(status: str, *, by: User | None) -> dict[str, Any]:
    if status == Member.Status.APPLIED:
        return {"user": by or make_user(), "applied_at": NOW}
    if status == Member.Status.REJECTED:
        return {
            "user": by or make_user(),
            "applied_at": NOW,
            "decided_at": NOW,
            "rejection_reason": "Ijazah belum terbaca.",
        }
    into = (
        {"merged_into": make_member(status=Member.Status.RESIGNED)} if status == Member.Status.MERGED else {}
    )
    return {
        **into,
        "number": f"LAMA.{next(_serial):06d}",
        "joined_on": dt.date(2019, 4, 8),
        "admitted_on": dt.date(2019, 4, 8),
    }


def make_applicant(**facts: Any) -> Member:
    """Make somebody who has applied and waits."""
    return make_member(status=Member.Status.APPLIED, **facts)


def make_answers(**changed: str) -> dict[Step, Answers]:
    """Return the answers of a graduate who works for a foundation, by the step that asks them."""
    facts: dict[Step, Answers] = {
        Step.NAME: {"name": "Nur'aini", "titles_before": "Dr.", "titles_after": "M.Si"},
        Step.IDENTITY: {
            "nik": changed.get("nik") or make_nik(),
            "birth_place": "Palembang",
            "birth_date": "1985-03-27",
            "sex": "P",
        },
        Step.CONTACT: {
            "phone": "+6281234567890",
            "address": "Jalan Merdeka 1",
            "postal_code": "30131",
            "home_regency": PALEMBANG,
        },
        Step.EMPLOYMENT: {"employment": "NON_ASN", "sector": "NGO"},
        Step.WORK: {
            "nip": "",
            "workplace": "Yayasan Contoh",
            "role": str(Role.objects.get(name="Pendamping PKH").pk),
            "role_other": "",
        },
        Step.CATEGORY: {"category": "PEKSOS"},
        Step.EDUCATION: {
            "level": "D4",
            "programme": "Pekerjaan Sosial",
            "institution": "Politeknik Kesejahteraan Sosial Bandung",
            "entered_in": "",
            "graduated_in": "2008",
            "diploma_number": "D4/2008/17",
        },
    }
    return {
        step: {name: changed.get(name, value) for name, value in given.items()}
        for step, given in facts.items()
    }


def make_draft(*, user: User, documents: tuple[str, ...] = ("foto", "ijazah"), **changed: str) -> Draft:
    """Make a registration that is ready to be sent, unless something of it is changed."""
    for step, given in make_answers(**changed).items():
        draft = drafts.save(by=user, step=step, answers=given, at=NOW)
    for kind in documents:
        make_document(draft=draft, kind=kind)
    return draft


def make_document(*, kind: str = "ijazah", content: bytes = b"gambar", **facts: Any) -> Document:
    """Make a document of a draft or a member, without the work on real pictures."""
    usual = {"medium": "image/jpeg", "preview": b"kecil", "size": len(content), "received_at": NOW}
    return Document.objects.create(kind=kind, content=content, **{**usual, **facts})


def make_education(member: Member, **facts: Any) -> Education:
    """Make what a member studied."""
    usual: dict[str, Any] = {
        "level": "D4",
        "programme": "Pekerjaan Sosial",
        "institution": Institution.objects.get(name="Politeknik Kesejahteraan Sosial Bandung"),
        "graduated_in": 2008,
    }
    return Education.objects.create(member=member, **{**usual, **facts})


def make_seat(*, chapter: Chapter | str = "16", office: str = Office.CHAIR, **facts: Any) -> Seat:
    """Make a seat that is held now, by an account of its own unless a holder is given."""
    chapter = Chapter.objects.get(pk=chapter) if isinstance(chapter, str) else chapter
    if not {"user", "member", "outsider_name"} & facts.keys():
        facts["user"] = make_user()
    return Seat.objects.create(
        chapter=chapter,
        office=office,
        **{"starts_at": timezone.now() - dt.timedelta(days=30), **facts},
    )


def make_officer(*, chapter: Chapter | str = "16", office: str = Office.CHAIR) -> User:
    """Make an account that holds a seat now: an officer."""
    return make_seat(chapter=found(chapter), office=office).user


def found(chapter: Chapter | str) -> Chapter:
    """Make sure that a chapter has been founded, and return it."""
    chapter = Chapter.objects.get(pk=chapter) if isinstance(chapter, str) else chapter
    if not chapter.is_founded:
        chapter.status, chapter.looked_after_by = Chapter.Status.FOUNDED, None
        chapter.save(update_fields=["status", "looked_after_by"])
    return chapter


def make_secretary_of_dpp() -> User:
    """Make the account of a secretary of the national board."""
    return make_seat(chapter=DPP, office=Office.SECRETARY).user


def consent() -> ConsentText:
    """Return the text in force."""
    return ConsentText.objects.latest("version")

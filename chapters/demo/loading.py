"""Writing the demo story into a registry that has none yet, by the verbs that people use where people write it."""

import datetime as dt
import random
import uuid
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import appointing, founding
from chapters.boards import seats
from chapters.demo import SEED, admissions, given, lives, nation, papers, reaching, work
from chapters.demo import boards as demo_boards
from chapters.demo import cards as demo_cards
from chapters.demo.boards import FORMED
from chapters.demo.people import Invented, Place
from chapters.demo.spreadsheet import Secretary
from chapters.demo.story import TWICE, WRITTEN_TWICE, WRONG_BIRTH, Story, invent
from chapters.duplicates import finding
from chapters.models import DPP, Chapter, Office
from chapters.reconciliation import importing as lists
from ipspi import copying
from ipspi.accounts import factors
from ipspi.accounts.models import User
from ipspi.embedded.demo_accounts import DemoAccount, secret_of
from ipspi.encryption import lookup
from ipspi.regions.models import Regency
from ipspi.spreadsheets import importing
from members import flows, history, numbering, registration
from members.models import Category, Consent, Member, NumberBook

PASSWORD = "mencoba-registri"  # noqa: S105 - of people who do not exist
DOMAIN = "contoh.example"
REGISTRAR, AUDITOR = f"registrar@dpp.{DOMAIN}", f"pemeriksa@dpp.{DOMAIN}"
SECRETARIES = {"16": f"sekretaris@sumsel.{DOMAIN}", "11": f"sekretaris@aceh.{DOMAIN}"}
MEMBER, APPLICANT = f"anggota@{DOMAIN}", f"pendaftar@{DOMAIN}"
DISPUTED = f"novita@{DOMAIN}"  # of whom the chapter's list has another telephone
OFFICERS = (REGISTRAR, AUDITOR, *SECRETARIES.values())
SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, f"{SEED}.{DOMAIN}")


def is_loaded() -> bool:
    """Tell whether the story is in this database: it is written whole or not at all."""
    return User.objects.filter(email=REGISTRAR).exists()


@transaction.atomic
def load(*, at: dt.datetime) -> None:
    """Write the story. `at` is the present: who applied did so some days before."""
    regencies = Regency.objects.select_related("province").order_by("code")
    story = invent([Place(each.code, each.name, each.province.name) for each in regencies])
    registrar, auditor = _account(REGISTRAR, "Ratna Kusumawardani"), _account(AUDITOR, "Haris Munandar")
    seated_at = at - dt.timedelta(days=365)
    appointing.appoint_registrar(user=registrar, at=seated_at)
    dpp = Chapter.objects.get(pk=DPP)
    seats.give(chapter=dpp, office=Office.AUDITOR, user=auditor, starts_at=seated_at, by=registrar)
    _found_chapters(by=registrar)
    members = _write_members(story)
    board = _before(members["16"], demo_boards.ELECTED)
    acehs = _before(members["11"], demo_boards.ELECTED)
    _claim(board[0], SECRETARIES["16"], at=at)
    _claim(members["16"][-2], MEMBER, at=at)
    _claim(members["16"][91], DISPUTED, at=at)
    _claim(acehs[0], SECRETARIES["11"], at=at)
    demo_boards.seat_south_sumatra(board, by=registrar)
    demo_boards.seat_aceh(acehs[0], by=registrar)
    secretary = User.objects.get(email=SECRETARIES["16"])
    demo_cards.give(member=members["16"][-2], lender=members["16"][-5], secretary=secretary, at=at)
    for email in OFFICERS:
        factors.add_totp(user=User.objects.get(email=email), secret=secret_of(email))
    _upload_list(story, by=secretary, at=at - dt.timedelta(days=2))
    given.give(story, by=secretary, at=at - dt.timedelta(days=1))
    _write_applicants(story, at=at)
    lives.live(
        Member.objects.get(user__email=MEMBER),
        members["16"][-9:-4],
        secretary=User.objects.get(email=SECRETARIES["16"]),
        at=at,
    )
    admissions.ask_for_changes(by=User.objects.get(email=SECRETARIES["16"]), at=at)
    reaching.reach(members["16"][-12:-4], secretary=secretary, space=SPACE, at=at - dt.timedelta(hours=20))
    finding.keep(finding.likely_for(members["11"][TWICE]), at=at)  # as the night before would have
    flows.count_anew(at=at)  # as the clock would in five minutes
    work.plan(by=secretary, at=at)


def accounts() -> Iterable[DemoAccount]:
    """Return who can sign in to the demo."""
    names = dict(Chapter.objects.values_list("code", "name"))
    codes = {email: secret_of(email) for email in OFFICERS}
    yield DemoAccount(REGISTRAR, PASSWORD, _("Registrar DPP"), secret=codes[REGISTRAR])
    yield DemoAccount(AUDITOR, PASSWORD, _("Pemeriksa DPP (hanya melihat)"), secret=codes[AUDITOR])
    south_sumatra, aceh = SECRETARIES["16"], SECRETARIES["11"]
    yield DemoAccount(south_sumatra, PASSWORD, _("Sekretaris"), names["16"], codes[south_sumatra])
    yield DemoAccount(MEMBER, PASSWORD, _("Anggota"), names["16"])
    yield DemoAccount(DISPUTED, PASSWORD, _("Anggota, di daftar DPD teleponnya lain"), names["16"])
    yield DemoAccount(APPLICANT, PASSWORD, _("Pendaftar, menunggu keputusan"), names["16"])
    yield DemoAccount(aceh, PASSWORD, _("Sekretaris"), names["11"], codes[aceh])


# ---------------------------------------------------------------- chapters and accounts
def _account(email: str, name: str, *, signs_in: bool = True) -> User:
    user = User.objects.create_user(email, PASSWORD if signs_in else None, name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def _found_chapters(*, by: User) -> None:
    """Found those that the story knows of. Their decrees and days are not known, but for one day that was printed."""
    for chapter in Chapter.objects.exclude(pk__in=[DPP, *nation.NOT_FOUNDED]).order_by("pk"):
        founding.found(chapter=chapter, founded_on=FORMED if chapter.pk == nation.HOME else None, by=by)
        Chapter.objects.filter(pk=chapter.pk).update(email=f"dpd.{chapter.pk}@contoh.example")
    for chapter in Chapter.objects.filter(pk__in=nation.LOOKED_AFTER_BY):
        keeper = Chapter.objects.get(pk=nation.LOOKED_AFTER_BY[chapter.pk])
        founding.entrust(chapter=chapter, to=keeper, by=by)


# ---------------------------------------------------------------- members
def _write_members(story: Story) -> dict[str, list[Member]]:
    """Write members as the old files had them, by province; numbered in the order in which they joined."""
    members = {code: _members(code, people) for code, people in story.members.items()}
    unknown = _members(numbering.UNKNOWN_PROVINCE, story.unknown)
    everybody = [*(member for some in members.values() for member in some), *unknown]
    everybody.sort(key=lambda member: (str(member.joined_on), str(member.reference)))
    book = [_numbered(member, sequence) for sequence, member in enumerate(everybody, 1)]
    copying.insert_or_overwrite(Member, everybody)
    days = [(member, member.joined_on or member.created_at.date()) for member in everybody]
    history.record_many(days, kind=history.Kind.IMPORTED, by=None, at=timezone.now())
    NumberBook.objects.bulk_create(book)
    return members


def _members(province: str, people: list[Invented]) -> list[Member]:
    lot = random.Random(f"{SEED} files {province}")  # noqa: S311 - a story, not a secret
    return [
        _member(person, reference=f"DEMO-{province}-{number:04d}", lot=lot)
        for number, person in enumerate(people, 1)
    ]


def _numbered(member: Member, sequence: int) -> NumberBook:
    province = member.home_province_id or numbering.UNKNOWN_PROVINCE
    year = int(f"{member.joined_on:%Y}")
    member.number = numbering.number_of(province=province, year=year, sequence=sequence)
    return NumberBook(number=member.number, sequence=sequence, member=member)


def _member(person: Invented, *, reference: str, lot: random.Random) -> Member:
    """A member with what the old file had of them; where the province is not known, little more than a name."""
    joined = timezone.make_aware(dt.datetime.combine(person.joined_on, dt.time(9)))
    member = Member(
        id=uuid.uuid5(SPACE, reference),
        reference=reference,
        status=Member.Status.ACTIVE,
        name=person.name,
        joined_on=person.joined_on,
        admitted_on=person.joined_on,
        created_at=joined,
        changed_at=joined,
    )
    kept = {"nik": 0.96, "birth_date": 0.98, "phone": 0.88, "email": 0.7, "workplace": 0.9}
    facts = {**_facts_of(person), "email": _address(person, reference)}
    bare = reference.startswith(f"DEMO-{numbering.UNKNOWN_PROVINCE}-")
    for name, value in ({} if bare else facts).items():
        if lot.random() < kept.get(name, 1):
            setattr(member, name, value)
    if member.nik:
        member.nik_lookup = lookup(member.nik, purpose="nik")
        member.warnings = _warnings(person, on=person.joined_on)
    member.category = lot.choices([Category.SOCIAL_WORKER, Category.TKS, ""], [70, 22, 8])[0]
    return member


def _facts_of(person: Invented) -> dict[str, object]:
    return {
        "titles_before": person.titles_before,
        "titles_after": person.titles_after,
        "sex": person.sex,
        "birth_date": person.birth,
        "nik": person.nik,
        "nip": person.nip,
        "phone": person.phone,
        "employment": person.employment,
        "workplace": person.workplace,
        "home_regency_id": person.place.code,
        "home_province_id": person.place.code[:2],
    }


def _warnings(person: Invented, *, on: dt.date) -> list[str]:
    answers = {
        "nik": person.nik,
        "nip": person.nip,
        "birth_date": person.birth.isoformat(),
        "sex": person.sex,
        "employment": person.employment,
        "home_regency": person.place.code,
    }
    return [warning.code for warning in registration.warnings_in(answers, today=on)]


def _address(person: Invented, reference: str) -> str:
    return f"{person.name.split()[0].lower()}.{reference.lower()}@{DOMAIN}"


def _before(members: list[Member], day: dt.date) -> list[Member]:
    """Those who were members on a day, so that they could be elected."""
    return [member for member in members if member.joined_on and member.joined_on < day]


def _claim(member: Member, email: str, *, at: dt.datetime) -> None:
    """Give a member an account, as somebody who found their own membership and agreed to the text."""
    member.user, member.email = _account(email, member.name), email
    Member.objects.filter(pk=member.pk).update(user=member.user, email=email)
    _consent(member, at=at - dt.timedelta(days=5))


def _consent(member: Member, *, at: dt.datetime) -> None:
    text = registration.consent_in_force(on=timezone.localdate(at))
    Consent.objects.create(member=member, text=text, given_at=at)


# ---------------------------------------------------------------- the list, and who applied
def _upload_list(story: Story, *, by: User, at: dt.datetime) -> None:
    """Upload the spreadsheet as its secretary would: as Excel in Indonesian writes it."""
    sheet = Secretary().sheet(story.listed, twice=WRITTEN_TWICE, wrong_birth=WRONG_BIRTH)
    key = lists.key_of(nation.HOME)
    upload = importing.receive(
        kind=lists.KIND, key=key, file_name="anggota sumsel.csv", content=sheet.encode("cp1252"), by=by, at=at
    )
    upload = importing.assign(upload=upload, places=upload.places, by=by, at=at)
    importing.apply(upload=upload, by=by, at=at)


def _write_applicants(story: Story, *, at: dt.datetime) -> None:
    for number, applicant in enumerate(story.applicants, 1):
        person, applied_at = applicant.person, at - dt.timedelta(days=applicant.days, hours=number)
        email = APPLICANT if number == 1 else _address(person, f"pendaftar-{number}")
        found = lookup(person.nik, purpose="nik")
        held = Member.objects.in_roster().filter(nik_lookup=found).exists()
        facts = _facts_of(person)
        warnings = _warnings(person, on=timezone.localdate(applied_at))
        member = Member.objects.create(
            **facts,
            id=uuid.uuid5(SPACE, email),
            status=Member.Status.APPLIED,
            name=person.name,
            nik_lookup=None if held else found,
            email=email,
            user=_account(email, person.name, signs_in=number == 1),
            warnings=[*warnings, registration.NIK_HELD] if held else warnings,
            applied_at=applied_at,
            created_at=applied_at,
            changed_at=applied_at,
        )
        on = timezone.localdate(applied_at)
        history.record(member=member, kind=history.Kind.APPLIED, on=on, by=member.user, at=applied_at)
        _consent(member, at=applied_at)
        if held:
            finding.look_for(member)
        papers.give(member, at=applied_at)

"""The demo story: the same every time, of invented people, with figures that only reconciling finds."""

import datetime as dt
import json
from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from chapters import likelihood
from chapters.demo import loading, nation
from chapters.demo.people import FIRST_SERIAL, NO_OPERATOR, Place
from chapters.demo.spreadsheet import Secretary
from chapters.demo.story import WRITTEN_TWICE, WRONG_BIRTH, Story, invent
from chapters.duplicates import finding, presenting
from chapters.management.commands.reconcile import as_dict
from chapters.models import (
    DPP,
    Chapter,
    DuplicatePair,
    LedgerEntry,
    Link,
    ListRow,
    ListUpload,
    MemberList,
    Office,
    Run,
    Seat,
    Term,
)
from chapters.reconciliation import counting
from ipspi.accounts import second_factor
from ipspi.accounts.models import User
from ipspi.embedded import demo_accounts
from ipspi.regions.models import Regency
from members import identity
from members.models import Member, NumberBook

TODAY = dt.date(2026, 11, 23)
pytestmark = pytest.mark.django_db  # each test within the transaction of the module's story


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The story in the database, once for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def story(told: None) -> Story:
    return invent(places())


def places() -> list[Place]:
    regencies = Regency.objects.select_related("province").order_by("code")
    return [Place(each.code, each.name, each.province.name) for each in regencies]


def everybody(story: Story) -> list:
    members = [person for people in story.members.values() for person in people]
    return [*members, *story.unknown, *story.listed, *(applicant.person for applicant in story.applicants)]


# ---------------------------------------------------------------- who was invented
def test_the_story_is_the_same_every_time(story: Story) -> None:
    assert invent(places()) == story
    assert sheet(story) == sheet(story)


def sheet(story: Story) -> str:
    return Secretary().sheet(story.listed, twice=WRITTEN_TWICE, wrong_birth=WRONG_BIRTH)


def test_every_nik_is_possible_and_none_is_somebodys(story: Story) -> None:
    # a district would have to register so many people in one day for a serial above 9900
    niks = [identity.parse_nik(person.nik) for person in everybody(story)]

    assert [nik for nik in niks if int(nik.serial) < FIRST_SERIAL] == []


def test_members_share_no_nik_and_theirs_fits_them(story: Story) -> None:
    members = [person for people in story.members.values() for person in people]

    assert len({person.nik for person in members}) == len(members)
    assert [
        person
        for person in members
        if identity.nik_warnings(identity.NIK(person.nik), birth_date=person.birth, sex=person.sex)
    ] == []


def test_every_nip_is_possible_and_every_phone_nobodys(story: Story) -> None:
    for person in everybody(story):
        assert not person.nip or identity.parse_nip(person.nip, today=TODAY), person
        assert person.phone.startswith(NO_OPERATOR), person


# ---------------------------------------------------------------- what is written
def test_a_second_run_changes_nothing(told: None) -> None:
    before = contents()

    answer = StringIO()
    call_command("load_demo", "--json", stdout=answer)

    assert json.loads(answer.getvalue())["loaded"] is False
    assert contents() == before


def contents() -> dict[str, str]:
    """A hash of every table of ours."""
    hashes = {}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names())  # pghistory has a model that is only a query
        for table in sorted({model._meta.db_table for model in apps.get_models()} & there):
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {table} AS t"
            )
            hashes[table] = cursor.fetchone()[0]
    return hashes


def test_the_nation_has_members_everywhere_and_26_chapters(told: None) -> None:
    homes = set(Member.objects.counted().values_list("home_province", flat=True))

    assert homes == {*nation.MEMBERS, None}
    assert Member.objects.counted().count() == sum(nation.MEMBERS.values()) + nation.UNKNOWN_PROVINCE
    assert Member.objects.counted().exclude(home_province="16").count() >= 1500
    assert Chapter.objects.filter(status=Chapter.Status.FOUNDED).exclude(pk=DPP).count() == 26


def test_ids_are_the_same_every_time_and_numbers_without_a_gap(told: None) -> None:
    member = Member.objects.get(reference="DEMO-16-0001")
    sequences = NumberBook.objects.order_by("sequence").values_list("sequence", flat=True)

    assert str(member.pk) == "5376ed5f-450d-5f08-b634-6ed0535031c2"
    assert list(sequences) == list(range(1, len(sequences) + 1))
    assert NumberBook.objects.exclude(number=F("member__number")).count() == 0


def test_south_sumatra_has_two_terms_a_chair_and_a_board_of_45(told: None) -> None:
    terms = (
        Term.objects.filter(chapter="16")
        .order_by("starts_on")
        .values_list("starts_on", "ends_on", "elected_on")
    )
    seats = Seat.objects.filter(chapter="16", term__name="2023–2028")

    assert list(terms) == [
        (dt.date(2019, 4, 8), dt.date(2023, 5, 14), None),
        (dt.date(2023, 5, 14), dt.date(2028, 5, 14), dt.date(2023, 5, 14)),
    ]
    assert seats.count() == 45
    assert seats.get(office=Office.CHAIR).outsider_name == "Wahidin"
    assert seats.filter(member__isnull=False).values("member").distinct().count() == 44


def test_office_holders_whom_the_press_names_are_outsiders(told: None) -> None:
    outsiders = Seat.objects.exclude(outsider_name="").exclude(term__name="2019–2023")

    assert sorted(outsiders.values_list("chapter", "outsider_name")) == [
        ("11", "Bukhari Mahmud"),
        ("16", "Wahidin"),
    ]


def test_the_first_board_is_history_partly_of_outsiders_with_a_replacement_and_gives_nothing(
    told: None,
) -> None:
    seats = Seat.objects.filter(term__name="2019–2023")

    assert (seats.count(), seats.filter(member=None).count()) == (20, 3)
    assert seats.get(replaces__isnull=False).replaces.office == Office.TREASURER
    assert not seats.not_ended(timezone.now()).exists()
    assert set(Term.objects.values_list("decree_number", "decree_on")) == {("", None)}
    assert set(Chapter.objects.values_list("decree_number", "decree_on")) == {("", None)}


def test_the_list_of_124_came_by_the_importer(told: None) -> None:
    upload = ListUpload.objects.get(list__kind="MEMBERS")

    assert (upload.list.chapter_id, upload.added, upload.source.lines) == ("16", 124, 124)
    assert upload.by.email == loading.SECRETARIES["16"]
    assert ListRow.objects.current().filter(list=upload.list).count() == 124


def test_a_university_and_an_office_gave_lists_of_their_own(told: None) -> None:
    states = counting.states_of(list(MemberList.objects.of_others().order_by("pk")))

    assert [(state.kept.kind, state.figures.rows) for state in states] == [("GRADUATES", 53), ("STAFF", 24)]
    for state in states:
        assert min(state.figures.registered, state.figures.not_registered, state.figures.duplicates) > 0
        assert state.entry
        assert not state.outdated


def test_the_ledger_is_what_reconciling_finds(told: None) -> None:
    entry = LedgerEntry.objects.get(run__chapter="16")
    links = Link.objects.filter(run__chapter="16")
    again = StringIO()
    call_command("reconcile", "--chapter", "16", "--json", stdout=again)

    found = json.loads(again.getvalue())["chapters"][0]
    assert as_dict(entry) == found
    assert entry.rows == 124
    assert (
        min(entry.linked, entry.review, entry.only_list, entry.only_national, entry.moved, entry.duplicates)
        > 0
    )
    assert links.filter(band="auto", of_members=True).count() == entry.linked
    assert Run.objects.values("chapter").distinct().count() == len(nation.MEMBERS) + 1


def test_some_wait_with_warnings_that_officers_meet(told: None) -> None:
    waiting = Member.objects.awaiting_decision().filter(home_province="16")

    codes = {code for member in waiting for code in member.warnings}
    assert waiting.count() == 7
    assert codes >= {
        "nik_birth_date_differs",
        "nik_sex_differs",
        "nik_regency_differs",
        "nik_regency_unknown",
        "nik_held",
    }
    assert waiting.filter(warnings=[]).count() >= 2


def test_somebody_registered_again_after_moving_and_only_the_dpp_can_decide(told: None) -> None:
    pair = DuplicatePair.objects.to_decide().get()
    secretary, registrar = (
        User.objects.get(email=who) for who in (loading.SECRETARIES["16"], loading.REGISTRAR)
    )
    at_home = presenting.pair_page(pair, Chapter.objects.get(pk="16"), user=secretary)
    at_the_dpp = presenting.pair_page(pair, Chapter.objects.get(pk=DPP), user=registrar)

    assert sorted([pair.one.home_province_id, pair.other.home_province_id]) == ["11", "16"]
    assert at_home["other"].name == "Seseorang di DPD Aceh"
    assert at_home["agree"].startswith("nama, tanggal lahir, nomor telepon")
    assert (at_home["may_decide"], at_home["may_refer"]) == (False, True)
    assert (at_the_dpp["may_decide"], at_the_dpp["may_refer"]) == (True, False)


def test_the_night_finds_that_pair_again(told: None) -> None:
    pair = DuplicatePair.objects.to_decide().get()

    (found,) = finding.likely_for(pair.other)  # by the weights that reconciling has learned since
    assert {found.one, found.other} == {str(pair.one_id), str(pair.other_id)}
    assert found.gate == pair.gate == "nik_mistyped"
    assert found.probability > likelihood.LEAST_OUTSIDE


def test_who_can_sign_in_is_written_down_and_can(told: None) -> None:
    for account in demo_accounts.read():
        user = User.objects.get(email=account.email)
        assert user.check_password(account.password), account
        assert user.emailaddress_set.get().verified, account
        assert bool(account.secret) == second_factor.is_required(user) == bool(second_factor.ids_of(user)), (
            account
        )
    assert len(demo_accounts.read()) == 7


def test_of_a_member_who_can_sign_in_the_list_has_another_telephone(told: None) -> None:
    call_command("reconcile", chapter=["16"], stdout=StringIO())

    links = Link.objects.filter(member__user__email=loading.DISPUTED, band=Link.Band.AUTO)
    assert links.filter(disagreements=["phone"]).exists()


def test_applicants_have_studied_and_have_sent_a_photo_and_a_diploma_that_nobody_takes_for_real(
    told: None,
) -> None:
    applicants = Member.objects.awaiting_decision().prefetch_related("educations", "documents")

    assert applicants
    for applicant in applicants:
        assert [education.diploma_number[:7] for education in applicant.educations.all()] == ["CONTOH/"]
        assert {document.kind for document in applicant.documents.all()} == {"foto", "ijazah"}
        assert (applicant.sector != "") == (applicant.employment == "NON_ASN")

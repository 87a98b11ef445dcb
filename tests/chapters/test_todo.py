"""What waits for an officer in a chapter."""

import datetime as dt

import pytest
from django.urls import reverse

from chapters import life, todo
from chapters.models import DPP, Chapter, Office
from chapters.todo import Todo
from ipspi.accounts.models import User
from ipspi.regions.models import Regency
from members import data_requests, profile, transfers
from members.models import Member, PrivacyRequest
from tests.admissions import ask
from tests.cast import (
    BANDA_ACEH,
    NOW,
    TODAY,
    make_applicant,
    make_member,
    make_officer,
    make_secretary_of_dpp,
    make_user,
)
from tests.chapters.test_pages import text
from tests.ledgers import make_run
from tests.pairs import make_pair

pytestmark = pytest.mark.django_db


def chapter(code="16"):
    return Chapter.objects.get(pk=code)


def correct(member):
    return profile.ask(member=member, field="name", new="Siti Putri", note="", by=member.user, at=NOW)


def propose(member: Member, by: User):
    return life.propose_suspension(
        member=member, begins_on=TODAY, ends_on=None, reason="Aduan", note="", by=by, at=NOW
    )


def move(member, to=BANDA_ACEH):
    return transfers.propose(
        member=member,
        to_regency=Regency.objects.get(pk=to),
        wished_on=TODAY,
        reason="",
        by=member.user,
        at=NOW,
    )


def someone(**facts):
    return make_member(user=make_user(), **facts)


@pytest.fixture
def busy():
    """One of everything in chapter 16, and one of everything in chapter 11."""
    secretary = make_officer(office=Office.SECRETARY)
    for home, code in (("16.71", "16"), (BANDA_ACEH, "11")):
        make_applicant(home_regency=home)
        ask(make_applicant(home_regency=home), make_secretary_of_dpp())
        correct(someone(home_regency=home))
        propose(someone(home_regency=home), make_secretary_of_dpp())
        make_pair(make_member(home_regency=home, nik=None), make_member(home_regency=home, nik=None))
        asker = someone(home_regency=home)
        data_requests.ask(member=asker, kind=PrivacyRequest.Kind.ERASE, words="", by=asker.user, at=NOW)
        make_run(chapter=code, rows=9, linked=6, review=3)
    move(someone())
    return secretary


def test_a_chair_decides_on_everything_in_their_chapter_and_nothing_elsewhere(busy):
    waiting = todo.of(make_officer(), chapter=chapter())

    assert (waiting.applications, waiting.corrections, waiting.suspensions) == (1, 1, 1)
    assert (waiting.moves, waiting.pairs, waiting.data_requests, waiting.rows) == (1, 1, 1, 3)


def test_what_an_office_may_not_decide_does_not_wait_for_it(busy):
    assert todo.of(busy, chapter=chapter()).suspensions == 0
    treasurer = make_officer(office=Office.TREASURER)
    waiting = todo.of(treasurer, chapter=chapter())

    assert Todo(rights=waiting.rights) == waiting
    assert todo.of(make_officer(), chapter=chapter("11")) == Todo()


def test_nobodys_own_matter_waits_for_them():
    member = someone()
    chair = make_officer()
    Member.objects.filter(pk=member.pk).update(user=chair)
    member.refresh_from_db()
    correct(member)
    move(member)
    propose(someone(), chair)

    assert todo.of(chair, chapter=chapter()) == Todo(rights=todo.of(chair, chapter=chapter()).rights)


def test_a_move_waits_for_the_sides_that_have_not_consented():
    transfer, leaving, receiving = move(someone()), make_officer(), make_officer(chapter="11")

    assert todo.of(leaving, chapter=chapter()).moves == 1
    assert todo.of(receiving, chapter=chapter("11")).moves == 1
    type(transfer).objects.update(left_at=NOW)
    assert todo.of(leaving, chapter=chapter()).moves == 0
    assert todo.of(receiving, chapter=chapter("11")).moves == 1


def test_a_likely_pair_with_somebody_elsewhere_waits_until_the_dpp_is_asked():
    here, there = make_member(nik=None), make_member(home_regency=BANDA_ACEH, nik=None)
    pair, chair = make_pair(here, there), make_officer()

    assert todo.of(chair, chapter=chapter()).pairs == 1
    type(pair).objects.update(probability=0.3)
    assert todo.of(chair, chapter=chapter()).pairs == 0
    type(pair).objects.update(probability=0.9, referred_at=NOW)
    assert todo.of(chair, chapter=chapter()).pairs == 0
    assert todo.of(make_secretary_of_dpp(), chapter=chapter(DPP)).pairs == 1


def test_counting_takes_two_queries(busy, django_assert_num_queries):
    chair, here = make_officer(), chapter()
    for _ in range(5):
        correct(someone())

    with django_assert_num_queries(2):
        todo.of(chair, chapter=here)


def test_the_first_page_and_the_header_say_the_same(busy, client):
    client.force_login(make_officer())

    page = text(client.get(reverse("chapters:overview", args=["16"])))

    for link in ("Pendaftaran (1)", "Perbaikan dan usulan (2)", "Mutasi (1)", "Kemungkinan ganda (1)"):
        assert link in page
    assert "Data pribadi (1)" in page
    assert "Rekonsiliasi (3)" in page
    for card in (
        "Pendaftaran menunggu pengurus 1 yang tertua sejak",
        "1 lagi menunggu pendaftar",
        "Perbaikan data 1 diminta anggota",
        "Usulan pemberhentian sementara 1 menunggu pengurus kedua",
        "Mutasi 1 menunggu persetujuan daerah",
        "Kemungkinan ganda 1",
        "Permintaan data pribadi 1",
        "Baris daftar perlu ditinjau 3",
    ):
        assert card in page


def test_the_first_page_costs_the_same_however_much_waits(busy, client, django_assert_max_num_queries):
    client.force_login(make_officer())
    address = reverse("chapters:overview", args=["16"])
    with django_assert_max_num_queries(26) as few:
        client.get(address)
    for _ in range(5):
        correct(someone())
        move(someone())
        make_applicant(nik=None, applied_at=NOW - dt.timedelta(days=1))

    with django_assert_max_num_queries(len(few)):
        client.get(address)

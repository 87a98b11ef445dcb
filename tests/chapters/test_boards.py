"""Founding chapters, and giving and ending seats."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from chapters import access, boards
from chapters.access import May
from chapters.models import DPP, Chapter, Office, Seat, Term
from ipspi.audit.models import Act
from members.models import MembershipType
from tests.cast import (
    found,
    make_applicant,
    make_member,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def dpp():
    return make_secretary_of_dpp()


def chapter(code):
    return Chapter.objects.get(pk=code)


def decree(code, by):
    return boards.found(
        chapter=chapter(code),
        decree_number="012/SK/DPP/2019",
        decree_on=dt.date(2019, 4, 1),
        founded_on=dt.date(2019, 4, 8),
        by=by,
    )


def give(by, code="16", office=Office.CHAIR, **facts):
    holder = {} if {"member", "user", "outsider_name"} & facts.keys() else {"outsider_name": "Wahidin"}
    facts = {"starts_at": NOW - DAY, **holder, **facts}
    return boards.give_seat(chapter=chapter(code), office=office, by=by, **facts)


# ------------------------------------------------------------------ chapters


def test_a_decree_founds_a_chapter_which_then_looks_after_itself(dpp):
    decree("16", dpp)

    founded = chapter("16")
    assert (founded.is_founded, founded.looked_after_by) == (True, None)
    assert (founded.decree_number, founded.founded_on) == ("012/SK/DPP/2019", dt.date(2019, 4, 8))
    act = Act.objects.get(did="found")
    assert (act.actor_id, act.on_id, act.chapter) == (dpp.pk, "16", "16")


def test_a_chapter_is_founded_once(dpp):
    decree("16", dpp)

    with pytest.raises(boards.AlreadyFounded):
        decree("16", dpp)


def test_only_the_dpp_founds_chapters():
    with pytest.raises(PermissionDenied):
        decree("17", make_officer(chapter="16"))

    assert not chapter("17").is_founded


def test_a_chapter_not_yet_founded_is_entrusted_to_a_founded_one(dpp):
    officer = make_officer(chapter="16")

    boards.entrust(chapter=chapter("17"), to=chapter("16"), by=dpp)

    assert access.chapters_where(officer, May.ADMIT) == {"16", "17"}
    assert Act.objects.get(did="entrust").details == {"keeper": "16"}


def test_a_founded_chapter_is_entrusted_to_nobody(dpp):
    found("16")

    with pytest.raises(boards.AlreadyFounded):
        boards.entrust(chapter=chapter("16"), to=chapter(DPP), by=dpp)


def test_nothing_is_entrusted_to_a_chapter_that_does_not_exist_yet(dpp):
    with pytest.raises(boards.CannotLookAfter):
        boards.entrust(chapter=chapter("17"), to=chapter("18"), by=dpp)


def test_only_the_dpp_entrusts(dpp):
    found("16")

    with pytest.raises(PermissionDenied):
        boards.entrust(chapter=chapter("17"), to=chapter("16"), by=make_officer(chapter="11"))


# ------------------------------------------------------------------ seats


def test_a_seat_gives_access_while_it_lasts(dpp):
    user = make_user()

    seat = give(dpp, office=Office.SECRETARY, user=user)

    assert "16" in access.chapters_where(user, May.ADMIT)
    boards.end_seat(seat=seat, by=dpp, at=timezone.now())
    assert access.chapters_where(user, May.ADMIT) == set()
    assert list(Act.objects.filter(on_id=str(seat.pk)).order_by("pk").values_list("did", "details")) == [
        ("give_seat", {"office": "SEKRETARIS"}),
        ("end_seat", {"office": "SEKRETARIS"}),
    ]


def test_an_officer_of_a_chapter_gives_and_ends_no_seats():
    officer = make_officer(chapter="16")
    other = make_seat(chapter="16", office=Office.TREASURER)

    with pytest.raises(PermissionDenied):
        give(officer, office=Office.SECRETARY, user=make_user())
    with pytest.raises(PermissionDenied):
        boards.end_seat(seat=other, by=officer, at=NOW)


def test_there_is_one_chair_at_a_time(dpp):
    give(dpp)

    with pytest.raises(boards.SeatRefused) as refused:
        give(dpp, outsider_name="Orang Lain")

    assert refused.value.message == "Daerah ini sudah mempunyai ketua pada masa itu."


def test_a_chair_follows_a_chair_the_moment_the_first_ends(dpp):
    give(dpp, starts_at=NOW - 2 * DAY, ends_at=NOW)
    give(dpp, starts_at=NOW)
    give(dpp, starts_at=NOW - 5 * DAY, ends_at=NOW - 2 * DAY)

    assert Seat.objects.filter(chapter="16", office=Office.CHAIR).count() == 3


def test_chairs_of_two_chapters_serve_at_the_same_time(dpp):
    give(dpp, code="16")
    give(dpp, code="11")

    assert Seat.objects.filter(office=Office.CHAIR).count() == 2


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"outsider_name": " "}, "Isi salah satu: anggota, akun staf, atau nama bukan anggota."),
        (
            {"outsider_name": "A", "user": "account"},
            "Isi salah satu: anggota, akun staf, atau nama bukan anggota.",
        ),
        ({"starts_at": NOW, "ends_at": NOW}, "Akhir harus sesudah awal."),
        ({"member": "applicant"}, "Hanya anggota aktif yang dapat menjadi pengurus."),
        ({"member": "friend"}, "Jenis keanggotaan ini tidak dapat menjadi pengurus."),
        ({"term": "another"}, "Masa bakti itu milik daerah lain."),
    ],
)
def test_a_seat_that_cannot_be_is_refused_with_the_reason(dpp, facts, why):
    rekan = MembershipType.objects.create(
        code="uji", name="Uji", votes=False, holds_office=False, owes_dues=False
    )
    makers = {
        "account": make_user,
        "applicant": make_applicant,
        "friend": lambda: make_member(type=rekan),
        "another": lambda: Term.objects.create(
            chapter_id="11", name="2019–2023", starts_on=dt.date(2019, 4, 8), ends_on=dt.date(2023, 5, 14)
        ),
    }
    facts = {name: makers[value]() if value in makers else value for name, value in facts.items()}

    with pytest.raises(boards.SeatRefused) as refused:
        give(dpp, **facts)

    assert refused.value.message == why


def test_a_seat_ends_once(dpp):
    seat = give(dpp)
    boards.end_seat(seat=seat, by=dpp, at=NOW)

    with pytest.raises(boards.AlreadyEnded):
        boards.end_seat(seat=seat, by=dpp, at=NOW + HOUR)


def test_a_seat_with_an_end_to_come_may_end_sooner(dpp):
    seat = give(dpp, ends_at=NOW + 300 * DAY)

    boards.end_seat(seat=seat, by=dpp, at=NOW)

    seat.refresh_from_db()
    assert seat.ends_at == NOW


def test_a_seat_withdrawn_before_it_begins_never_gives_access(dpp, time_machine):
    user = make_user()
    seat = give(dpp, office=Office.CHAIR, user=user, starts_at=NOW + DAY)

    boards.end_seat(seat=seat, by=dpp, at=NOW)
    replacement = give(dpp, starts_at=NOW - DAY)

    time_machine.move_to(NOW + DAY, tick=False)
    assert access.chapters_where(user, May.ADMIT) == set()
    assert replacement.pk


@pytest.mark.django_db(transaction=True)
def test_of_two_chairs_given_at_once_one_is_refused(dpp):
    def call(name):
        try:
            return give(dpp, outsider_name=name)
        except boards.SeatRefused as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(call, ["Satu", "Dua"]))

    assert sorted(type(each).__name__ for each in ended) == ["Seat", "SeatRefused"]

"""Giving, ending and replacing seats on boards, and who may."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from chapters import access, transfers
from chapters.access import May
from chapters.boards import seats
from chapters.models import DPP, Chapter, Coverage, Office, Seat, Term
from ipspi.audit.models import Act
from ipspi.regions.models import Regency
from members import resigning
from members import transfers as member_transfers
from members.models import MembershipType
from tests.cast import (
    BANDA_ACEH,
    TODAY,
    found,
    make_applicant,
    make_member,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)
from tests.cast import NOW as THEN
from tests.chapters.test_admission import at_once
from tests.chapters.test_life import expel, reinstate, report_death, restore, suspend

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def dpp():
    return make_secretary_of_dpp()


def chapter(code):
    return Chapter.objects.get(pk=code)


def give(by, code="16", office=Office.CHAIR, **facts):
    holder = {} if {"member", "user", "outsider_name"} & facts.keys() else {"outsider_name": "Wahidin"}
    facts = {"starts_at": NOW - DAY, **holder, **facts}
    return seats.give(chapter=chapter(code), office=office, by=by, **facts)


# ------------------------------------------------------------------ seats


def test_a_seat_gives_access_while_it_lasts(dpp):
    user = make_user()

    seat = give(dpp, office=Office.SECRETARY, user=user)

    assert "16" in access.chapters_where(user, May.ADMIT)
    seats.end(seat=seat, by=dpp, at=timezone.now())
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
        seats.end(seat=other, by=officer, at=NOW)


def test_there_is_one_chair_at_a_time(dpp):
    give(dpp)

    with pytest.raises(seats.SeatRefused) as refused:
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

    with pytest.raises(seats.SeatRefused) as refused:
        give(dpp, **facts)

    assert refused.value.message == why


def test_a_seat_ends_once(dpp):
    seat = give(dpp)
    seats.end(seat=seat, by=dpp, at=NOW)

    with pytest.raises(seats.AlreadyEnded):
        seats.end(seat=seat, by=dpp, at=NOW + HOUR)


def test_a_seat_with_an_end_to_come_may_end_sooner(dpp):
    seat = give(dpp, ends_at=NOW + 300 * DAY)

    seats.end(seat=seat, by=dpp, at=NOW)

    seat.refresh_from_db()
    assert seat.ends_at == NOW


def test_a_seat_withdrawn_before_it_begins_never_gives_access(dpp, time_machine):
    user = make_user()
    seat = give(dpp, office=Office.CHAIR, user=user, starts_at=NOW + DAY)

    seats.end(seat=seat, by=dpp, at=NOW)
    replacement = give(dpp, starts_at=NOW - DAY)

    time_machine.move_to(NOW + DAY, tick=False)
    assert access.chapters_where(user, May.ADMIT) == set()
    assert replacement.pk


@pytest.mark.django_db(transaction=True)
def test_of_two_chairs_given_at_once_one_is_refused(dpp):
    def call(name):
        try:
            return give(dpp, outsider_name=name)
        except seats.SeatRefused as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(call, ["Satu", "Dua"]))

    assert sorted(type(each).__name__ for each in ended) == ["Seat", "SeatRefused"]


# ------------------------------------------------------------------ who leaves

ENDS = {
    "death": report_death,
    "expulsion": expel,
    "resignation": lambda member, _dpp: resigning.resign(
        member=member, on=TODAY, reason="", by=member.user, at=THEN
    ),
}


def seated(office=Office.SECRETARY, chapter="16", member=None, **facts):
    member = member or make_member(user=make_user(), home_regency="16.71")
    return make_seat(
        chapter=found(chapter), office=office, member=member, **{"starts_at": THEN - DAY, **facts}
    )


def end_of(seat):
    return Seat.objects.get(pk=seat.pk).ends_at


def move(member, to=BANDA_ACEH, at=THEN, on=TODAY):
    transfer = transfers.propose_for(
        member=member,
        to_regency=Regency.objects.get(pk=to),
        wished_on=on,
        reason="",
        by=make_secretary_of_dpp(),
        at=at,
    )
    transfers.consent(transfer=transfer, side="RECEIVING", by=make_secretary_of_dpp(), at=at)


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_seat_ends_in_the_minute_in_which_the_membership_ends(dpp, end, time_machine):
    time_machine.move_to(THEN, tick=False)
    seat, another = seated(), seated(Office.TREASURER)
    later = seated(Office.CHAIR, member=seat.member, starts_at=THEN + DAY)
    over = seated(Office.DIVISION, member=seat.member, ends_at=THEN - HOUR)
    assert access.chapters_where(seat.member.user, May.ADMIT) == {"16"}

    end(seat.member, dpp)

    assert [end_of(each) for each in (seat, later, over, another)] == [THEN, THEN + DAY, THEN - HOUR, None]
    seat.member.user.refresh_from_db()
    assert access.chapters_where(seat.member.user, May.ADMIT) == set()
    acts = Act.objects.filter(did="end_seat").order_by("pk").values_list("on_id", "chapter", "details")
    assert list(acts) == [
        (str(seat.pk), "16", {"office": "SEKRETARIS"}),
        (str(later.pk), "16", {"office": "KETUA"}),
    ]


def test_the_dead_keep_no_seat_of_staff_either_and_who_resigned_does(dpp):
    dead, resigned = (seated().member for _two in range(2))
    seats = [make_seat(chapter=DPP, office=Office.REGISTRAR, user=each.user) for each in (dead, resigned)]

    report_death(dead, dpp)
    ENDS["resignation"](resigned, dpp)

    assert [end_of(seat) for seat in seats] == [THEN, None]


def test_nothing_ends_where_the_end_of_the_membership_is_refused(dpp):
    seat = seated()

    with pytest.raises(PermissionDenied):
        report_death(seat.member, seated(Office.TREASURER).member.user)

    assert end_of(seat) is None


def test_a_seat_does_not_come_back_with_the_membership(dpp, time_machine):
    time_machine.move_to(THEN, tick=False)
    seat = seated()
    expel(seat.member, dpp)

    restore(seat.member, dpp)

    assert end_of(seat) == THEN
    assert access.chapters_where(seat.member.user, May.ADMIT) == set()


def test_a_suspension_stops_access_and_ends_no_seat(dpp, time_machine):
    time_machine.move_to(THEN, tick=False)
    seat = seated()

    suspend(seat.member)
    assert access.chapters_where(seat.member.user, May.ADMIT) == set()
    reinstate(seat.member, dpp)

    assert end_of(seat) is None
    assert access.chapters_where(seat.member.user, May.ADMIT) == {"16"}


def test_who_moves_away_leaves_the_seat_of_that_chapter_and_keeps_others(time_machine):
    time_machine.move_to(THEN, tick=False)
    seat = seated()
    national = seated(Office.DIVISION, chapter=DPP, member=seat.member)
    elsewhere = seated(Office.ADVISER, chapter="11", member=seat.member)

    move(seat.member)

    assert [end_of(each) for each in (seat, national, elsewhere)] == [THEN, None, None]
    assert access.chapters_where(seat.member.user, May.SEE_MEMBERS) == set()
    assert Act.objects.get(did="end_seat").on_id == str(seat.pk)


def test_a_move_of_later_ends_the_seat_on_its_day():
    seat = seated()
    move(seat.member, on=TODAY + 7 * DAY)
    assert end_of(seat) is None

    member_transfers.carry_out_due(at=THEN + 7 * DAY)

    assert end_of(seat) == THEN + 7 * DAY


def test_who_moves_within_the_chapter_keeps_the_seat():
    Coverage.objects.filter(province="11").update(chapter="16")
    seat = seated()

    move(seat.member)

    assert end_of(seat) is None


def test_who_comes_from_no_known_province_keeps_a_seat_at_the_dpp():
    seat = seated(chapter=DPP, member=make_member(user=make_user(), home_regency=None))

    move(seat.member)

    assert end_of(seat) is None


def test_an_ended_seat_stays_in_the_history_of_the_board(dpp, client):
    seat = seated()
    ENDS["resignation"](seat.member, dpp)
    client.force_login(dpp)

    page = client.get(reverse("admin:chapters_chapter_change", args=["16"])).text

    assert seat.member.full_name in page
    assert "16 Nov. 2026" in page


@pytest.mark.django_db(transaction=True)
def test_a_seat_given_while_its_holder_is_expelled_is_refused_or_ended(dpp):
    for _race in range(5):
        member = make_member(user=make_user())
        at_once(
            lambda member=member: give(dpp, office=Office.DIVISION, member=member),
            lambda member=member: expel(member, dpp),
        )

    assert not Seat.objects.not_ended(NOW).filter(member__isnull=False).exists()


# ------------------------------------------------------------------ who may, and what one gets


@pytest.mark.parametrize("office", [Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY])
def test_a_chapters_lead_gives_and_ends_seats_that_give_nothing_and_no_other(office):
    officer = make_officer(chapter="16", office=office)

    for kept in (Office.ADVISER, Office.PATRON, Office.DIVISION):
        seats.end(seat=give(officer, office=kept), by=officer, at=NOW)
        with pytest.raises(PermissionDenied):
            give(officer, code="11", office=kept)
    for kept in set(Office.values) - {Office.ADVISER, Office.PATRON, Office.DIVISION}:
        with pytest.raises(PermissionDenied):
            give(officer, office=kept, user=officer)
        with pytest.raises(PermissionDenied):
            seats.replace(
                seat=make_seat(office=kept, starts_at=NOW - 99 * DAY, ends_at=NOW - 98 * DAY), at=NOW, reason="",
                outsider_name="Teman", by=officer,
            )  # fmt: skip


@pytest.mark.parametrize(
    "office", [Office.TREASURER, Office.VICE_SECRETARY, Office.AUDITOR, Office.REGISTRAR]
)
def test_other_officers_keep_no_seat(office):
    with pytest.raises(PermissionDenied):
        give(make_officer(chapter="16", office=office), office=Office.ADVISER)


def test_who_may_give_seats_gains_nothing_by_one():
    """So nobody raises their own rights: who keeps boards may do already all that any seat gives."""
    everything = frozenset().union(*(access.granted_by(office, chapter=DPP) for office in Office.values))

    for office in Office.values:
        granted = access.granted_by(office, chapter=DPP)
        if May.KEEP_BOARD in granted:
            assert granted == everything
        assert May.KEEP_BOARD not in access.granted_by(office, chapter="16")


def test_who_held_a_seat_has_no_access_any_more():
    user = make_user()
    make_seat(chapter=found("16"), user=user, ends_at=NOW - HOUR)

    assert (access.may_anything(user), access.chapters_where(user, May.SEE_MEMBERS)) == (False, set())


def test_an_officer_of_two_chapters_may_in_each_what_the_seat_there_gives(dpp):
    user = make_user()
    give(dpp, code="16", office=Office.SECRETARY, user=user)
    second = give(dpp, code="11", office=Office.TREASURER, user=user)

    assert access.chapters_where(user, May.SEE_MEMBERS) == {"16", "11"}
    assert access.chapters_where(user, May.ADMIT) == {"16"}
    seats.end(seat=second, by=dpp, at=timezone.now())
    assert access.chapters_where(user, May.SEE_MEMBERS) == {"16"}


def test_a_treasurer_marks_dues_notes_costs_and_arrivals_and_decides_nothing():
    treasurer = make_officer(chapter="16", office=Office.TREASURER)

    looks = {May.SEE_MEMBERS, May.SEE_LEDGER}
    assert access.rights_in(treasurer, chapter("16")) == looks | {
        May.KEEP_DUES,
        May.KEEP_SPENDING,
        May.CHECK_IN,
    }


def test_a_seat_that_starts_tomorrow_gives_nothing_today(dpp, time_machine):
    user = make_user()
    give(dpp, office=Office.SECRETARY, user=user, starts_at=NOW + DAY, decree_on=(NOW - 30 * DAY).date())
    assert not access.may_anything(user)

    time_machine.move_to(NOW + DAY, tick=False)
    assert access.chapters_where(user, May.ADMIT) == {"16"}


# ------------------------------------------------------------------ PAW


def test_a_replacement_ends_one_seat_and_opens_another_at_one_moment(dpp):
    term = Term.objects.create(chapter=found("16"), name="A", starts_on=TODAY, ends_on=TODAY + 900 * DAY)
    old, member = make_user(), make_member(user=make_user())
    seat = give(dpp, office=Office.CHAIR, user=old, term=term, title="Ketua DPD", position=7)

    new = seats.replace(
        seat=seat, at=NOW, reason="Pindah tugas", member=member, decree_number="7/SK", decree_on=TODAY, by=dpp
    )

    seat.refresh_from_db()
    assert (seat.ends_at, seat.reason, seat.replaced_by) == (NOW, "Pindah tugas", new)
    assert (new.starts_at, new.ends_at, new.office, new.title, new.position, new.term) == (
        NOW, None, Office.CHAIR, "Ketua DPD", 7, term,
    )  # fmt: skip
    assert (new.decree_number, new.decree_on) == ("7/SK", TODAY)
    assert (access.chapters_where(old, May.ADMIT), access.chapters_where(member.user, May.ADMIT)) == (
        set(),
        {"16"},
    )


def test_a_seat_that_its_holder_left_is_filled_and_keeps_its_end(dpp):
    seat = give(dpp, office=Office.TREASURER)
    seats.end(seat=seat, by=dpp, at=NOW - HOUR, reason="Wafat")

    seats.replace(seat=seat, at=NOW, reason="Pengganti", outsider_name="Baru", by=dpp)

    seat.refresh_from_db()
    assert (seat.ends_at, seat.reason) == (NOW - HOUR, "Wafat")
    with pytest.raises(seats.AlreadyReplaced):
        seats.replace(seat=seat, at=NOW, reason="Lagi", outsider_name="Lain", by=dpp)


def test_a_replacement_that_is_refused_ends_nothing(dpp):
    seat = give(dpp, office=Office.SECRETARY)

    with pytest.raises(seats.SeatRefused):
        seats.replace(seat=seat, at=NOW, reason="x", member=make_applicant(), by=dpp)

    assert end_of(seat) is None


def test_nobody_is_replaced_on_a_board_that_is_over(dpp):
    term = Term.objects.create(
        chapter=found("16"), name="A", starts_on=TODAY - 9 * DAY, ends_on=TODAY, ended_on=TODAY
    )

    with pytest.raises(seats.AlreadyReplaced):
        seats.replace(seat=give(dpp, term=term), at=NOW, reason="x", outsider_name="Baru", by=dpp)


def test_a_seat_replaces_another_never_itself_in_the_database(dpp):
    seat = give(dpp)

    with pytest.raises(IntegrityError, match="seat_does_not_replace_itself"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(replaces=seat.pk)

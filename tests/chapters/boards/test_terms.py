"""Terms: one begins with its whole board and ends the one before, in one moment; handing over; history."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from chapters import access
from chapters.access import May
from chapters.boards import terms
from chapters.models import DPP, Chapter, Handover, Office, Seat, Term
from ipspi.audit.models import Act
from ipspi.spreadsheets import importing
from tests.boards import ENDS, FACTS, STARTS, make_holder, make_term
from tests.cast import (
    NOW,
    found,
    make_applicant,
    make_member,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def dpp(time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_secretary_of_dpp()


def begin(by, board=None, code="16", at=NOW, **facts):
    chapter = found(code)
    board = [make_holder()] if board is None else board
    return terms.begin(chapter=chapter, board=board, at=at, by=by, **{**FACTS, **facts})


def may(user):
    return access.chapters_where(user, May.ADMIT)


# ------------------------------------------------------------------ a term begins


def test_a_term_begins_with_its_board_and_ends_the_one_before_at_one_moment(dpp):
    before = make_term()
    old, staying = make_seat(term=before, office=Office.SECRETARY), make_member(user=make_user())
    kept_on = make_seat(term=before, office=Office.TREASURER, member=staying)
    planned = make_seat(office=Office.DIVISION, starts_at=NOW + DAY)
    elsewhere = make_seat(chapter="11")
    board = [make_holder(title="Ketua DPD"), make_holder(Office.SECRETARY, member=staying)]

    term = begin(
        dpp, [*board, make_holder(Office.ADVISER, outsider_name=" Wahidin ")], decree_on=STARTS - 9 * DAY
    )

    for seat in (old, kept_on, planned, elsewhere, before):
        seat.refresh_from_db()
    assert (old.ends_at, kept_on.ends_at, planned.ends_at, elsewhere.ends_at) == (NOW, NOW, NOW + DAY, None)
    assert (before.ended_on, term.ended_on, term.decree_on) == (STARTS, None, STARTS - 9 * DAY)
    rows = term.seats.order_by("position").values_list("office", "title", "outsider_name", "starts_at")
    assert list(rows) == [
        ("KETUA", "Ketua DPD", "", NOW),
        ("SEKRETARIS", "", "", NOW),
        ("PENASIHAT", "", "Wahidin", NOW),
    ]
    assert (may(old.user), may(staying.user), may(board[0].member.user)) == (set(), {"16"}, {"16"})
    act = Act.objects.get(did="begin_term")
    assert (act.chapter, act.details) == ("16", {"seats": 3})
    assert Act.objects.filter(did="end_seat").count() == 3


def test_a_decree_of_before_gives_no_access_before_its_moment(dpp, time_machine):
    holder = make_holder()

    begin(dpp, [holder], at=NOW + DAY, decree_on=STARTS - 30 * DAY)

    assert may(holder.member.user) == set()
    time_machine.move_to(NOW + DAY, tick=False)
    assert may(holder.member.user) == {"16"}


def test_old_officers_lose_access_in_a_session_that_is_open(dpp, client):
    old = make_seat(chapter=found("16"), office=Office.CHAIR).user
    client.force_login(old)
    page = reverse("chapters:roster", args=["16"])
    assert client.get(page).status_code == 200
    upload = importing.receive(
        kind="daftar", key="16:own", file_name="a.csv", content=b"nama\nBaru\n", by=old, at=NOW
    )
    importing.assign(upload=upload, places=upload.places, by=old, at=NOW)

    begin(dpp)

    assert client.get(page).status_code == 404
    assert client.get(reverse("spreadsheets:upload", args=[upload.pk])).status_code == 404
    with pytest.raises(PermissionDenied):  # what a worker does later for whoever began it
        importing.apply(upload=upload, by=old, at=NOW)


def test_a_registrar_who_is_staff_goes_on(dpp):
    registrar = make_seat(chapter=found("16"), office=Office.REGISTRAR)
    member = make_seat(office=Office.REGISTRAR, member=make_member())

    begin(dpp)

    assert list(
        Seat.objects.filter(pk__in=[registrar.pk, member.pk]).order_by("pk").values_list("ends_at")
    ) == [
        (None,),
        (NOW,),
    ]


def test_a_board_is_taken_whole_or_not_at_all_with_all_reasons(dpp):
    before, old = make_term(), make_seat(office=Office.CHAIR)
    board = [
        make_holder(),
        make_holder(outsider_name="Ketua Lain"),
        make_holder(Office.PATRON, member=make_applicant()),
    ]

    with pytest.raises(terms.BoardRefused) as refused:
        begin(dpp, board)

    assert "hanya mempunyai satu ketua" in refused.value.message
    assert (
        "Pembina, Siti Rahmawati: Hanya anggota aktif yang dapat menjadi pengurus." in refused.value.message
    )
    before.refresh_from_db()
    old.refresh_from_db()
    assert (before.ended_on, old.ends_at, Term.objects.count()) == (None, None, 1)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"board": []}, "belum berisi siapa pun"),
        ({"ends_on": STARTS}, "sesudah mulainya"),
        ({"name": "2021–2026"}, "sudah mempunyai masa bakti bernama"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_the_reason(dpp, facts, why):
    make_term()

    with pytest.raises((terms.BoardRefused, terms.TermRefused), match=why):
        begin(dpp, **facts)


@pytest.mark.parametrize("office", [Office.CHAIR, Office.SECRETARY, Office.TREASURER])
def test_only_who_keeps_boards_begins_a_term(office):
    with pytest.raises(PermissionDenied):
        begin(make_officer(chapter="16", office=office))

    assert Term.objects.count() == 0


def test_the_new_board_of_the_dpp_must_hold_somebody_who_can_keep_boards(dpp):
    with pytest.raises(terms.BoardRefused, match="Tidak seorang pun"):
        begin(dpp, [make_holder(outsider_name="Ketua Umum"), make_holder(Office.VICE_CHAIR)], code=DPP)

    begin(dpp, [make_holder(), make_holder(Office.VICE_CHAIR)], code=DPP)
    assert may(dpp) == set()


def test_the_database_keeps_what_is_always_true_of_terms(dpp):
    make_term()
    wrong = {
        "term_one_open_per_chapter": {"name": "Lain"},
        "term_name_once_per_chapter": {"ended_on": ENDS},
        "term_did_not_end_before_it_started": {"name": "Lain", "ended_on": dt.date(2020, 1, 1)},
    }
    for name, facts in wrong.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make_term(**facts)


# ------------------------------------------------------------------ history


def test_a_term_of_before_is_written_down_and_gives_nobody_access(dpp):
    left = make_member(user=make_user(), status="RESIGNED")
    board = [make_holder(member=left), make_holder(Office.ADVISER, outsider_name="Orang Luar")]
    present = make_seat(chapter=found("16"))

    term = terms.record_past(
        chapter=Chapter.objects.get(pk="16"), name="2016–2021", starts_on=dt.date(2016, 11, 16),
        ends_on=dt.date(2021, 11, 16), board=board, at=NOW, by=dpp,
    )  # fmt: skip

    seat = term.seats.get(member=left)
    assert timezone.localtime(seat.ends_at, timezone=dt.timezone(7 * HOUR)).date() == dt.date(2021, 11, 16)
    assert (term.ended_on, may(left.user), may(present.user)) == (dt.date(2021, 11, 16), set(), {"16"})
    with pytest.raises(terms.TermRefused, match="belum berakhir"):
        terms.record_past(chapter=term.chapter, board=board, at=NOW, by=dpp, **FACTS)


def test_correcting_a_term_changes_no_seat(dpp):
    term, seat = make_term(), make_seat()

    facts = {**FACTS, "name": "2021–2027", "starts_on": term.starts_on, "ends_on": dt.date(2027, 5, 1)}
    terms.correct(term=term, elected_on=None, decree_number="1/SK", decree_on=None, by=dpp, **facts)

    term.refresh_from_db()
    assert (term.name, term.ends_on, term.decree_number) == ("2021–2027", dt.date(2027, 5, 1), "1/SK")
    assert Act.objects.get(did="correct_term").details == {"fields": ["name", "ends_on", "decree_number"]}
    seat.refresh_from_db()
    assert seat.ends_at is None
    with pytest.raises(PermissionDenied):
        terms.correct(
            term=term,
            elected_on=None,
            decree_number="",
            decree_on=None,
            by=make_officer(office=Office.SECRETARY),
            **facts,
        )


# ------------------------------------------------------------------ handing over


def test_what_is_handed_over_is_written_down_with_the_open_work(dpp):
    make_applicant()
    before = make_term()
    old = make_seat(chapter=found("16"), term=before)
    secretary = make_holder(Office.SECRETARY)
    term = begin(dpp, [make_holder(), secretary])
    said = {"on": STARTS, "place": "Palembang", "given_by": old, "things": "Stempel\nArsip"}

    written = terms.hand_over(
        term=term, taken_by=term.seats.get(office=Office.CHAIR), by=secretary.member.user, at=NOW, **said
    )
    assert (written.figures["applications"], written.given_by) == (1, old)

    with pytest.raises(PermissionDenied):
        terms.hand_over(term=term, taken_by=old, by=old.user, at=NOW, **said)
    with pytest.raises(terms.TermRefused):
        terms.hand_over(term=term, taken_by=old, by=dpp, at=NOW, **said)
    make_applicant()
    terms.hand_over(term=term, taken_by=term.seats.first(), by=dpp, at=NOW, **{**said, "place": "Prabumulih"})
    again = Handover.objects.get()
    assert (again.place, again.figures["applications"]) == ("Prabumulih", 1)

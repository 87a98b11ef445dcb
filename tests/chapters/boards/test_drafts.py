"""Preparing a board: from a list, name by name confirmed, put into force by the DPP, all at once."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from chapters import access
from chapters.access import May
from chapters.boards import drafts, terms
from chapters.boards import importing as boards_importing
from chapters.boards.reading import division_in, office_in, title_of
from chapters.models import BoardDraft, DraftSeat, Office, Seat, Term
from ipspi.outbox.models import Mail
from ipspi.spreadsheets import importing
from tests.boards import FACTS, STARTS, make_draft, make_term
from tests.cast import NOW, TODAY, make_member, make_officer, make_seat, make_secretary_of_dpp, make_user
from tests.chapters.test_admission import at_once

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LIST = """Susunan Pengurus DPD
No;Jabatan;Nama;No. Anggota;Email
1;Dewan Penasehat;Drs. H. Syamsul Hidayat, M.Si;;
2;Ketua DPD;{name};{number};
3;Sekretaris;Dr. Budi Santoso, M.Si;;
4;Bendahara;Orang Berganti Nama;;dewi@contoh.example
5;Ketua Bidang Advokasi;Eko Prasetyo;LAMA.AA99;
6;;Fitri Handayani;;
"""


@pytest.fixture
def chair(time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_officer(chapter="16")


@pytest.fixture
def dpp():
    return make_secretary_of_dpp()


def upload(draft, text, by):
    file = importing.receive(
        kind=boards_importing.KIND,
        key=str(draft.pk),
        file_name="sk.csv",
        content=text.encode(),
        by=by,
        at=NOW,
    )
    return importing.assign(upload=file, places=file.places, by=by, at=NOW)


def lines(draft):
    return list(
        draft.seats.order_by("position").values_list("office", "title", "name", "member__name", "is_settled")
    )


# ------------------------------------------------------------------ positions as they are written


@pytest.mark.parametrize(
    ("position", "office"),
    [
        ("Ketua", "KETUA"),
        ("KETUA UMUM", "KETUA"),
        ("Ketua I", "WAKIL_KETUA"),
        ("Wakil Ketua II", "WAKIL_KETUA"),
        ("Sekretaris Jenderal", "SEKRETARIS"),
        ("Wakil Sekretaris", "WAKIL_SEKRETARIS"),
        ("Wasekjen I", "WAKIL_SEKRETARIS"),
        ("Wakil Bendahara", "BENDAHARA"),
        ("Dewan Penasihat", "PENASIHAT"),
        ("penasehat", "PENASIHAT"),
        ("Pelindung/Pembina", "PEMBINA"),
        ("Ketua Bidang Organisasi", "BIDANG"),
        ("Koordinator Divisi Humas", "BIDANG"),
        ("Anggota", "BIDANG"),
        ("Badan Pemeriksa", "AUDITOR"),
        ("Juru Kunci", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_position_is_an_office(position, office):
    assert office_in(position) == office


def test_a_title_is_kept_where_it_says_more_than_the_office():
    assert title_of("ketua", Office.CHAIR) == ""
    assert title_of("Ketua  DPD", Office.CHAIR) == "Ketua DPD"
    assert division_in("Anggota Bidang Advokasi dan Hukum") == "Bidang Advokasi dan Hukum"
    assert division_in("Ketua") == ""


# ------------------------------------------------------------------ from a list


def test_a_list_becomes_a_draft_in_which_names_are_suggested_and_numbers_are_sure(chair, dpp):
    leader = make_member(name="Siti Aminah")
    for name in ("Budi Santoso", "Dewi Lestari", "Budi Kembar", "Budi Kembar"):
        make_member(name=name, email=f"{name.split()[0].lower()}@contoh.example")
    make_member(name="Fitri Handayani", home_regency="11.71")  # at home elsewhere: a name alone says nothing
    make_member(name="Eko Prasetyo", status="RESIGNED")
    draft = drafts.start(chapter=make_seat(chapter="11").chapter, by=dpp, at=NOW, **FACTS)
    draft = drafts.start(chapter=Seat.objects.filter(chapter="16").first().chapter, by=chair, at=NOW, **FACTS)

    file = upload(draft, LIST.format(name="Hj. Siti Aminah", number=leader.number.lower()), chair)
    assert (file.counts["rows"], file.counts["rejected"], file.counts["warned"]) == (6, 0, 1)
    assert not DraftSeat.objects.exists()
    importing.apply(upload=file, by=chair, at=NOW)

    assert lines(draft) == [
        ("PENASIHAT", "Dewan Penasehat", "Drs. H. Syamsul Hidayat, M.Si", None, False),
        ("KETUA", "Ketua DPD", "Hj. Siti Aminah", "Siti Aminah", True),
        ("SEKRETARIS", "", "Dr. Budi Santoso, M.Si", "Budi Santoso", False),
        ("BENDAHARA", "", "Orang Berganti Nama", "Dewi Lestari", False),
        ("BIDANG", "Ketua Bidang Advokasi", "Eko Prasetyo", None, False),
        ("BIDANG", "Ketua Bidang Advokasi", "Fitri Handayani", None, False),
    ]
    assert (Seat.objects.filter(term__isnull=False).count(), Term.objects.count()) == (0, 0)


def test_a_number_of_a_member_elsewhere_tells_nothing_without_the_name(chair):
    elsewhere = make_member(name="Cut Nyak", home_regency="11.71")
    draft = make_draft()

    text = f"jabatan;nama;nomor anggota\nKetua;Orang Lain;{elsewhere.number}\nPembina;Cut Nyak;{elsewhere.number}\n"
    importing.apply(upload=upload(draft, text, chair), by=chair, at=NOW)

    assert [line[2:] for line in lines(draft)] == [
        ("Orang Lain", None, False),
        ("Cut Nyak", "Cut Nyak", True),
    ]


def test_a_list_with_two_chairs_or_an_unknown_position_says_which_line(chair):
    file = upload(make_draft(), "jabatan;nama\nKetua;A B\nKetua;C D\nJuru Kunci;E F\nAnggota;\n", chair)

    assert [(line, column) for line, column, _words, refuses in file.problems if refuses] == [
        (3, "position"), (4, "position"), (5, "name"),
    ]  # fmt: skip
    with pytest.raises(importing.RowsRejected):
        importing.apply(upload=file, by=chair, at=NOW)
    assert not DraftSeat.objects.exists()


def test_an_upload_replaces_the_draft_and_is_undone_only_from_an_empty_one(chair):
    draft = make_draft()
    first, second = (
        upload(draft, f"jabatan;nama\nPembina;{name}\n", chair) for name in ("Satu Dua", "Tiga Empat")
    )
    importing.apply(upload=first, by=chair, at=NOW)
    importing.apply(upload=second, by=chair, at=NOW)

    assert [line[2] for line in lines(draft)] == ["Tiga Empat"]
    with pytest.raises(importing.CannotUndo):
        importing.undo(upload=second, by=chair, at=NOW)
    importing.undo(upload=first, by=chair, at=NOW)
    assert lines(draft) == []


def test_only_who_prepares_the_chapters_board_uploads_one(chair):
    draft = make_draft()

    for stranger in (make_officer(chapter="11"), make_officer(office=Office.TREASURER), make_user()):
        with pytest.raises(PermissionDenied):
            upload(draft, "jabatan;nama\nKetua;A B\n", stranger)


# ------------------------------------------------------------------ confirming, sending, putting into force


def test_a_draft_waits_until_every_name_is_settled(chair, dpp):
    draft = make_draft()
    member = make_member(name="Budi Santoso", user=make_user())
    importing.apply(
        upload=upload(draft, "jabatan;nama\nKetua;Budi Santoso\nPembina;Orang Luar\n", chair),
        by=chair,
        at=NOW,
    )

    with pytest.raises(drafts.DraftRefused, match="2 nama belum dipastikan"):
        drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=dpp, at=NOW)
    chosen = {seat.pk: seat.member for seat in draft.seats.all()}
    assert drafts.settle(draft=draft, answers=chosen, by=chair) == 2
    drafts.send(draft=draft, by=chair, at=NOW)
    assert list(Mail.objects.filter(kind="chapters.draft_sent").values_list("to", flat=True)) == [dpp.email]

    with pytest.raises(PermissionDenied):
        drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=chair, at=NOW)
    term = drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=dpp, at=NOW)

    assert list(
        term.seats.order_by("position").values_list("office", "member", "outsider_name", "starts_at")
    ) == [
        ("KETUA", member.pk, "", NOW),
        ("PEMBINA", None, "Orang Luar", NOW),
    ]
    draft.refresh_from_db()
    assert (draft.term, draft.closed_at, DraftSeat.objects.count()) == (term, NOW, 0)
    assert access.chapters_where(chair, May.SEE_MEMBERS) == set()
    with pytest.raises(drafts.DraftClosed):
        drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=dpp, at=NOW)


def test_a_board_whose_member_left_meanwhile_is_not_put_into_force(chair, dpp):
    term, member = make_term(), make_member()
    draft = make_draft(holders=[(Office.CHAIR, member), (Office.PATRON, "Orang Luar")])
    member.status = "RESIGNED"
    member.save()

    with pytest.raises(terms.BoardRefused, match="Hanya anggota aktif"):
        drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=dpp, at=NOW)

    term.refresh_from_db()
    draft.refresh_from_db()
    assert (term.ended_on, draft.closed_at, draft.seats.count()) == (None, None, 2)


def test_a_draft_of_days_to_come_starts_in_their_first_minute(chair, dpp, time_machine):
    member = make_member(user=make_user())
    draft = make_draft(holders=[(Office.CHAIR, member)], starts_on=STARTS + 2 * DAY)

    drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=dpp, at=NOW)

    begins = dt.datetime(2026, 11, 17, 17, tzinfo=dt.UTC)  # 00.00 WIB
    assert Seat.objects.get(member=member).starts_at == begins
    assert (access.chapters_where(chair, May.ADMIT), access.chapters_where(member.user, May.ADMIT)) == (
        {"16"},
        set(),
    )
    time_machine.move_to(begins, tick=False)
    assert (access.chapters_where(chair, May.ADMIT), access.chapters_where(member.user, May.ADMIT)) == (
        set(),
        {"16"},
    )


def test_a_draft_of_a_term_that_is_over_becomes_history(chair, dpp):
    past = {"name": "2016–2021", "starts_on": TODAY - 3600 * DAY, "ends_on": TODAY - 1800 * DAY}
    draft = make_draft(holders=[(Office.CHAIR, make_member(user=make_user(), status="RESIGNED"))], **past)

    term = drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=dpp, at=NOW)

    assert (term.ended_on, access.chapters_where(chair, May.ADMIT)) == (past["ends_on"], {"16"})


def test_a_draft_is_given_up_without_a_trace_of_its_names(chair):
    draft = make_draft(holders=[(Office.CHAIR, "Orang Luar")])

    drafts.discard(draft=draft, by=chair, at=NOW)

    assert (drafts.open_draft_of(draft.chapter), DraftSeat.objects.count()) == (None, 0)
    for late in (drafts.send, drafts.discard):
        with pytest.raises(drafts.DraftClosed):
            late(draft=draft, by=chair, at=NOW)


@pytest.mark.parametrize("office", [Office.TREASURER, Office.VICE_SECRETARY, Office.ADVISER])
def test_nobody_else_prepares_a_board(office):
    draft, officer = make_draft(holders=[(Office.CHAIR, "Orang Luar")]), make_officer(office=office)

    for act in (
        lambda: drafts.change(draft=draft, by=officer, name="Lain"),
        lambda: drafts.settle(draft=draft, answers={}, by=officer),
        lambda: drafts.remove(seat=draft.seats.get(), by=officer),
        lambda: drafts.discard(draft=draft, by=officer, at=NOW),
        lambda: drafts.start(chapter=draft.chapter, by=officer, at=NOW, **FACTS),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_chapter_prepares_one_board_at_a_time(chair):
    draft = make_draft()

    with pytest.raises(drafts.DraftRefused):
        drafts.start(chapter=draft.chapter, by=chair, at=NOW, **FACTS)
    wrong = {
        "draft_one_open_per_chapter": {},
        "draft_ends_after_it_starts": {"ends_on": STARTS, "closed_at": NOW},
    }
    for name, facts in wrong.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            make_draft(**facts)
    assert BoardDraft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_two_put_into_force_at_once_becomes_one_board(dpp):
    draft = make_draft(holders=[(Office.CHAIR, "Orang Luar"), (Office.PATRON, "Orang Lain")])

    at_once(
        *[lambda: drafts.put_in_force(draft=draft, seen=drafts.mark_of(draft), by=dpp, at=timezone.now())] * 2
    )

    assert (Term.objects.count(), Seat.objects.filter(chapter="16").count()) == (1, 2)


def test_a_draft_that_changed_since_it_was_read_is_not_put_into_force(dpp, chair):
    draft = make_draft(holders=[(Office.CHAIR, "Nama Ketua")])
    draft.seats.update(is_settled=True)
    seen = drafts.mark_of(draft)
    drafts.settle(draft=draft, answers={draft.seats.get().pk: make_member(user=chair)}, by=chair)

    with pytest.raises(drafts.DraftChanged):
        drafts.put_in_force(draft=draft, seen=seen, by=dpp, at=NOW)

    draft.refresh_from_db()
    assert draft.closed_at is None

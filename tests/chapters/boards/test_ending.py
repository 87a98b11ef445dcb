"""Boards and the DPP are told before a term ends, at 180, 90 and 30 days, once each."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from chapters.boards import ending
from chapters.models import Office, TermWarning
from ipspi.outbox.models import Mail
from tests.boards import make_term
from tests.cast import NOW, make_officer, make_seat, make_secretary_of_dpp

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ENDS = NOW.date() + 200 * DAY


@pytest.fixture
def board(time_machine):
    """The addresses of who is told: the chapter's chair and the DPP; not an adviser, nor who sits elsewhere."""
    time_machine.move_to(NOW, tick=False)
    told = {make_officer(chapter="16").email, make_secretary_of_dpp().email}
    make_seat(chapter="16", office=Office.ADVISER)
    make_officer(chapter="11")
    return told


def days_before(days):
    return NOW + (200 - days) * DAY


def test_the_board_and_the_dpp_are_told_three_times_once_each(board, time_machine):
    make_term(ends_on=ENDS)
    make_term(chapter="11", ends_on=ENDS, ended_on=NOW.date())  # over: nothing to warn of

    counts = [ending.warn(at=days_before(days)) for days in (181, 180, 180, 91, 90, 31, 30, 1, 0, -9)]

    assert counts == [0, 2, 0, 0, 2, 0, 2, 0, 0, 0]
    mails = Mail.objects.filter(kind="chapters.term_ends")
    assert (set(mails.values_list("to", flat=True)), mails.count()) == (board, 6)
    assert mails.first().subject == "Masa bakti DPD Sumatera Selatan berakhir pada 4 Juni 2027"
    assert "180 hari lagi" in mails.order_by("pk").first().text
    assert reverse("boards:board", args=["16"]) in mails.first().html


def test_after_an_outage_only_the_nearest_is_told(board):
    make_term(ends_on=ENDS)

    assert [ending.warn(at=days_before(days)) for days in (60, 59, 30)] == [2, 0, 2]
    assert sorted(TermWarning.objects.values_list("days", flat=True)) == [30, 90, 180]


def test_a_term_whose_end_is_put_off_is_warned_of_anew(board):
    term = make_term(ends_on=ENDS)
    ending.warn(at=days_before(180))
    term.ends_on += 365 * DAY
    term.save()

    assert ending.warn(at=days_before(90)) == 0
    assert ending.warn(at=days_before(180) + 365 * DAY) == 2


def test_what_nobody_could_be_told_stays_untold(time_machine):
    time_machine.move_to(NOW, tick=False)
    make_term(ends_on=NOW.date() + 100 * DAY)
    assert (ending.warn(at=NOW), TermWarning.objects.count()) == (0, 0)

    make_secretary_of_dpp()
    assert ending.warn(at=NOW) == 1


def test_a_warning_is_written_down_once_in_the_database():
    facts = {"term": make_term(), "ends_on": ENDS, "days": 30, "told_at": NOW}
    TermWarning.objects.create(**facts)

    with pytest.raises(IntegrityError, match="term_warned_once"), transaction.atomic():
        TermWarning.objects.create(**facts)


def test_the_chapters_first_page_says_how_long_the_term_lasts_yet(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    term = make_term(ends_on=NOW.date() + 181 * DAY)
    officer = make_officer(chapter="16")

    def page():
        client.force_login(officer)
        return client.get(reverse("chapters:overview", args=["16"])).text

    assert "Masa bakti 2021–2026" not in page()
    time_machine.move_to(NOW + DAY, tick=False)
    assert "180 hari lagi" in page()
    time_machine.move_to(NOW + 181 * DAY, tick=False)
    assert "sudah berakhir pada 16 Mei 2027, dan belum ada pengurus baru" in page()
    term.ended_on = term.ends_on
    term.save()
    assert "Masa bakti 2021–2026" not in page()

"""Telling of agreements that end: whom, when, and how often."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from chapters.models import Agreement, AgreementReminder, Chapter, Office
from chapters.partners import agreeing, reminding
from ipspi.outbox.models import Mail
from tests.admissions import at_once
from tests.cast import NOW, TODAY, make_officer
from tests.work import make_agreement, make_partner

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def remind_on(*days):
    return [reminding.remind(at=NOW + day * DAY) for day in days]


def told():
    return list(
        Mail.objects.filter(kind="chapters.agreements_end").order_by("pk").values_list("to", "subject")
    )


def test_leads_are_told_180_90_and_30_days_before_once_each():
    officer = make_officer(office=Office.SECRETARY)
    make_officer(office=Office.TREASURER)
    make_agreement(last_on=TODAY + 200 * DAY)

    assert remind_on(0, 19, 20, 21, 110, 111, 170, 171, 201, 230) == [0, 0, 1, 0, 1, 0, 1, 0, 0, 0]

    assert [to for to, _subject in told()] == [officer.email] * 3
    assert told()[0][1] == "Perjanjian dengan Yayasan Contoh Damai berakhir 4 Juni 2027"
    assert "180 hari lagi" in Mail.objects.first().text


def test_a_clock_that_stood_still_tells_once_for_all_that_is_due():
    make_officer()
    make_agreement(last_on=TODAY + 20 * DAY)

    assert remind_on(0, 1) == [1, 0]

    assert set(AgreementReminder.objects.values_list("days", flat=True)) == {180, 90, 30}
    assert "20 hari lagi" in Mail.objects.get().text


def test_what_ended_while_the_clock_stood_is_told_as_over():
    make_officer()
    make_agreement(last_on=TODAY - 3 * DAY)
    make_agreement(last_on=TODAY - 31 * DAY)
    make_agreement(last_on=TODAY - 3 * DAY, created_at=NOW)  # written down when it was over already

    assert remind_on(0, 1) == [1, 0]

    assert Mail.objects.get().text.count("sudah berakhir") == 1


def test_an_officer_gets_one_mail_for_all():
    make_officer()
    for _ in range(2):
        make_agreement(last_on=TODAY + 10 * DAY)

    assert remind_on(0) == [1]
    assert told()[0][1] == "2 perjanjian kerja sama berakhir"


def test_nothing_is_told_of_what_is_settled():
    officer = make_officer()
    renewed, ended, removed = (make_agreement(last_on=TODAY + 10 * DAY) for _ in range(3))
    make_agreement(renewed.partner, renews=renewed)
    agreeing.end(agreement=ended, on=TODAY, reason="Pindah", by=officer, at=NOW)
    agreeing.remove(agreement=removed, reason="Ganda", by=officer, at=NOW)
    make_agreement(make_partner(removed_at=NOW, removed_reason="Ganda"), last_on=TODAY + 10 * DAY)
    make_agreement(last_on=None)

    assert remind_on(0) == [0]


def test_another_end_is_told_of_anew():
    officer = make_officer()
    agreement = make_agreement(last_on=TODAY + 20 * DAY)
    remind_on(0)
    agreeing.change(agreement=agreement, last_on=TODAY + 60 * DAY, by=officer, at=NOW)

    assert remind_on(1, 2) == [1, 0]


def test_while_nobody_can_be_told_it_stays_untold():
    make_agreement(last_on=TODAY + 20 * DAY)
    assert remind_on(0) == [0]
    make_officer()

    assert remind_on(1) == [1]


def test_who_looks_after_a_chapter_that_is_not_founded_is_told():
    officer = make_officer(chapter="16")
    Chapter.objects.filter(pk="17").update(looked_after_by="16")
    make_agreement(make_partner(chapter="17"), last_on=TODAY + 20 * DAY)

    remind_on(0)

    assert [to for to, _subject in told()] == [officer.email]


def test_a_reminder_is_written_once():
    agreement = make_agreement()
    said = {"agreement": agreement, "last_on": TODAY, "days": 30, "told_at": NOW}
    AgreementReminder.objects.create(**said)
    with pytest.raises(IntegrityError, match="agreement_reminded_once"), transaction.atomic():
        AgreementReminder.objects.create(**said)
    assert Agreement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once():
    make_officer()
    make_agreement(last_on=TODAY + 20 * DAY)

    ended = at_once(*[lambda: reminding.remind(at=NOW)] * 2)

    assert sorted(ended) == [0, 1]
    assert Mail.objects.count() == 1

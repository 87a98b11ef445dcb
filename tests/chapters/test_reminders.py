"""Reminding of applications that wait: whom, after how long, and how often."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chapters import admission, reminders
from chapters.models import ApplicationReminder
from ipspi.outbox.models import Mail
from members.models import ChangeRequest
from tests.admissions import ask, at_once, correct
from tests.cast import BANDA_ACEH, NOW, found, make_applicant, make_officer, make_seat, make_secretary_of_dpp

pytestmark = pytest.mark.django_db


def after(**time):
    return NOW + dt.timedelta(**time)


def remind(**time):
    return reminders.remind_officers(at=after(**time))


def told():
    return list(Mail.objects.filter(kind="applications_late").order_by("pk").values_list("to", "subject"))


def test_officers_are_reminded_after_three_and_after_seven_days_once_each():
    officer = make_officer()
    make_applicant()

    assert [remind(days=2, hours=23), remind(days=3), remind(days=4), remind(days=7), remind(days=8)] == [
        0, 1, 0, 1, 0,
    ]  # fmt: skip

    assert told() == [(officer.email, "1 pendaftaran masih menunggu di DPD Sumatera Selatan")] * 2


def test_after_ten_days_the_dpp_is_told():
    officer, secretary = make_officer(), make_secretary_of_dpp()
    make_applicant()
    remind(days=3)
    remind(days=7)

    assert remind(days=10) == 1

    assert [to for to, _subject in told()] == [officer.email, officer.email, secretary.email]


def test_a_clock_that_stood_still_tells_once_for_all_that_is_due():
    make_officer()
    make_applicant()

    assert [remind(days=8), remind(days=9)] == [1, 0]

    assert set(ApplicationReminder.objects.values_list("kind", flat=True)) == {"FIRST", "SECOND"}


def test_an_officer_gets_one_mail_for_all_chapters():
    officer = make_officer(chapter="16")
    make_seat(chapter=found("11"), user=officer)
    make_applicant()
    make_applicant(applied_at=NOW - dt.timedelta(days=1))
    make_applicant(home_regency=BANDA_ACEH)

    assert remind(days=3) == 1

    mail = Mail.objects.get()
    assert mail.subject == "3 pendaftaran masih menunggu di 2 daerah"
    assert "DPD Sumatera Selatan: 2, yang terlama 4 hari" in mail.text
    assert "/daerah/16/pendaftaran/" in mail.text


def test_the_mail_holds_nobodys_data():
    make_officer()
    applicant = make_applicant(name="Kenari Larasati", nip="198503272010012001")

    remind(days=3)

    mail = Mail.objects.get()
    said = mail.subject + mail.text + mail.html
    secrets = [applicant.name, applicant.nik, applicant.nip, applicant.user.email, str(applicant.pk)]
    assert [secret for secret in secrets if secret in said] == []


def test_the_clock_stands_while_it_is_the_applicants_turn():
    officer, applicant = make_officer(), make_applicant()
    ask(applicant, officer, at=after(days=2))

    assert remind(days=9) == 0
    correct(applicant, name="Siti Rahmawati Putri", at=after(days=9))

    assert [remind(days=9, hours=23), remind(days=10)] == [0, 1]


def test_who_has_been_decided_about_is_not_reminded_of():
    officer, applicant = make_officer(), make_applicant()
    admission.admit(applicant=applicant, by=officer, at=NOW)

    assert remind(days=30) == 0


def test_where_no_officer_may_decide_the_dpp_is_told_and_where_nobody_can_be_told_it_waits():
    found("16")  # without a board
    make_applicant()
    assert remind(days=3) == 0
    assert not ApplicationReminder.objects.exists()

    secretary = make_secretary_of_dpp()

    assert remind(days=3) == 1
    assert told()[0][0] == secretary.email


def test_reminding_costs_the_same_however_many_wait(django_assert_num_queries):
    make_officer()
    make_applicant()
    with CaptureQueriesContext(connection) as one:
        remind(days=3)
    for _ in range(6):
        make_applicant()

    with django_assert_num_queries(len(one)):
        remind(days=3, hours=1)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_remind_once():
    make_officer()
    make_applicant()

    ended = at_once(lambda: remind(days=3), lambda: remind(days=3, seconds=1))

    assert sorted(ended) == [0, 1]
    assert Mail.objects.count() == 1


def test_each_kind_of_reminder_is_given_once():
    applicant = make_applicant()
    ApplicationReminder.objects.create(member=applicant, kind="FIRST", told_at=NOW)

    with pytest.raises(IntegrityError, match="application_reminder_once_per_kind"), transaction.atomic():
        ApplicationReminder.objects.create(member=applicant, kind="FIRST", told_at=NOW)


# ------------------------------------------------------------------ applicants


def test_an_applicant_is_reminded_of_changes_after_seven_days_once():
    officer, applicant = make_officer(), make_applicant()
    ask(applicant, officer)

    ended = [reminders.remind_applicants(at=after(days=days)) for days in (6, 7, 8)]

    assert ended == [0, 1, 0]
    mail = Mail.objects.get(kind="member.changes_reminder")
    assert (mail.to, "- Nama lengkap: Tulis seperti di KTP." in mail.text) == (applicant.user.email, True)
    assert ChangeRequest.objects.get().reminded_at == after(days=7)


def test_who_has_answered_is_not_reminded():
    officer, applicant = make_officer(), make_applicant()
    ask(applicant, officer)
    correct(applicant, name="Siti Rahmawati Putri")

    assert reminders.remind_applicants(at=after(days=30)) == 0

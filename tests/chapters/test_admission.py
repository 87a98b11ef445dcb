"""Deciding on applications: once, by whom it concerns, with a number that nobody else has; and telling the officers."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chapters import admission, applications
from chapters.models import ApplicationNotice, Chapter, Office
from ipspi.audit.models import Act
from ipspi.outbox.models import Mail
from members import registration
from members.models import Member, NumberBook
from tests.admissions import ask, at_once, correct
from tests.cast import (
    BANDA_ACEH,
    NOW,
    found,
    make_applicant,
    make_member,
    make_nik,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)

pytestmark = pytest.mark.django_db
JAYAPURA = "91.71"


def admit(applicant, by, at=NOW):
    return admission.admit(applicant=applicant, by=by, at=at)


def reject(applicant, by, reason="Ijazah belum terbaca.", at=NOW):
    return admission.reject(applicant=applicant, reason=reason, by=by, at=at)


# ------------------------------------------------------------------ admitting


def test_an_applicant_becomes_an_active_member_with_the_next_number():
    officer, applicant = make_officer(), make_applicant()

    admit(applicant, officer)

    applicant.refresh_from_db()
    assert applicant.status == Member.Status.ACTIVE
    assert applicant.number == "16.2026.000001"
    assert (applicant.admitted_on, applicant.joined_on) == (NOW.date(), NOW.date())
    assert (applicant.decided_by, applicant.decided_at) == (officer, NOW)
    assert NumberBook.objects.get(number=applicant.number).member == applicant


def test_the_day_of_admission_is_the_chapters_own():
    late_in_jakarta = dt.datetime(2026, 11, 16, 15, 30, tzinfo=dt.UTC)  # 22.30 WIB, half past midnight WIT
    applicant = make_applicant(home_regency=JAYAPURA)

    admit(applicant, make_officer(chapter="91"), at=late_in_jakarta)

    applicant.refresh_from_db()
    assert applicant.admitted_on == dt.date(2026, 11, 17)


def test_an_admission_is_told_to_the_applicant_and_to_the_log():
    officer, applicant = make_officer(), make_applicant()

    admit(applicant, officer)

    mail = Mail.objects.get(kind="member.admitted")
    assert mail.to == applicant.user.email
    assert "16.2026.000001" in mail.text
    assert "DPD Sumatera Selatan" in mail.html
    act = Act.objects.get(did="admit")
    assert (act.actor_id, act.on_id, act.chapter, act.details) == (officer.pk, str(applicant.pk), "16", {})


def test_no_number_of_the_state_is_in_the_mail():
    applicant = make_applicant(nip="198503272010012001")

    admit(applicant, make_officer())

    mail = Mail.objects.get(kind="member.admitted")
    assert [number for number in (applicant.nik, applicant.nip) if number in mail.text + mail.html] == []


@pytest.mark.parametrize("decide", [admit, reject])
@pytest.mark.parametrize(
    "officer",
    [
        lambda: make_officer(chapter="11"),
        lambda: make_officer(chapter="16", office=Office.TREASURER),
        lambda: make_seat(chapter=found("16"), ends_at=timezone.now()).user,
        lambda: make_seat(chapter=found("16"), starts_at=timezone.now() + dt.timedelta(days=1)).user,
        lambda: make_member(user=make_user()).user,
    ],
    ids=[
        "chair of another DPD",
        "treasurer of the same DPD",
        "former chair",
        "chair from tomorrow on",
        "member",
    ],
)
def test_nobody_else_decides(officer, decide):
    applicant = make_applicant()

    with pytest.raises(PermissionDenied):
        decide(applicant, officer())

    applicant.refresh_from_db()
    assert applicant.status == Member.Status.APPLIED


def test_the_dpp_decides_where_no_chapter_is_founded_and_where_the_province_is_unknown():
    secretary = make_secretary_of_dpp()
    elsewhere, nowhere = make_applicant(home_regency="17.71"), make_applicant(home_regency=None)

    admit(elsewhere, secretary)
    admit(nowhere, secretary)

    numbers = set(Member.objects.filter(pk__in=[elsewhere.pk, nowhere.pk]).values_list("number", flat=True))
    assert numbers == {"17.2026.000001", "00.2026.000002"}


def test_a_chapter_decides_for_the_province_that_it_looks_after():
    officer, applicant = make_officer(chapter="16"), make_applicant(home_regency="17.71")
    Chapter.objects.filter(pk="17").update(looked_after_by="16")

    admit(applicant, officer)

    applicant.refresh_from_db()
    assert applicant.status == Member.Status.ACTIVE


@pytest.mark.parametrize("second", [admit, reject])
@pytest.mark.parametrize("first", [admit, reject])
def test_an_application_is_decided_once(first, second):
    officer, other, applicant = make_officer(), make_secretary_of_dpp(), make_applicant()
    first(applicant, officer)
    decided = Member.objects.get(pk=applicant.pk)

    with pytest.raises(applications.AlreadyDecided) as told:
        second(applicant, other)

    assert str(officer) in told.value.message
    assert Member.objects.get(pk=applicant.pk).decided_by == decided.decided_by == officer
    assert Mail.objects.filter(kind__startswith="member.").count() == 1


def test_nobody_decides_on_their_own_application():
    officer = make_officer()
    applicant = make_applicant(user=officer)

    with pytest.raises(applications.OwnApplication):
        admit(applicant, officer)


def test_a_nik_that_somebody_else_still_has_stops_the_admission():
    nik = make_nik()
    make_member(nik=nik)
    applicant = make_applicant(nik=nik, nik_lookup=None, warnings=[registration.NIK_HELD])

    with pytest.raises(registration.NIKHeld):
        admit(applicant, make_officer())

    assert Member.objects.get(pk=applicant.pk).status == Member.Status.APPLIED
    assert NumberBook.objects.filter(sequence__isnull=False).count() == 0


# ------------------------------------------------------------------ rejecting


def test_a_rejection_has_a_reason_that_the_applicant_reads():
    officer, applicant = make_officer(), make_applicant()

    reject(applicant, officer, reason="  Ijazah <belum> terbaca.  ")

    applicant.refresh_from_db()
    assert (applicant.status, applicant.rejection_reason) == (
        Member.Status.REJECTED,
        "Ijazah <belum> terbaca.",
    )
    assert (applicant.number, NumberBook.objects.count()) == (None, 0)
    mail = Mail.objects.get(kind="member.rejected")
    assert "Ijazah <belum> terbaca." in mail.text
    assert "Ijazah &lt;belum&gt; terbaca." in mail.html
    assert Act.objects.get(did="reject").details == {}


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_rejection_without_a_reason_is_refused(reason):
    applicant = make_applicant()

    with pytest.raises(admission.ReasonMissing):
        reject(applicant, make_officer(), reason=reason)


def test_who_was_rejected_may_apply_again():
    officer, applicant = make_officer(), make_applicant()
    reject(applicant, officer)

    again = make_applicant(user=applicant.user, nik=applicant.nik)
    admit(again, officer)

    assert Member.objects.filter(user=applicant.user).count() == 2


# ------------------------------------------------------------------ at the same moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", [admit, reject], ids=["both admit", "one admits, one rejects"])
def test_of_two_officers_at_once_one_wins_and_the_other_is_told(other):
    first, second, applicant = make_officer(), make_secretary_of_dpp(), make_applicant()

    ended = at_once(lambda: admit(applicant, first), lambda: other(applicant, second))

    assert sorted(type(each).__name__ for each in ended) == ["AlreadyDecided", "Member"]
    assert Mail.objects.filter(kind__startswith="member.").count() == 1
    assert Act.objects.filter(did__in=["admit", "reject"]).count() == 1
    assert NumberBook.objects.count() == Member.objects.filter(status=Member.Status.ACTIVE).count()


@pytest.mark.django_db(transaction=True)
def test_many_admissions_at_once_give_numbers_without_gap_or_double():
    officer = make_officer()
    applicants = [make_applicant() for _ in range(8)]

    at_once(*[lambda each=each: admit(each, officer) for each in applicants])

    numbers = sorted(Member.objects.values_list("number", flat=True))
    assert numbers == [f"16.2026.{sequence:06d}" for sequence in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_of_two_applicants_with_one_nik_admitted_at_once_one_is_admitted():
    first, second, nik = make_officer(chapter="16"), make_officer(chapter="11"), make_nik()
    one = make_applicant(nik=nik, nik_lookup=None)
    two = make_applicant(nik=nik, nik_lookup=None, home_regency=BANDA_ACEH)

    ended = at_once(lambda: admit(one, first), lambda: admit(two, second))

    assert sorted(type(each).__name__ for each in ended) == ["Member", "NIKHeld"]
    assert NumberBook.objects.count() == 1


# ------------------------------------------------------------------ telling the officers


def notify(at=NOW):
    return admission.notify_officers(at=at)


def test_officers_are_told_of_new_applications_in_one_mail():
    officer = make_officer()
    for _ in range(3):
        make_applicant()

    assert notify() == 1

    mail = Mail.objects.get(kind="applications")
    assert (mail.to, mail.subject) == (officer.email, "3 pendaftaran baru di DPD Sumatera Selatan")
    assert "/daerah/16/pendaftaran/" in mail.text
    assert ApplicationNotice.objects.count() == 3


def test_the_mail_holds_nobodys_data():
    make_officer()
    applicant = make_applicant(name="Kenari Larasati", nip="198503272010012001")

    notify()

    mail = Mail.objects.get(kind="applications")
    said = mail.subject + mail.text + mail.html
    secrets = [
        applicant.name,
        applicant.nik,
        applicant.nip,
        applicant.user.email,
        "81234567890",
        str(applicant.pk),
    ]
    assert [secret for secret in secrets if secret in said] == []


def test_an_application_is_told_once():
    make_officer()
    make_applicant()
    notify()

    assert notify(at=NOW + dt.timedelta(hours=1)) == 0
    assert Mail.objects.filter(kind="applications").count() == 1


def test_the_next_mail_counts_only_what_is_new():
    make_officer()
    make_applicant()
    notify()
    make_applicant()

    notify(at=NOW + dt.timedelta(hours=1))

    subjects = Mail.objects.filter(kind="applications").order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == ["1 pendaftaran baru di DPD Sumatera Selatan"] * 2


def test_every_officer_who_may_admit_is_told_and_nobody_else():
    chair, secretary = make_officer(), make_officer(office=Office.SECRETARY)
    make_officer(office=Office.TREASURER)
    make_officer(chapter="11")
    make_applicant()

    notify()

    told = set(Mail.objects.filter(kind="applications").values_list("to", flat=True))
    assert told == {chair.email, secretary.email}


def test_an_officer_of_several_chapters_gets_one_mail_for_all():
    officer = make_officer(chapter="16")
    make_seat(chapter=found("11"), office=Office.SECRETARY, user=officer)
    make_applicant()
    make_applicant(home_regency=BANDA_ACEH)

    assert notify() == 1

    mail = Mail.objects.get(kind="applications")
    assert mail.subject == "2 pendaftaran baru di 2 daerah"
    assert ["/daerah/11/" in mail.text, "/daerah/16/" in mail.text] == [True, True]


def test_the_dpp_is_told_where_no_chapter_is_founded_and_where_nobody_may_admit():
    secretary = make_secretary_of_dpp()
    found("16")  # without a board
    make_applicant()
    make_applicant(home_regency="17.71")
    make_applicant(home_regency=None)

    assert notify() == 1

    assert Mail.objects.get(kind="applications").to == secretary.email
    assert ApplicationNotice.objects.count() == 3


def test_an_application_waits_for_somebody_who_can_be_told():
    make_applicant()
    assert notify() == 0

    make_officer()

    assert notify(at=NOW + dt.timedelta(hours=1)) == 1


def test_who_has_been_decided_about_is_not_told_of():
    officer, applicant = make_officer(), make_applicant()
    admit(applicant, officer)

    assert notify() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once():
    make_officer()
    make_applicant()

    ended = at_once(notify, lambda: notify(at=NOW + dt.timedelta(seconds=1)))

    assert sorted(ended) == [0, 1]
    assert Mail.objects.filter(kind="applications").count() == 1


def test_telling_costs_the_same_however_many_applied(django_assert_num_queries):
    make_officer()
    make_applicant()
    with CaptureQueriesContext(connection) as one:
        notify()
    for _ in range(5):
        make_applicant()

    with django_assert_num_queries(len(one)):
        notify(at=NOW + dt.timedelta(hours=1))


def test_an_application_that_came_back_corrected_is_news_again():
    officer, applicant = make_officer(), make_applicant()
    notify()
    ask(applicant, officer, at=NOW + dt.timedelta(hours=1))
    assert notify(at=NOW + dt.timedelta(hours=2)) == 0

    correct(applicant, name="Siti Rahmawati Putri", at=NOW + dt.timedelta(hours=3))

    assert notify(at=NOW + dt.timedelta(hours=4)) == 1
    assert notify(at=NOW + dt.timedelta(hours=5)) == 0


# ------------------------------------------------------------------ what stands in the way


@pytest.mark.parametrize("decide", [admit, reject])
def test_nothing_is_decided_while_the_applicant_is_asked_for_changes(decide):
    officer, other, applicant = make_officer(), make_secretary_of_dpp(), make_applicant()
    ask(applicant, officer)

    with pytest.raises(applications.AlreadyAsked) as told:
        decide(applicant, other)

    assert f"Perbaikan sudah diminta oleh {officer} pada 16 November 2026 10.00 WIB" in told.value.message
    assert Member.objects.get(pk=applicant.pk).status == Member.Status.APPLIED


def test_after_sixty_days_without_an_answer_an_application_is_closed_as_not_pursued():
    officer, applicant = make_officer(), make_applicant()
    request = ask(applicant, officer)
    late = NOW + admission.GIVEN_UP

    with pytest.raises(applications.AlreadyAsked):
        reject(applicant, officer, at=late - dt.timedelta(seconds=1))
    reject(applicant, officer, reason="Tidak dilanjutkan.", at=late)

    request.refresh_from_db()
    assert Member.objects.get(pk=applicant.pk).status == Member.Status.REJECTED
    assert (request.ended_at, request.answered) == (late, False)


@pytest.mark.parametrize("reason", ["NIK 1671 0167 0385 0001 bukan milik Anda.", "198503272010012001"])
def test_a_reason_holds_no_number_of_the_state(reason):
    applicant = make_applicant()

    with pytest.raises(applications.NumberInWords):
        reject(applicant, make_officer(), reason=reason)

"""Asking for changes field by field, and what the applicant sends back."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from chapters import admission, applications, asking
from chapters.models import Office
from ipspi.audit.models import Act
from ipspi.outbox.models import Mail
from members.models import ChangeRequest, Member, RequestedField
from tests.admissions import ask, at_once, correct, kinds
from tests.cast import NOW, make_applicant, make_document, make_officer, make_secretary_of_dpp

pytestmark = pytest.mark.django_db


def test_each_field_is_asked_for_with_its_note_and_the_answer_of_then():
    officer, applicant = make_officer(), make_applicant()

    request = ask(
        applicant,
        officer,
        notes={"phone": " Nomor tidak aktif. ", "name": "Tulis seperti di KTP.", "nik": "Periksa."},
    )

    assert (request.asked_by, request.asked_at, request.is_open) == (officer, NOW, True)
    rows = {row.field: (row.note, row.before) for row in request.fields.all()}
    assert rows == {
        "name": ("Tulis seperti di KTP.", "Siti Rahmawati"),
        "nik": ("Periksa.", f"{applicant.nik[:2]}••••••••••••{applicant.nik[-2:]}"),
        "phone": ("Nomor tidak aktif.", "+6281234567890"),
    }
    assert list(rows) == ["name", "nik", "phone"], "in the order of the registration"
    assert Member.objects.get(pk=applicant.pk).status == Member.Status.APPLIED


def test_the_applicant_is_told_which_fields_and_what_is_to_be_done():
    officer, applicant = make_officer(), make_applicant()

    ask(applicant, officer, notes={"name": "Tulis <seperti> di KTP."})

    mail = Mail.objects.get(kind="member.changes_requested")
    assert mail.to == applicant.user.email
    assert "- Nama lengkap: Tulis <seperti> di KTP." in mail.text
    assert "Tulis &lt;seperti&gt; di KTP." in mail.html
    assert "/pendaftaran/status/" in mail.text
    act = Act.objects.get(did="ask_for_changes")
    assert act.details == {"round": ChangeRequest.objects.get().pk, "fields": ["name"]}


def test_documents_are_asked_for_like_fields_those_that_are_not_there_too():
    applicant = make_applicant()
    make_document(member=applicant, kind="ijazah")

    request = ask(
        applicant,
        make_officer(),
        notes={"sertifikat": "Unggah.", "ijazah": "Foto ijazah tidak terbaca.", "name": "Periksa."},
    )

    rows = [(row.field, row.note, row.before) for row in request.fields.all()]
    assert rows[1:] == [
        ("ijazah", "Foto ijazah tidak terbaca.", NOW.isoformat()),
        ("sertifikat", "Unggah.", None),
    ]
    assert "- Ijazah: Foto ijazah tidak terbaca." in Mail.objects.get(kind="member.changes_requested").text


@pytest.mark.parametrize(
    ("notes", "error"),
    [
        ({}, asking.NothingToAsk),
        ({"name": "  "}, asking.NoteMissing),
        ({"name": "Tulis.", "phone": ""}, asking.NoteMissing),
        ({"nik": "Seharusnya 1671016703850001."}, applications.NumberInWords),
    ],
)
def test_what_cannot_be_asked(notes, error):
    applicant = make_applicant()

    with pytest.raises(error):
        ask(applicant, make_officer(), notes=notes)

    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize(
    "officer",
    [lambda: make_officer(chapter="11"), lambda: make_officer(office=Office.TREASURER)],
    ids=["chair of another DPD", "treasurer of the same DPD"],
)
def test_nobody_else_asks_or_takes_back(officer):
    applicant, stranger = make_applicant(), officer()
    with pytest.raises(PermissionDenied):
        ask(applicant, stranger)
    request = ask(applicant, make_secretary_of_dpp())

    with pytest.raises(PermissionDenied):
        asking.take_back(request=request, by=stranger, at=NOW)

    assert ChangeRequest.objects.open().count() == 1


def test_an_application_is_asked_about_once_at_a_time():
    officer, applicant = make_officer(), make_applicant()
    ask(applicant, officer)

    with pytest.raises(applications.AlreadyAsked):
        ask(applicant, make_secretary_of_dpp())


def test_a_request_that_is_taken_back_leaves_the_application_to_officers():
    officer, applicant = make_officer(), make_applicant()
    request = ask(applicant, officer)

    asking.take_back(request=request, by=officer, at=NOW + dt.timedelta(days=1))

    request.refresh_from_db()
    assert (request.is_open, request.answered) == (False, False)
    assert Mail.objects.get(kind="member.changes_taken_back").to == applicant.user.email
    admission.admit(applicant=applicant, by=officer, at=NOW + dt.timedelta(days=1))


def test_what_was_answered_or_taken_back_is_not_taken_back_again():
    officer, applicant = make_officer(), make_applicant()
    request = ask(applicant, officer)
    correct(applicant, name="Siti Rahmawati Putri")

    with pytest.raises(asking.AlreadyEnded):
        asking.take_back(request=request, by=officer, at=NOW)


# ------------------------------------------------------------------ at the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_ask_at_once_one_does_and_the_other_is_told():
    first, second, applicant = make_officer(), make_secretary_of_dpp(), make_applicant()

    ended = at_once(lambda: ask(applicant, first), lambda: ask(applicant, second))

    assert kinds(ended) == ["AlreadyAsked", "ChangeRequest"]
    assert ChangeRequest.objects.count() == Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_one_who_asks_and_one_who_admits_at_once_one_wins_and_the_other_is_told():
    first, second, applicant = make_officer(), make_secretary_of_dpp(), make_applicant()

    ended = at_once(
        lambda: ask(applicant, first), lambda: admission.admit(applicant=applicant, by=second, at=NOW)
    )

    assert kinds(ended) in (["AlreadyAsked", "ChangeRequest"], ["AlreadyDecided", "Member"])
    assert ChangeRequest.objects.count() + Member.objects.filter(status=Member.Status.ACTIVE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_taking_back_at_once_end_the_request_once():
    officer, applicant = make_officer(), make_applicant()
    request = ask(applicant, officer)

    ended = at_once(
        lambda: correct(applicant, name="Siti Rahmawati Putri"),
        lambda: asking.take_back(request=request, by=officer, at=NOW),
    )

    assert kinds(ended) in (["AlreadyEnded", "Member"], ["NoneType", "NothingAsked"])
    assert Act.objects.filter(did__in=["correct_application", "take_back_request"]).count() == 1


# ------------------------------------------------------------------ the tables


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"asked_at": NOW}, "change_request_one_open_per_member"),
        ({"asked_at": NOW, "answered": True}, "change_request_answered_has_ended"),
        (
            {"asked_at": NOW, "ended_at": NOW - dt.timedelta(1)},
            "change_request_ends_after_it_was_asked",
        ),
    ],
)
def test_a_request_is_open_once_and_ends_after_it_began(facts, name):
    applicant = make_applicant()
    if name == "change_request_one_open_per_member":
        ChangeRequest.objects.create(member=applicant, asked_at=NOW)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ChangeRequest.objects.create(member=applicant, **facts)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"note": "Tulis lagi."}, "requested_field_once_per_request"),
        ({"field": "phone"}, "requested_field_has_a_note_or_has_changed"),
    ],
)
def test_a_field_is_asked_for_once_and_is_there_for_a_reason(facts, name):
    request = ask(make_applicant(), make_officer())

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RequestedField.objects.create(**{"request": request, "field": "name", **facts})


def test_answers_of_a_round_are_unreadable_in_the_database():
    ask(make_applicant(name="Kenari Larasati"), make_officer())

    with connection.cursor() as cursor:
        cursor.execute("SELECT before FROM members_requestedfield")
        assert b"Kenari" not in bytes(cursor.fetchone()[0])

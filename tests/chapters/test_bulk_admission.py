"""Admitting applicants together: in force after half a minute, called back until then, and nobody's number lost."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chapters import admission, applications, beside, bulk_admission
from chapters.bulk_admission import WAIT, Outcome
from chapters.models import BulkAdmission, BulkChoice, Chapter, Office, Seat
from ipspi.audit.models import Act
from members.models import Member, NumberBook, Restriction
from members.registration import NIK_HELD
from tests.admissions import ask, at_once, kinds
from tests.cast import (
    NOW,
    make_applicant,
    make_nik,
    make_officer,
    make_secretary_of_dpp,
)

pytestmark = pytest.mark.django_db
DUE = NOW + WAIT


def choose(*applicants, by, chapter="16", at=NOW):
    return bulk_admission.choose(
        chapter=Chapter.objects.get(pk=chapter), applicants=[each.pk for each in applicants], by=by, at=at
    )


def call_back(bulk, by, at=NOW):
    return bulk_admission.call_back(bulk=bulk, by=by, at=at)


def outcomes(bulk):
    return list(bulk.choices.values_list("outcome", flat=True))


def reasons(bulk):
    return {choice.member.name: choice.reason for choice in bulk.choices.filter(outcome=Outcome.LEFT_OUT)}


def test_nothing_happens_to_anybody_before_it_is_in_force():
    officer, applicants = make_officer(), [make_applicant() for _ in range(3)]

    bulk = choose(*applicants, by=officer)

    assert (bulk.by, bulk.made_at, bulk.effective_at) == (officer, NOW, DUE)
    assert bulk_admission.admit_due(at=DUE - dt.timedelta(milliseconds=1)) == 0
    assert outcomes(bulk) == [Outcome.WAITING] * 3
    assert Member.objects.filter(status=Member.Status.APPLIED).count() == 3
    assert NumberBook.objects.count() == 0


def test_when_it_is_in_force_all_are_admitted_the_oldest_first():
    officer = make_officer()
    late = make_applicant(applied_at=NOW - dt.timedelta(days=1))
    early = make_applicant(applied_at=NOW - dt.timedelta(days=2))
    bulk = choose(late, early, by=officer)

    assert bulk_admission.admit_due(at=DUE) == 2

    numbers = {each.pk: each.number for each in Member.objects.all()}
    assert (numbers[early.pk], numbers[late.pk]) == ("16.2026.000001", "16.2026.000002")
    assert outcomes(bulk) == [Outcome.ADMITTED] * 2
    assert set(Member.objects.values_list("decided_by", flat=True)) == {officer.pk}
    assert BulkAdmission.objects.get().finished_at == DUE
    assert bulk_admission.admit_due(at=DUE) == 0


def test_called_back_in_time_nobody_is_admitted_and_no_number_is_spent():
    officer, applicant = make_officer(), make_applicant()
    bulk = choose(applicant, by=officer)

    call_back(bulk, officer, at=DUE - dt.timedelta(milliseconds=1))

    assert bulk_admission.admit_due(at=DUE) == 0
    assert outcomes(bulk) == [Outcome.CALLED_BACK]
    assert NumberBook.objects.count() == 0
    assert list(Act.objects.order_by("pk").values_list("did", flat=True)) == ["choose_bulk", "call_back_bulk"]
    admission.admit(applicant=applicant, by=officer, at=DUE)


def test_a_colleague_calls_back_too_and_who_comes_second_is_told():
    officer, colleague = make_officer(), make_officer(office=Office.SECRETARY)
    bulk = choose(make_applicant(), by=officer)
    call_back(bulk, colleague)

    with pytest.raises(bulk_admission.AlreadyCalledBack) as told:
        call_back(bulk, officer)

    assert str(colleague) in told.value.message


def test_once_in_force_it_is_not_called_back():
    officer = make_officer()
    bulk = choose(make_applicant(), by=officer)

    with pytest.raises(bulk_admission.TooLate):
        call_back(bulk, officer, at=DUE)


@pytest.mark.parametrize(
    "officer",
    [lambda: make_officer(chapter="11"), lambda: make_officer(office=Office.TREASURER)],
    ids=["chair of another DPD", "treasurer of the same DPD"],
)
def test_nobody_else_chooses_or_calls_back(officer):
    applicant, stranger = make_applicant(), officer()
    with pytest.raises(PermissionDenied):
        choose(applicant, by=stranger)
    bulk = choose(applicant, by=make_secretary_of_dpp())

    with pytest.raises(PermissionDenied):
        call_back(bulk, stranger)


# ------------------------------------------------------------------ who is left out


def test_who_needs_a_look_of_their_own_is_left_out_with_the_reason(monkeypatch):
    officer = make_officer()
    asked, chosen = make_applicant(name="Diminta"), make_applicant(name="Dipilih")
    ask(asked, officer)
    choose(chosen, by=officer)
    alike, fine = make_applicant(name="Mirip"), make_applicant(name="Cocok")
    monkeypatch.setattr(beside, "_doubts", [lambda members: {alike.pk: "Mungkin sudah anggota."}])
    others = [
        make_applicant(name="Sendiri", user=officer),
        make_applicant(name="Peringatan", warnings=["nik_sex_differs"]),
        make_applicant(name="NIK", nik=make_nik(), nik_lookup=None, warnings=[NIK_HELD]),
        make_applicant(name="Aceh", home_regency="11.71"),
        make_applicant(name="Dibatasi"),
    ]
    Restriction.objects.create(member=others[-1], since=NOW)

    bulk = choose(asked, chosen, alike, fine, *others, by=officer)

    assert reasons(bulk) == {
        "Diminta": "Menunggu perbaikan dari pendaftar.",
        "Dipilih": "Sudah dipilih untuk diterima bersama yang lain.",
        "Mirip": "Mungkin sudah anggota.",
        "Sendiri": "Pendaftaran Anda sendiri diputuskan oleh pengurus lain.",
        "Peringatan": "Ada peringatan pada datanya; buka pendaftarannya dan putuskan tersendiri.",
        "NIK": "NIK-nya tercatat pada keanggotaan lain.",
        "Aceh": "Anda tidak berwenang memutuskan pendaftaran ini.",
        "Dibatasi": "Datanya dibatasi atas permintaannya; putuskan tersendiri.",
    }
    assert list(bulk.choices.filter(outcome=Outcome.WAITING).values_list("member", flat=True)) == [fine.pk]


def test_where_nobody_is_left_nothing_is_chosen():
    with pytest.raises(bulk_admission.NobodyLeft):
        choose(make_applicant(warnings=["nik_sex_differs"]), by=make_officer())

    assert not BulkAdmission.objects.exists()


def test_looking_at_fifty_costs_as_many_queries_as_looking_at_one(django_assert_num_queries):
    officer, applicants = make_officer(), [make_applicant(nik=None) for _ in range(50)]
    with CaptureQueriesContext(connection) as one:
        bulk_admission.why_not(applicants[:1], by=officer)

    with django_assert_num_queries(len(one)):
        bulk_admission.why_not(applicants, by=officer)


# ------------------------------------------------------------------ what happens meanwhile


def test_who_wants_to_decide_on_one_of_them_is_told():
    officer, other, applicant = make_officer(), make_secretary_of_dpp(), make_applicant()
    choose(applicant, by=officer)

    for act in (
        lambda: admission.admit(applicant=applicant, by=other, at=NOW),
        lambda: admission.reject(applicant=applicant, reason="Tidak.", by=other, at=NOW),
        lambda: ask(applicant, other),
    ):
        with pytest.raises(applications.InBulk) as told:
            act()
        assert (
            f"diterima bersama yang lain oleh {officer}, berlaku 16 November 2026 10.00 WIB"
            in told.value.message
        )


def test_an_officer_whose_office_has_ended_meanwhile_admits_nobody():
    officer, applicant = make_officer(), make_applicant()
    bulk = choose(applicant, by=officer)
    Seat.objects.filter(user=officer).update(ends_at=NOW - dt.timedelta(days=1))

    assert bulk_admission.admit_due(at=DUE) == 0

    assert reasons(bulk) == {
        applicant.name: "Pengurus yang memilihnya tidak lagi berwenang memutuskan pendaftaran ini."
    }
    assert Member.objects.get().status == Member.Status.APPLIED


def test_one_who_cannot_be_admitted_stops_none_of_the_others():
    officer = make_officer()
    first, gone, last = (make_applicant(name=name) for name in ("Awal", "Tengah", "Akhir"))
    bulk = choose(first, gone, last, by=officer)
    Member.objects.filter(pk=gone.pk).update(status=Member.Status.WITHDRAWN)

    assert bulk_admission.admit_due(at=DUE) == 2

    assert reasons(bulk) == {"Tengah": "Pendaftaran ini sudah diputuskan."}
    numbers = sorted(filter(None, Member.objects.values_list("number", flat=True)))
    assert numbers == ["16.2026.000001", "16.2026.000002"]


def test_trouble_in_the_registry_with_one_stops_none_of_the_others_and_is_not_told_in_its_words():
    officer, broken, fine = make_officer(), make_applicant(name="Rusak"), make_applicant(name="Utuh")
    bulk = choose(broken, fine, by=officer)
    with connection.cursor() as cursor:  # a value that does not decrypt
        cursor.execute(
            "UPDATE members_member SET nik = %s, nik_lookup = NULL WHERE id = %s", [b"\x01x", broken.pk]
        )

    assert bulk_admission.admit_due(at=DUE) == 1

    assert Member.objects.defer("nik").get(pk=fine.pk).status == Member.Status.ACTIVE
    left = bulk.choices.get(outcome=Outcome.LEFT_OUT)
    assert (left.member_id, left.reason) == (
        broken.pk,
        "Terjadi kesalahan di sistem. Pengelola sudah diberi tahu.",
    )


# ------------------------------------------------------------------ at the same moment


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_admit_everybody_once():
    officer, applicants = make_officer(), [make_applicant() for _ in range(6)]
    choose(*applicants, by=officer)

    ended = at_once(*[lambda: bulk_admission.admit_due(at=DUE)] * 3)

    assert sum(ended) <= 6
    bulk_admission.admit_due(at=DUE)  # the clock looks again: a worker that met another one left it alone
    numbers = sorted(Member.objects.values_list("number", flat=True))
    assert numbers == [f"16.2026.{sequence:06d}" for sequence in range(1, 7)]
    assert Act.objects.filter(did="admit").count() == 6


@pytest.mark.django_db(transaction=True)
def test_calling_back_and_coming_into_force_at_once_never_mix():
    officer, applicants = make_officer(), [make_applicant() for _ in range(4)]
    bulk = choose(*applicants, by=officer)

    at_once(
        lambda: call_back(bulk, officer, at=DUE - dt.timedelta(milliseconds=1)),
        lambda: bulk_admission.admit_due(at=DUE),
    )
    bulk_admission.admit_due(at=DUE)

    assert NumberBook.objects.count() == bulk.choices.filter(outcome=Outcome.ADMITTED).count()
    assert not bulk.choices.filter(outcome=Outcome.WAITING).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_choose_the_same_applicants_at_once_each_has_some_or_is_told():
    first, second = make_officer(), make_officer(office=Office.SECRETARY)
    applicants = [make_applicant() for _ in range(3)]

    at_once(lambda: choose(*applicants, by=first), lambda: choose(*applicants, by=second))

    waiting = BulkChoice.objects.filter(outcome=Outcome.WAITING)
    assert waiting.count() == waiting.values("member").distinct().count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_one_who_chooses_and_one_who_admits_at_once_one_wins_and_the_other_is_told():
    first, second, applicant = make_officer(), make_secretary_of_dpp(), make_applicant()

    ended = at_once(
        lambda: choose(applicant, by=first),
        lambda: admission.admit(applicant=applicant, by=second, at=NOW),
    )

    assert kinds(ended) in (["BulkAdmission", "InBulk"], ["Member", "NobodyLeft"])


# ------------------------------------------------------------------ the tables


def make_bulk(**facts):
    return BulkAdmission.objects.create(**{"chapter_id": "16", "made_at": NOW, "effective_at": DUE, **facts})


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"effective_at": NOW}, "bulk_admission_is_effective_later"),
        ({"called_back_at": DUE}, "bulk_admission_is_called_back_in_time"),
        ({"called_back_at": NOW, "finished_at": DUE}, "bulk_admission_called_back_admits_nobody"),
    ],
)
def test_a_bulk_admission_is_later_and_called_back_before(facts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_bulk(**facts)


def test_an_applicant_waits_in_one_bulk_and_is_in_it_once():
    applicant, bulk = make_applicant(), make_bulk()
    BulkChoice.objects.create(bulk=bulk, member=applicant)

    with pytest.raises(IntegrityError, match="bulk_choice_waits_in_one_bulk"), transaction.atomic():
        BulkChoice.objects.create(bulk=make_bulk(), member=applicant)
    with pytest.raises(IntegrityError, match="bulk_choice_once_per_bulk"), transaction.atomic():
        BulkChoice.objects.create(bulk=bulk, member=applicant, outcome=Outcome.ADMITTED)


@pytest.mark.parametrize("facts", [{"outcome": Outcome.LEFT_OUT}, {"reason": "Karena."}])
def test_who_is_left_out_has_a_reason_and_nobody_else_has(facts):
    with pytest.raises(IntegrityError, match="bulk_choice_left_out_has_a_reason"), transaction.atomic():
        BulkChoice.objects.create(bulk=make_bulk(), member=make_applicant(), **facts)

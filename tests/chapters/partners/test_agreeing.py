"""Partners and agreements: who may, how they stand, renewing, ending early, and what the database refuses."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chapters.models import Agreement, AgreementScan, JointActivity, Office, Partner
from chapters.partners import agreeing, reading, writing
from chapters.partners.agreeing import AlreadyRenewed, Impossible
from chapters.partners.reading import State
from chapters.partners.writing import AnothersProgramme, Removed
from tests.cast import NOW, TODAY, make_officer
from tests.photos import make_photo
from tests.work import make_agreement, make_partner, make_programme, make_term

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
AGREED = {"subject": "Praktik", "signed_on": TODAY, "starts_on": TODAY, "last_on": TODAY + 365 * DAY}


@pytest.fixture
def chair():
    return make_officer()


def changes(partner):
    return list(partner.changes.order_by("pk").values_list("kind", "words"))


def test_a_partner_is_written_changed_removed_and_restored(chair):
    chapter = make_partner().chapter
    made = writing.add(chapter=chapter, name="PT Contoh", kind="COMPANY", by=chair, at=NOW)
    writing.change(partner=made, kind="OTHER", by=chair, at=NOW)
    writing.remove(partner=made, reason="Ganda", by=chair, at=NOW)
    with pytest.raises(Removed):
        agreeing.sign(partner=made, by=chair, at=NOW, **AGREED)
    writing.restore(partner=made, by=chair, at=NOW)

    assert [kind for kind, _words in changes(made)] == ["CREATED", "CHANGED", "REMOVED", "RESTORED"]
    assert made.changes.get(kind="CHANGED").fields == [["Jenis", "Perusahaan", "Lembaga lain"]]


@pytest.mark.parametrize("office", [Office.TREASURER, Office.REGISTRAR, Office.AUDITOR, Office.DIVISION])
def test_other_offices_and_chapters_keep_no_partners(office):
    partner = make_partner()
    for officer in (make_officer(office=office), make_officer(chapter="11")):
        with pytest.raises(PermissionDenied):
            writing.change(partner=partner, name="Lain", by=officer, at=NOW)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"starts_on": TODAY + DAY}, State.TO_COME),
        ({}, State.IN_FORCE),
        ({"last_on": None}, State.IN_FORCE),
        ({"last_on": TODAY + 181 * DAY}, State.IN_FORCE),
        ({"last_on": TODAY + 180 * DAY}, State.ENDS_SOON),
        ({"last_on": TODAY}, State.ENDS_SOON),
        ({"last_on": TODAY - DAY}, State.ENDED),
        ({"ended_on": TODAY, "end_reason": "Pindah"}, State.ENDED_EARLY),
        ({"ended_on": TODAY + DAY, "end_reason": "Pindah"}, State.IN_FORCE),
    ],
)
def test_how_an_agreement_stands(facts, state):
    agreement = make_agreement(**facts)

    assert reading.state_of(agreement, is_renewed=False, today=TODAY) == state


def test_an_agreement_is_renewed_once_and_then_does_not_end_soon(chair):
    earlier = make_agreement(last_on=TODAY + 5 * DAY)
    later = agreeing.sign(partner=earlier.partner, renews=earlier, by=chair, at=NOW, **AGREED)
    with pytest.raises(AlreadyRenewed):
        agreeing.sign(partner=earlier.partner, renews=earlier, by=chair, at=NOW, **AGREED)
    with pytest.raises(Impossible):
        agreeing.sign(partner=make_partner(name="Lain"), renews=earlier, by=chair, at=NOW, **AGREED)

    (row,) = reading.rows_of(Partner.objects.filter(pk=earlier.partner_id), today=TODAY)
    assert {kept.agreement: (kept.state, kept.renewed_by) for kept in row.agreements} == {
        earlier: (State.IN_FORCE, later),
        later: (State.IN_FORCE, None),
    }
    assert reading.state_of(earlier, is_renewed=True, today=TODAY + 6 * DAY) == State.RENEWED


def test_a_removed_renewal_may_be_replaced_and_then_not_restored(chair):
    earlier = make_agreement()
    later = agreeing.sign(partner=earlier.partner, renews=earlier, by=chair, at=NOW, **AGREED)
    agreeing.remove(agreement=later, reason="Batal", by=chair, at=NOW)
    agreeing.sign(partner=earlier.partner, renews=earlier, by=chair, at=NOW, **AGREED)

    with pytest.raises(AlreadyRenewed):
        agreeing.restore(agreement=later, by=chair, at=NOW)


def test_an_agreement_is_ended_early_with_a_reason_and_taken_back(chair):
    agreement = make_agreement()
    with pytest.raises(Impossible):
        agreeing.end(agreement=agreement, on=agreement.last_on + DAY, reason="X", by=chair, at=NOW)
    agreeing.end(agreement=agreement, on=TODAY, reason="Pindah provinsi", by=chair, at=NOW)
    agreeing.go_on(agreement=agreement, by=chair, at=NOW)

    agreement.refresh_from_db()
    assert (agreement.ended_on, agreement.end_reason) == (None, "")
    assert len(changes(agreement.partner)) == 2


def test_a_scan_is_replaced_and_deleted(chair):
    agreement = make_agreement()
    for _ in range(2):
        agreeing.keep_scan(agreement=agreement, content=make_photo(), by=chair, at=NOW)
    assert AgreementScan.objects.get().is_picture
    agreeing.remove_scan(agreement=agreement, reason="Salah berkas", by=chair, at=NOW)

    assert not AgreementScan.objects.exists()
    assert [kind for kind, _words in changes(agreement.partner)] == ["ADDED", "ADDED", "TAKEN_OUT"]


def test_an_activity_may_be_of_a_programme_of_the_chapter(chair):
    partner, programme = make_partner(), make_programme()
    elsewhere = make_programme(term=make_term(chapter="11"))
    made = writing.do_together(
        partner=partner, on=TODAY, what="Bakti sosial", reached=214, programme=programme, by=chair, at=NOW
    )
    with pytest.raises(AnothersProgramme):
        writing.change_activity(activity=made, programme=elsewhere, by=chair, at=NOW)
    writing.change_activity(activity=made, reached=215, by=chair, at=NOW)
    writing.remove_activity(activity=made, reason="Ganda", by=chair, at=NOW)

    assert not JointActivity.objects.exists()
    assert changes(partner)[-1] == ("TAKEN_OUT", "Kegiatan bersama, 16 November 2026: Bakti sosial. Ganda")


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("agreement_ends_after_it_starts", {"last_on": dt.date(2024, 1, 1)}),
        ("agreement_ended_early_has_a_reason", {"ended_on": TODAY}),
        ("agreement_removed_has_a_reason", {"removed_at": NOW}),
    ],
)
def test_the_database_refuses_an_impossible_agreement(constraint, facts):
    partner = make_partner()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_agreement(partner, **facts)


def test_the_database_refuses_what_else_cannot_be():
    agreement = make_agreement()
    make_agreement(agreement.partner, renews=agreement)
    with pytest.raises(IntegrityError, match="agreement_renewed_once"), transaction.atomic():
        make_agreement(agreement.partner, renews=agreement)
    with pytest.raises(IntegrityError, match="agreement_does_not_renew_itself"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(renews=agreement)
    with pytest.raises(IntegrityError, match="partner_removed_has_a_reason"), transaction.atomic():
        make_partner(removed_at=NOW)
    with pytest.raises(IntegrityError, match="agreement_scan_has_content"), transaction.atomic():
        AgreementScan.objects.create(agreement=agreement, medium="image/jpeg", size=0, received_at=NOW)


# ------------------------------------------------------------------ reports


def test_a_report_is_of_who_held_an_agreement_or_did_something_in_that_time():
    year = {"start": dt.date(2025, 1, 1), "end": dt.date(2026, 1, 1)}
    holding = make_agreement(make_partner(name="A")).partner
    doing = make_partner(name="B")
    for on, reached in ((dt.date(2025, 6, 1), 40), (dt.date(2025, 12, 31), None), (dt.date(2026, 1, 1), 9)):
        JointActivity.objects.create(partner=doing, on=on, what="X", reached=reached, created_at=NOW)
    make_agreement(make_partner(name="C"), last_on=dt.date(2024, 12, 31))
    make_agreement(make_partner(name="D", removed_at=NOW, removed_reason="Ganda"))
    make_agreement(make_partner(name="E", chapter="11"))

    report = reading.report_of(holding.chapter, **year)

    assert [row.partner for row in report.rows] == [holding, doing]
    totals = report.totals
    assert (totals.partners, totals.in_force, totals.activities, totals.reached, totals.not_counted) == (
        2, 1, 2, 40, 1,
    )  # fmt: skip


def test_a_report_takes_the_same_queries_however_many_partners_there_are():
    def queries(chapter):
        with CaptureQueriesContext(connection) as captured:
            reading.report_of(chapter, start=dt.date(2025, 1, 1), end=dt.date(2027, 1, 1))
        return len(captured)

    chapter = make_agreement().partner.chapter
    first = queries(chapter)
    for _ in range(5):
        make_agreement(make_agreement().partner)

    assert queries(chapter) == first

"""Sending an application again: what may change, what is judged anew, and what is kept of it."""

import datetime as dt

import pytest

from chapters import admission, asking
from ipspi.audit.models import Act
from ipspi.encryption import lookup
from ipspi.images.files import Unacceptable
from ipspi.outbox.models import Mail
from members import correcting, data_copies, erasing, registration
from members.models import ChangeRequest, Document, Member, PrivacyRequest
from members.registration import NIK_HELD, Unconfirmed
from tests.admissions import answers_of, ask, at_once, correct, kinds
from tests.cast import (
    NOW,
    make_applicant,
    make_document,
    make_education,
    make_member,
    make_nik,
    make_nip,
    make_officer,
    make_user,
)
from tests.photos import is_upright, make_pdf, make_photo, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def applicant():
    return make_applicant(name="Siti Rahma", workplace="Yayasan")


def rows_of(member):
    request = ChangeRequest.objects.get(member=member)
    return {row.field: (row.before, row.after, row.changed) for row in request.fields.all()}


def test_a_corrected_application_goes_back_to_officers_with_the_old_and_the_new_answer(applicant):
    ask(applicant, make_officer())

    correct(applicant, **{**answers_of(applicant), "name": "Siti Rahmawati"})

    applicant.refresh_from_db()
    request = ChangeRequest.objects.get()
    assert (applicant.name, applicant.status) == ("Siti Rahmawati", Member.Status.APPLIED)
    assert (request.answered, request.ended_at) == (True, NOW)
    assert rows_of(applicant) == {"name": ("Siti Rahma", "Siti Rahmawati", True)}
    assert applicant.user.name == "Siti Rahmawati"
    act = Act.objects.get(did="correct_application")
    assert act.details == {"round": request.pk, "fields": ["name"]}


def test_what_hangs_together_may_change_along_and_is_shown(applicant):
    nip = make_nip()
    ask(applicant, make_officer(), notes={"employment": "Anda PNS?"})

    correct(applicant, employment="PNS", nip=nip, workplace="Dinas Sosial")

    hidden = f"{nip[:2]}••••••••••••••{nip[-2:]}"
    assert rows_of(applicant) == {
        "employment": ("NON_ASN", "PNS", True),
        "nip": (None, hidden, True),
        "workplace": ("Yayasan", "Dinas Sosial", True),
    }


def test_what_nobody_asked_about_does_not_change(applicant):
    ask(applicant, make_officer())

    with pytest.raises(correcting.NotAsked):
        correct(applicant, name="Siti Rahmawati", workplace="Dinas Sosial")

    applicant.refresh_from_db()
    assert (applicant.name, applicant.workplace) == ("Siti Rahma", "Yayasan")


def test_an_answer_may_stay_if_the_applicant_says_why(applicant):
    ask(applicant, make_officer())

    with pytest.raises(correcting.NothingChanged):
        correct(applicant, name="Siti Rahma")
    correct(applicant, name="Siti Rahma", reply="  Nama di KTP memang begitu. ")

    assert ChangeRequest.objects.get().reply == "Nama di KTP memang begitu."
    assert rows_of(applicant) == {"name": ("Siti Rahma", "Siti Rahma", False)}


def test_nobody_corrects_what_was_not_asked(applicant):
    with pytest.raises(correcting.NothingAsked):
        correct(applicant, name="Siti Rahmawati")


def test_an_answer_counts_once(applicant):
    ask(applicant, make_officer())
    correct(applicant, name="Siti Rahmawati")

    with pytest.raises(correcting.NothingAsked):
        correct(applicant, name="Siti Rahmawati Putri")


def test_rounds_follow_each_other_and_are_kept(applicant):
    officer = make_officer()
    for name in ("Siti Rahmawati", "Siti Rahmawati Putri"):
        ask(applicant, officer)
        correct(applicant, name=name)

    found = [row.after for each in ChangeRequest.objects.all() for row in each.fields.all()]
    assert found == ["Siti Rahmawati", "Siti Rahmawati Putri"]


# ------------------------------------------------------------------ what follows from the answers


def test_warnings_are_judged_anew():
    applicant = make_applicant(nik=make_nik(sex="L"), warnings=["nik_sex_differs"])
    ask(applicant, make_officer(), notes={"sex": "Periksa."})

    correct(applicant, sex="L")

    assert Member.objects.get(pk=applicant.pk).warnings == []


def test_what_newly_disagrees_must_be_confirmed(applicant):
    ask(applicant, make_officer(), notes={"birth_date": "Periksa."})

    with pytest.raises(Unconfirmed):
        correct(applicant, birth_date="1985-03-28")
    correct(applicant, birth_date="1985-03-28", confirmed=True)

    assert Member.objects.get(pk=applicant.pk).warnings == ["nik_birth_date_differs"]


def test_what_was_confirmed_before_is_not_confirmed_again():
    applicant = make_applicant(sex="L", nik=make_nik(sex="P"), warnings=["nik_sex_differs"])
    ask(applicant, make_officer())

    correct(applicant, name="Budi Santoso")

    assert Member.objects.get(pk=applicant.pk).warnings == ["nik_sex_differs"]


def test_what_still_disagrees_with_another_number_is_confirmed_anew():
    applicant = make_applicant(sex="L", nik=make_nik(sex="P"), warnings=["nik_sex_differs"])
    ask(applicant, make_officer(), notes={"nik": "Periksa."})
    other = make_nik(sex="P")

    with pytest.raises(Unconfirmed):
        correct(applicant, nik=other)
    correct(applicant, nik=other, confirmed=True)

    applicant.refresh_from_db()
    assert (applicant.nik, applicant.warnings) == (other, ["nik_sex_differs"])


def test_a_corrected_sex_resolves_one_disagreement_and_may_bring_another():
    applicant = make_applicant(
        sex="L", nik=make_nik(sex="P"), nip=make_nip(sex="L"), employment="PNS", warnings=["nik_sex_differs"]
    )
    ask(applicant, make_officer(), notes={"sex": "Periksa."})

    with pytest.raises(Unconfirmed):
        correct(applicant, sex="P")
    correct(applicant, sex="P", confirmed=True)

    assert Member.objects.get(pk=applicant.pk).warnings == ["nip_sex_differs"]


def test_a_new_home_is_another_chapters_application(applicant):
    ask(applicant, make_officer(), notes={"home_regency": "Anda tinggal di mana?"})

    correct(applicant, home_regency="11.71", confirmed=True)

    applicant.refresh_from_db()
    assert (applicant.home_regency_id, applicant.home_province_id) == ("11.71", "11")


def test_a_corrected_nik_is_the_applicants(applicant):
    nik = make_nik()
    ask(applicant, make_officer(), notes={"nik": "Periksa."})

    correct(applicant, nik=nik)

    applicant.refresh_from_db()
    assert (applicant.nik, bytes(applicant.nik_lookup)) == (nik, lookup(nik, purpose="nik"))
    ((before, after, changed),) = rows_of(applicant).values()
    assert (nik in after, "••" in before, "••" in after, changed) == (False, True, True, True)


def test_a_corrected_nik_that_somebody_has_is_only_claimed_and_its_owner_is_told(applicant):
    nik = make_nik()
    make_member(nik=nik, user=make_user("pemilik@contoh.example"))
    ask(applicant, make_officer(), notes={"nik": "Periksa."})

    correct(applicant, nik=nik)

    applicant.refresh_from_db()
    assert (applicant.nik, applicant.nik_lookup, applicant.warnings) == (nik, None, [NIK_HELD])
    assert Mail.objects.get(kind="members.nik_claimed").to == "pemilik@contoh.example"


def test_who_claimed_somebodys_nik_and_corrects_it_claims_nothing_any_more():
    taken = make_nik()
    make_member(nik=taken)
    applicant = make_applicant(nik=taken, nik_lookup=None, warnings=[NIK_HELD])
    ask(applicant, make_officer(), notes={"nik": "Periksa."})

    correct(applicant, nik=make_nik())

    applicant.refresh_from_db()
    assert (applicant.nik_lookup is None, applicant.warnings) == (False, [])


@pytest.mark.django_db(transaction=True)
def test_of_two_applicants_who_correct_to_one_nik_at_once_one_has_it_and_the_other_claims_it():
    officer, nik = make_officer(), make_nik()
    applicants = [make_applicant() for _ in range(2)]
    for each in applicants:
        ask(each, officer, notes={"nik": "Periksa."})

    ended = at_once(*[lambda each=each: correct(each, nik=nik) for each in applicants])

    assert kinds(ended) == ["Member", "Member"]
    warnings = Member.objects.filter(pk__in=[each.pk for each in applicants]).values_list(
        "warnings", flat=True
    )
    assert sorted(warnings) == [[], [NIK_HELD]]
    assert Member.objects.filter(nik_lookup=lookup(nik, purpose="nik")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_presses_twice_sends_once(applicant):
    ask(applicant, make_officer())

    ended = at_once(*[lambda: correct(applicant, name="Siti Rahmawati")] * 2)

    assert kinds(ended) == ["Member", "NothingAsked"]


def test_a_student_becomes_a_graduate_only_with_the_diploma():
    student = make_applicant(category="MAHASISWA", type_id="rekan")
    make_education(student, entered_in=2022, graduated_in=None)
    given = {**answers_of(student), "category": "PEKSOS", "entered_in": "", "graduated_in": "2026"}
    sent = {name: given[name] for name in ("category", *correcting.EDUCATION)}
    ask(student, make_officer(), notes={"category": "Sudah lulus?"})

    with pytest.raises(correcting.DiplomaMissing):
        correct(student, **sent)
    keep(student, "ijazah")
    correct(student, **sent)

    student.refresh_from_db()
    assert (student.category, student.type_id) == ("PEKSOS", "biasa")
    assert rows_of(student)["ijazah"] == (None, NOW.isoformat(), True)


# ------------------------------------------------------------------ documents


def keep(applicant, kind, content=b"", at=NOW):
    content = content or make_photo("portrait")
    return correcting.keep_document(by=applicant.user, kind=Document.Kind(kind), content=content, at=at)


def test_a_document_that_was_asked_for_takes_the_place_of_the_old_one_when_the_round_is_answered(applicant):
    old = make_document(member=applicant, received_at=NOW - dt.timedelta(days=2))
    photo = make_document(member=applicant, kind="foto")
    ask(applicant, make_officer(), notes={"ijazah": "Tidak terbaca, unggah lagi."})

    new = keep(applicant, "ijazah", make_photo(form="HEIF"))
    assert {*applicant.documents.all()} == {old, photo}, "the officers see the old one until then"
    correct(applicant, at=NOW + dt.timedelta(hours=1))

    assert {*applicant.documents.all()} == {new, photo}
    assert {*Document.objects.values_list("pk", flat=True)} == {new.pk, photo.pk}, "the old one is gone"
    before, after = (NOW + each for each in (dt.timedelta(days=-2), dt.timedelta(hours=1)))
    assert rows_of(applicant) == {"ijazah": (before.isoformat(), after.isoformat(), True)}
    assert Act.objects.get(did="correct_application").details["fields"] == ["ijazah"]


def test_a_document_of_a_round_is_made_fit_like_any_other(applicant):
    ask(applicant, make_officer(), notes={"foto": "Terlalu gelap."})

    kept = keep(applicant, "foto", make_photo("portrait", size=(4000, 3000), least=8_000_000))

    picture = opened(bytes(Document.objects.get(pk=kept.pk).content))
    assert (picture.size, is_upright(picture), dict(picture.getexif())) == ((600, 800), True, {})
    with pytest.raises(Unacceptable):
        keep(applicant, "foto", make_pdf())


def test_a_document_that_was_not_given_may_be_asked_for(applicant):
    ask(applicant, make_officer(), notes={"sertifikat": "Anda menulis sudah lulus; unggah."})
    keep(applicant, "sertifikat")

    correct(applicant)

    assert applicant.documents.get().kind == "sertifikat"
    assert rows_of(applicant) == {"sertifikat": (None, NOW.isoformat(), True)}


def test_what_was_sent_before_the_answer_is_replaced_by_what_is_sent_later(applicant):
    ask(applicant, make_officer(), notes={"ijazah": "Unggah lagi."})
    keep(applicant, "ijazah")

    later = keep(applicant, "ijazah", make_pdf())

    assert [*Document.objects.all()] == [later]


def test_a_document_that_nobody_asked_for_is_not_taken(applicant):
    ask(applicant, make_officer())

    with pytest.raises(correcting.NotAsked):
        keep(applicant, "ijazah")
    with pytest.raises(correcting.NothingAsked):
        keep(make_applicant(), "ijazah")

    assert not Document.objects.exists()


def test_a_document_that_was_asked_for_comes_or_the_applicant_says_why_not(applicant):
    ask(applicant, make_officer(), notes={"name": "Seperti KTP.", "ijazah": "Unggah."})

    with pytest.raises(correcting.DocumentMissing) as missing:
        correct(applicant, name="Siti Rahmawati")
    assert missing.value.kind == "ijazah"
    correct(applicant, name="Siti Rahmawati", reply="Ijazah masih di kampus.")

    assert rows_of(applicant)["ijazah"] == (None, None, False)


def test_who_is_asked_about_the_category_may_send_the_diploma_along():
    student = make_applicant(category="MAHASISWA", type_id="rekan")
    request = ask(student, make_officer(), notes={"category": "Sudah lulus?"})
    assert correcting.open_documents(request) == ["ijazah"]

    make_document(member=student)

    assert correcting.open_documents(request) == [], "who has sent one is not asked again"


@pytest.mark.parametrize(
    "end",
    [
        lambda request, officer: asking.take_back(request=request, by=officer, at=NOW),
        lambda request, _officer: registration.withdraw(by=request.member.user, at=NOW),
        lambda request, officer: admission.reject(
            applicant=request.member, reason="Tidak dilanjutkan.", by=officer, at=NOW + admission.GIVEN_UP
        ),
        lambda request, _officer: erasing.erase(request_id=_to_erase(request.member).pk),
    ],
    ids=["taken back", "withdrawn", "given up", "erased"],
)
def test_what_came_for_a_round_that_is_never_answered_is_deleted(applicant, end):
    officer = make_officer()
    request = ask(applicant, officer, notes={"ijazah": "Unggah lagi."})
    new = keep(applicant, "ijazah")

    end(request, officer)

    assert not Document.objects.filter(pk=new.pk).exists()
    assert not ChangeRequest.objects.open().exists()


def _to_erase(member):
    return PrivacyRequest.objects.create(
        member=member, kind="ERASE", state="SCHEDULED", asked_at=NOW, due_at=NOW, decided_at=NOW, erase_at=NOW
    )


def test_documents_of_a_round_are_in_the_copy_of_the_persons_data(applicant):
    ask(applicant, make_officer(), notes={"ijazah": "Unggah lagi."})
    make_document(member=applicant, content=b"lama")
    keep(applicant, "ijazah")

    data = data_copies.everything_about(applicant)

    assert len(data["perbaikan_pendaftaran"][0]["dokumen"]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_document_and_a_taking_back_at_once_leave_nothing_behind(applicant):
    officer = make_officer()
    request = ask(applicant, officer, notes={"foto": "Unggah lagi."})

    ended = at_once(
        lambda: keep(applicant, "foto"), lambda: asking.take_back(request=request, by=officer, at=NOW)
    )

    assert kinds(ended) in (["Document", "NoneType"], ["NoneType", "NothingAsked"])
    assert not Document.objects.exists()

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from ipspi.accounts.models import User
from ipspi.audit.models import Act
from ipspi.encryption import lookup
from ipspi.outbox.models import Mail
from members import registration
from members.drafts import Step
from members.models import Consent, ConsentText, Draft, Institution, Member
from members.registration import (
    NIK_HELD,
    ConsentOutdated,
    Incomplete,
    NIKHeld,
    NothingToWithdraw,
    Unconfirmed,
)
from tests.cast import (
    NOW,
    consent,
    make_applicant,
    make_document,
    make_draft,
    make_member,
    make_nik,
    make_nip,
    make_user,
)

pytestmark = pytest.mark.django_db


def fill_draft(user: User, **changed: str) -> None:
    make_draft(user=user, **changed)


def submit(user: User, **changed) -> Member:
    usual = {"consent": consent(), "confirmed": False, "at": NOW}
    return registration.submit(by=user, **{**usual, **changed})


@pytest.fixture
def applicant():
    user = make_user("aini@contoh.example")
    fill_draft(user, nik="1671016703850001")
    return user


def test_a_finished_draft_becomes_an_application(applicant):
    member = submit(applicant)

    member = Member.objects.get(pk=member.pk)
    assert (member.status, member.user, member.applied_at) == ("APPLIED", applicant, NOW)
    assert (member.full_name, member.nik, member.birth_date) == (
        "Dr. Nur'aini, M.Si",
        "1671016703850001",
        dt.date(1985, 3, 27),
    )
    assert (member.email, str(member.phone)) == ("aini@contoh.example", "+6281234567890")
    assert (member.home_regency_id, member.home_province_id) == ("16.71", "16")
    assert bytes(member.nik_lookup) == lookup("1671016703850001", purpose="nik")
    assert (member.warnings, member.number) == ([], None)
    assert list(member.consents.values_list("text", "given_at")) == [(consent().pk, NOW)]
    assert not Draft.objects.exists()


def test_work_education_and_address_become_the_members_facts(applicant):
    member = Member.objects.get(pk=submit(applicant).pk)

    assert (member.type_id, member.category, member.birth_place) == ("biasa", "PEKSOS", "Palembang")
    assert (member.address, member.postal_code) == ("Jalan Merdeka 1", "30131")
    assert (member.employment, member.sector, member.workplace) == ("NON_ASN", "NGO", "Yayasan Contoh")
    assert (member.role.name, member.role_other) == ("Pendamping PKH", "")
    education = member.educations.get()
    assert (education.level, education.programme, education.graduated_in, education.diploma_number) == (
        "D4",
        "Pekerjaan Sosial",
        2008,
        "D4/2008/17",
    )
    assert education.institution.name == "Politeknik Kesejahteraan Sosial Bandung"
    assert {document.kind for document in member.documents.all()} == {"foto", "ijazah"}


def test_an_institution_that_nobody_knows_becomes_a_proposal_when_it_is_submitted():
    fill_draft(user := make_user(), institution="Akademi  Baru", role="lain", role_other="Pelatih")
    assert not Institution.objects.proposed().exists()

    member = submit(user)

    assert member.educations.get().institution == Institution.objects.proposed().get(key="akademi baru")
    assert (member.role, member.role_other) == (None, "Pelatih")


def test_only_an_open_application_is_withdrawn():
    for user in (make_user(), make_member(user=make_user()).user, make_member(status="REJECTED").user):
        with pytest.raises(NothingToWithdraw):
            registration.withdraw(by=user, at=NOW)


def test_the_applicant_is_written_to_and_the_act_is_recorded(applicant):
    member = submit(applicant)

    mail = Mail.objects.get()
    assert (mail.to, mail.kind) == ("aini@contoh.example", "members.application_received")
    assert "Yth. Dr. Nur'aini, M.Si," in mail.text
    assert "1671016703850001" not in mail.text + mail.html
    act = Act.objects.get()
    assert (act.did, act.actor_id, act.on_id, act.details) == ("apply", applicant.pk, str(member.pk), {})


def test_submitting_twice_makes_one_application(applicant):
    assert submit(applicant) == submit(applicant)
    assert Member.objects.count() == Mail.objects.count() == Consent.objects.count() == 1


@pytest.mark.parametrize("left_out", list(Step))
def test_an_unfinished_draft_is_not_submitted(left_out):
    draft = make_draft(user=(user := make_user()), documents=("foto", "sertifikat"))
    if left_out != Step.DOCUMENTS:
        make_document(draft=draft, kind="ijazah")
        saved = {step: given for step, given in json.loads(draft.answers).items() if step != left_out}
        Draft.objects.update(answers=json.dumps(saved))

    with pytest.raises(Incomplete):
        submit(user)


def test_nobody_submits_without_a_draft():
    with pytest.raises(Incomplete):
        submit(make_user())


def test_what_disagrees_is_submitted_only_when_confirmed_and_the_officer_sees_it():
    user = make_user()
    nip = make_nip(birth=dt.date(1985, 3, 28))
    fill_draft(user, nik=make_nik(sex="L"), home_regency="11.71", employment="PPPK", sector="", nip=nip)

    with pytest.raises(Unconfirmed):
        submit(user)
    member = submit(user, confirmed=True)

    assert member.warnings == ["nik_regency_differs", "nik_sex_differs", "nip_birth_date_differs"]
    assert member.home_province_id == "11"


def test_only_the_text_in_force_can_be_agreed_to(applicant):
    earlier = consent()
    ConsentText.objects.create(version=earlier.version + 1, purpose="x", text="y", in_force_on=NOW.date())
    ConsentText.objects.create(
        version=earlier.version + 2, purpose="x", text="y", in_force_on=NOW.date() + dt.timedelta(days=1)
    )

    for text in (earlier, None, consent()):
        with pytest.raises(ConsentOutdated):
            submit(applicant, consent=text)
    assert submit(applicant, consent=ConsentText.objects.get(pk=earlier.version + 1)).status == "APPLIED"


def test_after_a_rejection_one_applies_again():
    nik = make_nik()
    rejected = make_member(status="REJECTED", nik=nik)
    fill_draft(rejected.user, nik=nik)

    member = submit(rejected.user)

    assert registration.membership_of(rejected.user) == member
    assert (member.status, member.nik, member.warnings) == ("APPLIED", nik, [])


class TestANIKThatIsRegistered:
    @pytest.fixture
    def nik(self):
        return make_nik()

    def test_makes_the_same_answer_and_a_warning_for_the_officer(self, nik):
        make_member(nik=nik, user=make_user("pemilik@contoh.example"), home_regency="11.71")
        user = make_user("lain@contoh.example")
        fill_draft(user, nik=nik)

        member = submit(user)

        assert (member.status, member.warnings) == ("APPLIED", [NIK_HELD])
        member = Member.objects.get(pk=member.pk)
        assert (member.nik, member.nik_lookup) == (nik, None)
        to_applicant = Mail.objects.get(to="lain@contoh.example")
        fill_draft(another := make_user("ketiga@contoh.example"))
        submit(another)
        to_another = Mail.objects.get(to="ketiga@contoh.example")
        assert (to_applicant.subject, to_applicant.text) == (to_another.subject, to_another.text)

    def test_is_not_told_to_somebody_who_only_applied_with_it_before(self, nik):
        for email in ("lebih-dahulu@contoh.example", "pemilik@contoh.example"):
            fill_draft(user := make_user(email), nik=nik)
            submit(user)

        assert set(Mail.objects.values_list("kind", flat=True)) == {"members.application_received"}

    def test_is_told_to_its_owner_without_naming_the_applicant(self, nik):
        make_member(nik=nik, user=make_user("pemilik@contoh.example"), name="Rahmawati")
        fill_draft(user := make_user("lain@contoh.example"), nik=nik, name="Penyusup")

        submit(user)

        mail = Mail.objects.get(to="pemilik@contoh.example")
        assert mail.kind == "members.nik_claimed"
        words = mail.text + mail.html
        assert "/akun/masuk/" in words
        assert [secret for secret in ("lain@contoh.example", "Penyusup", nik) if secret in words] == []

    def test_is_told_to_the_address_of_the_import_where_there_is_no_account(self, nik):
        make_member(nik=nik, email="impor@contoh.example")
        fill_draft(user := make_user(), nik=nik)

        submit(user)

        assert "/akun/daftar/" in Mail.objects.get(to="impor@contoh.example").text

    def test_is_left_to_the_officer_where_no_address_is_known(self, nik):
        make_member(nik=nik)
        fill_draft(user := make_user(), nik=nik)

        submit(user)

        assert list(Mail.objects.values_list("to", flat=True)) == [user.email]

    def test_is_not_admitted_before_it_is_settled(self, nik):
        holder = make_member(nik=nik)
        fill_draft(user := make_user(), nik=nik)
        member = submit(user)

        with pytest.raises(NIKHeld):
            registration.settle_nik(applicant=member)
        Member.objects.filter(pk=holder.pk).update(
            status="REJECTED", decided_at=NOW, rejection_reason="NIK orang lain"
        )
        registration.settle_nik(applicant=member)

        member.refresh_from_db()
        assert bytes(member.nik_lookup) == lookup(nik, purpose="nik")
        assert member.warnings == []

    def test_needs_no_settling_where_it_is_the_applicants_own(self):
        member = make_applicant()

        registration.settle_nik(applicant=member)

        assert Member.objects.get(pk=member.pk).nik_lookup == member.nik_lookup


class TestAnImportedMembership:
    @pytest.fixture
    def nik(self):
        return make_nik()

    def test_goes_to_who_proves_its_nik_address_and_birth_date(self, nik):
        imported = make_member(nik=nik, email="Siti@contoh.example", number="P/12")
        fill_draft(user := make_user("siti@contoh.example"), nik=nik)

        assert submit(user) == imported

        imported.refresh_from_db()
        assert (imported.user, imported.status, imported.number) == (user, "ACTIVE", "P/12")
        assert Member.objects.count() == Consent.objects.count() == 1
        assert Mail.objects.get().kind == "members.membership_claimed"
        assert Act.objects.get().did == "claim_membership"
        assert not Draft.objects.exists()

    def test_keeps_what_it_says_and_takes_over_what_it_did_not_know(self, nik):
        imported = make_member(nik=nik, email="siti@contoh.example", name="Siti R.", address="Jalan Lama 2")
        fill_draft(user := make_user("siti@contoh.example"), nik=nik, sector="COMPANY")

        submit(user)

        imported = Member.objects.get(pk=imported.pk)
        assert (imported.name, imported.address, imported.sector) == ("Siti R.", "Jalan Lama 2", "")
        assert (imported.birth_place, imported.role.name) == ("Palembang", "Pendamping PKH")
        assert (imported.educations.count(), imported.documents.count()) == (1, 2)

    def test_gets_a_number_if_it_had_none(self, nik):
        make_member(nik=nik, email="siti@contoh.example", number=None, joined_on=None, birth_date=None)
        fill_draft(user := make_user("siti@contoh.example"), nik=nik)

        member = submit(user)

        assert (member.number, member.joined_on) == ("16.2026.000001", NOW.date())

    @pytest.mark.parametrize(
        ("known", "confirmed"),
        [
            ({"email": "lain@contoh.example"}, True),
            ({"email": "siti@contoh.example", "birth_date": dt.date(1985, 3, 28)}, True),
            ({"email": "siti@contoh.example"}, False),
            ({"email": ""}, True),
        ],
        ids=["another address", "another birth date", "unconfirmed address", "no address"],
    )
    def test_goes_to_nobody_else(self, nik, known, confirmed):
        imported = make_member(nik=nik, **known)
        fill_draft(user := make_user("siti@contoh.example", confirmed=confirmed), nik=nik)

        member = submit(user)

        assert (member.status, member.warnings) == ("APPLIED", [NIK_HELD])
        imported.refresh_from_db()
        assert imported.user is None


class TestAtTheSameTime:
    pytestmark = pytest.mark.django_db(transaction=True)

    def together(self, *users: User) -> list[Member]:
        start = Barrier(len(users))

        def run(user: User) -> Member:
            try:
                start.wait(timeout=10)
                return submit(user)
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=len(users)) as threads:
            return list(threads.map(run, users))

    def test_one_person_submits_many_times_and_applies_once(self):
        fill_draft(user := make_user())

        members = self.together(user, user, user, user)

        assert len({member.pk for member in members}) == 1
        assert Member.objects.count() == Mail.objects.count() == Consent.objects.count() == 1

    def test_of_two_people_with_one_nik_one_has_it_and_the_other_claims_it(self):
        users, nik = [make_user() for _ in range(4)], make_nik()
        for user in users:
            fill_draft(user, nik=nik)

        members = self.together(*users)

        assert sorted(member.warnings for member in members) == [[], [NIK_HELD], [NIK_HELD], [NIK_HELD]]
        assert Member.objects.filter(nik_lookup=lookup(nik, purpose="nik")).count() == 1

    def test_an_imported_membership_goes_to_one_account(self):
        make_member(nik=(nik := make_nik()), email="siti@contoh.example")
        fill_draft(user := make_user("siti@contoh.example"), nik=nik)

        members = self.together(user, user)

        assert [member.status for member in members] == ["ACTIVE", "ACTIVE"]
        assert Member.objects.count() == 1


def test_who_applies_is_greeted_by_name_from_then_on(applicant):
    member = submit(applicant)

    applicant.refresh_from_db()
    assert (applicant.name, str(applicant)) == (member.name, member.name)

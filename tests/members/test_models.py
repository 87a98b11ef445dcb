import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from ipspi.accounts.models import User
from ipspi.encryption import lookup
from members.models import ChangeRequest, Consent, ConsentText, Draft, Institution, Member, NumberBook, Role
from tests.cast import (
    BORN,
    NOW,
    consent,
    make_applicant,
    make_document,
    make_education,
    make_member,
    make_nik,
    make_user,
)

pytestmark = pytest.mark.django_db


def refused_by(constraint: str, change) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    assert error.value.__cause__.diag.constraint_name == constraint


class TestMember:
    def test_member_one_living_membership_per_nik(self):
        nik = make_nik()
        make_member(nik=nik)
        make_member(nik=nik, status="REJECTED")

        refused_by("member_one_living_membership_per_nik", lambda: make_applicant(nik=nik))

    def test_member_one_living_membership_per_account(self):
        user = make_user()
        make_member(user=user)
        make_member(user=user, status="REJECTED")

        refused_by("member_one_living_membership_per_account", lambda: make_applicant(user=user))

    def test_member_number_is_unique(self):
        make_member(number="P/1")

        refused_by("member_number_is_unique", lambda: make_member(number="P/1"))

    def test_member_reference_is_unique(self):
        make_member(reference="M1")

        refused_by("member_reference_is_unique", lambda: make_member(reference="M1"))

    def test_member_fingerprint_is_unique(self):
        make_member(fingerprint=b"1" * 32)

        refused_by("member_fingerprint_is_unique", lambda: make_member(fingerprint=b"1" * 32))

    @pytest.mark.parametrize("missing", ["number", "joined_on"])
    def test_member_admitted_has_number_and_date(self, missing):
        make_member(number=None, joined_on=None)  # imported, nobody's yet

        refused_by(
            "member_admitted_has_number_and_date", lambda: make_member(user=make_user(), **{missing: None})
        )

    @pytest.mark.parametrize("wrong", [{"applied_at": None}, {"number": "P/1"}])
    def test_member_applicant_has_time_and_no_number(self, wrong):
        refused_by("member_applicant_has_time_and_no_number", lambda: make_applicant(**wrong))

    @pytest.mark.parametrize("wrong", [{"decided_at": None}, {"rejection_reason": ""}])
    def test_member_rejection_has_time_and_reason(self, wrong):
        refused_by("member_rejection_has_time_and_reason", lambda: make_member(status="REJECTED", **wrong))

    def test_member_lookup_only_with_a_nik(self):
        make_applicant(nik=make_nik(), nik_lookup=None)  # claimed only
        make_applicant(nik=None)

        refused_by(
            "member_lookup_only_with_a_nik",
            lambda: make_applicant(nik=None, nik_lookup=lookup("1", purpose="nik")),
        )

    def test_member_has_a_name(self):
        refused_by("member_has_a_name", lambda: make_member(name=""))

    def test_member_sector_only_outside_of_asn(self):
        make_member(employment="NON_ASN", sector="NGO")

        for employment in ("PNS", ""):
            refused_by(
                "member_sector_only_outside_of_asn",
                lambda employment=employment: make_member(employment=employment, sector="NGO"),
            )

    def test_member_role_is_a_row_or_words(self):
        row = Role.objects.get(name="Pendamping PKH")
        assert make_member(role=row).role_at_work == "Pendamping PKH"
        assert make_member(role_other="Pelatih").role_at_work == "Pelatih"

        refused_by("member_role_is_a_row_or_words", lambda: make_member(role=row, role_other="Pelatih"))

    def test_an_earlier_release_writes_members_without_the_new_columns(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'members_member'"
                " AND is_nullable = 'NO' AND column_default IS NULL"
            )
            must_be_given = {name for (name,) in cursor.fetchall()}
        assert not must_be_given & {"birth_place", "address", "postal_code", "sector", "role_other"}


class TestDocument:
    @pytest.fixture
    def draft(self):
        return Draft.objects.create(user=make_user(), answers="{}", saved_at=NOW)

    def test_document_belongs_to_a_draft_a_member_or_a_round(self, draft):
        member = make_member()
        request = ChangeRequest.objects.create(member=member, asked_at=NOW)
        for wrong in ({}, {"draft": draft, "member": member}, {"request": request, "member": member}):
            refused_by(
                "document_belongs_to_a_draft_a_member_or_a_round",
                lambda wrong=wrong: make_document(**wrong),
            )
        make_document(request=request)

    def test_document_one_of_a_kind_per_round(self):
        request = ChangeRequest.objects.create(member=make_member(), asked_at=NOW)
        make_document(request=request)
        refused_by("document_one_of_a_kind_per_round", lambda: make_document(request=request))

    def test_document_one_of_a_kind_per_draft(self, draft):
        make_document(draft=draft)
        make_document(draft=draft, kind="foto")

        refused_by("document_one_of_a_kind_per_draft", lambda: make_document(draft=draft))

    def test_document_one_of_a_kind_per_member(self):
        member = make_member()
        make_document(member=member)
        make_document(member=make_member())

        refused_by("document_one_of_a_kind_per_member", lambda: make_document(member=member))

    def test_document_has_content(self, draft):
        refused_by("document_has_content", lambda: make_document(draft=draft, content=b""))

    def test_document_photo_is_a_picture(self, draft):
        make_document(draft=draft, medium="application/pdf")

        refused_by(
            "document_photo_is_a_picture",
            lambda: make_document(draft=draft, kind="foto", medium="application/pdf"),
        )


class TestEducation:
    def test_education_has_a_year(self):
        member = make_member()
        make_education(member, graduated_in=None, entered_in=2024)

        refused_by("education_has_a_year", lambda: make_education(member, graduated_in=None))

    def test_education_ends_after_it_begins(self):
        member = make_member()
        make_education(member, entered_in=2008)

        refused_by("education_ends_after_it_begins", lambda: make_education(member, entered_in=2009))

    def test_education_diploma_only_of_graduates(self):
        refused_by(
            "education_diploma_only_of_graduates",
            lambda: make_education(make_member(), graduated_in=None, entered_in=2008, diploma_number="17"),
        )


class TestInstitution:
    def test_institution_key_is_unique(self):
        refused_by(
            "institution_key_is_unique",
            lambda: Institution.objects.create(name="UNIVERSITAS-INDONESIA", key="universitas indonesia"),
        )

    def test_institution_has_a_key(self):
        refused_by("institution_has_a_key", lambda: Institution.objects.create(name="—", key=""))

    def test_institution_merged_says_into_which(self):
        target = Institution.objects.confirmed().first()
        for wrong in ({"status": "MERGED"}, {"merged_into": target}):
            refused_by(
                "institution_merged_says_into_which",
                lambda wrong=wrong: Institution.objects.create(name="Baru", key="baru", **wrong),
            )


def test_role_name_is_unique():
    refused_by("role_name_is_unique", lambda: Role.objects.create(name="pendamping pkh"))


class TestNumberBook:
    def test_number_has_a_member_or_a_void_reason(self):
        NumberBook.objects.create(number="P/1", void_reason="Salah cetak")
        both = {"member": make_member(number=None, joined_on=None), "void_reason": "Salah cetak"}

        for wrong in ({}, both):
            refused_by(
                "number_has_a_member_or_a_void_reason",
                lambda wrong=wrong: NumberBook.objects.create(number="P/2", **wrong),
            )

    def test_a_number_and_its_member_stand_in_the_book_once(self):
        member = make_member(number="P/1")

        refused_by(
            "members_numberbook_pkey", lambda: NumberBook.objects.create(number="P/1", void_reason="x")
        )
        refused_by(
            "members_numberbook_member_id_key", lambda: NumberBook.objects.create(number="P/2", member=member)
        )

    def test_a_sequence_is_counted_once(self):
        NumberBook.objects.create(number="P/1", sequence=1, void_reason="x")

        refused_by(
            "members_numberbook_sequence_key",
            lambda: NumberBook.objects.create(number="P/2", sequence=1, void_reason="x"),
        )


def test_consent_once_per_version():
    member = make_member()
    Consent.objects.create(member=member, text=consent(), given_at=NOW)

    refused_by(
        "consent_once_per_version",
        lambda: Consent.objects.create(member=member, text=consent(), given_at=NOW),
    )


def test_a_consent_is_shown_in_paragraphs():
    text = ConsentText(text="Saya setuju IPSPI\nmenyimpan data.\n\nSaya berhak\nmelihat.")

    assert text.paragraphs == ["Saya setuju IPSPI menyimpan data.", "Saya berhak melihat."]


def test_a_nik_is_unreadable_in_the_database_and_found_by_its_lookup():
    member = make_member(nik=(nik := make_nik()))

    with connection.cursor() as cursor:
        cursor.execute("SELECT nik, nik_lookup FROM members_member")
        stored, found = map(bytes, cursor.fetchone())
    assert nik.encode() not in stored + found
    assert Member.objects.get(nik_lookup=lookup(nik, purpose="nik")) == member
    assert Member.objects.get().nik == nik


def test_the_name_is_written_with_its_titles():
    names = [
        Member(name="Siti Aminah", titles_before="Dr. Hj.", titles_after="M.Si").full_name,
        Member(name="Sukarno").full_name,
    ]

    assert names == ["Dr. Hj. Siti Aminah, M.Si", "Sukarno"]


@pytest.mark.parametrize(
    ("employment", "is_asn"), [("PNS", True), ("PPPK", True), ("ASN", True), ("NON_ASN", False), ("", None)]
)
def test_asn_is_known_of_those_who_said(employment, is_asn):
    assert Member(employment=employment).is_asn is is_asn


class TestSets:
    @pytest.fixture(autouse=True)
    def _people(self):
        make_member(name="Aktif", employment="PPPK")
        make_applicant(name="Pelamar", employment="NON_ASN")
        make_member(name="Ditolak", status="REJECTED", employment="")

    @pytest.mark.parametrize(
        ("named", "found"),
        [
            ("in_roster", ["Aktif", "Pelamar"]),
            ("counted", ["Aktif"]),
            ("awaiting_decision", ["Pelamar"]),
            ("asn", ["Aktif"]),
            ("non_asn", ["Pelamar"]),
        ],
    )
    def test_are_named_by_the_words_of_the_field(self, named, found):
        assert sorted(getattr(Member.objects, named)().values_list("name", flat=True)) == found


def test_an_account_with_a_membership_is_not_deleted_but_a_draft_goes_with_its_account():
    user, leaver = make_user(), make_user()
    make_member(user=user, birth_date=BORN, joined_on=dt.date(2020, 1, 1))
    Draft.objects.create(user=leaver, answers="{}", saved_at=NOW)

    leaver.delete()

    assert not Draft.objects.exists()
    with pytest.raises(Exception, match="protected"):
        User.objects.get(pk=user.pk).delete()

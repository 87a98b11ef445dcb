"""A person's own data: who read it, what they ask for, and what is left of them afterwards."""

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from chapters import privacy as chapters_privacy
from chapters.models import DPP, Chapter, ListRow, Office, Seat
from ipspi.accounts import addresses
from ipspi.accounts.models import User
from ipspi.audit.models import Act
from ipspi.jobs import running as jobs
from ipspi.outbox.models import Mail
from members import (
    cards,
    data_copies,
    data_requests,
    erasing,
    history,
    privacy,
    profile,
    registration,
    retention,
)
from members.data_requests import Kind, State
from members.models import (
    Consent,
    DataAccess,
    DataCopy,
    Document,
    Draft,
    Member,
    Plan,
    PrivacyRequest,
    Restriction,
)
from tests.admissions import ask as ask_for_changes
from tests.admissions import correct
from tests.cast import (
    BANDA_ACEH,
    NOW,
    PASSWORD,
    consent,
    make_applicant,
    make_document,
    make_draft,
    make_education,
    make_member,
    make_nik,
    make_nip,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)
from tests.ledgers import make_link, make_row

pytestmark = pytest.mark.django_db
REASON = DataAccess.Reason.CHECK


@pytest.fixture
def member() -> Member:
    return make_member(user=make_user("merpati@contoh.example", name="Merpati Putih"), name="Merpati Putih")


@pytest.fixture
def officer() -> User:
    return make_officer(office=Office.SECRETARY)


def ask(member: Member, kind: str = Kind.ERASE, words: str = "", at: dt.datetime = NOW) -> PrivacyRequest:
    return data_requests.ask(member=member, kind=kind, words=words, by=member.user, at=at)


def decide(request: PrivacyRequest, by: User, *, grant: bool = True, reason: str = "") -> PrivacyRequest:
    return chapters_privacy.decide(request=request, grant=grant, reason=reason, by=by, at=NOW)


def erased(member: Member, officer: User, *, records: int = 1) -> Member:
    request = decide(ask(member), officer)
    assert erasing.erase(request_id=request.pk) == records
    return Member.objects.get(pk=member.pk)


class TestReading:
    def test_a_reading_is_recorded_with_office_chapter_and_reason(
        self, member: Member, officer: User
    ) -> None:
        read = chapters_privacy.read_numbers(member=member, reason=REASON, words="", by=officer, at=NOW)

        assert read.nik == member.nik
        row = member.accesses.get()
        assert (row.by, row.office, row.chapter, row.reason, row.at) == (
            officer, "Sekretaris", "DPD Sumatera Selatan", "CHECK", NOW,
        )  # fmt: skip
        act = Act.objects.latest("id")
        assert (act.did, act.on_id, act.details) == ("access.numbers", str(member.pk), {"reason": "CHECK"})

    def test_of_two_offices_the_one_is_named_that_reaches_the_member(self, officer: User) -> None:
        make_seat(user=officer, chapter=DPP, office=Office.SECRETARY)
        elsewhere = make_member(home_regency=BANDA_ACEH)

        chapters_privacy.read_numbers(member=elsewhere, reason=REASON, words="", by=officer, at=NOW)

        row = elsewhere.accesses.get()
        assert (row.office, row.chapter) == ("Sekretaris", Chapter.objects.get(pk=DPP).name)

    @pytest.mark.parametrize("office", [Office.TREASURER, Office.ADVISER])
    def test_who_may_not_see_numbers_sees_none(self, office: str, member: Member) -> None:
        with pytest.raises(PermissionDenied):
            chapters_privacy.read_numbers(
                member=member, reason=REASON, words="", by=make_officer(office=office), at=NOW
            )
        assert not DataAccess.objects.exists()

    def test_another_reason_is_said_in_words_without_a_number(self, member: Member, officer: User) -> None:
        def read(words: str) -> None:
            chapters_privacy.read_numbers(
                member=member, reason=DataAccess.Reason.OTHER, words=words, by=officer, at=NOW
            )

        with pytest.raises(privacy.ReasonWanted):
            read("  ")
        with pytest.raises(privacy.NumberInWords):
            read(f"untuk {member.nik}")
        read("Surat dari Kemensos")
        assert member.accesses.get().words == "Surat dari Kemensos"

    def test_data_access_for_another_reason_says_which(self, member: Member) -> None:
        with pytest.raises(IntegrityError, match="data_access_for_another_reason_says_which"):
            DataAccess.objects.create(member=member, what="NUMBERS", reason="OTHER", at=NOW)

    def test_an_export_is_recorded_with_each_member_and_once_in_the_log(self, officer: User) -> None:
        members = [make_member(), make_member()]
        privacy.record_access(
            members=members, what="EXPORT", reason=REASON, by=officer, office="Ketua", chapter="DPD", at=NOW
        )

        assert {row.member for row in DataAccess.objects.all()} == set(members)
        assert Act.objects.latest("id").details == {"members": 2, "reason": "CHECK"}

    def test_the_page_asks_for_the_password_again_then_shows_the_number_once(
        self, client: Client, member: Member, officer: User
    ) -> None:
        address = reverse("chapters:numbers", args=["16", member.pk])
        client.force_login(officer)
        assert client.get(address).headers["Location"].startswith(reverse("account_reauthenticate"))

        _prove(client)
        assert str(member.nik) not in client.get(address).content.decode()
        refused = client.post(address, {"reason": "OTHER", "words": ""}).content.decode()
        assert str(member.nik) not in refused
        read = client.post(address, {"reason": "CHECK", "words": ""})
        assert (read.status_code, read.headers["Location"]) == (302, address)
        assert str(member.nik) not in str(dict(client.session))
        shown = client.get(address)
        assert str(member.nik) in shown.content.decode()
        assert "no-store" in shown.headers["Cache-Control"]
        assert str(member.nik) not in client.get(address).content.decode()  # loaded anew
        assert member.accesses.count() == 1

    def test_what_was_read_of_one_member_shows_no_other(
        self, client: Client, member: Member, officer: User
    ) -> None:
        other = make_member()
        client.force_login(officer)
        _prove(client)
        client.post(reverse("chapters:numbers", args=["16", member.pk]), {"reason": "CHECK", "words": ""})

        page = client.get(reverse("chapters:numbers", args=["16", other.pk])).content.decode()

        assert str(other.nik) not in page

    @pytest.mark.parametrize("words", ["\x00", "x" * 1_000_000, "\u202eabc"], ids=["nul", "long", "bidi"])
    def test_hostile_words_are_refused_or_kept_as_they_are(
        self, words: str, client: Client, member: Member, officer: User
    ) -> None:
        client.force_login(officer)
        _prove(client)

        response = client.post(
            reverse("chapters:numbers", args=["16", member.pk]), {"reason": "x", "words": words}
        )

        assert response.status_code == 200
        assert not DataAccess.objects.exists()


class TestAsking:
    def test_a_request_is_to_be_decided_within_72_hours(self, member: Member) -> None:
        request = ask(member)

        assert request.due_at == NOW + dt.timedelta(hours=72)
        left = [
            data_requests.time_left(request, at=NOW + dt.timedelta(hours=hours))
            for hours in (0, 31, 71.5, 75)
        ]
        assert left == ["sisa 72 jam", "sisa 41 jam", "sisa 30 menit", "lewat 3 jam"]

    def test_only_the_person_asks_and_once_at_a_time(self, member: Member) -> None:
        ask(member)

        with pytest.raises(data_requests.AlreadyAsked):
            ask(member)
        with pytest.raises(data_requests.NotYours):
            data_requests.ask(member=member, kind=Kind.RESTRICT, words="", by=make_user(), at=NOW)
        with pytest.raises(data_requests.Incomplete):
            ask(member, Kind.CORRECT)

    def test_a_request_is_decided_once_by_who_may_and_nobody_decides_on_their_own(
        self, member: Member, officer: User
    ) -> None:
        request = ask(member, Kind.RESTRICT)
        with pytest.raises(PermissionDenied):
            decide(request, make_officer(chapter="11"))
        with pytest.raises(data_requests.Incomplete):
            decide(request, officer, grant=False)
        make_seat(member=member, office=Office.VICE_CHAIR)
        with pytest.raises(chapters_privacy.OwnRequest):
            decide(request, member.user)

        decide(request, officer)

        assert Restriction.objects.get().member == member
        assert privacy.restricted_among([member]) == {member.pk}
        assert Mail.objects.get(kind="privacy.decided").to == member.user.email
        with pytest.raises(data_requests.AlreadyDecided):
            decide(request, officer)
        data_requests.lift(member=member, by=member.user, at=NOW)
        assert privacy.restricted_among([member]) == set()

    def test_the_chapter_is_reminded_before_the_end_and_the_dpp_after_it(
        self, member: Member, officer: User
    ) -> None:
        secretary = make_secretary_of_dpp()
        ask(member)

        def told(hours: int) -> list[str]:
            Mail.objects.all().delete()
            for _ in range(2):
                chapters_privacy.remind(at=NOW + dt.timedelta(hours=hours))
            return sorted(Mail.objects.values_list("to", flat=True))

        assert told(47) == []
        assert told(49) == [officer.email]
        assert told(73) == sorted([officer.email, secretary.email])

    def test_the_constraints_of_requests(self, member: Member) -> None:
        def refused(name: str, **facts: Any) -> None:
            usual = {"member": member, "kind": "CORRECT", "asked_at": NOW, "due_at": NOW}
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                PrivacyRequest.objects.create(**{**usual, **facts})

        ask(member)
        refused("privacy_request_one_open_per_kind", kind="ERASE")
        refused("privacy_request_decided_has_time", state="GRANTED")
        refused("privacy_request_refused_has_reason", state="REFUSED", decided_at=NOW)
        refused("privacy_request_scheduled_has_time_of_erasure", state="SCHEDULED", decided_at=NOW)
        with pytest.raises(IntegrityError, match="data_copy_made_has_an_end"):
            DataCopy.objects.create(member=member, user=member.user, asked_at=NOW, content=b"x")


class TestErasing:
    def test_nothing_of_the_person_is_left_in_any_column_of_any_table(
        self, officer: User, client: Client
    ) -> None:
        user = make_user("kenari@contoh.example", name="Kenari Kuning")
        member = make_member(
            user=user, name="Kenari Kuning", email="kenari@contoh.example", nip=make_nip(), number="16.KEPT",
            workplace="Yayasan Kenari", phone="+6281311112222", titles_after="S.Kenari",
        )  # fmt: skip
        Consent.objects.create(member=member, text=consent(), given_at=NOW)
        Draft.objects.create(user=user, answers='{"identity": {"name": "Kenari"}}', saved_at=NOW)
        make_link(member, row=make_row(name="Kenari Kuning", phone="081311112222", key="k"))
        make_row(name="Kenari K.", nik=member.nik, nik_lookup=member.nik_lookup)
        make_row(name="Siti Lain")
        chapters_privacy.read_numbers(member=member, reason=REASON, words="Kenari datang", by=officer, at=NOW)
        cards.current(member=member, at=NOW)
        make_document(member=member, content=b"kenari", preview=b"kenari")
        make_education(member, programme="Ilmu Kenari")
        profile.ask(member=member, field="name", new="Kenari Biru", note="Kenari", by=user, at=NOW)
        on = history.day_of(member, NOW)
        history.record(
            member=member, kind="CORRECTED", on=on, by=user, at=NOW, reason="Kenari", note="Kenari"
        )
        Member.objects.filter(pk=member.pk).update(workplace="Yayasan Kenari Baru")  # what was before is kept
        before = make_member(status=Member.Status.REJECTED, user=user, name="Kenari Dulu")
        data_requests.ask(member=before, kind="CORRECT", words="Nama saya Kenari", by=user, at=NOW)
        twin = make_member(status=Member.Status.MERGED, merged_into=member, name="Kenari K.")
        make_member(status=Member.Status.MERGED, merged_into=twin, name="Kenari Lagi")
        client.force_login(user)
        secrets = ["kenari", member.nik, member.nip, "81311112222", member.nik_lookup.hex()]

        gone = erased(member, officer, records=4)

        farewell = Mail.objects.get()
        assert (farewell.kind, farewell.to) == ("privacy.erased", "kenari@contoh.example")
        farewell.delete()
        assert everywhere(secrets) == []
        assert (gone.number, gone.status, gone.name) == ("16.KEPT", Member.Status.RESIGNED, erasing.GONE)
        assert gone.joined_on == member.joined_on
        assert ListRow.objects.get().name == "Siti Lain"
        assert client.get(reverse("privacy:centre")).status_code == 302
        assert make_member(nik=member.nik).nik == member.nik  # the NIK may register again

    def test_sessions_end_with_the_data_that_stands_in_them(
        self, client: Client, member: Member, officer: User
    ) -> None:
        client.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
        assert "merpati" in str(Session.objects.get().get_decoded())

        erased(member, officer)

        assert not Session.objects.exists()

    def test_an_erasure_called_back_in_time_is_not_done(self, member: Member, officer: User) -> None:
        request = decide(ask(member), officer)
        assert request.erase_at == NOW + dt.timedelta(days=7)
        assert erasing.start_due(at=NOW + dt.timedelta(days=6)) == 0

        data_requests.withdraw(request=request, by=member.user, at=NOW)

        assert erasing.start_due(at=NOW + dt.timedelta(days=8)) == 0
        assert erasing.erase(request_id=request.pk) == 0
        member.refresh_from_db()
        assert member.name == "Merpati Putih"

    def test_mails_to_a_former_address_go_as_well(self, member: Member, officer: User) -> None:
        user = member.user
        assert user is not None
        before = user.email
        change = addresses.ask(user=user, email="baru@contoh.example", at=NOW, by=make_user())
        code = Mail.objects.get(to=change.email).subject.split()[0]
        addresses.prove_new(change=change, code=code, at=NOW)
        abandoned = addresses.ask(user=User.objects.get(pk=user.pk), email="lain@contoh.example", at=NOW)
        addresses_of = {before, "baru@contoh.example", abandoned.email}
        assert addresses_of <= set(Mail.objects.values_list("to", flat=True))

        erased(Member.objects.get(pk=member.pk), officer)

        left = Mail.objects.filter(to__in=addresses_of).exclude(kind="privacy.erased")
        assert not left.exists()

    def test_erasing_twice_is_erasing_once(self, member: Member, officer: User) -> None:
        erased(member, officer)

        assert erasing.erase(request_id=PrivacyRequest.objects.get().pk) == 0

    @pytest.mark.parametrize("hold", ["suspended", "office"])
    def test_who_is_suspended_or_in_office_is_not_erased(
        self, hold: str, member: Member, officer: User
    ) -> None:
        if hold == "suspended":
            Member.objects.filter(pk=member.pk).update(status=Member.Status.SUSPENDED)
        else:
            make_seat(member=member, office=Office.DIVISION)

        with pytest.raises(data_requests.Held):
            decide(ask(member), officer)

    @pytest.mark.parametrize("hold", ["suspended", "office"])
    def test_who_is_suspended_or_takes_office_after_the_decision_is_erased_when_that_has_ended(
        self, hold: str, member: Member, officer: User
    ) -> None:
        request = decide(ask(member), officer)
        late = NOW + dt.timedelta(days=8)
        if hold == "suspended":
            Member.objects.filter(pk=member.pk).update(status=Member.Status.SUSPENDED)
        else:
            make_seat(member=member, office=Office.DIVISION)

        assert (erasing.start_due(at=late), erasing.erase(request_id=request.pk)) == (0, 0)
        assert Member.objects.get(pk=member.pk).name == "Merpati Putih"

        Member.objects.filter(pk=member.pk).update(status=Member.Status.ACTIVE)
        Seat.objects.filter(member=member).update(ends_at=NOW)
        assert (erasing.start_due(at=late), erasing.erase(request_id=request.pk)) == (1, 1)

    def test_a_seat_to_come_ends_with_the_erasure_and_one_that_is_over_stays_as_it_was(
        self, member: Member, officer: User
    ) -> None:
        request = decide(ask(member), officer)
        late = NOW + dt.timedelta(days=40)
        soon, before = late + dt.timedelta(days=1), late - dt.timedelta(days=1)
        coming = make_seat(member=member, office=Office.DIVISION, starts_at=soon)
        over = make_seat(member=member, office=Office.DIVISION, starts_at=NOW, ends_at=before)

        with time_machine.travel(late, tick=False):
            assert erasing.erase(request_id=request.pk) == 1

        assert [Seat.objects.get(pk=seat.pk).ends_at for seat in (coming, over)] == [soon, before]


class TestCopies:
    def test_a_copy_holds_everything_as_json_and_pdf(self, member: Member, officer: User) -> None:
        make_link(member, row=make_row(name="Merpati P.", workplace="Dinas"))
        chapters_privacy.read_numbers(member=member, reason=REASON, words="", by=officer, at=NOW)
        Consent.objects.create(member=member, text=consent(), given_at=NOW)
        make_education(member, programme="Ilmu Merpati")
        paper = make_document(member=member, kind="ijazah", content=b"kertas")
        cards.current(member=member, at=NOW)

        packed = data_copies.packed(data_copies.everything_about(member), documents=[paper])
        archive = zipfile.ZipFile(io.BytesIO(packed))

        data = json.loads(archive.read("data-saya.json"))
        assert data["keanggotaan"][0]["NIK"] == member.nik
        assert data["baris_daftar_daerah"][0]["tempat bekerja"] == "Dinas"
        assert data["pembacaan"][0]["jabatan"] == "Sekretaris"
        assert officer.email not in json.dumps(data)
        assert data["pendidikan"][0]["program studi"] == "Ilmu Merpati"
        assert len(data["kartu"]) == len(data["riwayat_keanggotaan"]) == 1
        assert archive.read("data-saya.pdf").startswith(b"%PDF")
        assert archive.read("ijazah.jpg") == b"kertas"

    def test_a_copy_holds_what_was_asked_of_an_applicant_and_records_that_were_merged(self) -> None:
        applicant = make_applicant(name="Siti Rahma")
        ask_for_changes(applicant, make_officer())
        correct(applicant, name="Siti Rahmawati")
        make_member(status=Member.Status.MERGED, merged_into=applicant, name="Siti R.")

        data = data_copies.everything_about(applicant)

        assert {row["nama lengkap"] for row in data["keanggotaan"]} == {"Siti Rahmawati", "Siti R."}
        assert "Siti Rahma" in data["perbaikan_pendaftaran"][0]["isian"][0].values()

    def test_a_copy_speaks_in_words_and_names_no_ids(self, member: Member) -> None:
        answers = {"identity": {"nik": make_nik()}, "employment": {"employment": "NON_ASN", "sector": "NGO"}}
        Draft.objects.create(user=member.user, answers=json.dumps(answers), saved_at=NOW)
        make_document(member=member, kind="ijazah", content=b"kertas")
        applicant = make_applicant()
        ask_for_changes(applicant, make_officer())
        correct(applicant, name="Siti R.")

        data, asked = (data_copies.everything_about(each) for each in (member, applicant))

        (draft,), (paper,) = data["isian_pendaftaran"], data["dokumen"]
        assert (draft["Status kepegawaian"], draft["Bidang"]) == (
            "Non-ASN",
            "LKS, yayasan, atau organisasi masyarakat",
        )
        assert "16" in draft["NIK"]
        assert "•" not in draft["NIK"]
        assert "Nama lengkap" in [each["isian"] for each in asked["perbaikan_pendaftaran"][0]["isian"]]
        assert not str(paper["besarnya"]).isdigit()
        said = json.dumps([data, asked], default=str)
        assert [code for code in ("NON_ASN", "home_regency", '"ID"', '"id"') if code in said] == []
        assert str(member.pk) not in said

    def test_a_copy_is_not_made_for_an_account_that_lost_the_membership(self, member: Member) -> None:
        job = data_copies.ask(member=member, by=member.user, at=NOW)
        Member.objects.filter(pk=member.pk).update(user=make_user())

        data_copies.work(jobs.RunningJob(job))

        assert DataCopy.objects.get().made_at is None

    def test_a_copy_masks_numbers_on_lists_that_are_not_the_persons_own(self, member: Member) -> None:
        nik = str(member.nik)
        make_link(member, row=make_row(name="Merpati Putih", nik=f"{nik[:6]} {nik[6:]}", key="a"))
        make_link(
            member,
            row=make_row(name="Merpati Putih", nik="1671010101900007", nip="199001012015031002", key="b"),
        )

        own, others = data_copies.everything_about(member)["baris_daftar_daerah"]

        assert own["NIK"] == f"{nik[:6]} {nik[6:]}"
        assert (others["NIK"], others["NIP"]) == ("16••••••••••••07", "19••••••••••••••02")

    def test_a_copy_does_not_tell_of_a_suspension_that_one_officer_proposed(self, member: Member) -> None:
        facts = {"member": member, "begins_on": NOW.date(), "asked_at": NOW}
        Plan.objects.create(kind="SUSPENSION", reason="Diusulkan saja", **facts)
        Plan.objects.create(kind="LEAVE", reason="Cuti saya", agreed_at=NOW, **facts)

        plans = data_copies.everything_about(member)["rencana"]

        assert [plan["alasan"] for plan in plans] == ["Cuti saya"]

    def test_a_copy_does_not_tell_an_applicant_that_somebody_else_has_the_nik(self) -> None:
        registered = make_member(user=make_user())

        def copied(nik: str) -> dict[str, Any]:
            user = make_user()
            make_draft(user=user, nik=nik)
            applicant = registration.submit(by=user, consent=consent(), confirmed=True, at=NOW)
            return dict(data_copies.everything_about(applicant)["keanggotaan"][0])

        claimed, free = copied(str(registered.nik)), copied(make_nik())

        assert Member.objects.filter(warnings=[registration.NIK_HELD]).count() == 1
        assert claimed.keys() == free.keys()
        assert registration.NIK_HELD not in str(claimed)

    @pytest.mark.parametrize("name", ["Nur'aini", "O’Neil", 'Siti "Ani" #[x] $y$ *z* \\', "A" * 200])
    def test_a_name_is_never_markup(self, name: str) -> None:
        assert data_copies.as_pdf({"nama": name}).startswith(b"%PDF")

    def test_only_its_owner_downloads_it_until_it_dies(self, client: Client, member: Member) -> None:
        copy = DataCopy.objects.create(
            member=member, user=member.user, asked_at=NOW, made_at=NOW, content=b"zip",
            expires_at=dt.datetime.now(dt.UTC) + dt.timedelta(days=1),
        )  # fmt: skip
        address = reverse("privacy:download", args=[copy.token])
        client.force_login(make_user())
        _prove(client)
        assert client.get(address).status_code == 404
        client.force_login(member.user)
        assert client.get(address).headers["Location"].startswith(reverse("account_reauthenticate"))
        _prove(client)
        assert client.get(address).content == b"zip"
        DataCopy.objects.update(expires_at=NOW - dt.timedelta(days=400))
        assert client.get(address).status_code == 404

    def test_asking_twice_makes_one(self, member: Member) -> None:
        first, second = (data_copies.ask(member=member, by=member.user, at=NOW) for _ in range(2))

        assert first == second


class TestRetention:
    def test_a_draft_goes_a_fortnight_after_its_writer_was_told(self, settings: Any) -> None:
        user = make_user()
        Draft.objects.create(user=user, answers="{}", saved_at=NOW)
        late = NOW + dt.timedelta(days=settings.DAYS_OF_DRAFTS)

        assert retention.warn_of_drafts(late - dt.timedelta(days=15)) == 0
        assert retention.delete_drafts(late) == 0, "nobody was told"
        assert retention.warn_of_drafts(late - dt.timedelta(days=14)) == 1
        Mail.objects.update(created_at=late - dt.timedelta(days=14))
        assert retention.delete_drafts(late - dt.timedelta(hours=1)) == 0
        assert retention.delete_drafts(late) == 1
        assert not Draft.objects.exists()

    def test_numbers_of_who_was_rejected_go_and_those_of_members_stay(self, settings: Any) -> None:
        rejected = make_member(status=Member.Status.REJECTED, changed_at=NOW)
        kept = make_member(changed_at=NOW)
        late = NOW + dt.timedelta(days=settings.DAYS_OF_REFUSED)

        assert retention.forget_numbers_of_refused(late - dt.timedelta(hours=1)) == 0
        assert retention.forget_numbers_of_refused(late) == 1
        rejected.refresh_from_db()
        assert (rejected.nik, rejected.nik_lookup, rejected.nip) == (None, None, "")
        assert Member.objects.get(pk=kept.pk).nik == kept.nik

    def test_papers_of_who_was_rejected_go_and_those_of_members_stay(self, settings: Any) -> None:
        rejected = make_member(status=Member.Status.REJECTED, changed_at=NOW)
        make_document(member=rejected)
        kept = make_document(member=make_member(changed_at=NOW))
        late = NOW + dt.timedelta(days=settings.DAYS_OF_REFUSED)

        assert retention.run(at=late - dt.timedelta(hours=1))["documents_of_refused"] == 0
        assert retention.run(at=late)["documents_of_refused"] == 1
        assert list(Document.objects.all()) == [kept]

    def test_unconfirmed_accounts_go_and_others_stay(self, settings: Any) -> None:
        never, confirmed = make_user(confirmed=False), make_user()
        applicant = make_applicant(user=make_user(confirmed=False))
        User.objects.update(date_joined=NOW)
        late = NOW + dt.timedelta(days=settings.DAYS_OF_UNCONFIRMED)

        assert retention.delete_unconfirmed(late) == 1
        assert set(User.objects.filter(pk__in=[never.pk, confirmed.pk, applicant.user.pk])) == {
            confirmed, applicant.user,
        }  # fmt: skip

    def test_a_night_deletes_copies_and_old_mail_and_records_how_many(self, member: Member) -> None:
        DataCopy.objects.create(
            member=member, user=member.user, asked_at=NOW, made_at=NOW, expires_at=NOW, content=b"x"
        )
        for kind in ("privacy.erased", "other"):
            Mail.objects.create(
                key=kind, kind=kind, to="a@b.example", subject="x", status="SENT", sent_at=NOW
            )

        done = retention.run(at=NOW)

        assert (done["data_copies"], done["sent_mails"]) == (1, 1)
        assert Act.objects.latest("id").did == "retention"
        assert Act.objects.latest("id").details["data_copies"] == 1


class TestPages:
    def test_a_member_sees_who_may_see_and_who_read_by_office_not_by_name(
        self, client: Client, member: Member, officer: User
    ) -> None:
        User.objects.filter(pk=officer.pk).update(name="Nama Pengurus")
        chapters_privacy.read_numbers(member=member, reason=REASON, words="", by=officer, at=NOW)
        client.force_login(member.user)

        page = client.get(reverse("privacy:centre")).content.decode()

        assert "Sekretaris, DPD Sumatera Selatan" in page
        assert str(DataAccess.Reason.CHECK.label) in page
        assert "Nama Pengurus" not in page
        assert str(member.nik) not in page

    def test_the_page_has_a_constant_number_of_queries(
        self, client: Client, member: Member, officer: User, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(20):
            chapters_privacy.read_numbers(member=member, reason=REASON, words="", by=officer, at=NOW)
        client.force_login(member.user)

        with django_assert_max_num_queries(24):
            client.get(reverse("privacy:centre"))

    def test_the_queue_has_a_constant_number_of_queries_and_shows_its_own_people(
        self, client: Client, officer: User, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(10):
            ask(make_member(user=make_user()))
        ask(make_member(user=make_user(), home_regency="11.71", name="Orang Aceh"))
        client.force_login(officer)

        with django_assert_max_num_queries(16):
            page = client.get(reverse("chapters:data_requests", args=["16"])).content.decode()
        assert "Orang Aceh" not in page
        assert page.count("Penghapusan data") == 10

    @pytest.mark.parametrize("kind", ["perbaiki", "batasi", "hapus"])
    def test_asking_by_page_and_calling_back(self, kind: str, client: Client, member: Member) -> None:
        client.force_login(member.user)

        client.post(reverse("privacy:ask", args=[kind]), {"words": "Nama saya salah"})
        request = PrivacyRequest.objects.get()
        assert (request.words, request.state) == ("Nama saya salah", State.OPEN)
        again = client.post(
            reverse("privacy:ask", args=[kind]), {"words": "Tanggalnya juga"}
        ).content.decode()
        assert "sudah Anda ajukan" in again
        client.post(reverse("privacy:withdraw", args=[request.pk]))
        request.refresh_from_db()
        assert request.state == State.WITHDRAWN

    def test_an_unknown_kind_and_hostile_words_are_no_crash(self, client: Client, member: Member) -> None:
        client.force_login(member.user)

        assert client.get("/saya/data/minta/apa-saja/").status_code == 404
        for words in ["", "\x00", "x" * 1_000_000]:
            response = client.post(reverse("privacy:ask", args=["perbaiki"]), {"words": words})
            assert (response.status_code, "Ada masalah" in response.content.decode()) == (200, True)

    def test_an_officer_decides_by_page(self, client: Client, member: Member, officer: User) -> None:
        address = reverse("chapters:data_request", args=["16", ask(member, Kind.RESTRICT).pk])
        client.force_login(officer)

        refused = client.post(address, {"decision": "refuse", "reason": ""})
        assert "Tulis alasan penolakan" in refused.content.decode()
        assert client.post(address, {"decision": "grant", "reason": ""}).status_code == 302
        assert Restriction.objects.count() == 1
        assert "dibatasi" in client.get(reverse("chapters:member", args=["16", member.pk])).content.decode()


def everywhere(secrets: list[str]) -> list[str]:
    """Return the tables and columns in which one of these texts stands, encrypted columns read by their models."""
    found = []
    there = connection.introspection.table_names()  # some models of pghistory are only queries
    tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in there]
    for model in tables:
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                said = bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
                if any(secret.lower() in said.lower() for secret in secrets):
                    found.append(f"{model._meta.db_table}.{field.column}")
    return found


def _prove(client: Client) -> None:
    """Give the password once more, as the step-up asks."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_erasure_is_not_offered_while_one_is_waiting(client):
    member = make_member(user=make_user())
    client.force_login(member.user)
    before = client.get("/saya/data/").text
    data_requests.ask(member=member, kind=Kind.ERASE, words="", by=member.user, at=NOW)

    after = client.get("/saya/data/").text

    assert before.count("/saya/data/minta/hapus/") == 2
    assert "/saya/data/minta/hapus/" not in after
    assert "/saya/data/minta/batasi/" in after

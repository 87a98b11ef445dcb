"""What an applicant sees of the way of their application, and the page on which they correct it."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from ipspi.outbox.models import Mail
from members import drafts, waiting
from members.drafts import Step
from members.models import ChangeRequest, Document, Member, Role
from tests.admissions import ask, correct
from tests.cast import (
    NOW,
    make_applicant,
    make_document,
    make_education,
    make_member,
    make_nip,
    make_officer,
)
from tests.chapters.test_pages import text
from tests.photos import make_pdf, make_photo, opened

pytestmark = pytest.mark.django_db
HOME = {"phone": "0812 3456 7890", "address": "Jalan Contoh 1"}
PAGE, STATUS = "/pendaftaran/perbaikan/", "/pendaftaran/status/"
IDENTITY = {"name": "Siti Rahmawati", "birth_place": "Palembang", "birth_date": "27-03-1985", "sex": "P"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def applicant(client):
    member = make_applicant(name="Siti Rahma")
    client.force_login(member.user)
    return member


def send(client, applicant, **facts):
    return client.post(PAGE, {**IDENTITY, "nik": applicant.nik, **facts}, follow=True)


def test_the_status_says_whose_turn_it_is_and_what_happened(client, applicant):
    said = text(client.get(STATUS))
    assert "Giliran menunggu pengurus" in said
    assert "Perjalanan pendaftaran Anda Anda mengirim pendaftaran. 16 November 2026 10.00 WIB" in said

    ask(applicant, make_officer(), at=NOW + dt.timedelta(hours=1), notes={"name": "Seperti KTP."})

    said = text(client.get(STATUS))
    assert "Giliran menunggu Anda Sejak 16 November 2026 11.00 WIB" in said
    assert "Yang perlu diperbaiki Nama lengkap Seperti KTP." in said
    assert "Pengurus meminta perbaikan. 16 November 2026 11.00 WIB Anda mengirim pendaftaran." in said


def test_after_the_answer_it_is_the_officers_turn_since_then(client, applicant):
    ask(applicant, make_officer())
    correct(applicant, name="Siti Rahmawati", at=NOW + dt.timedelta(hours=2))

    said = text(client.get(STATUS))

    assert "menunggu pengurus" in said
    assert "Sejak 16 November 2026 12.00 WIB" in said
    assert "Anda mengirim perbaikan. 16 November 2026 12.00 WIB" in said


def test_the_usual_time_is_told_once_enough_is_known(applicant):
    for days in (1, 2, 4, 6):
        make_member(status="REJECTED", applied_at=NOW, decided_at=NOW + dt.timedelta(days=days))
    assert waiting.usual_days(applicant) is None

    make_member(status="REJECTED", applied_at=NOW, decided_at=NOW + dt.timedelta(days=9))

    assert waiting.usual_days(applicant) == 4


def test_who_was_not_asked_is_led_to_the_status(client, applicant):
    assert client.get(PAGE).headers["Location"] == STATUS


def test_the_page_asks_for_what_the_officer_named_and_is_filled(client, applicant):
    ask(applicant, make_officer(), notes={"name": "Seperti <KTP>."})

    page = client.get(PAGE)

    assert "Catatan pengurus Seperti <KTP>. Nama lengkap" in text(page)
    assert 'value="Siti Rahma"' in page.content.decode()
    assert "Tempat bekerja" not in text(page)


def test_a_correction_goes_through_the_checks_of_the_registration(client, applicant):
    ask(applicant, make_officer(), notes={"name": "Seperti KTP.", "birth_date": "Periksa."})

    page = send(client, applicant, name=" ")
    assert "Nama lengkap: Isi nama lengkap Anda." in text(page)
    page = send(client, applicant, nik="1671016703850000")
    assert "Empat angka terakhir NIK tidak mungkin 0000." in text(page)
    assert '<details class="others" open>' in page.content.decode()
    page = send(client, applicant, name="Siti\x00")
    assert "Ada masalah" in text(page)

    assert ChangeRequest.objects.open().exists()


def test_a_correction_is_sent_and_the_officer_has_the_application_again(client, applicant):
    ask(applicant, make_officer())

    page = send(client, applicant, reply="Sudah.")

    assert "Perbaikan Anda terkirim. Pengurus memeriksanya." in text(page)
    assert Member.objects.get(pk=applicant.pk).name == "Siti Rahmawati"
    assert ChangeRequest.objects.get().reply == "Sudah."


def test_what_newly_disagrees_is_confirmed_first(client, applicant):
    ask(applicant, make_officer(), notes={"birth_date": "Periksa."})

    page = send(client, applicant, birth_date="28-03-1985")
    assert "Tanggal lahir di dalam NIK berbeda dari yang diisi." in text(page)
    send(client, applicant, birth_date="28-03-1985", confirmed="on")

    assert Member.objects.get(pk=applicant.pk).warnings == ["nik_birth_date_differs"]


def test_a_correction_without_a_change_and_without_a_word_is_not_sent(client, applicant):
    ask(applicant, make_officer())

    page = send(client, applicant, name="Siti Rahma")

    assert "Belum ada yang berubah." in text(page)


def upload(content=b"", name="IMG_2034.jpg"):
    return SimpleUploadedFile(name, content or make_photo())


def test_a_document_is_sent_with_the_answers_on_one_page(client, applicant):
    make_document(member=applicant)
    ask(applicant, make_officer(), notes={"ijazah": "Tidak <terbaca>."})

    page = client.get(PAGE)
    assert "Dokumen Catatan pengurus Tidak <terbaca>." in text(page)
    assert 'enctype="multipart/form-data"' in page.content.decode()
    assert "Nama lengkap" not in text(page)
    page = client.post(PAGE, {"ijazah-file": upload()}, follow=True)

    assert "Perbaikan Anda terkirim." in text(page)
    assert opened(bytes(applicant.documents.get().content)).size == (900, 1200)
    assert (
        bytes(applicant.documents.get().content) == client.get("/pendaftaran/dokumen/ijazah/berkas/").content
    )


def test_a_document_stays_where_an_answer_is_wrong_and_the_newest_is_shown(client, applicant):
    old = make_document(member=applicant, content=b"lama")
    ask(applicant, make_officer(), notes={"name": "Seperti KTP.", "ijazah": "Unggah lagi."})
    shown = "/pendaftaran/dokumen/ijazah/berkas/"
    assert client.get(shown).content == b"lama"

    page = client.post(PAGE, {"name": " ", "ijazah-file": upload()})
    assert "Isi nama lengkap Anda." in text(page)
    assert "Sudah diunggah, ikut terkirim" in text(page)
    assert client.get(shown).content != b"lama"
    assert [each.pk for each in applicant.documents.all()] == [old.pk]
    page = client.post(PAGE, {"name": "Siti Rahmawati"}, follow=True)

    assert "Perbaikan Anda terkirim." in text(page)
    assert not Document.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("foto", b"GIF89a", "Berkas ini bukan foto."),
        ("foto", make_pdf(), "Berkas ini PDF, bukan foto."),
        (
            "ijazah",
            b"",
            "Pilih berkasnya, atau tulis di bawah kepada pengurus mengapa belum dapat Anda kirim.",
        ),
        ("ijazah", b"%PDF-1.7\n" + b" " * (11 * 1024 * 1024), "Paling besar 10 MB."),
    ],
    ids=["no photo", "a PDF for a face", "nothing", "too large"],
)
def test_a_document_that_cannot_be_taken_is_told_at_its_field(client, applicant, kind, content, said):
    ask(applicant, make_officer(), notes={"name": "Seperti KTP.", kind: "Unggah lagi."})
    file = {f"{kind}-file": SimpleUploadedFile("IMG.jpg", content)} if content else {}

    page = client.post(PAGE, {"name": "Siti Rahmawati", **file})

    assert said in text(page)
    assert f'href="#id_{kind}-file"' in page.content.decode()
    assert ChangeRequest.objects.open().exists()


def test_three_photos_of_a_phone_come_at_once(client, applicant):
    ask(applicant, make_officer(), notes=dict.fromkeys(("foto", "ijazah", "sertifikat"), "Unggah lagi."))
    large = make_photo(size=(4000, 3000), least=8_000_000)
    files = {f"{kind}-file": upload(large) for kind in ("foto", "ijazah", "sertifikat")}

    page = client.post(PAGE, files, follow=True)

    assert "Perbaikan Anda terkirim." in text(page)
    assert applicant.documents.count() == 3


def test_the_words_that_are_said_once_wait_for_who_sends_with_progress(client, applicant):
    ask(applicant, make_officer(), notes={"foto": "Unggah lagi."})

    ahead = client.post(PAGE, {"foto-file": upload()}, follow=True, headers={"Sent-With-Progress": "yes"})

    assert "Perbaikan Anda terkirim." not in text(ahead)
    assert "Perbaikan Anda terkirim." in text(client.get(STATUS))


def test_a_home_is_corrected_by_name(client, applicant):
    ask(applicant, make_officer(), notes={"home_regency": "Di mana?"})

    client.post(PAGE, {**HOME, "home_regency": "Kabupaten Ogan Ilir", "confirmed": "on"})

    assert Member.objects.get(pk=applicant.pk).home_regency_id == "16.10"


def test_somebody_elses_request_is_never_opened(client, applicant):
    ask(make_applicant(), make_officer())

    assert client.get(PAGE).headers["Location"] == STATUS
    assert send(client, applicant).redirect_chain[-1][0] == STATUS
    assert Mail.objects.filter(to=applicant.user.email).count() == 0


def test_who_works_elsewhere_now_answers_what_hangs_on_it(client, applicant):
    ask(applicant, make_officer(), notes={"employment": "Anda PNS?"})
    nip, role = make_nip(), str(Role.objects.first().pk)

    page = client.post(PAGE, {"situation": "PNS", "workplace": "Dinas Sosial", "role": role}, follow=True)
    assert "NIP: Isi NIP atau NI PPPK Anda." in text(page)
    client.post(PAGE, {"situation": "PNS", "workplace": "Dinas Sosial", "role": role, "nip": nip})

    corrected = Member.objects.get(pk=applicant.pk)
    assert (corrected.employment, corrected.sector, corrected.nip) == ("PNS", "", nip)
    assert (corrected.workplace, str(corrected.role_id)) == ("Dinas Sosial", role)


def test_what_one_studied_is_corrected_in_its_row(client, applicant):
    make_education(applicant, programme="Ilmu Kesejahteraan")
    ask(applicant, make_officer(), notes={"programme": "Seperti ijazah."})
    given = drafts.given_in(applicant)[Step.EDUCATION]

    client.post(PAGE, {**given, "programme": "Ilmu Kesejahteraan Sosial"})

    assert applicant.educations.get().programme == "Ilmu Kesejahteraan Sosial"
    assert ChangeRequest.objects.get().answered


def test_an_application_taken_back_waits_for_no_correction(client, applicant):
    ask(applicant, make_officer())

    client.post("/pendaftaran/tarik/")

    assert not ChangeRequest.objects.open().exists()
    assert client.get(PAGE).headers["Location"] == STATUS

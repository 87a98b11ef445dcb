"""The pages of applications, as officers meet them."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from chapters import beside, bulk_admission, queue
from chapters.models import DPP, BulkAdmission, Chapter, Office, Seat
from ipspi.outbox.models import Mail
from ipspi.regions import times
from members import correcting
from members.models import ChangeRequest, Member
from tests.admissions import ask, correct
from tests.cast import (
    NOW,
    OGAN_ILIR,
    make_applicant,
    make_document,
    make_nik,
    make_officer,
    make_secretary_of_dpp,
)
from tests.chapters.test_pages import text
from tests.ledgers import make_row
from tests.photos import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(client):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    return user


def names(response):
    return re.findall(r'<a href="/daerah/[^"]+">([^<]+)</a>\s*</span>\s*</th>', response.content.decode())


def address(name, *arguments, code="16"):
    return reverse(f"chapters:{name}", args=[code, *arguments])


# ------------------------------------------------------------------ the queue


def test_the_queue_says_of_each_since_when_how_long_how_many_warnings_and_whose_turn(client, officer):
    days = dt.timedelta(days=1)
    make_applicant(name="Awal", applied_at=NOW - 5 * days, warnings=["nik_sex_differs", "nik_held"])
    ask(make_applicant(name="Tengah", applied_at=NOW - 3 * days), officer)
    chosen = make_applicant(name="Akhir", home_regency=OGAN_ILIR)
    bulk_admission.choose(chapter=Chapter.objects.get(pk="16"), applicants=[chosen.pk], by=officer, at=NOW)

    page = client.get(address("queue"))

    assert names(page) == ["Awal", "Tengah", "Akhir"]
    said = text(page)
    assert "2 pendaftaran menunggu pengurus." in said
    assert (
        "Awal Tempat tinggal Kota Palembang Dikirim 11 November 2026 10.00 WIB"
        " Perlu dilihat 2 peringatan putuskan tersendiri Keadaan menunggu pengurus 5 hari" in said
    )
    assert "Keadaan menunggu pendaftar kurang dari sehari" in said
    assert "Keadaan akan diterima pada 16 November 2026 10.00 WIB" in said
    assert page.content.decode().count('name="pilih"') == 0


def test_the_queue_holds_no_numbers_of_the_state_and_no_contact(client, officer):
    applicant = make_applicant(nip="198503272010012001", email="pribadi@contoh.example")

    page = client.get(address("queue")).content.decode()

    secrets = (applicant.nik, applicant.nip, applicant.email, applicant.user.email, "81234567890")
    assert [secret for secret in secrets if secret in page] == []


def test_the_dpps_queue_is_grouped_by_chapter(client):
    client.force_login(make_secretary_of_dpp())
    make_applicant(name="Bengkulu", home_regency="17.71")
    make_applicant(name="Entah", home_regency=None)

    page = client.get(address("queue", code=DPP)).content.decode()

    captions = [part.split("</caption>")[0].split(">")[-1] for part in page.split("<caption")[1:]]
    assert captions == ["DPD Bengkulu", "Provinsi tidak diketahui"]
    assert address("application", Member.objects.get(name="Bengkulu").pk, code="17") in page


def test_an_empty_queue_says_so(client, officer):
    assert "Tidak ada pendaftaran yang menunggu" in text(client.get(address("queue")))


def test_a_queue_of_fifty_costs_as_many_queries_as_one_of_five(
    client, officer, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(5):
        make_applicant(nik=None)
    with django_assert_max_num_queries(26) as few:
        client.get(address("queue"))
    for _ in range(45):
        make_applicant(nik=None)

    with django_assert_num_queries(len(few)):
        client.get(address("queue"))


def test_pages_of_the_queue_name_nobody_in_the_address(client, officer, monkeypatch):
    monkeypatch.setattr(queue, "SIZE", 2)
    for n in range(3):
        make_applicant(name=f"Pendaftar {n}", applied_at=NOW - dt.timedelta(days=3 - n))

    page = client.get(address("queue"))
    second = Member.objects.get(name="Pendaftar 1")

    assert f"?sesudah={second.pk}" in page.content.decode()
    assert names(client.get(address("queue"), {"sesudah": second.pk})) == ["Pendaftar 2"]


def test_all_of_a_page_are_chosen_without_javascript(client, officer):
    make_applicant()

    assert "checked" in client.get(address("queue"), {"pilih": "semua"}).content.decode()


# ------------------------------------------------------------------ the application


def test_who_has_applied_has_a_page_of_their_own_until_the_decision(client, officer):
    applicant = make_applicant()
    assert client.get(address("member", applicant.pk)).url == address("application", applicant.pk)

    client.post(address("admit", applicant.pk))

    assert client.get(address("application", applicant.pk)).url == address("member", applicant.pk)


def test_a_row_of_the_chapters_list_that_is_surely_the_applicant_stands_beside(client, officer):
    row = make_row(
        name="DEWI KARTASASMITA", birth="27 Maret 1985", phone="0812 1111 2222", nip="198503272010012001"
    )
    applicant = make_applicant(name="Dewi Kartasasmita", nip="198503272010012001")

    page = client.get(address("application", applicant.pk))

    said = text(page)
    assert f"Tercatat di daftar DPD, baris {row.line}" in said
    assert "NIP sama" in said
    assert "Telepon berbeda Di daftar 0812 1111 2222 Pendaftaran +6281234567890" in said
    assert "198503272010012001" not in page.content.decode()


def test_what_other_parts_of_the_registry_know_stands_beside_too(client, officer, monkeypatch):
    applicant = make_applicant()
    asked = []
    monkeypatch.setattr(
        beside, "_sections", [lambda member, chapter, user: asked.append((member, chapter.pk, user))]
    )

    client.get(address("application", applicant.pk))

    assert asked == [(applicant, "16", officer)]


def test_all_rounds_are_shown_with_what_was_and_what_is(client, officer):
    applicant = make_applicant(name="Siti Rahma", workplace="Yayasan")
    ask(applicant, officer, notes={"name": "Seperti KTP.", "nik": "Periksa."})
    correct(applicant, name="Siti Rahmawati", nik=(nik := make_nik()), reply="Sudah saya periksa.")

    page = client.get(address("application", applicant.pk))

    said = text(page)
    assert f"Diminta oleh {officer} pada 16 November 2026 10.00 WIB dikirim lagi pada" in said
    assert "Keterangan pendaftar: Sudah saya periksa." in said
    assert "Nama lengkap Catatan Seperti KTP. Semula Siti Rahma Menjadi Siti Rahmawati berubah" in said
    assert f"NIK Catatan Periksa. Semula {applicant.nik[:2]}••" in said
    assert nik not in page.content.decode()


def test_the_page_of_an_application_costs_a_bounded_number_of_queries(
    client, officer, django_assert_max_num_queries
):
    applicant = make_applicant()
    for n in range(3):
        ask(applicant, officer)
        correct(applicant, name=f"Siti Rahmawati {'I' * (n + 1)}")
        make_row(name="Siti Rahmawati", birth="27 Maret 1985")

    with django_assert_max_num_queries(43):
        client.get(address("application", applicant.pk))


# ------------------------------------------------------------------ asking


def test_asking_shows_every_field_and_sends_the_notes_of_those_ticked(client, officer):
    applicant = make_applicant(name="Siti Rahma")
    page = client.get(address("ask", applicant.pk))
    assert "Nama lengkap Siti Rahma" in text(page)
    assert applicant.nik not in page.content.decode()

    page = client.post(
        address("ask", applicant.pk),
        {"ask_name": "on", "note_name": "Seperti KTP.", "note_phone": "Tidak aktif."},
        follow=True,
    )

    assert "Permintaan perbaikan terkirim kepada Siti Rahma." in text(page)
    assert "menunggu pendaftar" in text(page)
    fields = ChangeRequest.objects.get().fields.values_list("field", "note")
    assert set(fields) == {("name", "Seperti KTP."), ("phone", "Tidak aktif.")}


def test_documents_are_asked_for_there_too_and_the_round_says_what_came(client, officer):
    applicant = make_applicant(category="MAHASISWA", type_id="rekan")
    make_document(member=applicant, kind="foto")

    page = text(client.get(address("ask", applicant.pk)))
    assert "Pasfoto Tersimpan: gambar" in page
    assert "Ijazah belum ada" in page
    assert "Pendaftar ini mahasiswa dan belum mengirim ijazah. Ternyata sudah lulus? Minta Kategori" in page
    client.post(address("ask", applicant.pk), {"note_foto": "Terlalu gelap.", "note_ijazah": "Unggah."})
    for kind in ("foto", "ijazah"):
        correcting.keep_document(by=applicant.user, kind=kind, content=make_photo(), at=NOW)
    correct(applicant, at=timezone.now())

    page = text(client.get(address("application", applicant.pk)))
    at = times.spoken(ChangeRequest.objects.get().ended_at, zone="WIB")
    assert f"Semula diterima 16 November 2026 10.00 WIB Menjadi diganti pada {at} berubah" in page
    assert f"Semula belum ada Menjadi diunggah pada {at} berubah" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Pilih sedikitnya satu isian atau dokumen yang perlu diperbaiki."),
        ({"ask_name": "on", "note_name": " "}, "Tulis apa yang perlu diperbaiki."),
        ({"ask_name": "on", "note_name": "x" * 501}, "Catatan paling panjang 500 huruf."),
        ({"note_nik": "Seharusnya 1671016703850001"}, "Jangan tulis NIK atau NIP di sini"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_lost(client, officer, sent, said):
    applicant = make_applicant()

    page = client.post(address("ask", applicant.pk), sent)

    assert said in text(page)
    assert sent.get("note_nik", "") in page.content.decode()
    assert not ChangeRequest.objects.exists()


def test_a_request_is_taken_back_after_asking(client, officer):
    applicant = make_applicant()
    ask(applicant, officer)

    assert "Tarik permintaan perbaikan kepada" in text(client.get(address("take_back", applicant.pk)))
    page = client.post(address("take_back", applicant.pk), follow=True)

    assert "Pendaftaran ini menunggu pengurus lagi." in text(page)
    assert "Terima sebagai anggota" in text(page)


def test_after_sixty_days_an_application_can_be_closed(client, officer):
    applicant = make_applicant()
    ask(applicant, officer, at=NOW - dt.timedelta(days=60))

    page = client.get(address("application", applicant.pk)).content.decode()
    form = client.get(address("reject", applicant.pk) + "?contoh=tidak-dilanjutkan")
    client.post(address("reject", applicant.pk), {"reason": form.context["form"]["reason"].value()})

    assert "?contoh=tidak-dilanjutkan" in page
    assert Member.objects.get(pk=applicant.pk).status == Member.Status.REJECTED


# ------------------------------------------------------------------ rejecting


@pytest.mark.parametrize(
    ("typed", "wanted", "kept"),
    [
        ("", "data", "Data Anda belum sesuai"),
        ("Ijazah tidak terbaca.", "ganda", "Ijazah tidak terbaca.\nAnda sudah tercatat"),
        ("Ijazah tidak terbaca.", "x", "Ijazah tidak terbaca."),
    ],
)
def test_a_ready_made_sentence_is_added_to_what_was_typed(client, officer, typed, wanted, kept):
    applicant = make_applicant()
    page = client.post(address("reject", applicant.pk), {"reason": typed, "contoh": wanted})

    assert str(page.context["form"]["reason"].value()).startswith(kept)
    assert Member.objects.get(pk=applicant.pk).status == Member.Status.APPLIED


def test_a_rejection_is_seen_as_the_applicant_will_read_it_before_it_is_sent(client, officer):
    applicant = make_applicant(name="Siti")

    page = client.post(address("reject", applicant.pk), {"reason": "Ijazah <belum> terbaca.", "lihat": "ya"})

    assert "Yang akan dibaca pendaftar Yth. Siti, DPD Sumatera Selatan belum dapat menerima" in text(page)
    assert "Ijazah <belum> terbaca." in text(page)
    assert not Mail.objects.exists()


# ------------------------------------------------------------------ admitting together


def test_admitting_together_asks_first_and_names_who_is_left_out_and_why(client, officer):
    fine, doubtful = make_applicant(name="Cocok"), make_applicant(name="Ragu", warnings=["nik_sex_differs"])

    page = client.post(address("choose"), {"pilih": [fine.pk, doubtful.pk]})

    said = text(page)
    assert "Terima 1 pendaftar? Berlaku 30 detik setelah Anda menekan tombol ini" in said
    assert "Tidak ikut diterima bersama Ragu Ada peringatan pada datanya" in said
    assert not BulkAdmission.objects.exists()


def test_it_is_called_back_in_time(client, officer):
    applicant = make_applicant(name="Cocok")

    page = client.post(address("choose"), {"pilih": [applicant.pk], "yakin": "ya"}, follow=True)
    assert "1 pendaftar akan diterima Berlaku dalam 30 detik." in text(page)
    bulk = BulkAdmission.objects.get()
    page = client.post(address("call_back", bulk.pk), follow=True)

    assert "Dibatalkan. Tidak ada yang diterima, dan tidak ada nomor yang terpakai." in text(page)
    assert "Tetap menunggu keputusan Cocok" in text(page)


def test_the_result_says_who_has_which_number_and_who_was_left_out(client, officer):
    fine, gone = make_applicant(name="Cocok"), make_applicant(name="Pergi")
    client.post(address("choose"), {"pilih": [fine.pk, gone.pk], "yakin": "ya"})
    Member.objects.filter(pk=gone.pk).update(status=Member.Status.WITHDRAWN)
    bulk = BulkAdmission.objects.get()
    bulk_admission.admit_due(at=bulk.effective_at)

    with time_machine.travel(bulk.effective_at):
        page = client.get(address("bulk", bulk.pk), headers={"HX-Request": "true"})

    assert "1 diterima, 1 tidak." in text(page)
    assert "Cocok 16.2026.000001" in text(page)
    assert "Pergi Pendaftaran ini sudah diputuskan." in text(page)
    assert (b"<html" in page.content, b"hx-get" in page.content) == (False, False)


@pytest.mark.parametrize("chosen", [[], ["x"], ["\x00"], ["7b0c1a52-7a0e-4a05-8a39-0d1c6f0a9c11"]])
def test_choosing_nobody_leads_back(client, officer, chosen):
    page = client.post(address("choose"), {"pilih": chosen}, follow=True)

    assert "Pilih dahulu pendaftar yang akan diterima." in text(page)


def test_another_chapters_applicants_are_not_among_the_chosen(client, officer):
    stranger = make_applicant(name="Kenari", home_regency="11.71")

    page = client.post(address("choose"), {"pilih": [stranger.pk], "yakin": "ya"}, follow=True)

    assert ("Kenari" in text(page), BulkAdmission.objects.exists()) == (False, False)


def test_the_result_shows_nobody_whom_the_officer_may_no_longer_see(client, officer):
    Chapter.objects.filter(pk="17").update(looked_after_by="16")
    applicant = make_applicant(name="Kenari", home_regency="17.71")
    client.post(address("choose"), {"pilih": [applicant.pk], "yakin": "ya"})
    Chapter.objects.filter(pk="17").update(looked_after_by=DPP)

    page = client.get(address("bulk", BulkAdmission.objects.get().pk))

    assert "Kenari" not in text(page)


def test_who_may_only_look_chooses_nobody(client):
    client.force_login(make_officer(chapter="16", office=Office.TREASURER))
    applicant = make_applicant()

    assert 'name="pilih"' not in client.get(address("queue")).content.decode()
    assert client.post(address("choose"), {"pilih": [applicant.pk]}).status_code == 403
    assert Seat.objects.count() == 1

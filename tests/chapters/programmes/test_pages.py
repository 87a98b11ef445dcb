"""The pages of programmes and partners: who sees which, what they say, and what they cost."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import load_workbook

from chapters.models import Office, Partner, Programme
from tests.cast import NOW, make_officer, make_secretary_of_dpp
from tests.photos import make_photo
from tests.work import make_agreement, make_partner, make_programme, make_target, make_term

pytestmark = pytest.mark.django_db


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer():
    return client_of(make_officer())


def page(name, *arguments, of="programmes"):
    return reverse(f"{of}:{name}", args=["16", *arguments])


def text_of(response):
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_everybody_with_a_seat_that_sees_members_looks_and_only_leads_write():
    programme, partner = make_programme(), make_partner()
    looks = [page("start"), page("programme", programme.pk), page("start", of="partners")]
    looks.append(page("partner", partner.pk, of="partners"))
    writes = [page("new"), page("change", programme.pk), page("remove", programme.pk), page("carry")]
    writes += [page("new", of="partners"), page("sign", partner.pk, of="partners")]

    def answers(user, addresses):
        client = client_of(user)
        return {client.get(address).status_code for address in addresses}

    for office in (Office.AUDITOR, Office.TREASURER, Office.REGISTRAR):
        user = make_officer(office=office)
        assert (answers(user, looks), answers(user, writes)) == ({200}, {404}), office
    for user in (make_officer(office=Office.DIVISION), make_officer(chapter="11")):
        assert answers(user, looks + writes) == {404}
    for user in (make_officer(), make_secretary_of_dpp()):
        assert answers(user, looks) == {200}
    treasurer = client_of(make_officer(office=Office.TREASURER))
    assert treasurer.get(page("spend", programme.pk)).status_code == 200


def test_the_list_shows_the_present_term_filters_and_adds_up(officer):
    past = make_term(name="2019–2023", starts_on=dt.date(2019, 4, 8), ends_on=dt.date(2023, 5, 14))
    make_programme(term=past, name="Program lama")
    term = make_term()
    make_programme(term=term, name="Pelatihan", budget=1_500_000, spent=250_000)
    make_programme(term=term, name="Majalah", division="Humas", budget=500_000, stage="DONE")

    shown = text_of(officer.get(page("start")))
    only = text_of(officer.get(page("start"), {"masa": term.pk, "bidang": "Humas", "keadaan": "DONE"}))
    earlier = text_of(officer.get(page("start"), {"masa": past.pk}))

    assert "Rp2.000.000" in shown
    assert "12 % dari anggaran; 1 program belum menyebut realisasi" in shown
    assert "Program lama" not in shown
    assert "Majalah" in only
    assert "Pelatihan</a>" not in only
    assert "1 dari 2 program" in only
    assert "Program lama" in earlier
    assert "keadaan pada 13 Mei 2023" in earlier


def test_without_a_term_the_page_says_what_is_missing(officer):
    assert "Belum ada masa bakti" in text_of(officer.get(page("start")))
    assert officer.get(page("new")).status_code == 404


def test_the_list_takes_the_same_queries_however_many_programmes_there_are(officer):
    term = make_term()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            text_of(officer.get(page("start")))
        return len(captured)

    for month in range(1, 3):
        make_target(make_programme(term=term, starts_on=dt.date(2025, month, 1)), measure="anggota")
    first = queries()
    for month in range(3, 13):
        make_target(make_programme(term=term, starts_on=dt.date(2025, month, 1)), measure="anggota")

    assert queries() == first
    assert first < 40


def test_a_programme_is_written_with_amounts_as_people_type_them(officer):
    term = make_term()
    answers = {"name": "Bakti sosial", "starts": "Maret 2026", "budget": "1,5 juta", "ends": "1-2026"}

    refused = officer.post(page("new"), answers)
    said = text_of(refused)
    answers |= {"budget": "Rp 1.500.000", "spent": "250000", "ends": ""}
    officer.post(page("new"), answers)

    assert "Tulis jumlah rupiah penuh dengan angka" in said
    assert "Bulan selesai tidak boleh sebelum bulan mulai." in said
    made = term.programmes.get()
    assert (made.budget, made.spent) == (1_500_000, 250_000)
    assert (made.starts_on, made.ends_on) == (dt.date(2026, 3, 1), dt.date(2026, 4, 1))


def test_a_programmes_page_shows_both_numbers_where_they_differ(officer):
    programme = make_programme(stage="DONE")
    make_target(programme, measure="anggota", unit="anggota", stated=9, number=10)

    said = text_of(officer.get(page("programme", programme.pk)))

    assert "Pengurus menulis 9, registri menghitung 0. Yang dipakai angka registri." in said
    assert "Pengurus menyatakan “selesai”, padahal 0 dari 1 sasaran tercapai." in said


def test_the_chain_is_seen_from_both_sides(officer):
    past = make_term(name="2019–2023", starts_on=dt.date(2019, 4, 8), ends_on=dt.date(2023, 5, 14))
    earlier = make_programme(term=past)
    term = make_term()
    assert "Pilih yang dibawa ke masa bakti ini" in text_of(officer.get(page("start")))

    for _twice in range(2):
        officer.post(f"{page('carry')}?masa={term.pk}", {"pilih": earlier.pk})

    copy = term.programmes.get()
    assert "Dibawa dari masa bakti 2019–2023:" in text_of(officer.get(page("programme", copy.pk)))
    assert "Dilanjutkan di masa bakti 2023–2028:" in text_of(officer.get(page("programme", earlier.pk)))
    officer.post(page("undo_carry", copy.carried_by_id))
    assert not term.programmes.exists()


def test_evidence_is_opened_by_who_looks_and_each_opening_is_recorded(officer):
    programme = make_programme()
    photo = io.BytesIO(make_photo())
    photo.name = "foto.jpg"
    officer.post(page("keep", programme.pk), {"name": "Daftar hadir", "file": photo})
    kept = programme.evidence.get()
    auditor = client_of(make_officer(office=Office.AUDITOR))

    shown = auditor.get(page("paper", programme.pk, kept.pk))

    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert auditor.get(page("preview", programme.pk, kept.pk)).status_code == 200
    other = make_programme(term=programme.term)
    assert auditor.get(page("paper", other.pk, kept.pk)).status_code == 404


def test_the_spreadsheet_holds_numbers_as_numbers(officer):
    programme = make_programme(name="=1+1", budget=1_500_000)
    make_target(programme)
    make_target(programme, what="Modul", stated=3)

    answer = officer.get(page("download"))
    rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    budget, value = rows[0].index("Anggaran"), rows[0].index("Capaian")
    assert [row[1] for row in rows[1:]] == ["=1+1", "=1+1"]
    assert [row[budget] for row in rows[1:]] == [1_500_000, ""]
    assert [row[value] for row in rows[1:]] == ["", 3]


def test_what_was_removed_is_found_and_restored(officer):
    programme, partner = make_programme(), make_partner()
    officer.post(page("remove", programme.pk), {"reason": "Ganda"})
    officer.post(page("remove", partner.pk, of="partners"), {"reason": "Ganda"})
    assert "1 program dihapus" in text_of(officer.get(page("start")))
    assert "1 mitra dihapus" in text_of(officer.get(page("start", of="partners")))
    assert "Kembalikan" in text_of(officer.get(page("programme", programme.pk)))

    officer.post(page("restore", programme.pk))
    officer.post(page("restore", partner.pk, of="partners"))

    assert Programme.objects.kept().exists()
    assert Partner.objects.kept().exists()


def test_a_partners_page_and_list_say_how_agreements_stand(officer):
    agreement = make_agreement(last_on=dt.date(2020, 1, 1), starts_on=dt.date(2019, 1, 1))
    answers = {"what": "Bakti sosial", "on": "22-03-2025", "reached": "1.214", "programme": ""}
    officer.post(page("do_together", agreement.partner_id, of="partners"), answers)

    listed = text_of(officer.get(page("start", of="partners")))
    said = text_of(officer.get(page("partner", agreement.partner_id, of="partners")))
    none = text_of(officer.get(page("start", of="partners"), {"perjanjian": "berlaku"}))

    assert "1 kegiatan, 1.214 orang" in listed
    assert "Berakhir" in listed
    assert "berlaku 1 Januari 2019 sampai 1 Januari 2020" in said
    assert "Tidak ada mitra dengan saringan ini." in none


def test_history_says_who_and_never_an_address(officer):
    chair = make_officer(office=Office.SECRETARY)
    programme = make_programme()
    client_of(chair).post(page("spend", programme.pk), {"spent": "1.000"})

    said = text_of(officer.get(page("programme", programme.pk)))

    assert "Realisasi: kosong → 1.000" in said
    assert "seorang pengurus" in said
    assert chair.email not in said
    assert programme.created_at == NOW

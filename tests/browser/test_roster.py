"""The roster in a real browser: narrowed while typing, by a button without JavaScript, and what one does with it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from ipspi.accounts.models import User
from members.models import MailRefusal
from tests.browser.signing_in import is_whole, phone_of, sign_in
from tests.cast import PASSWORD, make_applicant, make_member, make_officer
from tests.fixtures.processes import MailServer, Worker

PHONE = {"width": 360, "height": 780}


@pytest.fixture
def people(transactional_db: None) -> str:
    """Some people of one chapter, and its officer's address."""
    for name in ("Siti Rahmawati", "Budi Santoso", "Agus Hidayat"):
        make_member(name=name)
    make_applicant(name="Dewi Lestari")
    return make_officer(chapter="16").email


def _sign_in(page: Page, email: str) -> None:
    sign_in(page, User.objects.get(email=email))
    page.get_by_role("navigation", name="Utama").get_by_role("link", name="Anggota").click()
    expect(page.locator("tbody th")).to_have_text(
        ["Agus Hidayat", "Budi Santoso", "Dewi Lestari", "Siti Rahmawati"]
    )


def test_the_roster_narrows_while_typing_and_can_be_gone_back_to(people: str, page: Page) -> None:
    _sign_in(page, people)

    page.get_by_label("Nama atau nomor anggota").press_sequentially("siti rahmwati")
    expect(page.locator("tbody th")).to_have_text(["Siti Rahmawati"])
    expect(page.get_by_text("Ini nama-nama yang mirip.")).to_be_visible()
    expect(page.locator("#announcer")).to_have_text("1 anggota dan 0 pendaftar ditemukan")

    page.get_by_role("link", name="Siti Rahmawati").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Siti Rahmawati")
    page.go_back()
    expect(page.locator("tbody th")).to_have_text(["Siti Rahmawati"])
    expect(page.get_by_label("Nama atau nomor anggota")).to_have_value("siti rahmwati")


def test_the_roster_is_whole_on_a_phone_without_javascript(people: str, chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, locale="id-ID", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, people)

    page.get_by_label("Status").select_option("APPLIED")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("tbody th")).to_have_text(["Dewi Lestari"])

    page.get_by_role("link", name="Dewi Lestari").click()
    page.get_by_role("link", name="Terima sebagai anggota").click()
    page.get_by_role("button", name="Ya, terima").click()
    expect(page.get_by_text("Dewi Lestari diterima sebagai anggota dengan nomor")).to_be_visible()
    context.close()


def test_an_officer_chooses_writes_and_takes_out_on_a_phone_and_a_member_wants_no_more(
    people: str, chromium: Browser, site: str, smtp: MailServer, celery_worker: Worker
) -> None:
    make_member(name="Wati", email="wati@contoh.example", nik=None)
    page = phone_of(User.objects.get(email=people), browser=chromium, site=site)
    page.goto("/daerah/16/anggota/")

    page.get_by_text("Saringan lain").click()
    page.get_by_label("Masalah data").select_option("nik")
    expect(page.locator("tbody th")).to_have_text(["Wati"])
    page.get_by_role("link", name="Simpan sebagai tampilan").click()
    page.get_by_label("Nama tampilan").fill("Tanpa NIK")
    page.get_by_role("button", name="Simpan tampilan").click()
    expect(page.get_by_role("link", name="Tanpa NIK", exact=True)).to_have_attribute("aria-current", "true")
    page.get_by_role("checkbox", name="Pilih Wati").check()
    expect(page.locator("#pilihan")).to_contain_text("1 orang dipilih")
    page.get_by_role("link", name="Semua", exact=True).click()
    page.get_by_role("checkbox", name="Pilih Budi Santoso").check()
    expect(page.locator("#pilihan")).to_contain_text("2 orang dipilih")
    assert is_whole(page)

    page.get_by_role("link", name="Email ke yang dipilih").click()
    page.get_by_label("Perihal").fill("Rapat kerja")
    page.get_by_label("Isi", exact=True).fill("Rapat kerja hari Sabtu.")
    page.get_by_role("button", name="Periksa sebelum dikirim").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kirim email ini kepada 1 orang?")
    expect(page.get_by_role("main")).to_contain_text("Tidak ada alamat email: 1")
    assert is_whole(page)
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapat kerja")
    way_out = re.search(r"/berhenti/\S+", smtp.mail_to("wati@contoh.example").text)
    assert way_out

    page.goto("/daerah/16/anggota/cetak/")
    page.emulate_media(media="print")  # paper is hardly wider than a phone, and has a table all the same
    assert page.locator("thead").evaluate("e => getComputedStyle(e).position") == "static"
    page.emulate_media(media="screen")
    page.goto("/daerah/16/anggota/")
    page.get_by_role("link", name="Ekspor yang dipilih").click()
    if page.get_by_label("Kata sandi").count():
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button").last.click()
    page.get_by_label("Rapat, musyawarah, atau kegiatan").check()
    assert is_whole(page)
    page.get_by_role("button", name="Buat berkas").click()
    page.get_by_role("link", name="Lihat hasilnya").click()
    with page.expect_download() as file:
        page.get_by_role("link", name="Unduh XLSX").click()
    assert file.value.path().read_bytes().startswith(b"PK")
    page.context.close()

    reader = chromium.new_context(base_url=site, viewport=PHONE).new_page()
    reader.goto(way_out[0])
    reader.get_by_role("button", name="Ya, berhenti").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(
        "Anda tidak lagi menerima email dari pengurus"
    )
    assert MailRefusal.objects.get().member.name == "Wati"
    reader.context.close()

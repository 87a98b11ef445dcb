"""Work programmes and partners on a narrow phone: written, measured, shown, carried over."""

import datetime as dt

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from chapters.models import Programme
from tests.browser.signing_in import is_whole, phone_of
from tests.cast import make_member, make_officer
from tests.photos import make_photo
from tests.work import make_programme, make_target, make_term


def _looked_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert is_whole(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def _write(page: Page) -> None:
    page.goto("/daerah/16/program/")
    page.get_by_role("link", name="Program baru").click()
    page.get_by_label("Nama program").fill("Pendataan")
    page.get_by_label("Bulan mulai").fill("Januari 2024")
    page.get_by_label("Anggaran").fill("1,5 juta")
    page.get_by_role("button", name="Catat program").click()
    expect(page.get_by_role("main")).to_contain_text("Tulis jumlah rupiah penuh dengan angka")
    page.get_by_label("Anggaran").fill("1.500.000")
    page.get_by_role("button", name="Catat program").click()
    page.get_by_role("link", name="Tambah sasaran").click()
    page.get_by_label("Sasaran").fill("Anggota di Palembang")
    page.get_by_label("Jumlah", exact=True).fill("4")
    page.get_by_label("Dihitung registri: anggota tercatat", exact=True).check()
    page.get_by_label("Hanya di kabupaten atau kota").select_option(label="Kota Palembang")
    page.get_by_label("Capaian menurut pengurus").fill("3")
    _looked_at(page, "Tambah sasaran")
    page.get_by_role("button", name="Simpan").click()
    _looked_at(page, "Pendataan")
    expect(page.get_by_role("main")).to_contain_text("Pengurus menulis 3, registri menghitung 2.")


def _show(page: Page) -> None:
    page.get_by_role("link", name="Tambah bukti").click()
    page.get_by_label("Keterangan").fill("Daftar hadir")
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": make_photo()}
    page.get_by_label("Berkas").set_input_files(photo)  # type: ignore[arg-type]  # a TypedDict of its own
    page.get_by_role("button", name="Unggah").click()
    expect(page.get_by_role("img", name="Buka foto: Daftar hadir")).to_be_visible()


def _carry(page: Page) -> None:
    page.goto("/daerah/16/program/")
    page.get_by_role("link", name="Pilih yang dibawa ke masa bakti ini").click()
    _looked_at(page, "Bawa yang belum selesai")
    expect(page.get_by_role("checkbox")).to_be_checked()
    page.get_by_role("button", name="Bawa yang dicentang").click()
    expect(page.get_by_role("main")).to_contain_text("1 program dibawa dari masa bakti 2019–2023.")
    _looked_at(page, "Program kerja")
    page.get_by_role("link", name="Pelatihan manajemen kasus").click()
    expect(page.get_by_role("main")).to_contain_text("Dibawa dari masa bakti 2019–2023:")


def _agree(page: Page) -> None:
    page.goto("/daerah/16/program/")
    page.get_by_role("link", name="Mitra kerja sama").click()
    page.get_by_role("link", name="Mitra baru").first.click()
    page.get_by_label("Nama mitra").fill("Yayasan Contoh Damai")
    page.get_by_label("Yayasan atau LKS").check()
    page.get_by_role("button", name="Catat mitra").click()
    page.get_by_role("link", name="Perjanjian baru").click()
    page.get_by_label("Perihal").fill("Pendampingan keluarga")
    for label, day in (("Ditandatangani pada", "01-02-2024"), ("Berlaku sejak", "01-02-2024")):
        page.get_by_label(label).fill(day)
    page.get_by_label("Berlaku sampai").fill("01-01-2024")
    page.get_by_role("button", name="Catat perjanjian").click()
    expect(page.get_by_role("main")).to_contain_text("Hari terakhir tidak boleh sebelum hari mulai berlaku.")
    page.get_by_label("Berlaku sampai").fill("31-01-2025")
    page.get_by_role("button", name="Catat perjanjian").click()
    _looked_at(page, "Yayasan Contoh Damai")
    expect(page.get_by_role("main")).to_contain_text("berlaku 1 Februari 2024 sampai 31 Januari 2025")


def test_a_secretary_keeps_programmes_and_partners(
    chromium: Browser, transactional_db: None, site: str
) -> None:
    past = make_term(name="2019–2023", starts_on=dt.date(2019, 4, 8), ends_on=dt.date(2023, 5, 14))
    earlier = make_programme(term=past, starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2021, 1, 1))
    make_target(earlier, stated=31)
    make_term()
    for _ in range(2):
        make_member()
    page = phone_of(make_officer(), browser=chromium, site=site)

    _write(page)
    _show(page)
    _carry(page)
    _agree(page)

    assert Programme.objects.count() == 3
    page.context.close()

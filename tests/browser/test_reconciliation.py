"""An officer's list from the spreadsheet to the ledger, with a real browser, worker and broker."""

import datetime as dt
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from chapters.models import ListRow, Run
from ipspi.accounts.models import User
from tests.browser.signing_in import sign_in
from tests.cast import BANDA_ACEH, make_officer
from tests.chapters.reconciliation.scene import make_members
from tests.fixtures.processes import Worker

# as Excel in Indonesian writes it: semicolons, Windows-1252
LIST = """No;Nama Lengkap;Tgl Lahir;No. HP;Unit Kerja
1;SITI RACHMAWATI, S.Sos;10/01/1980;0812 3456 7000;Yayasan Rahmawati
2;Budi Tumanggor;11/02/1981;0813-9999-0000;Yayasan Tumanggor
3;Zulkifli Hutabarat – Anggota lama;;;Panti Asih
4;Teuku Canarie;05/06/1975;0852 1111 2222;
"""
ELSEWHERE = {
    "name": "Teuku Canarie",
    "phone": "+6285211112222",
    "birth_date": dt.date(1975, 6, 5),
    "workplace": "",
    "reference": "X",
}


def _sign_in(page: Page, user: User) -> None:
    sign_in(page, user)
    page.get_by_role("link", name="Daftar daerah", exact=True).click()


def _upload(page: Page, folder: Path) -> None:
    file = folder / "daftar.csv"
    file.write_bytes(LIST.encode("cp1252"))
    page.get_by_role("link", name="Unggah daftar").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Unggah dan lanjutkan").click()
    page.get_by_role("button", name="Simpan dan periksa isinya").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Periksa sebelum diterapkan")
    assert not ListRow.objects.exists()
    page.get_by_role("button", name=re.compile("Terapkan")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hasil unggahan")


def _run(page: Page) -> None:
    page.get_by_role("link", name="Rekonsiliasi", exact=True).click()
    page.get_by_role("button", name="Jalankan sekarang").click()
    page.get_by_role("link", name="Lihat hasilnya").click(timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Rekonsiliasi")


def test_an_officer_sees_who_on_the_list_is_registered(
    celery_worker: Worker, page: Page, tmp_path: Path
) -> None:
    make_members(3)
    make_members(1, home_regency=BANDA_ACEH, **ELSEWHERE)
    _sign_in(page, make_officer())
    _upload(page, tmp_path)
    _run(page)

    page.get_by_role("link", name="Di kedua sisi, isinya sama").click()
    expect(page.get_by_role("table")).to_contain_text("SITI RACHMAWATI, S.Sos")
    expect(page.get_by_role("table")).to_contain_text("Berbeda: nomor telepon")
    page.get_by_role("link", name="Budi Tumanggor").first.click()
    expect(page.get_by_role("main")).to_contain_text("Nomor telepon berbeda")
    page.get_by_role("link", name="Rekonsiliasi", exact=True).first.click()
    page.get_by_role("link", name="Hanya di daftar").click()
    expect(page.get_by_role("table")).to_contain_text("Zulkifli Hutabarat – Anggota lama")
    page.get_by_role("link", name="Rekonsiliasi", exact=True).first.click()
    page.get_by_role("link", name="Terdaftar di daerah lain").click()
    expect(page.get_by_role("table")).to_contain_text("Terdaftar di DPD Aceh sejak 2019")
    assert Run.objects.get().night is None

    page.get_by_role("link", name="Daftar daerah", exact=True).first.click()
    page.get_by_role("link", name=re.compile("Urungkan")).click()
    page.get_by_role("button", name="Urungkan unggahan").click()
    expect(page.get_by_role("main")).to_contain_text("0 baris sekarang")
    assert not ListRow.objects.exists()

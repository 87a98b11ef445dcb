"""A chapter's list from a spreadsheet, on a phone: file, columns, preview, applied, undone."""

import io

import pytest
import xlsxwriter
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from chapters.models import ListRow
from tests.browser.signing_in import sign_in
from tests.cast import make_nik, make_officer

ROWS = [
    ["DAFTAR ANGGOTA DPD SUMATERA SELATAN"],
    ["No", "Nama Lengkap & Gelar", "NIK", "No. HP/WA", "Instansi/Unit kerja", "Kab/Kota", "Hobi"],
    ["1", "Siti Aminah, S.Sos", make_nik(), "0812-3456-7890", "Dinas Sosial", "Palembang", "catur"],
    ["2", "", make_nik(), "", "", "", ""],
    ["3", "Budi Santoso", "", "0813 1111 2222", "LKS Kasih", "OKI", ""],
]


def _workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def _looked_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_list_goes_in_and_out_again(
    chromium: Browser, transactional_db: None, site: str, *, javascript: bool
) -> None:
    officer = make_officer(chapter="16")
    context = chromium.new_context(
        base_url=site, locale="id-ID", viewport={"width": 360, "height": 780}, java_script_enabled=javascript
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, officer)
    page.goto("/unggahan/daftar/baru/16:own/")
    if javascript:
        _looked_at(page, "Daftar daerah")
    file = {"name": "anggota.xlsx", "mimeType": "application/octet-stream", "buffer": _workbook()}
    page.get_by_label("Berkas").set_input_files(file)  # type: ignore[arg-type]  # a TypedDict of its own
    page.get_by_role("button", name="Unggah dan lanjutkan").click()
    if javascript:
        _looked_at(page, "Kolom mana berisi apa?")
    expect(page.get_by_label("NIK")).to_have_value("2")
    page.get_by_role("button", name="Simpan dan periksa isinya").click()
    if javascript:
        _looked_at(page, "Periksa sebelum diterapkan")
    expect(page.get_by_role("main")).to_contain_text("Baris 4")
    page.get_by_role("link", name="Tampilkan semua baris").click()
    assert not any(str(row[2]) in page.content() for row in ROWS[2:4])
    page.get_by_role("button", name="Terapkan 2 baris").click()
    if javascript:
        _looked_at(page, "Hasil unggahan")
    assert sorted(ListRow.objects.current().values_list("name", flat=True)) == [
        "Budi Santoso",
        "Siti Aminah, S.Sos",
    ]
    page.get_by_role("link", name="Urungkan unggahan ini").click()
    if javascript:
        _looked_at(page, "Urungkan unggahan ini?")
    page.get_by_role("button", name="Ya, urungkan").click()
    expect(page.get_by_role("main")).to_contain_text("sudah diurungkan")
    assert not ListRow.objects.exists()
    context.close()

"""A list of graduates on a narrow phone: given, looked at, applied, compared, and who is not registered invited."""

import datetime as dt
import re

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from chapters.models import Invitation, ListEntry, ListRow, MemberList
from tests.browser.signing_in import is_whole, phone_of
from tests.cast import make_officer
from tests.chapters.reconciliation.scene import make_members
from tests.fixtures.processes import MailServer, Worker

# one registered, one who may be, one whom nobody knows
FILE = """Nama;Tgl Lahir;No. HP;Email
Siti Rahmawati, S.Sos;10-01-1980;0812 3456 7000;
Budi Tumanggor;;;
Zulkifli Hutabarat;03-05-1979;0812 9000 1111;zul@contoh.example
"""


def _looked_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert is_whole(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def _give(page: Page) -> None:
    page.goto("/daerah/16/cakupan/")
    page.get_by_role("main").get_by_role("link", name="Unggah daftar").click()
    _looked_at(page, "Daftar mana yang diunggah?")
    page.get_by_role("link", name="Daftar lulusan").click()
    _looked_at(page, "Daftar lulusan")
    page.get_by_label("Program studi dan perguruan tinggi").fill("Kesejahteraan Sosial, Universitas Contoh")
    page.get_by_label("Nama daftar").fill("Lulusan 2025")
    page.get_by_label("Diserahkan oleh").fill("Bagian Akademik")
    page.get_by_label("Dihapus pada tanggal").fill("01-01-2020")
    page.get_by_role("button", name="Lanjut ke berkas").click()
    expect(page.get_by_role("main")).to_contain_text("Tulis untuk apa daftar ini dipakai.")
    expect(page.get_by_role("main")).to_contain_text("Tanggal ini sudah lewat atau hari ini.")
    page.get_by_label("Untuk apa").fill("Mengundang lulusan yang belum terdaftar")
    ends = timezone.localdate() + dt.timedelta(days=200)
    page.get_by_label("Dihapus pada tanggal").fill(f"{ends:%d-%m-%Y}")
    page.get_by_role("button", name="Lanjut ke berkas").click()


def _upload(page: Page) -> None:
    _looked_at(page, "Daftar daerah")
    file = {"name": "lulusan.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.get_by_label("Berkas").set_input_files(file)  # type: ignore[arg-type]  # a TypedDict of its own
    page.get_by_role("button", name="Unggah dan lanjutkan").click()
    page.get_by_role("button", name="Simpan dan periksa isinya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa sebelum diterapkan")
    assert not ListRow.objects.exists()
    page.get_by_role("button", name="Terapkan 3 baris").click()
    page.get_by_role("main").get_by_role("link", name=re.compile("^Daftar lulusan")).last.click()


def test_graduates_are_counted_and_invited(
    celery_worker: Worker, chromium: Browser, smtp: MailServer, site: str
) -> None:
    make_members(2)
    make_members(1, reference="N", name="Budi Tumanggor", phone="+628129990000")
    page = phone_of(make_officer(), browser=chromium, site=site)
    _give(page)
    _upload(page)
    _looked_at(page, "Kesejahteraan Sosial, Universitas Contoh")
    page.get_by_role("button", name="Bandingkan sekarang").click()
    page.get_by_role("link", name="Lihat hasilnya").click(timeout=60_000)

    expect(page.get_by_role("main")).to_contain_text("1 dari 3 baris sudah terdaftar (33 %).")
    _looked_at(page, "Kesejahteraan Sosial, Universitas Contoh")
    for label in ("Terdaftar", "Perlu ditinjau", "Belum terdaftar"):
        shown = page.get_by_role("figure").get_by_role("row").filter(has_text=re.compile(f"^\\s*{label}"))
        expect(shown).to_contain_text("1")
    page.get_by_role("link", name="Undang yang belum terdaftar").click()
    _looked_at(page, "Undang mendaftar")
    page.get_by_role("checkbox", name="Pilih Zulkifli Hutabarat").check()
    page.get_by_role("button", name="Undang yang dipilih lewat email").click()
    expect(page.get_by_role("main")).to_contain_text("Anda lulusan Kesejahteraan Sosial, Universitas Contoh.")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_role("main")).to_contain_text("1 undangan dikirim lewat email.")
    assert "Anda lulusan Kesejahteraan Sosial" in smtp.mail_to("zul@contoh.example").text

    page.goto("/daerah/16/cakupan/")
    _looked_at(page, "Cakupan lembaga")
    page.get_by_role("link", name="Kesejahteraan Sosial, Universitas Contoh").click()
    page.get_by_role("link", name="Hapus daftar ini sekarang").click()
    page.get_by_role("button", name="Hapus untuk selamanya").click()
    expect(page.get_by_role("main")).to_contain_text("Daftar ini sudah dihapus")
    _looked_at(page, "Kesejahteraan Sosial, Universitas Contoh")
    assert (ListRow.objects.count(), Invitation.objects.count(), ListEntry.objects.count()) == (0, 0, 1)
    assert MemberList.objects.get().deleted_at is not None
    page.context.close()

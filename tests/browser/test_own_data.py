"""“Data saya” on a 360 px screen, and a copy of everything from the button to the file, by a real worker."""

import io
import json
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from chapters import privacy
from chapters.models import Office
from members import data_requests
from members.models import Member
from tests.browser.signing_in import sign_in
from tests.cast import PASSWORD, make_member, make_officer, make_user
from tests.fixtures.processes import MailServer, Worker

PHONE = {"width": 360, "height": 780}
NAME = 'Siti "Ani" Nur’aini #O\'Neil'


def _looked_at(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def _prove(page: Page) -> None:
    """Give the password once more, where the step-up asks for it."""
    page.wait_for_load_state()
    if "/akun/periksa/" in page.url:
        page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
        page.get_by_role("button", name="Lanjutkan").click()


def _member() -> Member:
    member = make_member(user=make_user("siti@contoh.example", name=NAME), name=NAME)
    officer = make_officer()
    privacy.read_numbers(member=member, reason="CHECK", words="", by=officer, at=timezone.now())
    return member


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_member_takes_a_copy_of_everything(
    chromium: Browser, celery_worker: Worker, smtp: MailServer, site: str, *, javascript: bool
) -> None:
    member = _member()
    context = chromium.new_context(
        base_url=site,
        locale="id-ID",
        viewport=PHONE,
        java_script_enabled=javascript,  # type: ignore[arg-type]
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/saya/data/")
    page.get_by_label("Email").fill("siti@contoh.example")
    page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data saya")
    expect(page.get_by_role("main")).to_contain_text("Ketua, DPD Sumatera Selatan")
    if javascript:
        _looked_at(page)
    page.get_by_role("link", name="Unduh semua data saya").click()
    _prove(page)
    page.get_by_role("button", name="Ya, buat salinan").click()
    mail = smtp.mail_to("siti@contoh.example", seconds=60)
    assert "/saya/data/salinan/" in mail.text
    page.goto("/saya/data/")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Unduh salinan").click()
    with zipfile.ZipFile(io.BytesIO(downloading.value.path().read_bytes())) as archive:
        data = json.loads(archive.read("data-saya.json"))
        assert archive.read("data-saya.pdf").startswith(b"%PDF")
    assert (data["keanggotaan"][0]["nama lengkap"], data["keanggotaan"][0]["NIK"]) == (NAME, member.nik)
    context.close()


def test_an_officer_reads_a_number_and_decides_on_a_request(page: Page) -> None:
    member, officer = _member(), make_officer(office=Office.SECRETARY)
    data_requests.ask(member=member, kind="RESTRICT", words="", by=member.user, at=timezone.now())
    page.set_viewport_size(PHONE)
    sign_in(page, officer)
    page.goto(f"/daerah/16/anggota/{member.pk}/nomor/")
    _prove(page)
    _looked_at(page)
    page.get_by_label("Mencocokkan dengan KTP atau surat keputusan").check()
    page.get_by_role("button", name="Tampilkan sekali").click()
    expect(page.get_by_role("main")).to_contain_text(str(member.nik))
    _looked_at(page)
    page.goto("/daerah/16/")
    _looked_at(page)
    page.get_by_role("link", name="Permintaan data pribadi", exact=True).first.click()
    expect(page.get_by_role("main")).to_contain_text("sisa 71 jam")
    _looked_at(page)
    page.get_by_role("link", name=NAME).click()
    _looked_at(page)
    page.get_by_label("Setujui").check()
    page.get_by_role("button", name="Simpan keputusan").click()
    expect(page.get_by_role("main")).to_contain_text("Tidak ada yang menunggu")

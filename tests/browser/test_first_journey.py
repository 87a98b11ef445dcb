"""From the first visit to the roster, on a phone, with a real browser, worker, broker and mail server."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ipspi.accounts.models import User
from members.models import Member
from tests.browser.signing_in import sign_in
from tests.cast import PASSWORD, make_nik, make_officer
from tests.fixtures.processes import MailServer, Worker

PHONE = {"width": 360, "height": 780}
EMAIL = "nuraini@contoh.example"
NAME = "Nur'aini Putri Contoh"


def _sign_up(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Daftar sebagai anggota").click()
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Buat akun").click()
    expect(page.get_by_role("heading", name="Periksa email Anda")).to_be_visible()


def _confirm(page: Page, smtp: MailServer) -> None:
    code = re.search(r"\b\d{6}\b", smtp.mail_to(EMAIL).text)
    assert code
    page.get_by_label("Kode konfirmasi").fill(code[0])
    page.get_by_role("button", name="Konfirmasi").click()
    expect(page.get_by_role("heading", name="Mendaftar sebagai anggota")).to_be_visible()


def _answer(page: Page, nik: str) -> None:
    page.get_by_role("link", name="Mulai").click()
    page.get_by_label("Nama lengkap").fill(NAME)
    page.get_by_label("NIK").fill(nik)
    page.get_by_label("Tanggal lahir").fill("27-03-1985")
    page.get_by_label("Perempuan").check()
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nomor telepon atau WhatsApp").fill("0812 3456 7890")
    _choose_regency(page)
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Non-ASN").check()
    page.get_by_label("Tempat bekerja").fill("Yayasan Contoh Kasih")
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Periksa")
    assert nik not in page.content()


def _choose_regency(page: Page) -> None:
    field = page.get_by_role("combobox")
    if field.count():
        field.press_sequentially("palemb", delay=20)
        page.get_by_role("option", name="Kota Palembang").click()
    else:  # without JavaScript it is a plain text
        page.get_by_label("Kabupaten atau kota tempat tinggal").fill("palembang")


def _submit(page: Page) -> None:
    page.get_by_label("Saya sudah membaca dan menyetujuinya.").check()
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("heading", name="Pendaftaran Anda sedang diperiksa")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("DPD Sumatera Selatan")


def _sign_in(browser: Browser, site: str, user: User) -> Page:
    context = browser.new_context(base_url=site, locale="id-ID")
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, user)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def _admit(officer: Page) -> None:
    officer.goto("/daerah/16/anggota/")
    expect(officer.get_by_role("row").filter(has_text=NAME)).to_contain_text("Menunggu keputusan")
    officer.get_by_role("link", name=NAME).click()
    officer.get_by_role("link", name="Terima sebagai anggota").click()
    officer.get_by_role("button", name="Ya, terima").click()
    expect(officer.get_by_role("main")).to_contain_text("Anggota aktif")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_person_registers_is_admitted_and_is_in_the_right_roster_and_in_no_other(
    javascript: bool, chromium: Browser, celery_worker: Worker, smtp: MailServer, site: str
) -> None:
    secretary, neighbour = make_officer(chapter="16"), make_officer(chapter="11")
    nik = make_nik()
    phone: BrowserContext = chromium.new_context(
        base_url=site, viewport=PHONE, java_script_enabled=javascript, locale="id-ID"
    )
    phone.set_default_timeout(10_000)
    page = phone.new_page()

    _sign_up(page)
    _confirm(page, smtp)
    _answer(page, nik)
    _submit(page)
    officer, other = _sign_in(chromium, site, secretary), _sign_in(chromium, site, neighbour)
    _admit(officer)

    member = Member.objects.get()
    assert (member.status, member.home_province_id, member.nik) == (Member.Status.ACTIVE, "16", nik)
    page.goto("/pendaftaran/status/")
    expect(page.get_by_role("main")).to_contain_text(member.number)
    assert member.number in smtp.mail_to(EMAIL).text
    officer.goto("/daerah/16/anggota/?q=aini")
    expect(officer.get_by_role("row").filter(has_text=NAME)).to_contain_text(member.number)
    other.goto("/daerah/11/anggota/")
    assert NAME not in other.content()
    assert other.goto(f"/daerah/16/anggota/{member.pk}/").status == 404
    for context in (phone, officer.context, other.context):
        context.close()

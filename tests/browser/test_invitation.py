"""From an officer's list to the registration of somebody on it, on narrow phones, with real worker and mail server."""

import re

from playwright.sync_api import Browser, Page, expect

from chapters.models import Invitation, OptOut
from ipspi.outbox.models import Mail
from tests.browser.signing_in import PHONE, is_whole, phone_of
from tests.cast import PASSWORD, make_officer
from tests.chapters.inviting.scene import WATI, ZUL, listed
from tests.fixtures.processes import MailServer, Worker

ADDRESS = "zul@contoh.example"


def _phone(browser: Browser, site: str) -> Page:
    context = browser.new_context(base_url=site, viewport=PHONE, locale="id-ID")
    context.set_default_timeout(10_000)
    return context.new_page()


def _invite(page: Page) -> None:
    page.goto("/daerah/16/rekonsiliasi/hanya-daftar/")
    page.get_by_role("link", name="Undang mendaftar").click()
    page.get_by_role("checkbox", name=f"Pilih {ZUL.name}").check()
    assert is_whole(page)
    page.get_by_role("button", name="Undang yang dipilih lewat email").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kirim 1 undangan lewat email?")
    expect(page.get_by_role("main")).to_contain_text("Tidak mau dihubungi lagi oleh daerah mana pun?")
    assert is_whole(page)
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_role("main")).to_contain_text("1 undangan dikirim lewat email.")


def _link_to(smtp: MailServer) -> str:
    found = re.search(r"/undangan/[\w-]+/", smtp.mail_to(ADDRESS).text)
    assert found
    return found[0]


def _sign_up(page: Page, smtp: MailServer) -> None:
    expect(page.get_by_label("Email")).to_have_value(ADDRESS)
    page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    smtp.clear()
    page.get_by_role("button", name="Buat akun").click()
    expect(page.get_by_role("heading", name="Periksa email Anda")).to_be_visible()
    code = re.search(r"\b\d{6}\b", smtp.mail_to(ADDRESS).text)
    assert code
    page.get_by_label("Kode konfirmasi").fill(code[0])
    page.get_by_role("button", name="Konfirmasi").click()


def _look_at_what_is_filled_in(page: Page) -> None:
    expect(page.get_by_role("main")).to_contain_text(
        "Sebagian isian sudah terisi dari daftar DPD Sumatera Selatan."
    )
    page.get_by_role("link", name="Mulai").click()
    expect(page.get_by_label("Nama lengkap")).to_have_value("Zulkifli Hutabarat")
    expect(page.get_by_label("Gelar di depan nama")).to_have_value("Drs.")
    expect(page.get_by_text("Dari daftar DPD Sumatera Selatan, periksa.").first).to_be_visible()
    assert is_whole(page)
    page.get_by_label("Nama lengkap").fill("Zulkifli Hutabarat Contoh")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    expect(page.get_by_label("Tanggal lahir")).to_have_value("03-05-1979")
    expect(page.get_by_label("NIK")).to_have_value("")
    page.goto("/pendaftaran/kontak/")
    expect(page.get_by_label("Nomor telepon atau WhatsApp")).to_have_value("+6281290001111")
    regency = page.get_by_label("Kabupaten atau kota tempat tinggal").and_(page.locator("input"))
    expect(regency).to_have_value("Kota Palembang")
    page.goto("/pendaftaran/kepegawaian/")
    expect(page.get_by_label("ASN: PNS")).to_be_checked()
    page.goto("/pendaftaran/nama/")
    expect(page.get_by_label("Nama lengkap")).to_have_value("Zulkifli Hutabarat Contoh")
    assert "Dari daftar" not in page.content()


def test_somebody_on_the_list_alone_is_invited_and_registers(
    celery_worker: Worker, chromium: Browser, smtp: MailServer, site: str
) -> None:
    listed(ZUL, WATI)
    officer = phone_of(make_officer(), browser=chromium, site=site)
    _invite(officer)
    link = _link_to(smtp)
    invited = _phone(chromium, site)
    invited.goto(link)
    assert invited.url == f"{site}/undangan/anda/"
    expect(invited.get_by_role("main")).to_contain_text(ZUL.name)
    assert is_whole(invited)
    invited.get_by_role("button", name="Daftar dengan data ini").click()
    _sign_up(invited, smtp)
    _look_at_what_is_filled_in(invited)

    assert Invitation.objects.get().taken_up_by.email == ADDRESS
    officer.goto("/daerah/16/undangan/")
    expect(officer.get_by_role("row").filter(has_text=ZUL.name)).to_contain_text("dibuka")
    assert is_whole(officer)
    for page in (officer, invited):
        page.context.close()


def test_somebody_who_wants_no_invitation_says_so_without_an_account(
    celery_worker: Worker, chromium: Browser, smtp: MailServer, site: str
) -> None:
    listed(ZUL, WATI)
    officer = phone_of(make_officer(), browser=chromium, site=site, javascript=False)
    _invite(officer)
    invited = _phone(chromium, site)
    invited.goto(f"{_link_to(smtp)}jangan-hubungi/")
    assert is_whole(invited)
    invited.get_by_role("button", name="Ya, jangan hubungi lagi").click()
    expect(invited.get_by_role("heading", level=1)).to_have_text("Anda tidak akan diundang lagi")

    assert OptOut.objects.count() == 2
    officer.goto("/daerah/16/undangan/pilih/")
    expect(officer.get_by_role("row").filter(has_text=ZUL.name)).to_contain_text("Tidak mau dihubungi lagi.")
    assert Mail.objects.count() == 1
    for page in (officer, invited):
        page.context.close()

"""The roster in a real browser: narrowed while typing, and by a button where there is no JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from ipspi.accounts.models import User
from tests.browser.signing_in import sign_in
from tests.cast import make_applicant, make_member, make_officer

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

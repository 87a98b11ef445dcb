"""A new board on phones: prepared from a list by the secretary, put into force by the DPP, and the old one is out."""

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from chapters.models import Office, Seat, Term
from ipspi.accounts.models import User
from members.models import Member
from tests.boards import make_term
from tests.browser.signing_in import is_whole, phone_of
from tests.cast import found, make_member, make_seat, make_secretary_of_dpp, make_user

SHEET = """Susunan Pengurus DPD Sumatera Selatan
No;Jabatan;Nama;Nomor Anggota
1;Penasihat;Drs. H. Luar Contoh, M.Si;
2;Ketua;Budi Santoso Contoh;{number}
3;Ketua Bidang Advokasi;Siti Aminah Contoh;
"""


def _prepare(page: Page, *, number: str) -> None:
    page.goto("/daerah/16/")
    page.get_by_role("link", name="Kepengurusan", exact=True).click()
    assert is_whole(page)
    page.get_by_role("link", name="Siapkan kepengurusan baru").click()
    page.get_by_label("Nama masa bakti").fill("2026–2031")
    for label, day in (("Mulai", "16-11-2021"), ("Berakhir", "16-11-2099")):
        page.get_by_label(label, exact=True).fill(day)
    page.get_by_role("button", name="Lanjutkan ke nama-nama").click()
    page.get_by_role("link", name="Unggah susunan pengurus", exact=True).click()
    sheet = FilePayload(name="sk.csv", mimeType="text/csv", buffer=SHEET.format(number=number).encode())
    page.locator("input[type=file]").set_input_files(sheet)
    page.get_by_role("button", name="Unggah dan lanjutkan").click()
    page.get_by_role("button", name="Simpan dan periksa isinya").click()
    assert is_whole(page)
    page.get_by_role("button", name="Terapkan").first.click()
    page.goto("/daerah/16/kepengurusan/rancangan/")


def _confirm(page: Page) -> None:
    expect(page.get_by_role("heading", name="Pastikan 2 nama")).to_be_visible()
    expect(page.get_by_label("Anggota: Siti Aminah Contoh")).to_be_checked()
    assert is_whole(page)
    page.get_by_role("button", name="Ya, semua ini benar").click()
    expect(page.get_by_text("2 nama dipastikan.")).to_be_visible()
    page.get_by_role("button", name="Kirim ke DPP untuk diberlakukan").click()
    expect(page.get_by_text("Dikirim ke DPP pada")).to_be_visible()
    assert is_whole(page)


def _put_in_force(page: Page) -> None:
    page.goto("/daerah/DPP/")
    page.get_by_role("main").get_by_role("link", name="Kepengurusan").click()
    page.get_by_role("link", name="DPD Sumatera Selatan, 2026–2031").click()
    page.get_by_role("link", name="Berlakukan").click()
    expect(page.get_by_text("3 jabatan baru mulai, dan 1 jabatan yang berjalan berakhir")).to_be_visible()
    assert is_whole(page)
    page.get_by_role("button", name="Berlakukan sekarang").click()
    expect(page.get_by_text("Kepengurusan 2026–2031 berlaku.")).to_be_visible()
    assert is_whole(page)


@pytest.fixture
def people(transactional_db: None) -> tuple[User, Member, User]:
    """The secretary of a term that is over soon, who is to be chair, and the DPP's secretary."""
    term = make_term(chapter="16")
    secretary = make_seat(chapter=found("16"), office=Office.SECRETARY, term=term)
    make_member(name="Siti Aminah Contoh")
    return secretary.user, make_member(name="Budi Santoso Contoh", user=make_user()), make_secretary_of_dpp()


def test_a_board_is_prepared_put_into_force_and_shown_to_everybody(
    chromium: Browser, site: str, people: tuple[User, Member, User]
) -> None:
    secretary, leader, dpp = people
    old = phone_of(secretary, browser=chromium, site=site, javascript=False)
    _prepare(old, number=str(leader.number))
    _confirm(old)
    national = phone_of(dpp, browser=chromium, site=site)
    _put_in_force(national)

    assert old.goto("/daerah/16/kepengurusan/").status == 404  # in the session that was open
    assert Term.objects.get(name="2021–2026").ended_on is not None
    assert Seat.objects.get(office=Office.CHAIR).member == leader
    new = phone_of(leader.user, browser=chromium, site=site)
    new.goto("/pendaftaran/status/")
    new.get_by_role("link", name="Ketua, DPD Sumatera Selatan").click()
    expect(new.get_by_role("main")).to_contain_text("Bidang Advokasi")
    expect(new.get_by_role("main")).to_contain_text("Drs. H. Luar Contoh, M.Si")
    assert is_whole(new)
    assert new.goto("/daerah/16/kepengurusan/").status == 200
    for page in (old, national, new):
        page.context.close()

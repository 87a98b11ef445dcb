"""What a registration does for who types on a phone: keeps words, tells what disagrees, and shows what is offered."""

from playwright.sync_api import Page, expect

from tests.browser.signing_in import PHONE, is_whole, sign_in
from tests.cast import PASSWORD, make_user


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="Simpan dan lanjutkan").click()


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_who_types_on_a_phone_loses_nothing_and_reads_what_disagrees(page: Page) -> None:
    person = make_user("siti@contoh.example")
    page.set_viewport_size(PHONE)
    sign_in(page, person)

    page.goto("/pendaftaran/nama/")
    page.get_by_label("Nama lengkap").fill("Siti Contoh, S.Sos")
    page.context.clear_cookies(name="sessionid")
    _go_on(page)
    expect(page.get_by_text("Yang Anda ketik tidak hilang")).to_be_visible()
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_label("Nama lengkap")).to_have_value("Siti Contoh, S.Sos")
    page.get_by_label("Ya, pindahkan ke isian gelar").check()
    _go_on(page)

    _heading(page, "Identitas Anda")
    page.get_by_label("NIK").fill("1671016703850001")
    page.get_by_label("Tempat lahir").fill("Palembang")
    page.get_by_label("Tanggal lahir").fill("28 Maret 1985")
    page.get_by_label("Laki-laki").check()
    _go_on(page)
    expect(page.get_by_text("NIK menyebut 27 Maret 1985; Anda menulis 28 Maret 1985.")).to_be_visible()
    assert is_whole(page)
    page.get_by_role("link", name="Data saya benar, lanjutkan").click()

    _heading(page, "Di mana kami menghubungi Anda")
    regency = page.get_by_role("combobox", name="Kabupaten atau kota tempat tinggal")
    page.evaluate("scrollTo(0, document.querySelector('#id_home_regency').getBoundingClientRect().top - 700)")
    regency.press_sequentially("Palem")
    expect(page.get_by_role("option", name="Kota Palembang")).to_be_in_viewport(ratio=1)

    page.goto("/pendaftaran/pendidikan/")
    expect(page.get_by_label("Program studi")).to_be_visible()
    page.get_by_label("Jenjang").select_option("SMA")
    expect(page.get_by_label("Program studi")).to_be_hidden()

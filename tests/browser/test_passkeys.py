"""Second factors in a real browser: passkeys with Chromium's own authenticator, the code app by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect

from ipspi.accounts.models import User
from tests.browser.signing_in import PHONE, hold_passkeys, make_passkey, sign_in
from tests.cast import PASSWORD, code_now, make_officer, make_user, with_app


@pytest.fixture
def phone(chromium: Browser, transactional_db: None, site: str) -> Iterator[Page]:
    """A telephone that holds passkeys, on the site's name."""
    context = chromium.new_context(
        base_url=site.replace("127.0.0.1", "localhost"),
        viewport=PHONE,
        locale="id-ID",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    hold_passkeys(page)
    yield page
    context.close()


def test_an_officer_makes_a_passkey_and_signs_in_with_it_alone(phone: Page) -> None:
    officer = make_officer()
    phone.goto("/daerah/16/anggota/")
    phone.get_by_label("Email").fill(officer.email)
    phone.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    phone.get_by_role("button", name="Masuk", exact=True).click()
    expect(phone.get_by_text("Pasang pengaman kedua lebih dahulu")).to_be_visible()
    make_passkey(phone)
    phone.get_by_role("link", name="lanjutkan").click()
    expect(phone).to_have_url(re.compile("/daerah/16/anggota/$"))

    phone.context.clear_cookies()
    phone.goto("/akun/masuk/?next=/daerah/16/anggota/")
    phone.get_by_role("button", name="Masuk dengan passkey").click()

    expect(phone).to_have_url(re.compile("/daerah/16/anggota/$"))
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Anggota")


def test_a_passkey_is_the_second_step_after_the_password_and_steps_up(phone: Page) -> None:
    user = make_user()
    sign_in(phone, user)
    make_passkey(phone)
    phone.context.clear_cookies()
    phone.goto("/akun/masuk/")
    phone.get_by_label("Email").fill(user.email)
    phone.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    phone.get_by_role("button", name="Masuk", exact=True).click()
    phone.get_by_role("button", name="Pakai passkey").click()
    expect(phone).to_have_url(re.compile("/pendaftaran/"))

    phone.goto("/akun/periksa/passkey/?next=/akun/keamanan/")
    phone.get_by_role("button", name="Pakai passkey").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Keamanan akun")
    expect(phone.locator("b", has_text="HP Samsung")).to_be_visible()
    assert Authenticator.objects.get(user=user, type="webauthn").last_used_at


def test_a_device_without_a_passkey_says_so_in_words(phone: Page) -> None:
    make_user()
    phone.goto("/akun/masuk/")
    phone.get_by_role("button", name="Masuk dengan passkey").click()

    expect(phone.get_by_text("Passkey tidak jadi dipakai")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_javascript_the_code_works_and_passkeys_say_what_is_missing(
    chromium: Browser, transactional_db: None, site: str
) -> None:
    context = chromium.new_context(base_url=site, viewport=PHONE, locale="id-ID", java_script_enabled=False)
    page = context.new_page()
    page.goto("/akun/masuk/")
    expect(page.get_by_text("Passkey memerlukan JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Masuk dengan passkey")).to_be_hidden()

    sign_in(page, make_officer())
    page.goto("/daerah/16/anggota/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Anggota")
    context.close()


def test_the_code_app_is_set_up_by_keyboard_alone(page: Page) -> None:
    officer = make_officer()
    page.goto("/akun/masuk/?next=/daerah/16/anggota/")
    _type(page, "Alamat email", officer.email)
    _type(page, "Kata sandi", PASSWORD)
    page.keyboard.press("Enter")
    _press(page, "Pasang aplikasi kode")
    secret = page.locator("code.secret").inner_text()
    _type(page, "Kode", code_now(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode pemulihan")
    _press(page, "Sudah saya simpan, lanjutkan")

    expect(page).to_have_url(re.compile("/daerah/16/anggota/$"))


def _type(page: Page, label: str, text: str) -> None:
    _tab_to(page, page.get_by_label(label, exact=True).first)
    page.keyboard.type(text)


def _press(page: Page, words: str) -> None:
    _tab_to(page, page.get_by_role("link", name=words))
    page.keyboard.press("Enter")


def _tab_to(page: Page, target: object) -> None:
    expect(target).to_be_visible()  # type: ignore[call-overload]
    for _press_of_tab in range(40):
        if target.evaluate("element => element === document.activeElement"):  # type: ignore[attr-defined]
            return
        page.keyboard.press("Tab")
    pytest.fail("The keyboard does not get there.")


def test_a_user_with_an_app_keeps_it_beside_a_passkey(phone: Page) -> None:
    user: User = with_app(make_user())
    sign_in(phone, user)
    phone.goto("/akun/keamanan/passkey/baru/")
    phone.get_by_label("Nama passkey").fill("Laptop")
    phone.get_by_role("button", name="Buat passkey").click()

    expect(phone.get_by_text("Kode pemulihan").first).to_be_visible()
    assert set(Authenticator.objects.filter(user=user).values_list("type", flat=True)) == {
        "totp",
        "webauthn",
        "recovery_codes",
    }

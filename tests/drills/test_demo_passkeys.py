"""The demo at the address that it tells: a passkey is made and used there, and its number works as well."""

import pytest
from playwright.sync_api import Browser, Page, expect

from chapters.demo.loading import MEMBER, PASSWORD
from ipspi.embedded.mails import Mailbox
from ipspi.embedded.state import StateFolder
from tests.browser.signing_in import hold_passkeys, make_passkey
from tests.drills.test_demo import Demo, state
from tests.fixtures.processes import wait_until

__all__ = ["state"]  # a fixture
pytestmark = pytest.mark.drill


def _sign_in(page: Page) -> None:
    page.goto("/akun/masuk/")
    page.get_by_label("Email").fill(MEMBER)
    page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keanggotaan Anda")


def test_a_passkey_is_made_and_used_where_the_demo_says_that_it_is(
    chromium: Browser, state: StateFolder
) -> None:
    demo = Demo(state)
    address = demo.wait_until_up()
    assert address.startswith("http://localhost:")
    by_name = chromium.new_page(base_url=address, locale="id-ID")
    by_number = chromium.new_page(base_url=address.replace("localhost", "127.0.0.1"), locale="id-ID")
    hold_passkeys(by_name)

    _sign_in(by_name)
    make_passkey(by_name)
    by_name.context.clear_cookies()
    by_name.goto("/akun/masuk/")
    by_name.get_by_role("button", name="Masuk dengan passkey").click()
    expect(by_name.get_by_role("heading", level=1)).to_have_text("Keanggotaan Anda")

    by_number.goto("/akun/masuk/")
    by_number.get_by_label("Email").fill(MEMBER)
    by_number.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    by_number.get_by_role("button", name="Masuk", exact=True).click()
    expect(by_number.get_by_role("button", name="Pakai passkey")).to_be_visible()
    mails = Mailbox(state.mail)
    wait_until(mails.mails)
    assert all("http://127.0.0.1" not in mail.text for mail in mails.mails())
    assert any(address in mail.text for mail in mails.mails())
    for page in (by_name, by_number):
        page.context.close()
    demo.interrupt()
    assert demo.nothing_runs()

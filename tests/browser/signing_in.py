"""Signing in as people do, in a real browser: the password, and the code where one is asked for."""

from playwright.sync_api import Browser, Page, expect

from ipspi.accounts import second_factor
from ipspi.accounts.models import User
from tests.cast import PASSWORD, code_now, with_app

PHONE = {"width": 360, "height": 780}
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def hold_passkeys(page: Page) -> None:
    """Let a page's device hold passkeys. A browser knows them under a name only, never under a number."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def make_passkey(page: Page) -> None:
    """Make the first passkey of who has signed in, through the page for it."""
    page.goto("/akun/keamanan/passkey/baru/")
    page.get_by_label("Nama passkey").fill("HP Samsung")
    page.get_by_role("button", name="Buat passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode pemulihan")


def phone_of(user: User, *, browser: Browser, site: str, javascript: bool = True) -> Page:
    """Return a narrow phone, with a profile of its own, on which somebody has signed in."""
    context = browser.new_context(
        base_url=site,
        viewport=PHONE,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
        java_script_enabled=javascript,
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, user)
    return page


def is_whole(page: Page) -> bool:
    """Tell whether nothing of a page lies beside the screen."""
    return not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def sign_in(page: Page, user: User) -> None:
    """Sign in through the form; an officer without a code app is given one first."""
    if second_factor.is_required(user) and not second_factor.ids_of(user):
        with_app(user)
    page.goto("/akun/masuk/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    if second_factor.ids_of(user):
        page.get_by_label("Kode").fill(code_now())
        page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(
        lambda address: "/akun/masuk/" not in address
    )  # signed in, before another page is opened

"""Signing in as people do, in a real browser: the password, and the code where one is asked for."""

from playwright.sync_api import Page

from ipspi.accounts import second_factor
from ipspi.accounts.models import User
from tests.cast import PASSWORD, code_now, with_app


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

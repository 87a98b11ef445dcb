"""The desk in a real browser: no page offends its own Content-Security-Policy, on a phone or a wide screen."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from chapters.models import DPP, Office
from ipspi.accounts.models import User
from tests.fixtures.signing_in import proof
from tests.ipspi.test_administration import DESKS, applicant, make_rows, officer, pages_of

PICTURES = os.environ.get("IPSPI_PICTURES")  # a folder to look at what was seen
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}


def signed_in(context: BrowserContext, user: User, site: str) -> None:
    """Give the browser a session of `user`."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.update(proof(user, at=0))
    session.create()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": site}])


@pytest.fixture
def registrar(context: BrowserContext, site: str) -> User:
    user = officer("registrar@contoh.example", chapter=DPP, office=Office.REGISTRAR)
    signed_in(context, user, site)
    return user


@pytest.mark.parametrize("size", SIZES)
def test_the_browser_complains_of_no_page(size: str, page: Page, registrar: User) -> None:
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    rows = make_rows(1)
    waiting = applicant(1)
    pages = [
        address for label in DESKS for address in pages_of(label, rows[label]) if "/admit/" not in address
    ]
    pages += [reverse("admin:index"), reverse("admin:members_member_change", args=[waiting.pk])]

    for number, address in enumerate(pages):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        page.wait_for_function("window.Alpine !== undefined")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        picture(page, f"{number:02d}-{size}{address.replace('/', '-')}")


def test_an_applicant_is_rejected_in_the_browser(page: Page, registrar: User) -> None:
    waiting = applicant(1)
    page.goto(reverse("admin:members_member_change", args=[waiting.pk]))
    page.get_by_role("link", name="Tolak").click()
    page.get_by_label("Alasan penolakan").fill("Ijazah belum dilampirkan.")
    page.get_by_role("button", name="Tolak pendaftaran").click()

    page.get_by_text("Pendaftaran ditolak.").wait_for()
    waiting.refresh_from_db()
    assert waiting.rejection_reason == "Ijazah belum dilampirkan."


def test_a_seat_is_given_by_looking_up_its_holder(page: Page, registrar: User) -> None:
    member = make_rows(1)["members.member"]
    page.goto(reverse("admin:chapters_seat_add"))
    for field, typed in [("chapter", "Sumatera Selatan"), ("member", "Dewi")]:
        page.locator(f"#id_{field} + .select2").click()
        page.locator(".select2-search__field").fill(typed)
        page.locator(".select2-results__option", has_text=typed).click()
    page.locator("#id_office").select_option(Office.SECRETARY)
    page.locator("#id_starts_at_0").fill("20/11/2026")
    page.locator("#id_starts_at_1").fill("08:00:00")
    page.get_by_role("button", name="Beri jabatan").click()

    page.get_by_text("Jabatan diberikan.").wait_for()
    assert member.seats.filter(office=Office.SECRETARY, chapter="16").count() == 1


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=False)

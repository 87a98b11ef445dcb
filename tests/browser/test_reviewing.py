"""The queue in a real browser: by keyboard alone, and on a phone without JavaScript."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chapters.models import Decision
from tests.browser.signing_in import sign_in
from tests.cast import make_officer
from tests.chapters.reconciliation.scene import doubtful, link_of, links

PHONE = {"width": 360, "height": 780}
THUMB = 44


@pytest.fixture
def pairs(transactional_db: None) -> set[tuple[str, str, str]]:
    doubtful()
    return links()


def _standing() -> list[tuple[str, str]]:
    rows = Decision.objects.in_force().order_by("pk")
    return list(rows.values_list("key", "answer"))


def test_an_officer_decides_by_keyboard_alone(pairs: set[tuple[str, str, str]], page: Page) -> None:
    sign_in(page, make_officer())
    page.goto("/daerah/16/rekonsiliasi/")
    page.get_by_role("link", name="Tinjau 4 baris").click()
    expect(page.get_by_text("Pasangan 1 dari 5")).to_be_visible()
    page.wait_for_load_state()  # the keys come with the page's script

    page.keyboard.press("?")
    expect(page.get_by_text("urungkan keputusan terakhir")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_text("Pasangan 2 dari 5")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("n")  # still about the pair before: not taken
    expect(page.get_by_text("Pasangan 1 dari 5")).to_be_visible()
    assert _standing() == []
    page.keyboard.press("n")
    expect(page.get_by_text("Hasan Tiro: bukan orang yang sama")).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_text("Siti Rahmawati: orang yang sama")).to_be_visible()
    page.keyboard.press("l")
    expect(page.get_by_text("Dewi Lestari: nanti")).to_be_visible()
    assert _standing() == [("R8", "NOT_SAME"), ("R5", "SAME"), ("R6", "LATER")]

    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Dewi Lestari")
    expect(page.get_by_text("Keputusan diurungkan.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Siti Rahmawati")
    assert _standing() == [("R8", "NOT_SAME")]


def test_the_keys_can_be_switched_off_and_stay_so(pairs: set[tuple[str, str, str]], page: Page) -> None:
    sign_in(page, make_officer())
    page.goto("/daerah/16/rekonsiliasi/tinjau/")
    page.keyboard.press("?")
    page.get_by_role("button", name="Tombol papan ketik aktif").click()
    page.keyboard.press("y")
    page.reload()
    page.keyboard.press("n")
    expect(page.get_by_text("Pasangan 1 dari 5")).to_be_visible()

    assert _standing() == []


def test_it_is_whole_on_a_phone_without_javascript_and_fits_a_thumb(
    pairs: set[tuple[str, str, str]], chromium: Browser, site: str
) -> None:
    context = chromium.new_context(base_url=site, locale="id-ID", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, make_officer())
    page.goto(f"/daerah/16/rekonsiliasi/tinjau/{link_of('R5', 'N0').pk}/")
    for name in ("Orang yang sama", "Bukan", "Nanti"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= THUMB
        assert box["y"] + box["height"] <= PHONE["height"]  # under the thumb without scrolling
    page.get_by_role("button", name="Orang yang sama", exact=True).click()
    expect(page.get_by_text("Siti Rahmawati: orang yang sama")).to_be_visible()
    page.get_by_role("button", name="Urungkan").first.click()
    expect(page.get_by_text("Keputusan diurungkan.")).to_be_visible()

    assert links() == pairs
    context.close()


@pytest.mark.skipif(
    "IPSPI_SCREENSHOTS" not in os.environ, reason="pictures are asked for by IPSPI_SCREENSHOTS"
)
def test_pictures(pairs: set[tuple[str, str, str]], chromium: Browser, site: str) -> None:
    folder = Path(os.environ["IPSPI_SCREENSHOTS"])
    officer = make_officer()
    looks = {
        "phone": (PHONE, "light"),
        "desktop": ({"width": 1280, "height": 900}, "light"),
        "dark": (PHONE, "dark"),
    }
    for look, (size, scheme) in looks.items():
        context = chromium.new_context(base_url=site, locale="id-ID", viewport=size, color_scheme=scheme)
        page = context.new_page()
        sign_in(page, officer)
        base = "/daerah/16/rekonsiliasi/"
        for name, path in {
            "pair": f"tinjau/{link_of('R4', 'M0').pk}/",
            "outside": f"tinjau/{link_of('R8', 'A0').pk}/",
            "together": "tinjau/bersama/?peluang=0.5",
            "decisions": "keputusan/",
            "ledger": "",
        }.items():
            page.goto(base + path)
            if name == "pair" and look != "phone":
                page.keyboard.press("?")
            page.screenshot(path=folder / f"{name}.{look}.png", full_page=name != "pair")
        if look == "phone":
            page.goto(base + f"tinjau/{link_of('R5', 'N0').pk}/")
            page.get_by_role("button", name="Orang yang sama", exact=True).click()
            page.screenshot(path=folder / "after.phone.png", full_page=True)
            page.get_by_role("button", name="Urungkan").first.click()
        context.close()

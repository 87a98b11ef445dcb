"""The design system: every part is shown, colours can be read, the first view is light, axe finds nothing."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path, reverse
from playwright.sync_api import Page

from ipspi import design, urls

ROOT = Path(__file__).resolve().parents[2]
urlpatterns = [*urls.urlpatterns, path("desain/", design.page, name="design")]

# Belongs into the head of a page that waits, and would reload this one.
NOT_SHOWN = {"_parts/refresh.html"}


@pytest.mark.urls(__name__)
def test_the_design_page_shows_every_part(client: Client) -> None:
    response = client.get("/desain/")

    parts = {f"_parts/{part.name}" for part in (ROOT / "templates/_parts").glob("*.html")}
    assert parts - {template.name for template in response.templates} == NOT_SHOWN


@pytest.mark.urls(__name__)
def test_a_form_with_errors_says_so_in_the_title_on_top_and_beside_the_field(client: Client) -> None:
    page = client.post(
        "/desain/", {"name": "Siti", "nik": "123", "employment": "non", "kind": "1"}
    ).content.decode()

    assert "<title>Kesalahan: Sistem desain – IPSPI</title>" in page
    assert '<a href="#id_nik"><b>NIK:</b> NIK terdiri dari 16 angka. Periksa kembali.</a>' in page
    assert re.search(r'id="id_nik_error">\s*<p>.*NIK terdiri dari 16 angka. Periksa kembali.</p>', page)
    control = re.search(r'<input type="text" name="nik" value="123"[^>]*>', page)
    assert control
    assert 'aria-invalid="true" aria-describedby="id_nik_helptext id_nik_error"' in control.group()
    assert 'name="name" value="Siti"' in page


@pytest.mark.urls(__name__)
def test_a_page_without_errors_has_a_plain_title(client: Client) -> None:
    assert "<title>Sistem desain – IPSPI</title>" in client.get("/desain/").content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_a_page_of_failure_stands_without_a_request(status: int) -> None:
    assert f"Kode {status}" in render_to_string(f"{status}.html")


# ------------------------------------------------------------------ colours


def colours(*, dark: bool) -> dict[str, str]:
    """The colours of tokens.css and of maps; what the dark theme does not name is as in the light one."""
    light = night = ""
    for name in ("tokens", "tiles"):
        file = (ROOT / f"ipspi/static/ipspi/css/{name}.css").read_text()
        day, dusk = file.split("@media (prefers-color-scheme: dark)")
        light, night = light + day, night + dusk
    found = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light + (night if dark else ""))
    return dict(found)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ["paper", "surface", "sunk"]
DYES = ["indigo", "soga", "leaf", "turmeric", "madder"]
READ = [
    *((word, ground) for word in ("ink", "muted", *DYES) for ground in GROUNDS),
    *((dye, f"{dye}-tint") for dye in DYES),
    *(("ink", f"{dye}-tint") for dye in DYES),
    *(("ink", f"step-{step}") for step in (1, 2, 3)),
    *(("on-step", f"step-{step}") for step in (4, 5)),
    ("on-action", "action"),
    ("on-action", "action-strong"),
    ("surface", "madder"),
    ("on-cloth", "cloth"),
    ("gold", "cloth"),
]
SEEN = [
    *((line, ground) for line in ("edge", "focus", "action") for ground in GROUNDS),
    ("gold", "woven"),
    *((dye, f"{dye}-tint") for dye in DYES),
]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), READ)
def test_words_can_be_read(word: str, ground: str, dark: bool) -> None:
    named = colours(dark=dark)

    assert contrast(named[word], named[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SEEN)
def test_lines_can_be_seen(line: str, ground: str, dark: bool) -> None:
    named = colours(dark=dark)

    assert contrast(named[line], named[ground]) >= 3


# ------------------------------------------------------------------ weight


def weight(page: bytes) -> dict[str, int]:
    """Bytes of a page and of all it loads, uncompressed, by address."""
    html = page.decode()
    found = {"page": len(page)}
    for address in re.findall(r'(?:href|src)="/static/([^"]+)"', html):
        file = Path(finders.find(address))
        found[address] = file.stat().st_size
        if file.suffix == ".css":
            for image in re.findall(r'url\("\.\./([^"]+)"\)', file.read_text()):
                found[image] = (file.parent.parent / image).stat().st_size
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["start", "account_login", "account_signup"])
def test_a_first_view_weighs_at_most_100_kilobytes_uncompressed(name: str, client: Client) -> None:
    parts = weight(client.get(reverse(name)).content)

    assert sum(parts.values()) <= 100_000, parts


# ------------------------------------------------------------------ a real browser

VIEWS = [(360, 780, "light"), (360, 780, "dark"), (1280, 900, "light"), (1280, 900, "dark")]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("width", "height", "scheme"), VIEWS)
@pytest.mark.parametrize("sent", [False, True], ids=["fresh", "with errors"])
def test_axe_finds_nothing_on_the_design_page(
    page: Page, width: int, height: int, scheme: str, sent: bool
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.goto("/desain/")
    if sent:
        page.get_by_role("button", name="Simpan dan lanjutkan").click()
        page.wait_for_selector(".problems")

    results = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )

    assert [
        f"{found['id']}: {[node['target'] for node in found['nodes']]}"
        for found in results.response["violations"]
    ] == []


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    for address in ("/desain/", "/", "/akun/masuk/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.urls(__name__)
def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/desain/")
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    page.wait_for_selector(".problems")
    assert page.evaluate("document.activeElement.className") == "problems"

    page.get_by_role("link", name="Status kepegawaian: Pilih status kepegawaian Anda.").click()

    assert page.evaluate("document.activeElement.id") == "id_employment_0"

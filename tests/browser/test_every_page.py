"""
Every page, as every kind of visitor, on a narrow phone: accessible, no wider than the screen, without a complaint.

The pages come from the URL resolver; one that nobody can open fails. IPSPI_SCREENSHOTS=folder also keeps pictures of
all of them (`make screenshots`).
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser, Page, ViewportSize

from ipspi.urls import PUBLIC
from tests.browser.walking import World

PHONE, DESKTOP = ViewportSize(width=360, height=780), ViewportSize(width=1280, height=900)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_PAGE_HERE = {301, 302, 403, 404}
ONLY_BY_POST = 405
SEE_PUBLIC_PAGES = {"anybody", "newcomer"}  # to the others they differ by the header only
BETWEEN = {"half way in": {"mfa_authenticate"}}  # open to who gave the password and not yet the code
ANOTHER_EACH_TIME = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
PICTURES = os.environ.get("IPSPI_SCREENSHOTS")
LOOKS = [("phone", PHONE, "light"), ("desktop", DESKTOP, "light"), ("dark", DESKTOP, "dark")]


def test_every_page_is_open_to_somebody_and_whole_on_a_narrow_phone(
    chromium: Browser, transactional_db: None, site: str
) -> None:
    world = World()
    opened, only_by_post, found = set[str](), set[str](), dict[str, list[str]]()
    seen = set[tuple[str, str]]()
    names = {name for name, _address in world.addresses()}

    for visitor in world.visitors:
        client = world.client(visitor)
        with _pages(chromium, site) as looks:
            for name, address in world.addresses():
                if name in PUBLIC - BETWEEN.get(visitor, set()) and visitor not in SEE_PUBLIC_PAGES:
                    continue
                response, shown = _opened(client, name, address)
                _carry(client, looks, site)
                if response.status_code == ONLY_BY_POST:
                    only_by_post.add(name)
                elif response.status_code not in NO_PAGE_HERE:
                    opened.add(name)
                    page = name, _body(response)
                    if page in seen and not PICTURES:
                        continue  # to this visitor it differs by the header, which their other pages have too
                    seen.add(page)
                    if problems := list(_problems(looks, visitor, shown)):
                        found[f"{visitor}: {name} {address}"] = problems

    assert found == {}
    assert names - opened - only_by_post == set(), "pages that nobody can open"


class Look:
    """A page of one size and theme, and what its browser complained of."""

    def __init__(self, name: str, page: Page) -> None:
        self.name, self.page, self.complaints = name, page, list[str]()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)


@contextmanager
def _pages(browser: Browser, site: str) -> Iterator[list[Look]]:
    """Open a phone and, if pictures are asked for, the other looks."""
    looks = []
    for name, size, scheme in LOOKS if PICTURES else LOOKS[:1]:
        context = browser.new_context(base_url=site, viewport=size, color_scheme=scheme, locale="id-ID")
        looks.append(Look(name, context.new_page()))
    yield looks
    for look in looks:
        look.page.context.close()


def _carry(client: Client, looks: list[Look], site: str) -> None:
    """Give the browser the session of the client: a page may have begun one, which the next address hangs on."""
    if cookie := client.cookies.get(settings.SESSION_COOKIE_NAME):
        for look in looks:
            look.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def _opened(client: Client, name: str, address: str) -> tuple[HttpResponse, str]:
    """Open a page; one that hides a secret of its address leads on to itself."""
    response: HttpResponse = client.get(address)
    onward = response.headers.get("Location", "")
    if onward and resolve(urlsplit(onward).path).view_name == name:
        return client.get(onward), onward
    return response, address


def _body(response: HttpResponse) -> str:
    """Return a page without its header, and without what is another each time it is written."""
    body = response.content.decode().partition("<main")[2]
    return ANOTHER_EACH_TIME.sub("", body)


def _problems(looks: list[Look], visitor: str, address: str) -> Iterator[str]:
    for look in looks:
        look.page.goto(address)
        if PICTURES:
            _picture(look, visitor, address)
        yield from look.complaints
        look.complaints.clear()
        if look.name == "phone":
            yield from _broken_rules(look.page)
            if look.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            ):
                yield "wider than the screen"


def _broken_rules(page: Page) -> Iterator[str]:
    results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    for violation in results.response["violations"]:
        targets = [node["target"] for node in violation["nodes"]]
        yield f"{violation['id']}: {violation['help']} {targets[:3]}"


def _picture(look: Look, visitor: str, address: str) -> None:
    name = address.strip("/").replace("/", "-") or "start"
    folder = Path(str(PICTURES)) / visitor.replace(" ", "-")
    look.page.screenshot(path=folder / f"{name}.{look.name}.png", full_page=True)

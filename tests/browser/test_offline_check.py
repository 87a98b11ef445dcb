"""The check of a card with the network cut: in the browser itself, by the keys and the list that it kept."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from ipspi.credentials import keys, tokens
from members import cards
from members.models import Card, Member
from tests.cast import found, make_member, make_user
from tests.fixtures.processes import wait_until

CONTROLLED = """new Promise((done) => {
  if (navigator.serviceWorker.controller) done();
  navigator.serviceWorker.addEventListener("controllerchange", () => done());
})"""

KEPT_LIST = "caches.match('/v/daftar').then((list) => list.text())"


def a_card(**facts) -> Card:
    member = make_member(name='Nur\'aini "Ani" O’Neil', user=make_user(), **facts)
    return cards.current(member=member, at=timezone.now())


def kept(page: Page) -> None:
    """Open the check once, and wait until the browser has kept what it needs."""
    page.goto("/v/")
    page.evaluate(CONTROLLED)


def verdict(page: Page, context: BrowserContext, token: str) -> str:
    context.set_offline(True)
    page.goto(f"/v/{token}")
    answer = page.locator(".verdict")
    expect(answer).to_contain_text("Diperiksa tanpa jaringan")
    return answer.inner_text()


def test_a_valid_card_is_known_without_a_network(page: Page, context: BrowserContext) -> None:
    found("16")
    page.set_viewport_size({"width": 360, "height": 780})
    card = a_card()
    kept(page)

    said = verdict(page, context, card.token)

    assert "Anggota aktif" in said
    assert 'Nur\'aini "Ani" O’Neil' in said
    assert card.member.number in said
    assert "DPD Sumatera Selatan" in said
    assert "Anggota Biasa" in said
    assert "Daftar per" in said
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("SUSPENDED", "Diberhentikan sementara"),
        ("RESIGNED", "Mengundurkan diri"),
        ("DECEASED", "Meninggal dunia"),
    ],
)
def test_the_status_of_the_kept_list_is_told(
    status: str, words: str, page: Page, context: BrowserContext
) -> None:
    card = a_card()
    Member.objects.filter(pk=card.member_id).update(status=status)
    kept(page)

    assert words in verdict(page, context, card.token)


def test_a_revoked_and_a_replaced_card_are_told_apart(page: Page, context: BrowserContext) -> None:
    replaced, revoked = a_card(), a_card()
    cards.replace(member=replaced.member, by=replaced.member.user, at=timezone.now())
    cards.revoke(member=revoked.member, reason="Disalahgunakan", by=make_user(), at=timezone.now())
    kept(page)

    assert "Kartu dicabut" in verdict(page, context, revoked.token)
    assert "Kartu digantikan" in verdict(page, context, replaced.token)


def test_a_changed_code_is_seen(page: Page, context: BrowserContext) -> None:
    card = a_card()
    kept(page)
    data = bytearray(tokens.decode(card.token))
    data[40] ^= 1

    assert "Tanda tangan tidak sah" in verdict(page, context, tokens.encode(bytes(data)))
    assert "Bukan kode kartu anggota" in verdict(page, context, "APAINI")


def test_a_new_key_leaves_the_old_card_valid_and_an_unheard_one_is_unknown(
    page: Page, context: BrowserContext
) -> None:
    old = a_card()
    keys.rotate(at=timezone.now())
    new = a_card()
    kept(page)
    keys.rotate(at=timezone.now())
    unheard = a_card()

    assert "Anggota aktif" in verdict(page, context, old.token)
    assert "Anggota aktif" in verdict(page, context, new.token)
    assert "Kunci tidak dikenal" in verdict(page, context, unheard.token)


def test_a_card_newer_than_the_list_is_said_to_be_signed_and_no_more(
    page: Page, context: BrowserContext
) -> None:
    a_card()
    kept(page)
    newer = a_card()

    said = verdict(page, context, newer.token)

    assert "Tanda tangan sah" in said
    assert "Anggota aktif" not in said


def test_a_link_is_pasted_without_a_network_too(page: Page, context: BrowserContext) -> None:
    card = a_card()
    kept(page)
    context.set_offline(True)

    page.get_by_label("Tautan atau isi kode").fill(f"https://registri.ipspi.example/v/{card.token}")
    page.get_by_role("button", name="Periksa tautan").click()

    expect(page.locator(".verdict .status")).to_have_text("Anggota aktif")


def test_a_browser_without_ed25519_says_so(page: Page, context: BrowserContext) -> None:
    card = a_card()
    kept(page)
    page.add_init_script(
        "crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))"
    )

    assert "Peramban ini belum bisa" in verdict(page, context, card.token)


def test_the_list_is_new_again_when_the_network_is_back(page: Page, context: BrowserContext) -> None:
    card = a_card()
    kept(page)
    before = page.evaluate(KEPT_LIST)
    cards.revoke(member=card.member, reason="Disalahgunakan", by=make_user(), at=timezone.now())

    page.goto(f"/v/{card.token}")  # the answer comes from us, and the browser keeps the newest list beside it
    expect(page.locator(".verdict .status")).to_have_text("Kartu dicabut")
    wait_until(lambda: page.evaluate(KEPT_LIST) != before)

    assert "Kartu dicabut" in verdict(page, context, card.token)


def test_nobodys_name_stays_on_the_device(page: Page, context: BrowserContext) -> None:
    """What the browser keeps is the page of whoever, its files, the keys and the list."""
    a_card()
    kept(page)

    paths = page.evaluate(
        "caches.keys().then((names) => caches.open(names[0])).then((cache) => cache.keys())"
        ".then((asked) => asked.map((each) => new URL(each.url).pathname))"
    )
    assert {path for path in paths if not path.startswith("/static/")} == {
        "/v/", "/v/daftar", "/.well-known/jwks.json",
    }  # fmt: skip


def test_a_photo_that_this_browser_cannot_read_alone_is_said_to_need_the_network(
    page: Page, context: BrowserContext
) -> None:
    kept(page)
    context.set_offline(True)

    photo = {"name": "kartu.png", "mimeType": "image/png", "buffer": b"apa saja"}
    page.get_by_label("Foto kode QR").set_input_files(photo)
    page.get_by_role("button", name="Baca kode").click()

    expect(page.locator(".verdict .status")).to_have_text("Foto tidak terbaca")


def test_a_page_that_needs_the_network_is_answered_with_the_check(
    page: Page, context: BrowserContext
) -> None:
    kept(page)
    context.set_offline(True)

    page.goto("/v/nomor/")

    expect(page.get_by_role("heading", name="Periksa anggota", level=1)).to_be_visible()
    expect(page.locator(".verdict")).to_have_count(0)


def test_the_check_can_be_installed(page: Page, context: BrowserContext) -> None:
    kept(page)

    told = context.new_cdp_session(page).send("Page.getInstallabilityErrors")

    # a window of a private kind, as tests have it, installs nothing
    assert {error["errorId"] for error in told["installabilityErrors"]} <= {"in-incognito"}


def test_the_code_that_a_member_shows_is_the_one_that_the_check_reads(
    page: Page, context: BrowserContext, site: str
) -> None:
    """From the member's screen in the dark, photographed, to the answer."""
    card = a_card()
    client = Client()
    client.force_login(card.member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 780})
    context.add_cookies([{"name": session.key, "value": session.value, "url": site}])
    page.goto("/kartu/")
    shown = page.locator(".kta-code").screenshot()
    context.clear_cookies()

    page.goto("/v/")
    page.get_by_label("Foto kode QR").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": shown}
    )
    page.get_by_role("button", name="Baca kode").click()

    expect(page.locator(".verdict .status")).to_have_text("Anggota aktif")

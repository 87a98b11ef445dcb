"""An officer is asked who they are in the middle of an act, on a 360 px screen, and finds all that was typed."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django import Settings

from members.models import Member
from tests.browser.signing_in import sign_in
from tests.cast import PASSWORD, make_member, make_secretary_of_dpp, make_user


def test_what_was_typed_is_there_after_the_proof(page: Page, settings: Settings) -> None:
    member = make_member(user=make_user())
    page.set_viewport_size({"width": 360, "height": 780})
    sign_in(page, make_secretary_of_dpp())
    page.goto(f"/daerah/16/anggota/{member.pk}/ubah/berhentikan/")
    page.get_by_label("Berlaku sejak").fill("01-02-2024")
    page.get_by_label("Nomor SK DPP").fill("7/SK/DPP/2026")
    page.get_by_label("Alasan").fill('Siti "Ani" <&>')
    page.get_by_label("Catatan terbatas").fill("Berkas 7")
    page.get_by_role("button", name="Berhentikan").click()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0  # the officer reads for long
    page.get_by_role("button", name="Ya, Berhentikan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pastikan ini Anda")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()

    main = page.get_by_role("main")
    for words in (
        "Yang Anda isi masih ada",
        "1 Februari 2024",
        "7/SK/DPP/2026",
        'Siti "Ani" <&>',
        "Berkas 7",
    ):
        expect(page.locator("body")).to_contain_text(words)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    main.get_by_role("button", name="Ya, Berhentikan").click()

    expect(page.get_by_text("diberhentikan dan diberi tahu lewat email")).to_be_visible()
    row = Member.objects.get(pk=member.pk)
    assert (row.status, row.changes.latest("pk").restricted_note) == ("EXPELLED", "Berkas 7")

"""A whole mutasi on phones: the member asks, both sides consent, the day comes, and everybody sees it."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from ipspi.accounts.models import User
from members import transfers
from members.life import spoken
from members.models import Member
from tests.browser.signing_in import is_whole, phone_of
from tests.cast import make_member, make_officer, make_user

NAME = "Nur'aini Putri Contoh"
WAIT = dt.timedelta(days=9)  # until the day wished for


def _ask(page: Page, *, on: dt.date, javascript: bool) -> None:
    """Write the new address where addresses are kept, and follow where that leads."""
    page.goto("/pendaftaran/status/")
    page.get_by_role("link", name="Profil:").click()
    _move_to_banda_aceh(page, javascript=javascript)
    page.get_by_role("button", name="Simpan profil").click()
    expect(page.get_by_role("alert")).to_contain_text("Alamat ini di provinsi lain: ajukan mutasi.")
    assert is_whole(page)
    page.get_by_role("link", name="Ajukan mutasi ke Kota Banda Aceh").click()
    proposed = page.get_by_label("Kabupaten atau kota yang baru").and_(page.locator("input"))
    expect(proposed).to_have_value("Kota Banda Aceh")
    page.get_by_label("Pindah sejak").fill(f"{on:%d-%m-%Y}")
    page.get_by_label("Alasan").fill("Pindah tugas.")
    page.get_by_role("button", name="Ajukan mutasi").click()
    expect(page.get_by_role("main")).to_contain_text("Kota Banda Aceh")
    assert is_whole(page)
    page.get_by_role("button", name="Ya,").click()
    expect(page.get_by_text("Mutasi Anda diajukan.")).to_be_visible()
    assert is_whole(page)


def _move_to_banda_aceh(page: Page, *, javascript: bool) -> None:
    field = page.get_by_label("Kabupaten atau kota tempat tinggal").and_(page.locator("input"))
    if javascript:
        field.fill("")
        field.press_sequentially("banda aceh", delay=20)
        page.get_by_role("option", name="Kota Banda Aceh").click()
    else:  # it is a plain text
        field.fill("banda aceh")


def _consent(page: Page, *, chapter: str, side: str) -> None:
    page.goto(f"/daerah/{chapter}/")
    page.get_by_role("link", name="Mutasi", exact=True).click()
    expect(page.get_by_role("row").filter(has_text=NAME)).to_be_visible()
    assert is_whole(page)
    page.get_by_role("link", name=NAME).click()
    page.get_by_label(f"Setujui sebagai {side}").check()
    assert is_whole(page)
    page.get_by_role("button", name="Simpan keputusan").click()
    expect(page.get_by_text("Persetujuan Anda tercatat.")).to_be_visible()


def _roster(page: Page, chapter: str) -> str:
    page.goto(f"/daerah/{chapter}/anggota/")
    assert is_whole(page)
    return page.get_by_role("main").inner_text()


def _card_says(page: Page, *, number: str, chapter: str) -> None:
    page.goto("/kartu/")
    expect(page.locator(".kta")).to_contain_text(number)
    expect(page.locator(".kta")).to_contain_text(chapter)
    assert is_whole(page)


@pytest.fixture
def people(transactional_db: None) -> tuple[Member, User, User]:
    """Somebody of Sumatera Selatan, and the chairs of the two chapters."""
    member = make_member(name=NAME, user=make_user(), address="Jalan Merdeka 1", sector="NGO")
    return member, make_officer(chapter="16"), make_officer(chapter="11")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_member_moves_to_another_province_with_the_consent_of_both_chapters(
    javascript: bool, chromium: Browser, site: str, people: tuple[Member, User, User]
) -> None:
    day = timezone.localdate() + WAIT
    member, *_chairs = people
    phone, leaving, receiving = (
        phone_of(user, browser=chromium, site=site, javascript=javascript) for user in (member.user, *_chairs)
    )
    _card_says(phone, number=member.number, chapter="DPD Sumatera Selatan")
    _ask(phone, on=day, javascript=javascript)
    _consent(leaving, chapter="16", side="daerah asal")
    phone.goto("/pendaftaran/status/")
    expect(phone.get_by_role("main")).to_contain_text("menunggu persetujuan")
    _consent(receiving, chapter="11", side="daerah tujuan")

    phone.goto("/pendaftaran/status/")
    expect(phone.get_by_role("main")).to_contain_text(spoken(day))
    assert NAME in _roster(leaving, "16")  # until the day comes
    assert NAME not in _roster(receiving, "11")
    transfers.carry_out_due(at=timezone.now() + WAIT)

    _card_says(phone, number=member.number, chapter="DPD Aceh")
    phone.goto("/pendaftaran/status/")
    expect(phone.get_by_role("main")).to_contain_text("Pindah daerah")
    assert NAME not in _roster(leaving, "16")
    assert member.number in _roster(receiving, "11")
    assert leaving.goto(f"/daerah/16/anggota/{member.pk}/").status == 404
    receiving.get_by_role("link", name=NAME).click()
    expect(receiving.get_by_role("main")).to_contain_text("Kota Banda Aceh")
    moved = Member.objects.get(pk=member.pk)
    assert (moved.home_province_id, moved.home_regency_id, moved.number) == ("11", "11.71", member.number)
    for page in (phone, leaving, receiving):
        page.context.close()

"""Leave, resignation, and the way back to the same number, on phones."""

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from members import life
from members.models import Member
from tests.browser.signing_in import is_whole, phone_of
from tests.cast import make_document, make_education, make_member, make_officer, make_user
from tests.photos import make_photo

NAME = "Nur'aini Putri Contoh"


def _member() -> Member:
    """Somebody who has once given all that a registration asks."""
    member = make_member(
        name=NAME,
        user=make_user(),
        birth_place="Palembang",
        address="Jalan Merdeka 1",
        sector="NGO",
        category="PEKSOS",
        role_other="Pendamping",
    )
    make_education(member)
    for kind in ("foto", "ijazah"):
        make_document(kind=kind, member=member, content=make_photo(), preview=make_photo())
    return member


def _do(page: Page, what: str, *, answers: dict[str, dt.date], yes: str) -> None:
    """Do one of the things that the page of the membership offers, asked twice."""
    page.goto("/pendaftaran/status/")
    page.get_by_role("link", name=what).click()
    for label, day in answers.items():
        page.get_by_label(label).fill(f"{day:%d-%m-%Y}")
    assert is_whole(page)
    page.get_by_role("button", name=yes).click()
    assert is_whole(page)
    page.get_by_role("button", name="Ya,").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keanggotaan Anda")
    assert is_whole(page)


def _apply_again(page: Page) -> None:
    page.get_by_role("button", name="Daftar lagi sebagai anggota").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa jawaban Anda")
    expect(page.get_by_role("main")).to_contain_text("Jalan Merdeka 1")  # nothing is typed again
    page.get_by_label("Saya sudah membaca dan menyetujuinya.").check()
    assert is_whole(page)
    page.get_by_role("button", name="Kirim pendaftaran").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pendaftaran Anda sedang diperiksa")


def _admit(page: Page) -> None:
    page.goto("/daerah/16/pendaftaran/")
    page.get_by_role("link", name=NAME).click()
    assert is_whole(page)
    page.get_by_role("link", name="Terima sebagai anggota").click()
    page.get_by_role("button", name="Ya, terima").click()
    expect(page.get_by_role("main")).to_contain_text("diterima sebagai anggota dengan nomor")


def test_a_member_takes_leave_resigns_and_comes_back_with_the_same_number(
    chromium: Browser, transactional_db: None, site: str
) -> None:
    member, today = _member(), timezone.localdate()
    phone = phone_of(member.user, browser=chromium, site=site)
    until = today + dt.timedelta(days=90)

    _do(
        phone,
        "Cuti dari keanggotaan",
        answers={"Mulai cuti": today, "Aktif kembali pada": until},
        yes="Ambil cuti",
    )
    expect(phone.get_by_role("main")).to_contain_text(life.spoken(until))
    phone.goto("/kartu/")
    expect(phone.get_by_role("main")).to_contain_text("Cuti")
    _do(phone, "Mengundurkan diri", answers={"Berhenti sejak": today}, yes="Lanjutkan")
    expect(phone.get_by_role("main")).to_contain_text("Mengundurkan diri")
    phone.goto("/kartu/")
    expect(phone.locator(".kta")).to_have_count(0)
    phone.goto("/pendaftaran/status/")
    _apply_again(phone)

    officer = phone_of(make_officer(chapter="16"), browser=chromium, site=site)
    _admit(officer)

    phone.goto("/kartu/")
    expect(phone.locator(".kta")).to_contain_text(str(member.number))
    again = Member.objects.get(number=member.number)
    assert (again.status, again.name, again.pk == member.pk) == (Member.Status.ACTIVE, NAME, False)
    for page in (phone, officer):
        page.context.close()

"""A conflict, from the officer's tick to the member's answers on a narrow phone, and back."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from members.models import Member, Proposal
from tests.browser.signing_in import is_whole, phone_of
from tests.cast import make_member, make_officer, make_user
from tests.chapters.reconciliation.scene import keep, line_of, reconcile
from tests.fixtures.processes import MailServer, Worker

CONFLICTS = "/daerah/16/rekonsiliasi/bertentangan/"


def _looked_at(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert is_whole(page)


def _conflict() -> Member:
    member = make_member(user=make_user("siti@contoh.example"), reference="M0", workplace="Yayasan Rahmawati")
    keep(line_of(member, 2, phone="0813 0000 1111", workplace="LKS Melati"))
    reconcile()
    return member


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_an_officer_proposes_and_the_member_answers(
    transactional_db: None,
    chromium: Browser,
    celery_worker: Worker,
    smtp: MailServer,
    site: str,
    *,
    javascript: bool,
) -> None:
    member, officer = _conflict(), make_officer()
    desk = phone_of(officer, browser=chromium, site=site, javascript=javascript)
    desk.goto(CONFLICTS)
    expect(desk.get_by_role("main")).to_contain_text("0813 0000 1111")
    desk.get_by_role("checkbox", name="Telepon").check()
    desk.get_by_role("checkbox", name="Tempat bekerja").check()
    if javascript:
        _looked_at(desk)
    desk.get_by_role("button", name="Usulkan yang dipilih kepada anggota").click()
    expect(desk.get_by_text("2 usulan dikirim kepada 1 anggota.")).to_be_visible()
    expect(desk.get_by_text("belum dijawab")).to_have_count(2)

    mail = smtp.mail_to("siti@contoh.example", seconds=60)
    assert "Telepon, Tempat bekerja" in mail.text
    assert "1300001111" not in mail.text
    assert "/pendaftaran/status/" in mail.text

    phone = phone_of(member.user, browser=chromium, site=site, javascript=javascript)
    phone.goto("/pendaftaran/status/")
    expect(phone.get_by_role("heading", level=2).first).to_have_text(
        "Pengurus DPD Sumatera Selatan mengusulkan perubahan"
    )
    if javascript:
        _looked_at(phone)
    phone.get_by_role("button", name=re.compile("Ya, ganti.*Telepon")).click()
    expect(phone.get_by_text("Telepon sudah diganti.")).to_be_visible()
    phone.get_by_text("Beri keterangan, atau keduanya salah").click()
    phone.get_by_label("Keterangan untuk pengurus").fill("Saya masih di sana.")
    phone.get_by_role("button", name=re.compile("Data saya sudah benar.*Tempat bekerja")).click()
    expect(phone.get_by_role("heading", name="Tidak ada usulan yang menunggu")).to_be_visible()
    if javascript:
        _looked_at(phone)

    desk.goto(CONFLICTS)
    expect(desk.get_by_text("dijawab: registri benar")).to_be_visible()
    expect(desk.get_by_text("Saya masih di sana.")).to_be_visible()
    desk.get_by_role("link", name="perbaiki di daftar daerah").click()
    expect(desk.get_by_role("main")).to_contain_text("LKS Melati")
    if javascript:
        _looked_at(desk)
    fresh = Member.objects.get(pk=member.pk)
    assert (str(fresh.phone), fresh.workplace) == ("+6281300001111", "Yayasan Rahmawati")
    assert dict(Proposal.objects.values_list("field", "state")) == {
        "phone": "ACCEPTED",
        "workplace": "REFUSED",
    }
    for page in (desk, phone):
        page.context.close()


@pytest.mark.skipif(
    "IPSPI_SCREENSHOTS" not in os.environ, reason="pictures are asked for by IPSPI_SCREENSHOTS"
)
def test_pictures(transactional_db: None, chromium: Browser, site: str) -> None:
    folder = Path(os.environ["IPSPI_SCREENSHOTS"])
    member, officer = _conflict(), make_officer()
    make_member(name="Budi Tumanggor", reference="M1", phone="+6281111222333", workplace="RSUD Palembang")
    budi = Member.objects.get(reference="M1")
    keep(
        line_of(member, 2, phone="0813 0000 1111", workplace="LKS Melati"),
        line_of(budi, 3, phone="0813 0000 2222"),
    )
    reconcile()
    desk, own = (phone_of(user, browser=chromium, site=site) for user in (officer, member.user))
    looks = {"phone": (360, 780, "light"), "desktop": (1280, 900, "light"), "dark": (360, 780, "dark")}
    for look, (width, height, scheme) in looks.items():
        for page in (desk, own):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for name, path in {"conflicts": CONFLICTS, "all": "/daerah/16/rekonsiliasi/usulan/semua/"}.items():
            desk.goto(path)
            desk.screenshot(path=folder / f"{name}.{look}.png", full_page=True)
        if look == "phone":
            desk.goto(CONFLICTS)
            for field in ("Telepon", "Tempat bekerja"):
                desk.get_by_role("checkbox", name=field).first.check()
            desk.get_by_role("button", name="Usulkan yang dipilih kepada anggota").click()
            desk.screenshot(path=folder / "sent.phone.png", full_page=True)
        for name, path in {"status": "/pendaftaran/status/", "answers": "/keanggotaan/usulan/"}.items():
            own.goto(path)
            own.screenshot(path=folder / f"{name}.{look}.png", full_page=True)
        if look == "desktop":
            own.get_by_role("button", name=re.compile("Data saya sudah benar.*Tempat bekerja")).click()
            own.goto("/keanggotaan/usulan/")
            own.screenshot(path=folder / "answered.desktop.png", full_page=True)
            desk.goto(CONFLICTS)
            desk.screenshot(path=folder / "after.desktop.png", full_page=True)
            desk.goto("/daerah/16/rekonsiliasi/perbaiki-daftar/")
            desk.screenshot(path=folder / "correct.desktop.png", full_page=True)
    for page in (desk, own):
        page.context.close()

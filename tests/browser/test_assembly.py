"""A MUSDA on two phones at the door, one without JavaScript: voters come, the quorum is there, a chair is elected."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chapters.models import Office
from events.models import Assembly, Attendance
from ipspi.accounts.models import User
from members.models import Member
from tests.assemblies import make_listed
from tests.browser.signing_in import is_whole, phone_of
from tests.cast import OGAN_ILIR, make_member, make_officer, make_user

PICTURES = os.environ.get("IPSPI_SCREENSHOTS")
LOOKS = {"phone": (360, 780, "light"), "desktop": (1280, 900, "light"), "dark": (360, 780, "dark")}
NAMES = ("Budi Santoso Contoh", "Siti Aminah Contoh", "Nur'aini Contoh", "Wahidin Contoh", "Suharti Contoh")


@pytest.fixture
def story(transactional_db: None) -> tuple[User, User, Assembly, list[Member]]:
    """A chair, who holds the assembly, a treasurer at the door, and five voters beside two who are none."""
    chair, treasurer = make_officer(), make_officer(office=Office.TREASURER)
    people = [make_member(name=name, user=make_user(), home_regency=OGAN_ILIR) for name in NAMES]
    make_member(name="Dewi Cuti Contoh", status=Member.Status.ON_LEAVE)
    make_member(name="Rahmat Skors Contoh", status=Member.Status.SUSPENDED)
    assembly = make_listed(by=chair, candidate_conditions=["HOME", "DUES"], later_percent=25)
    return chair, treasurer, assembly, people


def test_voters_come_at_two_doors_and_elect_a_chair(
    chromium: Browser, site: str, story: tuple[User, User, Assembly, list[Member]]
) -> None:
    chair, treasurer, assembly, people = story
    here = f"/daerah/16/musda/{assembly.pk}/"
    lead = phone_of(chair, browser=chromium, site=site, javascript=False)
    door = phone_of(treasurer, browser=chromium, site=site)
    _look(lead, here, "listed")
    _look(lead, f"{here}pemilih/", "voters")
    _look(lead, f"{here}pemilih/?bukan=1", "excluded")
    lead.goto(here)
    lead.get_by_role("link", name="Buka musyawarah").click()
    lead.get_by_role("button", name="Buka musyawarah").click()
    expect(lead.get_by_text("hadir 0 dari 3 yang diperlukan")).to_be_visible()

    for page, came in ((door, people[:2]), (lead, people[1:4])):
        page.goto(f"{here}kehadiran/")
        for person in came:
            page.get_by_label("Nomor anggota").fill(str(person.number))
            page.get_by_role("button", name="Catat hadir").click()
            expect(page.get_by_text(person.full_name).first).to_be_visible()
    expect(lead.get_by_text("kuorum tercapai")).to_be_visible()
    assert Attendance.objects.count() == 4
    _look(lead, f"{here}kehadiran/", "door")
    lead.goto(f"{here}langkah/buka/")
    lead.get_by_role("button", name="Buka musyawarah").click()

    for person in people[:2]:
        lead.goto(f"{here}calon/tambah/")
        lead.get_by_label("Nama", exact=True).fill(person.name)
        lead.get_by_label("Nomor anggota").fill(str(person.number))
        lead.get_by_role("button", name="Usulkan").click()
    expect(lead.get_by_text("belum memenuhi syarat").first).to_be_visible()
    _look(lead, here, "candidates")
    Assembly.objects.update(candidate_conditions=["HOME"])
    _look(lead, f"{here}hasil/", "result-form")
    lead.get_by_label("Pemungutan suara").check()
    lead.get_by_label(people[0].full_name, exact=True).check()
    numbers = {f"Suara {people[0].name}": 3, f"Suara {people[1].name}": 0, "Suara tidak sah": 0, "Abstain": 1}
    for label, number in {**numbers, "Surat suara masuk": 4, "Jumlah menurut panitia": 5}.items():
        lead.get_by_label(label).fill(str(number))
    lead.get_by_role("button", name="Simpan hasil").click()
    expect(lead.get_by_text("Panitia menyebut jumlah 5; menurut hitungan 4.")).to_be_visible()
    _look(lead, here, "elected")
    _look(lead, f"{here}berita-acara/", "minutes")
    if PICTURES:
        for path, name in (
            ("/daerah/16/musda/", "list"),
            (f"{here}aturan/", "settings"),
            (f"{here}masa-bakti/", "begin"),
        ):
            _look(lead, path, name)
    for page in (lead, door):
        page.context.close()


def _look(page: Page, path: str, name: str) -> None:
    """Open a page: it is whole on a narrow phone; pictures are taken where they are asked for."""
    page.goto(path)
    assert is_whole(page), name
    if PICTURES:
        for look, (width, height, scheme) in LOOKS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=Path(PICTURES) / f"{name}.{look}.png", full_page=True)
        page.set_viewport_size({"width": 360, "height": 780})
        page.emulate_media(color_scheme="light")

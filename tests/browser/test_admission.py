"""Deciding together by keyboard alone, and a round of changes on a phone, in a real browser."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from chapters import bulk_admission
from chapters.models import BulkAdmission
from members.models import ChangeRequest, Document, Member
from tests.admissions import ask
from tests.browser.signing_in import is_whole, phone_of, sign_in
from tests.cast import NOW, make_applicant, make_document, make_education, make_officer
from tests.photos import CAMERA, is_upright, make_photo, opened


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab, as somebody without a mouse does, until the focus is on what is looked for."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def _chosen(page: Page) -> list[str]:
    return [box.get_attribute("aria-label") or "" for box in page.locator("input:checked").all()]


@pytest.fixture
def applicants(transactional_db: None) -> list[Member]:
    names = ("Agus Hidayat", "Budi Santoso", "Dewi Lestari")
    return [make_applicant(name=name, applied_at=NOW + dt.timedelta(hours=n)) for n, name in enumerate(names)]


def test_applicants_are_admitted_together_and_called_back_by_keyboard_alone(
    applicants: list[Member], page: Page
) -> None:
    sign_in(page, make_officer(chapter="16"))
    page.goto("/daerah/16/pendaftaran/")
    expect(page.get_by_text("Dengan papan ketik, di dalam daftar")).to_be_visible()

    _tab_to(page, "input[name=pilih]")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("k")
    assert _chosen(page) == ["Pilih Agus Hidayat", "Pilih Dewi Lestari"]
    page.keyboard.press("a")

    expect(page.get_by_role("heading", name="Terima 2 pendaftar?")).to_be_visible()
    page.keyboard.press("Enter")  # the button has the focus
    expect(page.get_by_role("heading", name="2 pendaftar akan diterima")).to_be_visible()
    _tab_to(page, "#batalkan")
    page.keyboard.press("Enter")

    expect(
        page.get_by_text("Tidak ada yang diterima, dan tidak ada nomor yang terpakai.").first
    ).to_be_visible()
    assert Member.objects.filter(status=Member.Status.APPLIED).count() == 3


def test_the_result_comes_by_itself_when_it_is_in_force(applicants: list[Member], page: Page) -> None:
    sign_in(page, make_officer(chapter="16"))
    page.goto("/daerah/16/pendaftaran/")
    page.get_by_role("link", name="Pilih semua yang dapat dipilih").click()
    page.get_by_role("button", name="Terima yang dipilih").click()
    page.get_by_role("button", name="Terima 3 pendaftar").click()
    expect(page.locator("[data-countdown]")).to_have_text("27", timeout=6_000)

    bulk_admission.admit_due(at=BulkAdmission.objects.get().effective_at)

    expect(page.get_by_text("3 diterima, 0 tidak.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Budi Santoso")).to_contain_text("16.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_changes_are_asked_for_made_and_seen_on_a_narrow_phone(
    javascript: bool, chromium: Browser, transactional_db: None, site: str, tmp_path: Path
) -> None:
    secretary, applicant = make_officer(chapter="16"), make_applicant(name="Siti Rahma")
    make_document(member=applicant, kind="ijazah", content=make_photo(), preview=make_photo(size=(200, 150)))
    officer = phone_of(secretary, browser=chromium, site=site, javascript=javascript)
    officer.goto(f"/daerah/16/pendaftaran/{applicant.pk}/")
    officer.get_by_role("link", name="Minta perbaikan").click()
    officer.get_by_label("Nama lengkap", exact=False).first.check()
    officer.get_by_label("Yang perlu diperbaiki pada Nama lengkap").fill("Tulis seperti di KTP.")
    officer.get_by_label("Ijazah Tersimpan").check()
    officer.get_by_label("Yang perlu diperbaiki pada Ijazah").fill("Foto ijazah tidak terbaca, unggah lagi.")
    officer.get_by_role("button", name="Kirim permintaan").click()
    expect(officer.get_by_text("Permintaan perbaikan terkirim")).to_be_visible()

    page = phone_of(applicant.user, browser=chromium, site=site, javascript=javascript)
    expect(page.get_by_role("main")).to_contain_text("Tulis seperti di KTP.")
    page.get_by_role("link", name="Perbaiki sekarang").click()
    _send_again_with_a_diploma(page, folder=tmp_path)

    officer.goto(f"/daerah/16/pendaftaran/{applicant.pk}/")
    row = officer.get_by_role("row").filter(has_text="Tulis seperti di KTP.")
    expect(row).to_contain_text("Siti Rahmawati")
    expect(officer.get_by_role("row").filter(has_text="tidak terbaca")).to_contain_text("diganti pada")
    kept = Document.objects.get()
    assert (kept.member, is_upright(opened(bytes(kept.content)))) == (applicant, True)
    assert CAMERA.encode() not in bytes(kept.content)
    officer.get_by_role("link", name="Terima sebagai anggota").click()
    officer.get_by_role("button", name="Ya, terima").click()
    expect(officer.get_by_role("main")).to_contain_text("diterima sebagai anggota dengan nomor")
    assert ChangeRequest.objects.get().answered
    for each in (officer, page):
        assert is_whole(each)
        each.context.close()


def _send_again_with_a_diploma(page: Page, *, folder: Path) -> None:
    """Correct the name after a mistake, and send the diploma once: what has come is kept beside a wrong answer."""
    (photo := folder / "IMG_2036.HEIC").write_bytes(make_photo(size=(2000, 1500), form="HEIF"))
    page.get_by_label("Nama lengkap").fill("")
    page.get_by_role("button", name="Kirim perbaikan").click()
    expect(page.get_by_role("alert")).to_contain_text("Isi nama lengkap Anda.")
    page.get_by_label("Ijazah", exact=True).set_input_files(photo)
    page.get_by_role("button", name="Kirim perbaikan").click()
    expect(page.get_by_role("main")).to_contain_text("Sudah diunggah, ikut terkirim", timeout=30_000)
    expect(page.get_by_role("img", name="Ijazah yang baru")).to_be_visible()
    page.get_by_label("Nama lengkap").fill("Siti Rahmawati")
    page.get_by_role("button", name="Kirim perbaikan").click()
    expect(page.get_by_text("Perbaikan Anda terkirim.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_student_who_has_graduated_sends_the_diploma_in_the_same_round(
    javascript: bool, chromium: Browser, transactional_db: None, site: str, tmp_path: Path
) -> None:
    student = make_applicant(category="MAHASISWA", type_id="rekan")
    make_education(student, entered_in=2022, graduated_in=None)
    ask(student, make_officer(chapter="16"), notes={"category": "Sudah lulus?"}, at=timezone.now())
    (photo := tmp_path / "IMG_2037.JPG").write_bytes(make_photo(size=(4000, 3000), least=8_000_000))
    page = phone_of(student.user, browser=chromium, site=site, javascript=javascript)
    page.goto("/pendaftaran/perbaikan/")
    page.get_by_label("Lulusan pekerjaan sosial atau kesejahteraan sosial").check()
    page.get_by_role("button", name="Kirim perbaikan").click()
    expect(page.get_by_role("alert")).to_contain_text("Tahun lulus")
    page.get_by_label("Tahun lulus").fill("2026")
    page.get_by_role("button", name="Kirim perbaikan").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Anda sekarang bukan mahasiswa lagi: unggah ijazah Anda."
    )
    page.get_by_label("Ijazah", exact=True).set_input_files(photo)
    page.get_by_role("button", name="Kirim perbaikan").click()

    expect(page.get_by_text("Perbaikan Anda terkirim.")).to_be_visible(timeout=30_000)
    student.refresh_from_db()
    assert (student.category, student.type_id, student.documents.get().kind) == ("PEKSOS", "biasa", "ijazah")
    page.context.close()


def test_applicants_are_admitted_together_without_javascript(
    applicants: list[Member], chromium: Browser, site: str
) -> None:
    page = phone_of(make_officer(chapter="16"), browser=chromium, site=site, javascript=False)
    page.goto("/daerah/16/pendaftaran/")
    page.get_by_role("link", name="Pilih semua yang dapat dipilih").click()
    page.get_by_role("button", name="Terima yang dipilih").click()
    page.get_by_role("button", name="Terima 3 pendaftar").click()
    expect(page.get_by_role("heading", name="3 pendaftar akan diterima")).to_be_visible()

    page.get_by_role("button", name="Batalkan").click()

    expect(page.get_by_role("heading", name="Tetap menunggu keputusan")).to_be_visible()
    page.context.close()

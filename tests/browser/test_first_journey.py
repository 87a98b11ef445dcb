"""From the first visit to the roster, on a phone, with a real browser, worker, broker and mail server."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ipspi.accounts.models import User
from members.models import Member
from tests.browser.signing_in import sign_in
from tests.cast import PASSWORD, make_nik, make_officer, make_user
from tests.fixtures.processes import MailServer, Worker
from tests.photos import CAMERA, is_upright, make_photo, opened

PHONE = {"width": 360, "height": 780}
EMAIL = "nuraini@contoh.example"
NAME = "Nur'aini Putri Contoh"


def _sign_up(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Daftar sebagai anggota").click()
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Kata sandi", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Buat akun").click()
    expect(page.get_by_role("heading", name="Periksa email Anda")).to_be_visible()


def _confirm(page: Page, smtp: MailServer) -> None:
    code = re.search(r"\b\d{6}\b", smtp.mail_to(EMAIL).text)
    assert code
    page.get_by_label("Kode konfirmasi").fill(code[0])
    page.get_by_role("button", name="Konfirmasi").click()
    expect(page.get_by_role("heading", name="Mendaftar sebagai anggota")).to_be_visible()


def _answer(page: Page, nik: str, folder: Path) -> None:
    page.get_by_role("link", name="Mulai").click()
    page.get_by_label("Nama lengkap").fill(NAME)
    _go_on(page)
    page.get_by_label("NIK").fill(nik)
    page.get_by_label("Tempat lahir").fill("Palembang")
    page.get_by_label("Tanggal lahir").fill("27-03-1985")
    page.get_by_label("Perempuan").check()
    _go_on(page)
    page.get_by_label("Nomor telepon atau WhatsApp").fill("0812 3456 7890")
    page.get_by_label("Alamat surat").fill("Jalan Merdeka 1, RT 2/RW 3")
    _choose_regency(page)
    _go_on(page)
    page.get_by_label("LKS, yayasan, atau organisasi masyarakat").check()
    _go_on(page)
    page.get_by_label("Tempat bekerja").fill("Yayasan Contoh Kasih")
    page.get_by_label("Peran di tempat kerja").select_option(label="Pendamping PKH")
    _go_on(page)
    page.get_by_label("Lulusan pekerjaan sosial atau kesejahteraan sosial").check()
    _go_on(page)
    page.get_by_label("Jenjang").select_option("D4")
    page.get_by_label("Program studi").fill("Pekerjaan Sosial")
    page.get_by_label("Perguruan tinggi").and_(page.locator("input")).fill("STKS Bandung")
    page.get_by_label("Tahun lulus").fill("2008")
    _go_on(page)
    (photo := folder / "IMG_2034.JPG").write_bytes(make_photo("portrait", size=(4000, 3000), least=8_000_000))
    (diploma := folder / "IMG_2035.HEIC").write_bytes(make_photo(size=(2000, 1500), form="HEIF"))
    _send(page, "Pasfoto", photo)
    _send(page, "Ijazah", diploma)
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Periksa")
    expect(page.get_by_text(nik)).to_be_hidden()  # until its owner uncovers it


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="Simpan dan lanjutkan").click()


def _send(page: Page, document: str, file: Path) -> None:
    page.get_by_role("link", name=f"Unggah {document}").click()
    page.get_by_label(document).set_input_files(file)
    page.get_by_role("button", name="Unggah").click()
    expect(page.get_by_role("link", name=f"Ganti {document}")).to_be_visible(timeout=30_000)
    shown = page.get_by_role("img", name=f"{document} yang tersimpan")
    page.wait_for_load_state("load")
    assert shown.evaluate("image => image.naturalHeight") > 0


def _are_upright_and_bare(member: Member) -> None:
    for document in member.documents.all():
        kept = bytes(document.content)
        assert CAMERA.encode() not in kept
        assert dict(opened(kept).getexif()) == {}
        assert is_upright(opened(kept))
    assert sorted(member.documents.values_list("kind", flat=True)) == ["foto", "ijazah"]


def _choose_regency(page: Page) -> None:
    field = page.get_by_role("combobox", name="Kabupaten atau kota tempat tinggal")
    if field.count():
        field.press_sequentially("palemb", delay=20)
        page.get_by_role("option", name="Kota Palembang").click()
    else:  # without JavaScript it is a plain text
        page.get_by_label("Kabupaten atau kota tempat tinggal").fill("palembang")


def _submit(page: Page) -> None:
    page.get_by_label("Saya sudah membaca dan menyetujuinya.").check()
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("heading", name="Pendaftaran Anda sedang diperiksa")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("DPD Sumatera Selatan")


def _sign_in(browser: Browser, site: str, user: User) -> Page:
    context = browser.new_context(base_url=site, locale="id-ID")
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, user)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def _admit(officer: Page) -> None:
    officer.goto("/daerah/16/anggota/")
    expect(officer.get_by_role("row").filter(has_text=NAME)).to_contain_text("Menunggu keputusan")
    officer.get_by_role("link", name=NAME).click()
    officer.get_by_role("link", name="Terima sebagai anggota").click()
    officer.get_by_role("button", name="Ya, terima").click()
    expect(officer.get_by_role("main")).to_contain_text("diterima sebagai anggota dengan nomor")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_person_registers_is_admitted_and_is_in_the_right_roster_and_in_no_other(
    javascript: bool, chromium: Browser, celery_worker: Worker, smtp: MailServer, site: str, tmp_path: Path
) -> None:
    secretary, neighbour = make_officer(chapter="16"), make_officer(chapter="11")
    nik = make_nik()
    phone: BrowserContext = chromium.new_context(
        base_url=site, viewport=PHONE, java_script_enabled=javascript, locale="id-ID"
    )
    phone.set_default_timeout(10_000)
    page = phone.new_page()

    _sign_up(page)
    _confirm(page, smtp)
    _answer(page, nik, tmp_path)
    _submit(page)
    officer, other = _sign_in(chromium, site, secretary), _sign_in(chromium, site, neighbour)
    _admit(officer)

    member = Member.objects.get()
    assert (member.status, member.home_province_id, member.nik) == (Member.Status.ACTIVE, "16", nik)
    _are_upright_and_bare(member)
    page.goto("/pendaftaran/status/")
    expect(page.get_by_role("main")).to_contain_text(member.number)
    assert member.number in smtp.mail_to(EMAIL).text
    officer.goto("/daerah/16/anggota/?q=aini")
    expect(officer.get_by_role("row").filter(has_text=NAME)).to_contain_text(member.number)
    other.goto("/daerah/11/anggota/")
    assert NAME not in other.content()
    assert other.goto(f"/daerah/16/anggota/{member.pk}/").status == 404
    for context in (phone, officer.context, other.context):
        context.close()


class Keys:
    """A keyboard, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str) -> None:
        """Press Tab until what is called `name` has the focus."""
        for _press in range(60):
            self.page.keyboard.press("Tab")
            if name in self.focused():
                return
        raise AssertionError(f"no Tab leads to {name}")

    def focused(self) -> str:
        """Return what a screen reader would call what has the focus."""
        called = """() => {
            const here = document.activeElement;
            return [here.getAttribute("aria-label"), ...[...(here.labels ?? [])].map((label) => label.textContent),
                    here.closest("fieldset")?.querySelector("legend")?.textContent,
                    here.matches("input, select, textarea, body") ? "" : here.textContent].join(" ");
        }"""
        return " ".join(str(self.page.evaluate(called)).split())

    def fill(self, name: str, text: str) -> None:
        self.to(name)
        self.page.keyboard.type(text)

    def choose(self, name: str, *, down: int) -> None:
        """Go to a group of radios or a list, and down to the one wanted."""
        self.to(name)
        for _press in range(down):
            self.page.keyboard.press("ArrowDown")

    def press(self, name: str, *, leads_to: str) -> None:
        """Press Enter on a link or a button, and wait for the page that it leads to, known by its heading."""
        self.to(name)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(leads_to, timeout=20_000)
        self.page.wait_for_load_state("load")

    def go_on(self, heading: str) -> None:
        self.press("Simpan dan lanjutkan", leads_to=heading)


def test_a_registration_by_keyboard_alone(chromium: Browser, transactional_db: None, site: str) -> None:
    user = make_user("keyboard@contoh.example")
    page = _sign_in(chromium, site, user)
    keys = Keys(page)

    keys.press("Mulai", leads_to="Siapa nama Anda?")
    keys.fill("Nama lengkap", NAME)
    keys.go_on("Identitas Anda")
    keys.fill("NIK", make_nik())
    keys.fill("Tempat lahir", "Palembang")
    keys.fill("Tanggal lahir", "27-03-1985")
    keys.choose("Jenis kelamin", down=0)
    page.keyboard.press("ArrowDown")
    keys.go_on("Di mana kami menghubungi Anda")
    keys.fill("Nomor telepon", "081234567890")
    keys.fill("Alamat surat", "Jalan Merdeka 1")
    keys.fill("Kabupaten atau kota", "palemb")
    expect(page.get_by_role("option", name="Kota Palembang")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    keys.go_on("Status kepegawaian Anda")
    keys.choose("Di mana Anda bekerja?", down=0)
    page.keyboard.press("ArrowUp")  # from the first choice to the last: not working
    keys.go_on("Kategori Anda")
    keys.choose("Anda mendaftar sebagai apa?", down=1)
    keys.go_on("Pendidikan Anda")
    keys.choose("Jenjang", down=3)
    keys.fill("Program studi", "Pekerjaan Sosial")
    keys.fill("Perguruan tinggi", "padj")
    expect(page.get_by_role("option", name="Universitas Padjadjaran")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    keys.fill("Tahun lulus", "2008")
    keys.go_on("Dokumen Anda")
    for document in ("Pasfoto", "Ijazah"):
        keys.press(f"Unggah {document}", leads_to=document)
        with page.expect_file_chooser() as chooser:  # listens for it well before the key is pressed
            keys.to(document)
            page.keyboard.press("Enter")
        picture: Any = {"name": "IMG.JPG", "mimeType": "image/jpeg", "buffer": make_photo("portrait")}
        chooser.value.set_files(picture)
        keys.press("Unggah", leads_to="Dokumen Anda")
    keys.press("Lanjutkan", leads_to="Periksa jawaban Anda")
    keys.to("Saya sudah membaca")
    page.keyboard.press("Space")
    keys.press("Kirim pendaftaran", leads_to="Pendaftaran Anda sedang diperiksa")

    member = Member.objects.get()
    assert (member.name, member.sector, member.home_regency_id) == (NAME, "NONE", "16.71")
    assert member.educations.get().institution.name == "Universitas Padjadjaran"
    _are_upright_and_bare(member)
    page.context.close()


def test_a_photo_that_is_none_is_told_without_leaving_the_page(
    chromium: Browser, transactional_db: None, site: str
) -> None:
    page = _sign_in(chromium, site, make_user("layar@contoh.example"))
    page.goto("/pendaftaran/dokumen/foto/")
    wrong: Any = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"Bukan foto"}
    page.get_by_label("Pasfoto").set_input_files(wrong)
    page.get_by_role("button", name="Unggah").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Berkas ini bukan foto.")
    assert page.title().startswith("Kesalahan:")
    right: Any = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": make_photo("portrait")}
    page.get_by_label("Pasfoto").set_input_files(right)
    expect(page.locator("canvas")).to_be_visible()
    page.get_by_role("button", name="Unggah").click()
    expect(page.get_by_role("link", name="Ganti Pasfoto")).to_be_visible(timeout=20_000)
    page.context.close()

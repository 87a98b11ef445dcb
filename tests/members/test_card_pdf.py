"""The card on paper: its size, its words whatever they are, and a code that another library reads."""

import io
import math
import os
import re
import shutil
import subprocess
from dataclasses import replace

import pytest
import zxingcpp
from django.conf import settings
from PIL import Image

from ipspi.credentials import tokens
from members import card_faces, card_pdf, cards, claims
from tests.cast import NOW, found, make_member, make_user

pytestmark = pytest.mark.django_db
POPPLER = shutil.which("pdftotext") and shutil.which("pdftoppm")
# without it the tests are skipped; in CI they then fail
needs_poppler = pytest.mark.skipif(
    not POPPLER and os.environ.get("CI") != "true",
    reason="poppler (pdftotext, pdftoppm) is not installed here",
)
DOTS = 300
NAMES = [
    "Nur'aini",
    "O’Neil",
    'Siti "Ani"',
    "Budi",
    "#strong[x] $a$ *b* _c_ \\ `d` <e> @f // g",
    "Raden Mas Panji Sosrokartono Wiryodiningrat Kusumaningrat " * 3 + "Sastroamidjojo Notonegoro",
    "X" * 200,
]


def a_face(name: str = "Siti Rahmawati", **facts):
    found("16")
    member = make_member(name=name, user=make_user(), **facts)
    card = cards.current(member=member, at=NOW)
    return card_faces.face_of(card, member=member)


def text_of(pdf: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def letters(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def pictures_of(pdf: bytes, folder) -> list[Image.Image]:
    (folder / "card.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-png", "-r", str(DOTS), folder / "card.pdf", folder / "page"], check=True)
    return [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(folder.glob("page-*.png"))]


@pytest.mark.parametrize("serial", [4, 2_000_000_000])
def test_no_word_on_the_back_is_nearer_to_an_edge_than_three_millimetres(serial):
    """Printers of cards cut there; only the woven band at the lower edge goes on."""
    face = replace(
        a_face(), serial=f"No. seri {serial}, diterbitkan 26 September 2026\nBerlaku sampai 26 September 2031"
    )
    back = Image.open(io.BytesIO(card_pdf.pictures(face, dots_per_inch=DOTS)[1])).convert("RGB")

    edge, band = round(3 / 25.4 * DOTS), round(6 / 25.4 * DOTS)
    width, height = back.size
    strips = [(0, 0, width, edge), (0, 0, edge, height - band), (width - edge, 0, width, height - band)]
    assert [len(back.crop(strip).getcolors(1 << 20)) for strip in strips] == [1, 1, 1]


@needs_poppler
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_every_name_comes_out_right(name):
    face = a_face(name, titles_before="Dr. Hj.", titles_after="S.Sos., M.Si")

    said = text_of(card_pdf.rendered(face))

    assert letters(f"Dr. Hj. {name}, S.Sos., M.Si") in letters(said)
    assert face.number in said
    for words in ("Anggota Biasa", "DPD Sumatera Selatan", "April 2019", "No. seri"):
        assert words in said


@needs_poppler
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_every_code_is_read_from_the_printed_card(name, tmp_path):
    face = a_face(name)

    _front, back = pictures_of(card_pdf.rendered(face), tmp_path)

    assert zxingcpp.read_barcode(back).text == face.address


@needs_poppler
def test_it_is_as_large_as_a_bank_card_on_both_sides(tmp_path):
    pages = pictures_of(card_pdf.rendered(a_face()), tmp_path)

    dots = tuple(math.ceil(millimetres / 25.4 * DOTS) for millimetres in (85.6, 54))
    assert [page.size for page in pages] == [dots] * 2


def test_the_code_is_read_from_a_picture_of_the_back_too_small_to_enjoy():
    face = a_face("X" * 200)

    back = Image.open(io.BytesIO(card_pdf.pictures(face, dots_per_inch=150)[1]))

    assert zxingcpp.read_barcode(back).text == face.address


@pytest.mark.parametrize(
    ("name", "most_modules", "least_millimetres"), [("Siti Rahmawati", 57, 0.64), ("X" * 200, 65, 0.57)]
)
def test_a_module_of_the_code_is_large_enough_for_a_cheap_phone(name, most_modules, least_millimetres):
    code = a_face(name, number="16.2026.000124").code
    modules = code.symbol_size(border=0)[0]

    assert modules <= most_modules
    assert 42 / (modules + 8) >= least_millimetres
    assert code.error == "M"


def test_a_photo_stands_where_else_the_initials_are():
    out = io.BytesIO()
    Image.new("RGB", (360, 480), (200, 30, 30)).save(out, "JPEG")
    face = a_face()

    front = Image.open(io.BytesIO(card_pdf.pictures(face, photo=out.getvalue(), dots_per_inch=DOTS)[0]))

    at = tuple(int(millimetres / 25.4 * DOTS) for millimetres in (14, 28))
    red, green, blue = front.convert("RGB").getpixel(at)
    assert (red > 180, green < 60, blue < 60) == (True, True, True)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Siti Rahmawati Putri", "SP"),
        ("Budi", "B"),
        ("'Aisyah  al-Khansa", "AA"),
        ("1 2 3", ""),
        ("é ö", "ÉÖ"),
    ],
)
def test_initials(name, letters):
    assert card_faces.initials(name) == letters


def test_the_code_leads_to_our_own_address_and_holds_no_identity_number():
    face = a_face(nip="198503272010012001")
    payload = tokens.read(face.address.rpartition("/")[2]).payload

    assert face.address.startswith(f"{settings.SITE_URL}/v/")
    assert claims.unpacked(payload).name == "Siti Rahmawati"
    assert b"198503272010012001" not in payload

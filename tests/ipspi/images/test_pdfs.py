"""PDFs are kept as they are, so what does something, hides something or never ends is refused."""

import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipspi.images.files import LARGEST_PDF, Unacceptable
from ipspi.images.pdfs import MOST_PAGES, require_harmless
from tests.photos import make_pdf


def refused(content):
    """Return the code of a refusal, or nothing for what is taken."""
    try:
        require_harmless(content)
    except Unacceptable as error:
        return error.code
    return ""


def packed(objects: bytes) -> bytes:
    """Return a stream of objects, as newer PDFs hold most of theirs."""
    data = zlib.compress(objects)
    return b"90 0 obj\n<< /Type /ObjStm /N 1 /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(data),
        data,
    )


@pytest.mark.parametrize("pages", [1, 2, MOST_PAGES])
def test_a_diploma_is_taken(pages):
    require_harmless(make_pdf(pages=pages))


def test_pages_that_are_packed_count_too():
    require_harmless(make_pdf(pages=0, body=packed(b"<< /Type /Page >>")))
    assert refused(make_pdf(pages=1, body=packed(b"<< /Type /Page >>" * MOST_PAGES))) == "pdf_too_long"


def test_too_many_pages():
    assert refused(make_pdf(pages=MOST_PAGES + 1)) == "pdf_too_long"


@pytest.mark.parametrize(
    "active",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"/AA << /S /Launch >>",
        b"/Names << /EmbeddedFiles 9 0 R >>",
        b"/Names << /J#61vaScript 9 0 R >>",
        b"/AcroForm << /XFA 9 0 R >>",
    ],
)
def test_what_does_something_or_carries_something(active):
    assert refused(make_pdf(extra=active)) == "pdf_active"
    assert refused(make_pdf(body=packed(b"<< %s >>" % active))) == "pdf_active"


def test_what_only_looks_like_a_program_in_a_picture_is_none():
    picture = b"7 0 obj\n<< /Subtype /Image >>\nstream\n.../JS (x)...\nendstream\nendobj\n"

    require_harmless(make_pdf(body=picture))


def test_a_password():
    assert refused(make_pdf(body=b"trailer << /Encrypt 8 0 R >>\n")) == "pdf_password"


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", make_pdf()[:-10], make_pdf(pages=0), b"%PDF-1.7\n" + bytes(5_000) + b"%%EOF"],
)
def test_a_broken_one(content):
    assert refused(content) == "pdf_damaged"


def test_a_larger_one_than_is_taken():
    assert refused(make_pdf(body=bytes(LARGEST_PDF))) == "pdf_too_large"


def test_a_bomb_inside():
    assert refused(make_pdf(body=packed(bytes(100_000_000)))) == "pdf_too_long"


@pytest.mark.parametrize("piece", [b"<<", b">>stream\n", b">>   ", b"obj", b"/Type ", b"#41", b"endstream"])
def test_a_hostile_one_takes_no_more_time_than_a_long_one(piece):
    content = make_pdf(body=piece * (7_000_000 // len(piece)))
    began = time.process_time()
    refused(content)
    assert time.process_time() - began < 10


@given(st.binary(max_size=500))
def test_no_bytes_make_any_other_error(content):
    assert refused(b"%PDF-1.4 " + content).startswith("pdf_")

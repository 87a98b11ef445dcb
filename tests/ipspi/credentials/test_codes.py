"""QR codes: drawn by one library, found again by another, also on a bad photo; and bombs are not unpacked."""

import io
import struct
import subprocess
import sys
import zlib

import pillow_heif
import pytest
import segno
from PIL import Image, ImageFilter

from ipspi.credentials import codes

pillow_heif.register_heif_opener()  # to write such photos

ADDRESS, TOKEN = "https://registri.ipspi.example/v/", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 6


def photo_of(code, *, scale=6, kind="PNG", change=lambda picture: picture):
    out = io.BytesIO()
    code.save(out, kind="png", scale=scale, border=4)
    picture = change(Image.open(out).convert("RGB"))
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "HEIF"])
def test_a_code_is_found_on_a_picture_of_any_kind(kind):
    photo = photo_of(codes.drawn(ADDRESS, TOKEN), kind=kind)

    assert codes.found_on(photo) == ADDRESS + TOKEN


def test_a_code_is_found_on_a_crooked_and_blurred_photo_with_much_around_it():
    def as_a_phone_would(picture):
        table = Image.new("RGB", (3000, 2600), (120, 100, 90))
        table.paste(picture, (900, 700))
        return table.rotate(17, fillcolor=(120, 100, 90)).filter(ImageFilter.GaussianBlur(3))

    photo = photo_of(codes.drawn(ADDRESS, TOKEN), scale=14, kind="JPEG", change=as_a_phone_would)

    assert codes.found_on(photo) == ADDRESS + TOKEN


def test_nothing_is_found_where_there_is_no_code():
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PNG")

    assert codes.found_on(out.getvalue()) == ""


def test_the_token_is_stored_shorter_than_its_letters():
    """Mixed modes: an address of 33 letters and a token of 192 need version 9, not the 11 of plain bytes."""
    plain = segno.make(ADDRESS + TOKEN, mode="byte", error="m", boost_error=False)

    assert (codes.drawn(ADDRESS, TOKEN).version, plain.version) == (9, 11)


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def test_a_bomb_is_not_unpacked():
    with pytest.raises(codes.PhotoTooLarge):
        codes.found_on(bomb(60_000, 60_000))


def test_a_photo_is_unpacked_in_another_process():
    """A PNG of 0.2 MB that is as large as a phone's photo may be: 0.6 GB, for everybody who sends one."""
    out = io.BytesIO()
    Image.new("RGBA", (8000, 8000)).save(out, "PNG")
    measured = (
        "import sys, resource; from ipspi.credentials import codes;"
        "most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "photo = sys.stdin.buffer.read(); before = most();"
        "print(repr(codes.found_on(photo)), (most() - before) // 1024)"
    )

    done = subprocess.run(
        [sys.executable, "-c", measured], input=out.getvalue(), capture_output=True, check=True
    )

    said, megabytes = done.stdout.split()
    assert said == b"''"
    assert int(megabytes) < 100


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "BMP", "PPM"])
def test_what_no_phone_sends_is_no_photo(kind):
    with pytest.raises(codes.NoPhoto):
        codes.found_on(photo_of(codes.drawn(ADDRESS, TOKEN), kind=kind))


@pytest.mark.parametrize(
    "photo", [b"", b"GIF89a", b"%PDF-1.7", b"\x00" * 1000, bomb(100, 100), b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_picture_is_said_to_be_none(photo):
    with pytest.raises(codes.NoPhoto):
        codes.found_on(photo)

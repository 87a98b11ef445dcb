"""Photos are turned, shrunk and bare, whatever they are; what is no photo is refused in words, never by a crash."""

import io
import resource
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ipspi.images.files import LARGEST_PICTURE, Kind, Unacceptable, kind_of, require_size
from ipspi.images.pictures import Shape, develop
from tests.photos import CAMERA, is_upright, make_pdf, make_photo, opened

FORMS = ["JPEG", "HEIF", "PNG", "WEBP"]


def refused(content, shape=Shape.PAGE):
    """Return the code of a refusal, or nothing for what is taken."""
    try:
        kind_of(content)
        develop(content, shape=shape)
    except Unacceptable as error:
        return error.code
    return ""


class TestWhatIsKept:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize("shape", list(Shape))
    def test_is_upright_and_says_nothing_of_the_camera_and_the_place(self, form, shape):
        content = make_photo(form=form)
        assert b"Exif" in content or b"eXIf" in content or b"EXIF" in content
        assert CAMERA.encode() in content

        made = develop(content, shape=shape)

        for kept in (made.image, made.preview):
            picture = opened(kept)
            assert (picture.format, picture.mode, dict(picture.getexif())) == ("JPEG", "RGB", {})
            assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert CAMERA.encode() not in kept
        assert is_upright(opened(made.image))

    def test_a_portrait_is_three_by_four(self):
        made = develop(make_photo("portrait", size=(4000, 3000)), shape=Shape.PORTRAIT)

        assert opened(made.image).size == (made.width, made.height) == (600, 800)
        assert opened(made.preview).size == (180, 240)

    def test_a_page_is_small_enough_to_send_and_large_enough_to_read(self):
        made = develop(make_photo(size=(4000, 3000)), shape=Shape.PAGE)

        assert (made.width, made.height) == (1500, 2000)
        assert max(opened(made.preview).size) == 320

    def test_nothing_is_made_larger(self):
        assert develop(make_photo(size=(500, 400)), shape=Shape.PAGE).width == 400
        assert develop(make_photo(size=(500, 400)), shape=Shape.PORTRAIT).width == 375

    def test_eight_megabytes_become_some_hundred_kilobytes(self):
        content = make_photo(size=(4000, 3000), least=8_000_000)
        require_size(len(content))

        assert len(develop(content, shape=Shape.PAGE).image) < 2_000_000

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "YCbCr"])
    def test_every_kind_of_colours_is_taken(self, mode):
        buffer = io.BytesIO()
        picture = Image.new("RGB", (400, 400), "white").convert("L" if mode == "I;16" else mode)
        picture = picture.convert("I;16") if mode == "I;16" else picture
        picture.save(buffer, "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG")

        assert develop(buffer.getvalue(), shape=Shape.PAGE).width == 400

    def test_what_is_transparent_becomes_white_paper(self):
        buffer = io.BytesIO()
        Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(buffer, "PNG")

        made = develop(buffer.getvalue(), shape=Shape.PAGE)

        assert opened(made.image).getpixel((200, 200)) == (255, 255, 255)

    def test_of_a_moving_picture_the_first_frame_is_kept(self):
        buffer = io.BytesIO()
        frames = [Image.new("RGB", (400, 400), colour) for colour in ("red", "blue", "green")]
        frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])

        red, _green, blue = opened(develop(buffer.getvalue(), shape=Shape.PAGE).image).getpixel((200, 200))

        assert red > 200 > blue


class TestWhatIsRefused:
    def test_nothing(self):
        assert refused(b"") == "empty"

    @pytest.mark.parametrize(
        "content",
        [
            b"%!PS-Adobe",
            b"GIF89a" + bytes(99),
            b"PK\x03\x04",
            b"<svg onload=alert(1)>",
            b"MZ" * 99,
            b"\x00" * 99,
        ],
    )
    def test_what_is_no_photo_whatever_it_is_called(self, content):
        assert refused(content) == "unknown"

    @pytest.mark.parametrize("form", FORMS)
    def test_a_broken_one(self, form):
        content = make_photo(form=form)

        assert refused(content[: len(content) // 3]) == "damaged"
        assert refused(content[:16] + bytes(len(content))) == "damaged"

    def test_a_larger_one_than_is_taken(self):
        with pytest.raises(Unacceptable) as raised:
            require_size(LARGEST_PICTURE + 1)

        assert raised.value.code == "too_large"

    @pytest.mark.parametrize("shape", [Shape.PORTRAIT, Shape.PAGE])
    def test_one_that_nobody_could_read(self, shape):
        assert refused(make_photo(size=(120, 90)), shape) == "too_small"

    def test_a_very_long_and_thin_one(self):
        buffer = io.BytesIO()
        Image.new("RGB", (20_000, 400), "white").save(buffer, "PNG")

        assert refused(buffer.getvalue()) == "too_small"

    def test_a_decompression_bomb(self):
        assert refused(png_that_says(60_000, 60_000)) == "too_big_inside"

    def test_one_that_goes_on_after_what_it_says_is_read_no_further(self):
        """It says 1000 × 1000, and its lines go on for half a gigabyte."""
        content = png_that_says(1_000, 1_000, lines=zlib.compress(bytes(500_000_000), 9))

        assert develop(content, shape=Shape.PAGE).width == 1_000

    def test_a_bomb_of_frames(self):
        buffer = io.BytesIO()
        frames = [Image.new("L", (400, 400), number) for number in range(60)]
        frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])

        assert refused(buffer.getvalue()) == "too_big_inside"

    def test_a_bomb_of_words(self):
        """A PNG may carry compressed text."""
        words = b"Comment\x00\x00" + zlib.compress(bytes(300_000_000), 9)
        good = png_that_says(400, 400, lines=zlib.compress(bytes(401 * 400), 9))
        bomb = good[:33] + chunk(b"zTXt", words) + good[33:]

        assert refused(bomb) in {"damaged", "too_big_inside"}

    def test_our_own_process_stays_without_limits(self):
        before = resource.getrlimit(resource.RLIMIT_AS)

        refused(png_that_says(60_000, 60_000))

        assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=8)
@given(data=st.data())
def test_no_damage_makes_any_other_error(form, data):
    content = bytearray(make_photo(form=form, size=(400, 300)))
    for _hit in range(data.draw(st.integers(1, 30))):
        content[data.draw(st.integers(16, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert refused(bytes(content)) in {"", "damaged", "too_big_inside", "too_small"}


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_picture_a_pdf_or_refused(content):
    assert refused(content) in {"empty", "unknown", "damaged"}


def test_a_pdf_is_told_from_a_picture():
    assert kind_of(make_pdf()) == Kind.PDF
    assert kind_of(make_photo()) == Kind.PICTURE


def png_that_says(width: int, height: int, lines: bytes = b"") -> bytes:
    """Return a PNG of few bytes, black and white, that claims a size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", lines or zlib.compress(bytes(10_000)))
        + chunk(b"IEND", b"")
    )


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

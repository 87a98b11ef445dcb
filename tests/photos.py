"""Photos as phones take them, made by the tests: with their orientation, their place, and the marks of hostile ones."""

import io
import random
from typing import Any

from PIL import Image, ImageDraw
from pillow_heif import register_heif_opener

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F
CAMERA = "Kamera Rahasia"
SIDEWAYS = 6  # held upright, written lying down

register_heif_opener()


def make_photo(
    look: str = "page",
    *,
    size: tuple[int, int] = (1200, 900),
    form: str = "JPEG",
    least: int = 0,
    **facts: Any,
) -> bytes:
    """
    Return a photo that was taken upright: its file lies on its side, and what turns it stands in its metadata.

    The top of the upright picture is red, its bottom blue. `least`: the bytes that it has at least, by noise.
    """
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    width, height = size
    if look == "portrait":
        draw.ellipse((width * 0.3, height * 0.3, width * 0.6, height * 0.7), fill="peru")
    # the left edge of the file is the top of the picture
    draw.rectangle((0, 0, width * 0.1, height), fill="red")
    draw.rectangle((width * 0.9, 0, width, height), fill="blue")
    if least:
        inside = (width * 2 // 3, height)
        grains = random.Random(7).randbytes(inside[0] * inside[1] * 3)  # the same in every run
        picture.paste(Image.frombytes("RGB", inside, grains), (width // 6, 0))
    buffer = io.BytesIO()
    # the encoder of HEIC turns by the bytes only
    exif = metadata().tobytes() if form == "HEIF" else metadata()
    picture.save(buffer, form, exif=exif, quality=95, **facts)
    content = buffer.getvalue()
    assert len(content) >= least
    return content


def metadata() -> Image.Exif:
    """Return what a phone writes into a photo: how it was held, where, and with which camera."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = SIDEWAYS, CAMERA
    place = exif.get_ifd(GPS)
    place[1], place[2], place[3], place[4] = "S", (2.0, 58.0, 3.0), "E", (104.0, 45.0, 2.0)
    exif[GPS] = place
    return exif


def opened(content: bytes) -> Image.Image:
    """Return the picture in a file."""
    return Image.open(io.BytesIO(content))


def is_upright(picture: Image.Image) -> bool:
    """Tell whether the red edge is on top and the blue one at the bottom."""
    middle = picture.width // 2
    top, bottom = picture.getpixel((middle, 5)), picture.getpixel((middle, picture.height - 6))
    return top[0] > 150 > top[2] and bottom[2] > 150 > bottom[0]  # type: ignore[index,operator]  # three numbers


def make_pdf(*, pages: int = 1, extra: bytes = b"", body: bytes = b"") -> bytes:
    """Return the text of a PDF that readers open; `extra` stands in its catalogue, `body` among its objects."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % extra,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages,
    ]
    written = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + written + body + b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"

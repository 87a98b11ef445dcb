"""QR codes: drawing them, and finding one on a photo that somebody sends."""

import io
import warnings

import pillow_heif
import segno
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError
from segno import consts

MARGIN = 4  # modules of white around the code, as the standard asks
LARGEST_PHOTO = 12 * 1024 * 1024
MOST_PIXELS = 64_000_000  # the cameras of cheap phones reach 50 megapixels
LOOKED_AT = 2400  # pixels a side: a code that fills a tenth of the photo is still read

QR_CODE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])

pillow_heif.register_heif_opener()


class NoPhoto(Exception):
    """It is no picture that we read."""


class PhotoTooLarge(Exception):
    """It has more pixels than we look at: a bomb, perhaps."""


def drawn(address: str, token: str) -> segno.QRCode:
    """Return the code of `address` followed by `token`, error correction M, each part in its shortest mode."""
    parts = [(address, consts.MODE_BYTE), (token, consts.MODE_ALPHANUMERIC)]
    return segno.make(parts, error="m", boost_error=False, micro=False)  # type: ignore[arg-type]  # segno takes parts


def svg(code: segno.QRCode, *, css_class: str = "") -> str:
    """Return a code as an <svg> element that fills its box: black on white in every theme, without inline styles."""
    return str(
        code.svg_inline(
            border=MARGIN,
            omitsize=True,
            dark="#000",
            light="#fff",
            svgclass=css_class or None,
            lineclass=None,
        )
    )


def found_on(photo: bytes) -> str:
    """Return the words of the first QR code on a photo, or nothing. Raises NoPhoto, PhotoTooLarge."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # Pillow warns of bombs; we look ourselves, before a pixel is read
            with Image.open(io.BytesIO(photo)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise PhotoTooLarge
                picture.draft("L", (LOOKED_AT, LOOKED_AT))
                grey = ImageOps.exif_transpose(picture).convert("L")
    except Image.DecompressionBombError:
        raise PhotoTooLarge from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise NoPhoto from None
    for side in (LOOKED_AT, LOOKED_AT // 3):  # a large, blurred code is found more easily on a small picture
        looked_at = grey.copy()
        looked_at.thumbnail((side, side))
        if code := zxingcpp.read_barcode(looked_at, formats=QR_CODE):
            return code.text
    return ""

"""QR codes: drawing them, and finding one on a photo that somebody sends."""

import io

import segno
import zxingcpp
from PIL import Image
from segno import consts

from ipspi.images import pictures
from ipspi.images.files import Unacceptable
from ipspi.images.pictures import Shape

MARGIN = 4  # modules of white around the code, as the standard asks
LARGEST_PHOTO = 12 * 1024 * 1024
LOOKED_AT = 2400  # pixels a side: a code that fills a tenth of the photo is still read

QR_CODE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


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
    """
    Return the words of the first QR code on a photo (JPEG, PNG, WebP, HEIC), or nothing. Raises NoPhoto, PhotoTooLarge.

    Anybody may send one, so it is unpacked where photos of documents are: not in the process that serves pages.
    """
    try:
        made = pictures.develop(photo, shape=Shape.CODE)
    except Unacceptable as refused:
        raise (PhotoTooLarge if refused.code == "too_big_inside" else NoPhoto) from None
    with Image.open(io.BytesIO(made.image), formats=["JPEG"]) as picture:
        grey = picture.convert("L")
    for side in (LOOKED_AT, LOOKED_AT // 3):  # a large, blurred code is found more easily on a small picture
        looked_at = grey.copy()
        looked_at.thumbnail((side, side))
        if code := zxingcpp.read_barcode(looked_at, formats=QR_CODE):
            return code.text
    return ""

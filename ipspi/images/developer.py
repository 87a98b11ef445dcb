"""
Makes, from one photo on standard input, the two pictures that are kept: a program of its own.

It is run as a child process with little memory and time, because decoders are written in C and a file of a few
kilobytes can unpack to gigabytes. It imports nothing of this project. Its argument is the shape that is wanted.

Answers one line of JSON, {"image": bytes, "preview": bytes, "width", "height"}, then both JPEGs; or {"refused": code}.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

MEMORY = 1_200_000_000
SECONDS = 20
MOST_PIXELS = 70_000_000  # twelve in most phones, fifty and sixty-four in some
MOST_FRAMES = 50
FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]
# shape → the largest width and height kept, the least that can be made out, and the side of the preview
SHAPES = {
    "portrait": ((600, 800), (240, 320), (180, 240)),
    "page": ((2000, 2000), (300, 300), (320, 320)),
    "code": ((2400, 2400), (1, 1), (1, 1)),
}
FACE = (0.5, 0.35)  # where the middle of a portrait is: heads are above it
QUALITY = 82


class RefusedError(Exception):
    """The photo is not taken; the argument is the code that says why."""


def developed(content: bytes, *, shape: str) -> tuple[dict[str, Any], bytes]:
    """Return what to say of the pictures, and the pictures."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 (after the limits are set: they bind it too)
    from pillow_heif import register_heif_opener  # noqa: PLC0415

    largest, least, preview = SHAPES[shape]
    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, and refuse
    try:
        photo = Image.open(io.BytesIO(content), formats=FORMATS)
        if photo.width * photo.height > MOST_PIXELS or getattr(photo, "n_frames", 1) > MOST_FRAMES:
            raise RefusedError("too_big_inside")
        if photo.format in {"JPEG", "MPO"}:
            photo.draft("RGB", (2 * largest[0], 2 * largest[1]))  # decodes no more than is needed
        photo.load()
        upright = ImageOps.exif_transpose(photo)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        IndexError,
        KeyError,
        EOFError,
        TypeError,
    ):
        raise RefusedError("damaged") from None
    if shape == "portrait":
        upright = _portrait(upright, ImageOps)
    upright.thumbnail(largest)
    if upright.width < least[0] or upright.height < least[1]:
        raise RefusedError("too_small")
    clean = _clean(upright, Image)
    small = clean.copy()
    small.thumbnail(preview)
    image, thumbnail = _jpeg(clean), _jpeg(small)
    told = {"image": len(image), "preview": len(thumbnail), "width": clean.width, "height": clean.height}
    return told, image + thumbnail


def _portrait(photo: Any, operations: Any) -> Any:
    """Cut to three by four, without making anything larger."""
    width = min(photo.width, photo.height * 3 // 4)
    size = (max(width, 1), max(width * 4 // 3, 1))
    return operations.fit(photo, size, centering=FACE)


def _clean(photo: Any, images: Any) -> Any:
    """Return the bare pixels on white paper in the colours of screens: nothing else of the file is left."""
    seen = _for_screens(photo).convert("RGBA")
    clean = images.new("RGB", seen.size, "white")
    clean.paste(seen, mask=seen.getchannel("A"))
    return clean


def _for_screens(photo: Any) -> Any:
    from PIL import ImageCms  # noqa: PLC0415 (see above)

    profile = photo.info.get("icc_profile")
    if not profile or photo.mode not in {"RGB", "CMYK"}:
        return photo
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(photo, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return photo  # colours a little off are better than no photo


def _jpeg(picture: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    warnings.simplefilter("ignore")
    try:
        said, pictures = developed(sys.stdin.buffer.read(), shape=sys.argv[1])
    except RefusedError as refusal:
        said, pictures = {"refused": str(refusal)}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + pictures)

"""Photos that people send, made fit to keep: upright, small, and without anything that the camera wrote into them."""

import json
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ipspi.images.files import Unacceptable

DEVELOPER = Path(__file__).resolve().parent / "developer.py"
PATIENCE = 30  # seconds: less than the web server has with a request


class Shape(StrEnum):
    """
    What is made of a photo: a portrait of three by four, at most 600 × 800, or a page of at most 2000 × 2000.

    CODE is for a photo of a QR code, at most 2400 × 2400 and as small as it may be: read, and not kept.
    """

    PORTRAIT = "portrait"
    PAGE = "page"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Picture:
    """Two JPEGs without metadata, and the size of the first in pixels."""

    image: bytes
    preview: bytes
    width: int
    height: int


def develop(content: bytes, *, shape: Shape) -> Picture:
    """
    Return the pictures to keep of a photo (JPEG, PNG, WebP, HEIC), turned as the camera was held.

    Raises Unacceptable with code damaged, too_big_inside or too_small.
    """
    told, pictures = _answer(content, shape=shape)
    if "refused" in told:
        raise Unacceptable(told["refused"])
    image, preview = pictures[: told["image"]], pictures[told["image"] :]
    return Picture(image=image, preview=preview, width=told["width"], height=told["height"])


def _answer(content: bytes, *, shape: Shape) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-I", str(DEVELOPER), shape]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=PATIENCE, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return {"refused": "too_big_inside"}, b""
    if done.returncode:
        # out of memory or of time, or a decoder that was led astray and stopped by the system
        out_of_memory = done.returncode != 1 or b"MemoryError" in done.stderr
        return {"refused": "too_big_inside" if out_of_memory else "damaged"}, b""
    line, _, pictures = done.stdout.partition(b"\n")
    return json.loads(line), pictures

"""
PDFs that people send: looked at from outside, never opened here. Pure.

They are kept as they are and handed out as files, so what matters is what a reader at the other end would do with
them: no programs, no files inside, not endless. A look that finds nothing is no proof; it keeps out what is common.
"""

import re
import zlib
from collections.abc import Iterator

from ipspi.images.files import LARGEST_PDF, Unacceptable, require_size

MOST_PAGES = 20
MOST_UNPACKED = 20_000_000  # bytes of the lists of objects inside; a diploma has some thousands
STREAM, END = re.compile(rb">>\s{0,9}stream\r?\n"), b"endstream"
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a name may hide its letters: /J#61vaScript
LAST = 2048  # within so many bytes of the end stands the end mark


def require_harmless(content: bytes) -> None:
    """Raise Unacceptable with code pdf_too_large, pdf_damaged, pdf_password, pdf_active or pdf_too_long."""
    require_size(len(content), largest=LARGEST_PDF)
    if b"%%EOF" not in content[-LAST:]:
        raise Unacceptable("pdf_damaged")
    said = _said_by(content)
    if re.search(rb"/Encrypt(?![A-Za-z])", said):
        raise Unacceptable("pdf_password")
    if ACTIVE.search(said):
        raise Unacceptable("pdf_active")
    pages = len(PAGE.findall(said))
    if not pages:
        raise Unacceptable("pdf_damaged")
    if pages > MOST_PAGES:
        raise Unacceptable("pdf_too_long")


def _said_by(content: bytes) -> bytes:
    """Return the objects as text: those outside of streams, and those packed into streams of objects."""
    said, room = [], MOST_UNPACKED
    for outside, data in _parts(content):
        said.append(outside)
        if b"/ObjStm" in outside.rpartition(b"obj")[2]:
            said.append(_unpacked(data, room=room))
            room -= len(said[-1])
    return ESCAPED.sub(lambda digits: bytes([int(digits[1], 16)]), b"\n".join(said))


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield what stands before each stream, and the stream; after the last one nothing follows."""
    at = 0
    while start := STREAM.search(content, at):
        end = content.find(END, start.end())
        if end < 0:
            break
        yield content[at : start.end()], content[start.end() : end]
        at = end + len(END)
    yield content[at:], b""


def _unpacked(data: bytes, *, room: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(data, max(room, 1))
    except zlib.error:
        raise Unacceptable("pdf_damaged") from None
    if unpacker.unconsumed_tail:
        raise Unacceptable("pdf_too_long")
    return objects

"""CSV as people make it: Excel in Indonesian (semicolons, Windows-1252), Macs, phones, "Unicode text". Pure."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from ipspi.spreadsheets.sheets import MOST_LINES, Line, Sheet, Unreadable, sheet_of, too_many_lines

SEPARATORS = ";,\t|"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SAMPLE_LINES = 200
SAMPLE_BYTES = 50_000
# Bytes that no text holds; a file with more than a few of them is no text.
FEW = 5
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Excel's own first line that tells the separator.
DIRECTIVE = re.compile(r"""\s*"?sep=(.)"?\s*""", re.IGNORECASE)
# The share of lines with equally many cells from which on a shorter last line is a cut one.
EVEN = 0.95


def read_delimited(content: bytes) -> Sheet:
    """
    Return the table of a text file, its encoding and its separator found out.

    Raises Unreadable with code binary, truncated, open_quote, or those of `sheet_of`.
    """
    text, encoding = decoded(content)
    separator = separator_of(text)
    lines = _lines(text, separator)
    if lines and len(lines[0].cells) <= 2 and DIRECTIVE.fullmatch(separator.join(lines[0].cells)):
        del lines[0]
    _require_whole(lines, text)
    return sheet_of(lines, encoding=encoding, separator=separator)


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of `content` and the name of its encoding. Raises Unreadable with code binary or truncated."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return _strictly(content, encoding), encoding
    if encoding := _wide_encoding(content):
        return _strictly(content, encoding), encoding
    sample = content[:SAMPLE_BYTES]
    if len(NO_TEXT.findall(sample)) > max(FEW, len(sample) / 100):
        raise Unreadable("binary", _("Berkas ini bukan tabel. Unggah berkas CSV, XLSX, XLS, atau ODS."))
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(content) - 4:
            raise _truncated() from None
        encoding = _narrow_encoding(content)
        return content.decode(encoding, errors="replace"), encoding


def separator_of(text: str) -> str:
    """Return what stands between the cells: it cuts most lines into equally many pieces, and into many."""
    if directive := DIRECTIVE.fullmatch(text.lstrip("\n\r").partition("\n")[0]):
        return directive[1]
    sample = text[:SAMPLE_BYTES]
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    widths = Counter(
        len(cells) for cells in islice(_records(sample, separator, strict=False), SAMPLE_LINES) if cells
    )
    if not widths or max(widths) < 2:
        return 0.0, 0
    width = max((each for each in widths if each > 1), key=lambda each: (widths[each], each))
    return round(widths[width] / widths.total(), 1), width


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise _truncated() from None


def _wide_encoding(content: bytes) -> str:
    # UTF-16 without its mark: of Latin letters, every second byte is zero and the others are not.
    sample = content[:1000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > len(sample) * 0.3 and others <= len(sample) * 0.02:
            return encoding
    return ""


def _narrow_encoding(content: bytes) -> str:
    telling = b"\n".join(line for line in content.splitlines() if not line.isascii())
    best = from_bytes(telling[:SAMPLE_BYTES], cp_isolation=["cp1252", "mac_roman"]).best()
    return best.encoding if best else "cp1252"


def _records(text: str, separator: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=strict, skipinitialspace=True
    )


def _lines(text: str, separator: str) -> list[Line]:
    try:
        return _numbered(_records(text, separator, strict=True))
    except csv.Error:
        # Quotes in the middle of words ("Mimi" Susanti) are no mistake; but then nothing may run over the end of a
        # line, for a quote that is never closed would swallow the lines after it.
        return _numbered(_records(text, separator, strict=False), one_line_cells=True)


def _numbered(records: Iterator[list[str]], *, one_line_cells: bool = False) -> list[Line]:
    lines: list[Line] = []
    for cells in _careful(records, lines) if one_line_cells else records:
        lines.append(Line(len(lines) + 1, cells))
        if len(lines) > 2 * MOST_LINES:
            raise Unreadable("too_many_lines", too_many_lines())
    return lines


def _careful(records: Iterator[list[str]], before: list[Line]) -> Iterator[list[str]]:
    try:
        for cells in records:
            if any("\n" in cell or "\r" in cell for cell in cells):
                raise _open_quote(len(before) + 1)
            yield cells
    except csv.Error:  # a cell without an end
        raise _open_quote(len(before) + 1) from None


def _open_quote(line: int) -> Unreadable:
    message = _("Tanda kutip yang dibuka pada baris %(line)d tidak ditutup. Perbaiki baris itu.")
    return Unreadable("open_quote", message % {"line": line})


def _require_whole(lines: list[Line], text: str) -> None:
    """Raise Unreadable if the last line was cut off: it alone is shorter, and it has no end."""
    widths = Counter(len(line.cells) for line in lines[:-1] if line.cells)
    if not widths or text.endswith(("\n", "\r")):
        return
    width, even_lines = widths.most_common(1)[0]
    if len(lines[-1].cells) < width and even_lines >= EVEN * widths.total() and even_lines > 1:
        raise _truncated()


def _truncated() -> Unreadable:
    return Unreadable(
        "truncated", _("Berkas ini terpotong sebelum akhir. Simpan atau unduh lagi, lalu unggah lagi.")
    )

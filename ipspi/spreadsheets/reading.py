"""Reads a spreadsheet file of any common kind. What a file is, its content says, not its name. Pure."""

import re

from django.utils.translation import gettext as _

from ipspi.spreadsheets.delimited import read_delimited
from ipspi.spreadsheets.sheets import LARGEST_FILE, Sheet, Unreadable
from ipspi.spreadsheets.workbooks import read_workbook

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Many offices' systems offer a web page under the name .xls.
WEB_PAGE = re.compile(rb"\s*(<\?xml|<!doctype html|<html|<table|<head|<meta|<style)", re.IGNORECASE)
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


def read(content: bytes) -> Sheet:
    """
    Return the table that `content` holds: CSV, XLSX, XLSB, XLS or ODS; of several worksheets the fullest.

    Raises Unreadable; its `code` is one of too_large, empty, web_page, not_a_spreadsheet, or those of `read_workbook`
    and `read_delimited`.
    """
    return read_sheets(content)[0]


def read_sheets(content: bytes, wanted: str = "") -> list[Sheet]:
    """Return the worksheet `wanted`, all for EVERY, else the fullest; a text file is one. Raises as `read` does."""
    require_size(len(content))
    if content.startswith((ZIP, OLE)):
        return read_workbook(content, wanted)
    if content.startswith(OTHERS):
        raise Unreadable(
            "not_a_spreadsheet", _("Berkas ini bukan lembar kerja. Unggah berkas CSV, XLSX, XLS, atau ODS.")
        )
    if WEB_PAGE.match(content.removeprefix(b"\xef\xbb\xbf")):
        message = _(
            "Berkas ini sebenarnya halaman web. Buka di Excel, simpan sebagai XLSX, lalu unggah lagi."
        )
        raise Unreadable("web_page", message)
    return [read_delimited(content)]


def require_size(size: int) -> None:
    """Raise Unreadable if a file of `size` bytes is not to be read at all."""
    if size == 0:
        raise Unreadable("empty", _("Berkas ini kosong: tidak ada satu baris pun yang berisi."))
    if size > LARGEST_FILE:
        message = _("Berkas ini lebih besar dari %(most)d MB. Bagilah menjadi beberapa berkas.")
        raise Unreadable("too_large", message % {"most": LARGEST_FILE // 1024 // 1024})

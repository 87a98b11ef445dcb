"""Workbooks (XLSX, XLS, ODS): looked at from outside, then read in a child process."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ipspi.spreadsheets.sheets import Line, Sheet, Unreadable, sheet_of

READER = Path(__file__).resolve().parent / "workbook_reader.py"
PATIENCE = 50  # seconds: less than the web server has with a request
MOST_UNPACKED = 400 * 1024 * 1024
MOST_ENTRIES = 2_000
OLE_WITH_PASSWORD = "EncryptedPackage".encode("utf-16-le")
SPREADSHEET_ENTRIES = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}


def read_workbook(content: bytes, wanted: str = "") -> list[Sheet]:
    """
    Return the worksheet named `wanted`, all that people see for EVERY, else the fullest of these.

    Raises Unreadable with code password, damaged, not_a_spreadsheet, too_big_inside, or those of `sheet_of`.
    """
    if content.startswith(b"PK"):
        _require_harmless_zip(content)
    elif OLE_WITH_PASSWORD in content:
        raise _refusal("password")
    answer = _answer(content, wanted)
    if "refused" in answer:
        raise _refusal(answer["refused"])
    return [
        sheet_of(
            [Line(number, cells) for number, cells in sheet["lines"]],
            name=sheet["name"],
            passed_over=tuple(name for name in answer["names"] if name != sheet["name"]),
        )
        for sheet in answer["sheets"]
    ]


def _require_harmless_zip(content: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _refusal("damaged") from None
    if not SPREADSHEET_ENTRIES & {entry.filename for entry in entries}:
        raise _refusal("not_a_spreadsheet")
    # What entries say of their size may be a lie; the reader's own limits then end it.
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _refusal("too_big_inside")


def _answer(content: bytes, wanted: str) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), wanted.replace("\0", "")],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        return {"refused": "too_big_inside"}
    if done.returncode:
        # out of memory or of time; a library that gave up on a broken file says so with an exit code of 1
        return {
            "refused": "damaged"
            if done.returncode == 1 and b"MemoryError" not in done.stderr
            else "too_big_inside"
        }
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _refusal(code: str) -> Unreadable:
    messages = {
        "password": _(
            "Berkas ini dilindungi kata sandi. Simpan salinannya tanpa kata sandi, lalu unggah lagi."
        ),
        "damaged": _(
            "Berkas ini rusak atau terpotong. Buka di aplikasi asalnya, simpan lagi, lalu unggah lagi."
        ),
        "not_a_spreadsheet": _("Berkas ini bukan lembar kerja. Unggah berkas CSV, XLSX, XLS, atau ODS."),
        "too_big_inside": _("Isi berkas ini terlalu besar untuk dibaca. Salin tabelnya saja ke berkas baru."),
        "empty": _("Berkas ini kosong: tidak ada satu baris pun yang berisi."),
    }
    return Unreadable(code, messages[code])

"""
The card as a PDF of two pages, 85.6 × 54 mm.

Typst sets it; what people wrote reaches it as data, never as markup.
"""

import json
import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import font_source_sans_pro
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from ipspi.credentials import codes
from members.card_faces import Face

TEMPLATE = Path(__file__).parent / "typst" / "card.typ"
PICTURES = settings.BASE_DIR / "ipspi" / "static" / "ipspi" / "img"
BREAK = "\N{ZERO WIDTH SPACE}"
_LONG_WORD = re.compile(r"[^\s\-]{22,}")
_compiling = Lock()  # one compiler, which keeps its fonts; it is not made for two threads at once


def rendered(face: Face, *, photo: bytes | None = None) -> bytes:
    """Return the PDF of a card: with `photo`, a JPEG or PNG, else with the initials of the name."""
    return _compiled(face, photo, "pdf", None)[0]


def pictures(face: Face, *, photo: bytes | None = None, dots_per_inch: float = 300) -> list[bytes]:
    """Return front and back of a card as PNGs."""
    return _compiled(face, photo, "png", dots_per_inch)


def _compiled(
    face: Face, photo: bytes | None, kind: Literal["pdf", "png"], dots_per_inch: float | None
) -> list[bytes]:
    given = json.dumps(_data(face, photo))
    with _compiling:
        made = _compiler().compile(format=kind, ppi=dots_per_inch, sys_inputs={"card": given})
    return made if isinstance(made, list) else [bytes(made or b"")]


def _data(face: Face, photo: bytes | None) -> dict[str, Any]:
    return {
        "name": _breakable(face.name),
        "initials": face.initials,
        "number": _breakable(face.number),
        "kind": face.kind,
        "chapter": face.chapter,
        "since": face.since,
        "serial": face.serial,
        "check_address": face.check_address,
        "code": codes.svg(face.code),
        "photo": list(photo) if photo else None,
        "mark": (PICTURES / "mark.svg").read_text(),
        "kawung": (PICTURES / "kawung.svg").read_text(),
        "words": {
            "title": _("Kartu anggota IPSPI"),
            "association": "Independen Pekerja Sosial Profesional Indonesia",
            "kind_of_card": _("KARTU TANDA ANGGOTA"),
            "chapter": _("Daerah"),
            "since": _("Anggota sejak"),
            "check": _("Periksa kartu ini"),
            "how": _("Pindai kode dengan kamera ponsel, atau buka"),
            "property": _("Hanya sah bila pemeriksaan menyebutnya sah. Kartu ini milik IPSPI."),
        },
    }


def _breakable(text: str) -> str:
    """Let a word that is longer than a line go on in the next one."""
    return _LONG_WORD.sub(lambda word: BREAK.join(word.group()), text)


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[font_source_sans_pro.font_directory])
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts)

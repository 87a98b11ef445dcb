"""The PDF of a report. Typst sets it; what people wrote reaches it as data, never as markup."""

import datetime as dt
import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import font_source_sans_pro
import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chapters.accountability.blocks import Block, Figures, Plot, Table, from_data
from ipspi import plots

LAYOUT = Path(__file__).parent / "typst" / "report.typ"
MARK = settings.BASE_DIR / "ipspi" / "static" / "ipspi" / "img" / "mark.svg"
_compiling = Lock()


def pdf(content: dict[str, Any], *, digest: str) -> bytes:
    """Return the PDF of a report; a draft has no `digest`, and says on every page that it is one."""
    given = json.dumps(_data(content, digest), ensure_ascii=False)
    with _compiling:
        made = _compiler().compile(format="pdf", sys_inputs={"report": given})
    return made[0] if isinstance(made, list) else made or b""


def _data(content: dict[str, Any], digest: str) -> dict[str, Any]:
    since, until, on = (_day(content[name]) for name in ("since", "until", "on"))
    return {
        "title": content["title"],
        "chapter": content["chapter"],
        "period": _("%(since)s sampai %(until)s") % {"since": since, "until": until},
        "number": content["number"],
        "on": _("Disampaikan %(on)s") % {"on": on} if digest else _("Keadaan %(on)s") % {"on": on},
        "version": _("Versi %(number)d") % {"number": content["version"]},
        "amends": _("Memperbaiki laporan %(number)s") % {"number": content["amends"]}
        if content["amends"]
        else "",
        "digest": digest,
        "draft": "" if digest else _("RANCANGAN"),
        "mark": MARK.read_text(),
        "sections": [
            {
                "title": section.title,
                "text": [line.strip() for line in section.text.splitlines() if line.strip()],
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in map(from_data, content["sections"])
            if section.text or section.blocks
        ],
        "words": {
            "association": "Independen Pekerja Sosial Profesional Indonesia",
            "kind": _("Laporan pertanggungjawaban"),
            "sum": _("Jumlah"),
            "digest": _("Sidik isi (SHA-256)"),
            "empty": _("Tidak ada."),
        },
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return {
            "kind": "table", "title": block.title, "columns": block.columns, "said": block.said,
            "rows": [[_cell(cell) for cell in row] for row in block.rows],
            "totals": [_cell(cell) for cell in block.totals],
            "numbers": numbers(block),
            "differs": [differs(*each) for each in block.discrepancies],
        }  # fmt: skip
    if isinstance(block, Figures):
        figures = [
            {"label": each.label, "number": _cell(each.number), "said": each.said} for each in block.figures
        ]
        return {"kind": "figures", "figures": figures}
    if isinstance(block, Plot):
        return {"kind": "plot", "title": block.title, "drawing": plots.on_paper(drawn(block))}
    return {"kind": "words", "said": block.said}


def drawn(plot: Plot) -> SafeString:
    """Return the drawing of a plot."""
    draw = plots.lines if plot.kind == "lines" else plots.bars
    return draw(plot.title, plot.labels, dict(plot.series))


def differs(column: str, stated: int, counted: int) -> str:
    """Say that a stated total is another than that of its rows."""
    words = _("%(column)s: disebut %(stated)s, padahal barisnya berjumlah %(counted)s.")
    return words % {"column": column, "stated": _cell(stated), "counted": _cell(counted)}


def numbers(table: Table) -> list[int]:
    """The columns that are written as numbers: to the right."""
    return [
        place
        for place in range(1, len(table.columns))
        if all(isinstance(row[place], int | None) for row in table.rows)
    ]


def _cell(cell: str | int | None) -> str:
    if isinstance(cell, int):
        return f"{cell:,}".replace(",", ".")
    return cell or ""


def _day(text: str) -> str:
    return date_format(dt.date.fromisoformat(text))


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[font_source_sans_pro.font_directory])
    return typst.Compiler(LAYOUT, root=LAYOUT.parent, font_paths=fonts)

"""
Charts as SVG, drawn by pygal: coloured by our stylesheet (css/charts.css), without style, script or link of their own.

A chart is a picture of a table that stands beside it (templates/_parts/chart.html), and says so to screen readers.
"""

import sys
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

import pygal
from django.utils.safestring import SafeString
from pygal.graph.graph import Graph
from pygal.style import Style

WIDTH, HEIGHT = 360, 210
LABELS = 6  # along the bottom, at most
SIZES = Style(label_font_size=11, major_label_font_size=11, value_font_size=11)
DROPPED = {"defs", "title", "desc"}

# For plugins that we have none of; of a kind that Python warns of since 3.10, at whatever is imported next.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]

ON_PAPER = """<style>
.background, .tooltip-box { fill: none }
text { font-family: "Source Sans Pro"; font-size: 11px; fill: #55515f }
.axis .line { fill: none; stroke: #d8d2c4; stroke-width: 0.7 }
.axis.x text { text-anchor: middle }
.axis.y text { text-anchor: end }
.x .guide { stroke: none }
.series .line { fill: none; stroke-width: 2 }
.color-0 .line { stroke: #1b2350 }
.color-1 .line { stroke: #9a5b22; stroke-dasharray: 5 3 }
.color-0 .rect, .color-0 .dot { fill: #1b2350 }
.color-1 .rect, .color-1 .dot { fill: #d9a878 }
.text-overlay text { fill: none }
</style>"""

Series = Mapping[str, Sequence[int]]


def lines(title: str, labels: Sequence[str], series: Series) -> SafeString:
    """Return a line for each of `series`, whose values stand above `labels`."""
    return _drawn(pygal.Line(**_looks(labels), show_dots=len(labels) < 2), title, labels, series)


def bars(title: str, labels: Sequence[str], series: Series) -> SafeString:
    """Return bars side by side for each of `series`, above `labels`."""
    return _drawn(pygal.Bar(**_looks(labels)), title, labels, series)


def on_paper(drawing: str) -> str:
    """Return a drawing with colours of its own, for where our stylesheet does not reach."""
    root, rest = drawing.split(">", 1)
    return f"{root}>{ON_PAPER}{rest}"


def _looks(labels: Sequence[str]) -> dict[str, object]:
    step = -(-len(labels) // LABELS)
    return {
        "width": WIDTH, "height": HEIGHT, "margin": 4, "margin_top": 10, "margin_right": 18,
        "spacing": 8, "style": SIZES,
        # a line that begins elsewhere than at zero tells of more growth than there was
        "include_x_axis": True,
        "show_legend": False, "js": [], "no_prefix": True, "disable_xml_declaration": True,
        "min_scale": 2, "max_scale": 5, "show_minor_x_labels": False, "truncate_label": -1,
        "x_labels_major": list(labels[len(labels) - 1 :: -step]) if labels else [],
        "value_formatter": _whole, "no_data_text": "",
    }  # fmt: skip


def _whole(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")


def _drawn(chart: Graph, title: str, labels: Sequence[str], series: Series) -> SafeString:
    chart.x_labels = list(labels)
    for name, values in series.items():
        chart.add(name, list(values))
    chart.add_xml_filter(lambda root: _bare(root, title))
    return SafeString(chart.render(is_unicode=True))


def _bare(root: Element, title: str) -> Element:
    """Leave nothing that our pages forbid: styles, scripts, tooltips that only scripts would show."""
    for parent in list(root.iter()):
        for child in list(parent):
            name = child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else "comment"
            if name in DROPPED or name == "comment":
                parent.remove(child)
        parent.attrib.pop("style", None)
    root.attrib.pop("id", None)
    root.set("role", "img")
    root.set("aria-label", title)
    return root

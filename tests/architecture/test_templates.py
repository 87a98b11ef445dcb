"""What every template keeps to: no inline code, parts that say what they need, words that can be translated."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = sorted(path for path in ROOT.rglob("*") if path.suffix in {".html", ".txt"})
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]

# Mail programs load no stylesheets; the frame of all mails is the one place with a block of its own.
WITH_STYLE = {"mail/base.html"}
# The header reads what the context processors give, and `only` would take that away.
WITHOUT_ONLY = {"_parts/header.html"}
# Names and terms of art: the same in every language.
SAME_EVERYWHERE = {
    "IPSPI",
    "DPD",
    "DPP",
    "NIK",
    "NIP",
    "KTA",
    "ASN",
    "PNS",
    "PPPK",
    "CSV",
    "XLSX",
    "Excel",
    "WIB",
    "MB",
    "Independen",
    "Pekerja",
    "Sosial",
    "Profesional",
    "Indonesia",
    "Sumatera",
    "Selatan",
    "tarum",
    "soga",
    "daun",
    "kunyit",
    "mengkudu",
}

INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script with code in it": r"<script\b(?![^>]*\bsrc=)",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b",
    "a javascript address": r"javascript:",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def without_tags(source: str) -> str:
    """The source without template tags, so that what is left is HTML."""
    source = re.sub(r"{%\s*comment.*?{%\s*endcomment\s*%}", "", source, flags=re.DOTALL)
    source = re.sub(r"{%\s*blocktrans.*?{%\s*endblocktrans\w*\s*%}", "", source, flags=re.DOTALL)
    return re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
@pytest.mark.parametrize("what", INLINE)
def test_a_template_has_no_inline_code(path: Path, what: str) -> None:
    if what == "a style element" and name_of(path) in WITH_STYLE:
        return

    assert re.findall(INLINE[what], without_tags(path.read_text()), flags=re.IGNORECASE) == []


PARTS = [path for path in PAGES if path.name.startswith("_") or path.parent.name == "_parts"]


@pytest.mark.parametrize("path", PARTS, ids=name_of)
def test_a_part_states_its_needs_in_its_first_line(path: Path) -> None:
    first = path.read_text().splitlines()[0]

    assert re.match(r"({% comment %}|{#)\s*\w", first), first


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_part_is_included_with_only(path: Path) -> None:
    included = re.findall(r'{%\s*include\s+"((?:\w+/)?_[^"]+)"(.*?)%}', path.read_text(), flags=re.DOTALL)
    careless = [
        name for name, rest in included if not rest.rstrip().endswith("only") and name not in WITHOUT_ONLY
    ]

    # what Django hands to a field's template is already only the field
    assert careless == [] or name_of(path).startswith("django/forms/")


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_word_can_be_translated(path: Path) -> None:
    source = re.sub(r"<style\b.*?</style>", "", without_tags(path.read_text()), flags=re.DOTALL)
    said = re.findall(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"', source)
    said.append(re.sub(r"<!?[^>]*>|&\w+;", " ", source, flags=re.DOTALL))
    words = re.findall(r"[^\W\d_]{2,}", " ".join(said))

    assert [word for word in words if word not in SAME_EVERYWHERE] == []


def test_every_part_is_used_by_a_page() -> None:
    sources = {name_of(path): path.read_text() for path in PAGES if path.parent.name != "desain"}
    unused = [
        name_of(part)
        for part in PARTS
        if part.parent.name != "desain"
        and not any(
            f'"{name_of(part)}"' in source for name, source in sources.items() if name != name_of(part)
        )
    ]
    # a part that a view answers htmx with stands in Python
    python = "".join(
        path.read_text()
        for folder in ("ipspi", "members", "chapters")
        for path in (ROOT.parent / folder).rglob("*.py")
    )

    assert [name for name in unused if f'"{name}"' not in python] == []

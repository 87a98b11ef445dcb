"""What is referred to in the documents is there: a rule's source is read when the rule is in doubt."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = re.compile(r"\b(docs/[\w/-]+\.md)(?:#([\w-]+))?")
WRITTEN_IN = {".py", ".md", ".html", ".js", ".css", ".typ", ".toml", ".yml"}


def _references():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        if Path(name).suffix in WRITTEN_IN and (ROOT / name).is_file():
            for document, anchor in REFERENCE.findall((ROOT / name).read_text(encoding="utf-8")):
                yield name, document, anchor


def _anchors(text):
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"', text))


def test_what_is_referred_to_is_there():
    missing = [
        f"{name}: {document}#{anchor}"
        for name, document, anchor in _references()
        if not (ROOT / document).is_file()
        or (anchor and anchor not in _anchors((ROOT / document).read_text(encoding="utf-8")))
    ]
    assert missing == []

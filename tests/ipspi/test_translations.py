"""The admin's theme speaks Indonesian: what it writes in English has its words in locale/id."""

import gettext
import re
from pathlib import Path

import unfold
from django.conf import settings
from django.utils import translation

CATALOGUE = settings.BASE_DIR / "locale" / "id" / "LC_MESSAGES" / "django"
THEME = Path(unfold.__file__).parent
MARKED = re.compile(r"""\{%\s*trans(?:late)?\s+(["'])(.+?)\1""")
BLOCKS = re.compile(r"\{%\s*blocktrans(?:late)?[^%]*%\}(.*?)\{%", re.DOTALL)
IN_CODE = re.compile(r"""_\(\s*(["'])(.+?)\1\s*,?\s*\)""")
# pages of the theme that have no address here: our own sign-in and password pages are used
ELSEWHERE = (
    "admin/login.html",
    "registration/",
    "admin/auth/",
    "unfold_crispy/",
    "guardian",
    "welcomemsg",
    "dialog",
)


def test_the_compiled_catalogue_is_that_of_the_written_one() -> None:
    written = _entries(CATALOGUE.with_suffix(".po").read_text())
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog

    assert {
        key if isinstance(key, str) else key[0]: value for key, value in compiled.items() if key
    } == written


def test_every_word_of_the_theme_is_indonesian() -> None:
    with translation.override("id"):
        english = {word for word in _words_of_the_theme() if translation.gettext(word) == word}

    assert english == set()


def _entries(po: str) -> dict[str, str]:
    strings = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
    entry = re.compile(rf"msgid {strings}(?:msgid_plural {strings}msgstr\[0\]|msgstr) {strings}")
    pairs = ((_joined(match[1]), _joined(match[3])) for match in entry.finditer(po))
    return {word: said for word, said in pairs if word}


def _joined(strings: str) -> str:
    whole = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', strings))
    return whole.replace("\\n", "\n").replace('\\"', '"')


def _words_of_the_theme() -> set[str]:
    words: set[str] = set()
    for path in (THEME / "templates").rglob("*.html"):
        if not any(part in str(path) for part in ELSEWHERE):
            words |= {word for _quote, word in MARKED.findall(path.read_text())}
            words |= {word for word in BLOCKS.findall(path.read_text()) if "{{" not in word and word.strip()}
    for name in [
        "admin.py",
        "forms.py",
        "widgets.py",
        "mixins/base_model_admin.py",
        "mixins/dataset_model_admin.py",
    ]:
        words |= {word for _quote, word in IN_CODE.findall((THEME / name).read_text())}
    return words

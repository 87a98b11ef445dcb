"""
Canonical forms of a person's name: its words without titles, and two looser forms of each word.

`fold` makes old and new spellings equal (Soeharto, Suharto; Achmad, Ahmad; Taufiq, Taufik). `skeleton` keeps consonants
only: it finds candidates and proves nothing. Source: docs/sources.md#spelling
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from members.names import split_titles

MOST_WORDS = 6

# Written short so often that the short form is the name.
SHORT_FORMS = dict.fromkeys(
    [
        "moh",
        "muh",
        "mohd",
        "mhd",
        "muhd",
        "mohammad",
        "mohamad",
        "muhamad",
        "mochamad",
        "mochammad",
    ],
    "muhammad",
)
SHORT_FORMS |= dict.fromkeys(
    ["moch", "mukhamad", "mukhammad", "muchamad", "muchammad", "muhammad", "mokhamad", "mokhammad"],
    "muhammad",
)
SHORT_FORMS |= {
    "abd": "abdul",
    "abdl": "abdul",
    "st": "siti",
    "sitti": "siti",
    "ach": "ahmad",
    "akh": "ahmad",
}
LINKING_WORDS = {
    "bin": "L",
    "binti": "P",
    "bt": "P",
    "bte": "P",
    "alias": "",
    "als": "",
}
BALINESE = {"i": "L", "ni": "P"}
SEX_OF_TITLE = {"h": "L", "kh": "L", "drs": "L", "hj": "P", "dra": "P"}
SPELLINGS = (
    ("oe", "u"), ("oo", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "s"), ("sy", "s"),
    ("ch", "h"), ("kh", "h"), ("dh", "d"), ("th", "t"), ("bh", "b"), ("ph", "f"), ("dz", "z"),
    ("ie", "i"), ("q", "k"), ("v", "f"), ("p", "f"), ("x", "ks"),
)  # fmt: skip
_DOUBLED = re.compile(r"([^aeiou])\1+")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_NOT_LETTERS = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Name:
    """Words in the order written, nicknames in brackets, the sex a title tells, and whether there were titles."""

    words: tuple[str, ...]
    nicknames: tuple[str, ...] = ()
    sex: str = ""
    titled: bool = False


@lru_cache(maxsize=1 << 18)
def fold(word: str) -> str:
    """Return the word in one spelling: old spelling, foreign letters, doubled letters and a final h levelled."""
    for old, new in SPELLINGS:
        word = word.replace(old, new)
    word = _DOUBLED.sub(r"\1", word)
    if len(word) > 3 and word.endswith("h"):
        word = word[:-1]
    if len(word) <= 2:
        return word
    return re.sub(r"y(?![aeiou])", "i", word).replace("y", "j")


@lru_cache(maxsize=1 << 18)
def skeleton(word: str) -> str:
    """Return the consonants of the folded word, its first letter kept."""
    form = (
        fold(word).replace("z", "j").replace("s", "j") if word[:1] in "zjs" else fold(word).replace("z", "j")
    )
    return form[:1] + re.sub(r"[aeiouh]", "", form[1:])


@lru_cache(maxsize=1 << 14)
def parse(text: str) -> Name:
    """Return the canonical name of what somebody typed; a cell without letters has no words."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    text = text.lower().replace("'", "").replace("`", "")
    nicknames: tuple[str, ...] = ()
    if "(" in text or "[" in text:
        inside = " ".join(_BRACKETS.findall(text))
        nicknames = tuple(word for word in _NOT_LETTERS.split(inside) if len(word) > 1)
        text = _BRACKETS.sub(" ", text)
    titled = split_titles(text)
    words = [w for w in _NOT_LETTERS.split(titled.name) if w]
    sex = _sex_of_titles(titled.before)
    words, told = _without_linking_words(words)
    words = [_long_form(w) for w in words][:MOST_WORDS]
    return Name(tuple(words), nicknames[:1], sex or told, bool(titled.before or titled.after))


def _sex_of_titles(before: str) -> str:
    told = [SEX_OF_TITLE[t] for t in _NOT_LETTERS.split(before) if t in SEX_OF_TITLE]
    return told[-1] if told else ""


def _without_linking_words(words: list[str]) -> tuple[list[str], str]:
    """Drop bin, binti and, before two or more words, the Balinese I and Ni; they tell the sex."""
    told = ""
    kept = []
    for position, word in enumerate(words):
        inside = 0 < position < len(words) - 1
        if word in LINKING_WORDS and inside:
            told = LINKING_WORDS[word] or told
        elif word in BALINESE and position == 0 and len(words) > 2:
            told = BALINESE[word]
        else:
            kept.append(word)
    return kept, told


def _long_form(word: str) -> str:
    return SHORT_FORMS.get(word, word)

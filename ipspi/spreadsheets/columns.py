"""Which column of a file is which of the columns that an importer knows. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from rapidfuzz import fuzz

from ipspi.spreadsheets.sheets import Line

ABBREVIATIONS = {
    "tgl": "tanggal",
    "no": "nomor",
    "nmr": "nomor",
    "telp": "telepon",
    "tlp": "telepon",
    "hape": "hp",
    "handphone": "hp",
    "whatsapp": "wa",
    "kab": "kabupaten",
    "prov": "provinsi",
    "propinsi": "provinsi",
    "jk": "jenis kelamin",
    "ttl": "tempat tanggal lahir",
    "pegawai": "kepegawaian",
    "kerja": "bekerja",
}
FILLERS = {"dan", "atau", "yang", "dengan", "aktif", "sesuai"}
BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
WORD = re.compile(r"[a-z0-9]+")
SURE, CONTAINED, SIMILAR = 1.0, 0.8, 0.7
# Of the letters of two headings this percentage must agree for one to be the other mistyped.
SAME_WORD = 88
# Of the filled cells of a column without a heading this share must look like what a column holds.
MOST_CELLS = 0.6
SAMPLE_LINES = 200


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column that an importer knows.

    `name` is for programs and files, `label` for people, `synonyms` are other headings that people give it.
    `looks_like` is a regular expression that its cells fully match; it finds the column in files without headings.
    `secret` values are shown masked.
    """

    name: str
    label: str | Promise
    synonyms: tuple[str, ...] = ()
    required: bool = False
    looks_like: str = ""
    secret: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that names this column."""
        return (self.name.replace("_", " "), str(self.label), *self.synonyms)


# the name of a column → the place of its cells in a line, from 0
Places = dict[str, int]


def words_of(heading: str) -> tuple[str, ...]:
    """Return the words of a heading in small letters, abbreviations written out, fillers left out."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    spelled = " ".join(ABBREVIATIONS.get(word, word) for word in WORD.findall(plain))
    return tuple(word for word in spelled.split() if word not in FILLERS)


def likeness(heading: str, column: Column) -> float:
    """Return how surely `heading` names `column`: SURE for its very words, less for more words or for mistyped ones."""
    written = {words_of(heading), words_of(BRACKETS.sub(" ", heading))} - {()}
    return max(
        (_likeness(words, words_of(known)) for words in written for known in column.headings), default=0.0
    )


def _likeness(words: tuple[str, ...], known: tuple[str, ...]) -> float:
    if words == known:
        return SURE
    if set(known) <= set(words):
        return CONTAINED + 0.1 * len(known) / len(words)
    ratio = fuzz.ratio("".join(words), "".join(known))
    return SIMILAR * ratio / 100 if ratio >= SAME_WORD and len(words) == len(known) else 0.0


def places_by_heading(headings: Sequence[str], columns: Sequence[Column], *, at_least: float = 0.0) -> Places:
    """
    Return where each column is, as far as the headings tell: the surest pairs first, no heading and no column twice.

    With `at_least=SURE` only the very words of a heading count: for files that nobody looks at before they are applied.
    """
    found = (
        (likeness(heading, column), -place, -order, column.name)
        for place, heading in enumerate(headings)
        for order, column in enumerate(columns)
    )
    return _best_pairs(pair for pair in found if pair[0] > 0 and pair[0] >= at_least)


def places_by_content(lines: Sequence[Line], columns: Sequence[Column]) -> Places:
    """Return where each column is, as far as the cells themselves tell; for files without headings."""
    sample = lines[:SAMPLE_LINES]
    width = len(sample[0].cells) if sample else 0
    found = []
    for place in range(width):
        filled = [line.cells[place] for line in sample if line.cells[place]]
        for order, column in enumerate(columns):
            if filled and column.looks_like:
                share = sum(bool(re.fullmatch(column.looks_like, cell)) for cell in filled) / len(filled)
                found.append((share, -place, -order, column.name))
    return _best_pairs(pair for pair in found if pair[0] >= MOST_CELLS)


def doubled(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, list[int]]:
    """Return the columns that more than one heading names by its very words, with the places of those headings."""
    places = {
        column.name: [place for place, heading in enumerate(headings) if likeness(heading, column) == SURE]
        for column in columns
    }
    return {name: found for name, found in places.items() if len(found) > 1}


def _best_pairs(pairs: Iterable[tuple[float, int, int, str]]) -> Places:
    places: Places = {}
    for _, place, _, name in sorted(pairs, reverse=True):
        if name not in places and -place not in places.values():
            places[name] = -place
    return places

import re

import pytest

from members.matching import Evidence, explain, sentence
from members.matching.alignment import COUNTED
from members.matching.comparison import LEVELS
from members.matching.explanation import FIELDS, RULES
from members.matching.gates import LEAST


@pytest.mark.parametrize(
    ("field", "level", "words"),
    [
        ("nip", "near", "NIP sama kecuali satu angka keliru, hilang, atau dua angka tertukar"),
        ("birth", "same", "tanggal lahir sama"),
        ("name", "exact=2", "nama sama"),
        ("name", "exact=2 titled=1", "nama sama setelah gelar dibuang"),
        ("name", "exact=1 folded=1 titled=1", "nama sama setelah gelar dibuang, hanya ejaannya berbeda"),
        (
            "name",
            "exact=1 near=1 lacking=1",
            "nama: 1 kata sama, 1 kata berbeda satu huruf, 1 kata hanya ada di data nasional",
        ),
        ("name", "", "nama tidak ada"),
    ],
)
def test_a_level_is_said_in_plain_words(field, level, words):
    assert sentence(Evidence(field, level, 1.0)) == words


def test_every_level_has_its_words_and_no_number_of_anybody():
    pieces = [Evidence(field, level, 0.5) for field, levels in LEVELS.items() for level in levels]
    pieces += [Evidence("name", f"{grade}=1", 0.5) for grade in COUNTED]
    pieces += [Evidence("double", "possible", -1.0), Evidence("claimed", "better_row", -1.0)]
    pieces += [Evidence("decided", "same", 0.0)]

    assert {piece.field for piece in pieces} == set(FIELDS)
    for words in explain(pieces):
        assert not re.search(r"\d{3}", words)


def test_every_rule_has_its_sentence():
    assert set(RULES) == set(LEAST)


def test_each_sentence_carries_its_bits():
    pieces = [Evidence("birth", "same", 13.5), Evidence("phone", "different", -3.06)]

    assert explain(pieces) == ["tanggal lahir sama (+13,5 bit)", "nomor telepon berbeda (−3,1 bit)"]

"""Lines without an id of their own: corrected ones stay the same row, and what is not sure is another."""

import random

import pytest

from chapters.models import Chapter, ListRow
from chapters.reconciliation import lists
from chapters.reconciliation.lines import Line
from chapters.reconciliation.recognising import recognised
from tests.cast import NOW, make_nik

NIK, OTHER_NIK = make_nik(), make_nik()
SITI = Line(2, name="Siti Rahmawati", phone="0812 3456 7890", birth="12-03-1985", nip="198503122010012007")


def corrected(**said):
    return Line(**{name: getattr(SITI, name) for name in Line.__slots__} | {"number": 9} | said)


def is_one(line, row):
    return recognised([line], [row]) == {0: 0}


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Siti Rachmawati, S.Sos"},
        {"name": "Siti Rahmwati", "birth": ""},
        {"name": "Rahmawati Siti", "nip": "", "birth": ""},
        {"birth": "13-03-1985", "workplace": "Dinas Sosial"},
        {"phone": "0899 0000 0000", "nip": ""},
        {"phone": "", "birth": "", "name": "St. Rahmawati"},
    ],
)
def test_a_corrected_line_is_known_by_a_number_or_by_name_and_birth_date(said):
    assert is_one(corrected(**said), SITI)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"name": "Budi Rahmawati", "nip": "", "birth": ""}, "a telephone is a family's"),
        ({"name": "Siti Rahmawato", "nip": "", "birth": ""}, "another vowel is often a twin"),
        ({"name": "Siti", "nip": "", "birth": ""}, "half a name"),
        ({"name": "Togar Limbong"}, "somebody else in whose line the numbers were left"),
        ({"phone": "", "nip": "", "birth": ""}, "a name alone"),
        ({"phone": "", "nip": "", "name": "Siti Rahmawanti"}, "another name with the same birth date"),
        ({"phone": "", "name": "Sari Rahmawita", "birth": "", "nip": "1,98503E+17"}, "what is left of a NIP"),
    ],
)
def test_what_is_not_sure_is_another_row(said, why):
    assert not is_one(corrected(**said), SITI), why


def test_two_who_share_the_evidence_are_not_told_apart():
    one, twin = corrected(name="Siti Rachmawati", birth=""), corrected(name="Siti Rahmawti", birth="")

    assert recognised([one, twin], [SITI]) == {}
    assert recognised([one], [SITI, twin]) == {}


def test_evidence_for_two_rows_is_evidence_for_none():
    line = Line(9, name="Siti Rahmawati", nik=NIK, nip=SITI.nip)
    rows = [Line(2, name="Siti R.", nik=NIK), Line(3, name="Siti Rahma", nip=SITI.nip)]

    assert recognised([line], rows) == {}
    assert recognised([line], rows[:1]) == {0: 0}


def test_the_order_of_lines_changes_nothing():
    rows = [Line(n, name=f"Orang {chr(97 + n)}ana", phone=f"08120000{n:04d}") for n in range(20)]
    fresh = [Line(n, name=row.name, phone=row.phone, workplace="Baru") for n, row in enumerate(rows)]
    mixed = random.Random(1).sample(fresh, len(fresh))
    found = recognised(mixed, rows)

    assert {mixed[line].phone: rows[row].phone for line, row in found.items()} == {
        row.phone: row.phone for row in rows
    }


@pytest.fixture
def chapter(db):
    return Chapter.objects.get(pk="16")


def apply(chapter, *written):
    return lists.apply(chapter=chapter, to=written, file_name="daftar.csv", by=None, at=NOW)


def keys(chapter):
    return dict(ListRow.objects.current().filter(list__chapter=chapter).values_list("name", "key"))


def counts(change):
    return change.added, change.updated, change.unchanged, change.gone


def test_a_corrected_row_keeps_its_key_whatever_is_corrected_next(chapter):
    apply(chapter, SITI, Line(3, name="Budi"))
    key = keys(chapter)["Siti Rahmawati"]
    changes = [
        apply(chapter, Line(2, name="Budi"), corrected(name="Siti Rachmawati")),
        apply(chapter, corrected(name="Siti Rachmawati"), Line(3, name="Budi")),
        apply(chapter, corrected(name="Siti Rachmawati", phone="0811"), Line(3, name="Budi")),
    ]

    assert [counts(change) for change in changes] == [(0, 1, 1, 0), (0, 0, 2, 0), (0, 1, 1, 0)]
    assert keys(chapter)["Siti Rachmawati"] == key
    assert counts(lists.change(chapter=chapter, to=[SITI, Line(3, name="Budi")])) == (0, 1, 1, 0)


def test_a_new_line_that_says_what_a_corrected_row_said_has_a_key_of_its_own(chapter):
    apply(chapter, SITI)
    apply(chapter, corrected(name="Siti Rachmawati"))
    change = apply(chapter, SITI, corrected(name="Siti Rachmawati"))

    assert counts(change) == (1, 0, 1, 0)
    assert len(set(keys(chapter).values())) == 2


def test_a_line_that_comes_back_has_its_key_again(chapter):
    apply(chapter, SITI, Line(3, name="Budi"))
    apply(chapter, corrected(name="Siti Rachmawati"), Line(3, name="Budi"))
    key = keys(chapter)["Siti Rachmawati"]
    apply(chapter, Line(3, name="Budi"))
    apply(chapter, Line(3, name="Budi"), corrected(name="Siti Rachmawati"))

    assert keys(chapter)["Siti Rachmawati"] == key


def test_undoing_a_correction_gives_the_first_wording_back(chapter):
    apply(chapter, SITI)
    before = keys(chapter)
    lists.undo(upload=apply(chapter, corrected(name="Siti Rachmawati")).upload, by=None, at=NOW)

    assert keys(chapter) == before


def test_equal_lines_stay_as_many_as_there_are(chapter):
    apply(chapter, SITI, SITI)

    assert counts(lists.change(chapter=chapter, to=[SITI, SITI])) == (0, 0, 2, 0)
    assert counts(lists.change(chapter=chapter, to=[SITI])) == (0, 0, 1, 1)
    # which of two equal rows was corrected nobody knows
    assert counts(lists.change(chapter=chapter, to=[SITI, corrected(name="Siti Rachmawati")])) == (0, 1, 1, 0)


def test_a_line_with_an_id_is_the_row_of_that_id_only(chapter):
    apply(chapter, Line(2, row_id="7", name="Siti Rahmawati", phone="0812 3456 7890"))

    change = lists.change(
        chapter=chapter, to=[Line(2, row_id="8", name="Siti Rahmawati", phone="0812 3456 7890")]
    )
    assert counts(change) == (1, 0, 0, 1)

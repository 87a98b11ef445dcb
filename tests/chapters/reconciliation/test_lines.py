import pytest

from chapters.reconciliation import lines
from chapters.reconciliation.lines import Line, LineRefused
from ipspi.encryption import lookup

NIK = "1671015403900002"


def keys_of(*written: Line) -> list[str]:
    return [known.key for known in lines.known(written)]


def test_a_line_is_taken_as_it_stands():
    read = lines.read({"name": " Hj. SITI  aminah, S.Sos ", "birth": "14/02/93", "nip": "1,97E+17"}, number=7)

    assert read == Line(7, name="Hj. SITI  aminah, S.Sos", birth="14/02/93", nip="1,97E+17")


@pytest.mark.parametrize("values", [{}, {"name": ""}, {"name": "  "}, {"name": "\x00", "phone": "0812"}])
def test_a_line_without_a_name_is_refused(values):
    with pytest.raises(LineRefused) as refused:
        lines.read(values, number=2)

    assert (refused.value.column, refused.value.message) == ("name", "Nama kosong.")


def test_a_text_longer_than_any_real_one_is_refused():
    with pytest.raises(LineRefused) as refused:
        lines.read({"name": "Siti", "workplace": "x" * 301}, number=2)

    assert refused.value.column == "workplace"
    assert refused.value.message == "Isinya terlalu panjang: 301 huruf, paling banyak 300."


def test_control_characters_are_dropped():
    assert lines.read({"name": "Siti\tAminah\x00"}, number=2).name == "Siti Aminah"


def test_a_nik_is_found_by_its_keyed_hash_however_it_is_written():
    assert Line(2, name="Siti", nik="16.7101.540390.0002").nik_lookup == lookup(NIK, purpose="nik")


@pytest.mark.parametrize("nik", ["", "1,67E+15", "123", "1671015403900000"])
def test_a_damaged_nik_proves_nothing(nik):
    assert Line(2, name="Siti", nik=nik).nik_lookup is None


def test_a_line_is_known_by_its_own_id():
    assert keys_of(Line(2, row_id="R1", name="Siti"), Line(3, row_id="R2", name="Siti")) == ["R1", "R2"]


def test_a_line_without_an_id_is_known_by_what_it_says_wherever_it_stands():
    assert (
        keys_of(Line(2, name="Siti"), Line(3, name="Budi"))
        == keys_of(Line(9, name="Budi"), Line(11, name="Siti"))[::-1]
    )


def test_equal_lines_are_told_apart_by_their_number():
    first, second = keys_of(Line(2, name="Siti"), Line(3, name="Siti"))

    assert first != second
    assert keys_of(Line(2, name="Siti")) == [first]


def test_numbers_that_begin_afresh_on_every_sheet_are_no_ids():
    first, other, again = keys_of(
        Line(2, row_id="1", name="Siti"), Line(3, row_id="2", name="Budi"), Line(9, row_id="1", name="Wati")
    )

    assert (first, other) == ("1", "2")
    assert len(again) == 64


def test_a_key_tells_nothing_without_the_secret(settings):
    here = keys_of(Line(2, name="Siti", nik=NIK))
    settings.LOOKUP_KEYS = {1: "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="}

    assert keys_of(Line(2, name="Siti", nik=NIK)) != here


@pytest.mark.parametrize("written", ["1671014101809901", "1671 0141 0180 9901"])
def test_a_nik_that_stands_where_ids_do_is_kept_as_a_nik_only(written):
    line = lines.read({"row_id": written, "name": "Siti"}, number=2)

    assert (line.row_id, line.nik, line.nik_lookup) == (
        "",
        written,
        lookup("1671014101809901", purpose="nik"),
    )


def test_other_long_ids_stay_ids():
    assert lines.read({"row_id": "9999999999999999", "name": "Siti"}, number=2).row_id == "9999999999999999"


def test_lines_without_an_email_are_known_by_the_hash_that_they_had_before_lists_held_any():
    said = lines.said_by(Line(2, row_id="R1", name="Siti", phone="0812"))

    assert said == '["R1", "Siti", "", "", "0812", "", "", "", ""]'
    assert lines.said_by(Line(2, row_id="R1", name="Siti", phone="0812", email="s@contoh.example")) != said

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipspi.spreadsheets.columns import SURE, Column, doubled, likeness, places_by_content, places_by_heading
from ipspi.spreadsheets.sheets import Line, sheet_of
from ipspi.spreadsheets.tables import letter, rows_of, table_of

COLUMNS = [
    Column("row_id", "Nomor baris", ("No", "No urut")),
    Column(
        "name",
        "Nama",
        ("Nama lengkap", "Nama anggota", "Nama dan gelar"),
        required=True,
        looks_like=r"[A-Za-z .,']{3,60}",
    ),
    Column("nip", "NIP", ("NIP/NIK pegawai",), looks_like=r"[0-9]{8} ?[0-9]{6} ?[0-9] ?[0-9]{3}"),
    Column(
        "phone",
        "Nomor telepon",
        ("Telepon", "No HP", "HP/WA", "No WA"),
        looks_like=r"(\+?62 ?|0)8[0-9 -]{7,14}",
    ),
    Column(
        "birth",
        "Tanggal lahir",
        ("Tempat, tanggal lahir",),
        looks_like=r"[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}",
    ),
    Column("workplace", "Tempat bekerja", ("Instansi", "Unit kerja", "Instansi/Unit kerja", "Nama instansi")),
    Column("regency", "Kabupaten/kota", ("Kab/Kota", "Domisili")),
    Column("status", "Status kepegawaian", ("Status pegawai", "ASN/Non-ASN")),
]


def sheet(*rows):
    return sheet_of([Line(number, list(cells)) for number, cells in enumerate(rows, 1)])


def places(*headings, **known):
    return places_by_heading(headings, COLUMNS, **known)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Nama Lengkap", "name"),
        ("NAMA LENGKAP (dengan gelar)", "name"),
        ("Nama & Gelar", "name"),
        ("nm lengkap nama", "name"),
        ("N I P", None),
        ("NIP.", "nip"),
        ("Tgl Lahir", "birth"),
        ("TTL", "birth"),
        ("Tgl. Lahir (hh/bb/tttt)", "birth"),
        ("No. HP/WA", "phone"),
        ("No. Handphone", "phone"),
        ("Telp", "phone"),
        ("Instansi/Unit kerja", "workplace"),
        ("Unit Kerja", "workplace"),
        ("Kab./Kota", "regency"),
        ("KABUPATEN / KOTA", "regency"),
        ("Status Kepegawaian", "status"),
        ("Status pegawaii", "status"),
        ("No.", "row_id"),
        ("", None),
        ("Agama", None),
    ],
)
def test_headings_that_people_write(heading, name):
    found = places(heading)
    assert found == ({name: 0} if name else {})


def test_the_surest_pair_wins():
    assert places("Nama Instansi", "Nama") == {"workplace": 0, "name": 1}
    assert places("No", "No HP") == {"row_id": 0, "phone": 1}


def test_no_heading_and_no_column_is_used_twice():
    found = places("Nama", "Nama lengkap", "NIP", "NIP")
    assert found == {"name": 0, "nip": 2}


def test_where_nobody_looks_only_the_very_words_count():
    assert places("Nama lengkap sesuai KTP", at_least=SURE) == {}
    assert places("nama lengkap", "row_id", at_least=SURE) == {"name": 0, "row_id": 1}


def test_a_doubled_heading_is_told():
    assert doubled(["Nama", "NIP", "Nama lengkap"], COLUMNS) == {"name": [0, 2]}


@given(st.text(max_size=40))
def test_no_heading_breaks_it(heading):
    assert all(0 <= likeness(heading, column) <= 1 for column in COLUMNS)


def test_the_heading_is_found_below_title_rows():
    table = table_of(
        sheet(
            ["DAFTAR ANGGOTA DPD SUMATERA SELATAN", "", ""],
            ["Keadaan Mei 2023", "", ""],
            ["No", "Nama", "NIP"],
            ["1", "Siti", ""],
        ),
        COLUMNS,
    )
    assert (table.heading_line, table.above, [line.number for line in table.lines]) == (3, (1, 2), [4])


def test_numbers_under_the_heading_are_no_row():
    table = table_of(sheet(["No", "Nama", "NIP"], ["(1)", "(2)", "(3)"], ["1", "Siti", ""]), COLUMNS)
    assert [line.cells for line in table.lines] == [["1", "Siti", ""]]


def test_headings_in_two_merged_lines_are_read_from_the_lower():
    table = table_of(
        sheet(
            ["No", "Nama", "Kelahiran", "", "NIP"],
            ["No", "Nama", "Tempat", "Tanggal lahir", "NIP"],
            ["1", "Siti", "Lahat", "", ""],
        ),
        COLUMNS,
    )
    assert table.heading_line == 2
    assert table.headings == ["No", "Nama", "Tempat", "Tanggal lahir", "NIP"]


def test_a_repeated_heading_is_told_and_no_row():
    table = table_of(
        sheet(["Nama", "NIP"], ["Siti", ""], ["NAMA", "nip"], ["Budi", ""], ["Nama", "NIP"]), COLUMNS
    )
    assert table.repeated == (3, 5)
    assert [line.cells[0] for line in table.lines] == ["Siti", "Budi"]


def test_a_second_heading_right_below_is_a_repeated_one():
    table = table_of(sheet(["Nama", "NIP"], ["Nama", "NIP"], ["Siti", ""]), COLUMNS)
    assert (table.heading_line, table.repeated) == (1, (2,))


def test_the_required_heading_is_enough():
    assert table_of(sheet(["Nama", "Hobi"], ["Siti", "catur"]), COLUMNS).heading_line == 1
    assert table_of(sheet(["Instansi", "Hobi"], ["Siti", "catur"]), COLUMNS).heading_line is None


def test_one_column_needs_one_heading():
    assert table_of(sheet(["nama"], ["Siti"]), COLUMNS).heading_line == 1


def test_a_file_without_headings_has_none():
    table = table_of(sheet(["Siti", "199001012015032001"], ["Budi", ""]), COLUMNS)
    assert (table.heading_line, table.headings, len(table.lines)) == (None, ["", ""], 2)


def test_without_headings_the_cells_tell_what_they_can():
    table = table_of(
        sheet(
            ["Siti Aminah", "19900101 201503 2 001", "0812-3456-7890", "1990-01-01"],
            ["Budi", "", "+62 812 3456 7890", "17/8/1985"],
        ),
        COLUMNS,
    )
    assert places_by_content(table.lines, COLUMNS) == {"name": 0, "nip": 1, "phone": 2, "birth": 3}


def test_rows_hold_every_column_by_name():
    table = table_of(sheet(["Nama", "Agama", "NIP"], ["Siti", "x", "1"], ["", "y", ""]), COLUMNS)
    rows = rows_of(table, {"name": 0, "nip": 2}, COLUMNS[1:3])
    assert [(row.line, row.values) for row in rows] == [(2, {"name": "Siti", "nip": "1"})]


def test_columns_without_headings_are_named_as_spreadsheets_do():
    assert [letter(place) for place in [0, 25, 26, 27, 51, 52, 701, 702]] == [
        "A",
        "Z",
        "AA",
        "AB",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]

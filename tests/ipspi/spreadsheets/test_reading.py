import datetime as dt
import io
import random
import resource
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ipspi.spreadsheets.reading import read, require_size
from ipspi.spreadsheets.sheets import LARGEST_FILE, Unreadable

MOMENT = dt.datetime(1980, 5, 6, 7, 8)  # noqa: DTZ001 (a cell knows no zone)
ROWS = [
    ["Nama", "NIP", "Kota"],
    ["Siti Aminah, S.Sos", "198001012005012001", "Palembang"],
    ["Budi", "", "OKI"],
]


def cells(content):
    return [line.cells for line in read(content).lines]


def refused(content):
    with pytest.raises(Unreadable) as raised:
        read(content)
    assert raised.value.message
    return raised.value.code


def csv_text(rows, separator=","):
    return "".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row) + "\r\n" for row in rows
    )


def workbook(write):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        write(book)
    return buffer.getvalue()


def table(rows):
    def write(book):
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(write)


class TestText:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_the_separator_is_found_out(self, separator):
        assert cells(csv_text(ROWS, separator).encode()) == ROWS

    def test_commas_in_names_do_not_hide_semicolons(self):
        rows = [["Nama", "Kota"], *[["Siti, S.Sos, M.Si", "Kota A, B"]] * 9]
        assert cells(csv_text(rows, ";").encode()) == rows

    def test_excel_s_own_line_tells_the_separator(self):
        assert cells(("sep=;\r\n" + csv_text(ROWS, ";")).encode()) == ROWS

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
    )
    def test_the_encoding_is_found_out(self, encoding):
        rows = [["Nama", "Alamat"], ["Zoë Müller", "Jalan Café 5"], ["René Nuraéni", "Résidence Élysée"]]
        assert cells(csv_text(rows, ";").encode(encoding)) == rows

    def test_of_a_mac_too(self):
        rows = [["Nama", "Alamat"], ["José Nuraéni", "Jalan Café 5"], ["Renée", "Résidence"]]
        assert cells(csv_text(rows, ";").encode("mac_roman")) == rows

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_end_of_line_is_one(self, end):
        assert cells(f"a,b{end}c,d{end}{end}e,f".encode()) == [["a", "b"], ["c", "d"], ["e", "f"]]

    def test_lines_keep_their_numbers(self):
        assert [line.number for line in read(b"a,b\n\n,,\nc,d\n").lines] == [1, 4]

    def test_a_cell_may_hold_a_line_break_and_quotes(self):
        assert cells(b'nama,alamat\n"Siti ""Mimi"" A","Jalan 1\nPalembang"\n') == [
            ["nama", "alamat"],
            ['Siti "Mimi" A', "Jalan 1 Palembang"],
        ]

    def test_a_nickname_in_quotes_is_no_mistake(self):
        assert cells(b'nama,kota\n"Mimi" Susanti,OKI\nBudi,OKU\n')[1:] == [
            ["Mimi Susanti", "OKI"],
            ["Budi", "OKU"],
        ]

    @pytest.mark.parametrize("rest", [b"", b'"Ani",OKU\n', b"x,y\n" * 50_000])
    def test_a_quote_that_is_not_closed_swallows_nothing(self, rest):
        assert refused(b'nama,kota\nAni,OKI\n"Budi,OKU\nCici,Muba\n' + rest) == "open_quote"

    def test_one_column_is_a_table(self):
        assert cells(b"nama\nSiti\nBudi\n") == [["nama"], ["Siti"], ["Budi"]]

    def test_invisible_characters_are_taken_out(self):
        text = "nama,telepon\nSi\u200bti\u00a0 Aminah,\u202a0812\u202c\x00\n"
        assert cells(text.encode()) == [["nama", "telepon"], ["Siti Aminah", "0812"]]

    def test_short_lines_are_filled_up(self):
        assert cells(b"a,b,c\nd\n") == [["a", "b", "c"], ["d", "", ""]]

    def test_empty_columns_at_the_end_are_left_out(self):
        assert cells(b"a,b,,,\nc,d,,,\n") == [["a", "b"], ["c", "d"]]


class TestWorkbooks:
    def test_numbers_are_written_out(self):
        rows = [
            ["nip", "n"],
            [1.98001012005011e17, 7.0],
            ["198001012005012001", 2.5],
            [1671015708900001, 0.1],
        ]
        assert cells(table(rows))[1:] == [
            ["198001012005011000", "7"],
            ["198001012005012001", "2.5"],
            ["1671015708900001", "0.1"],
        ]

    def test_dates_are_iso(self):
        def write(book):
            sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
            sheet.write_datetime(0, 0, dt.date(1980, 5, 6), day)
            sheet.write_datetime(0, 1, MOMENT, book.add_format({"num_format": "d/m/yy hh:mm"}))
            sheet.write_datetime(0, 2, dt.time(7, 8), book.add_format({"num_format": "hh:mm"}))
            sheet.write_boolean(0, 3, True)
            sheet.write_formula(0, 4, "=1/0", None, "#DIV/0!")
            sheet.write(0, 5, "x")

        assert cells(workbook(write)) == [["1980-05-06", "1980-05-06 07:08", "07:08", "TRUE", "", "x"]]

    def test_the_fullest_visible_sheet_is_read_and_the_others_are_named(self):
        def write(book):
            book.add_worksheet("Petunjuk").write(0, 0, "Isi lembar Data")
            book.add_worksheet("Data").write_column(0, 0, ["nama", "Siti", "Budi"])
            hidden = book.add_worksheet("Kode")
            hidden.write_column(0, 0, list("abcdefgh"))
            hidden.hide()
            book.add_worksheet("Kosong")

        sheet = read(workbook(write))
        assert (sheet.name, sheet.passed_over) == ("Data", ("Petunjuk",))
        assert [line.cells for line in sheet.lines] == [["nama"], ["Siti"], ["Budi"]]

    def test_a_cell_merged_downwards_counts_for_all_its_lines(self):
        def write(book):
            sheet = book.add_worksheet()
            sheet.write_row(2, 1, ["Kabupaten", "Nama"])
            sheet.merge_range(3, 1, 5, 1, "OKI")
            sheet.write_column(3, 2, ["Siti", "Budi", "Ani"])

        sheet = read(workbook(write))
        assert [line.cells for line in sheet.lines] == [
            ["Kabupaten", "Nama"],
            ["OKI", "Siti"],
            ["OKI", "Budi"],
            ["OKI", "Ani"],
        ]
        assert [line.number for line in sheet.lines] == [3, 4, 5, 6]

    def test_ods_is_read(self):
        assert cells(ods([["nama", "kota"], ["Siti", "OKI"]])) == [["nama", "kota"], ["Siti", "OKI"]]

    def test_the_name_of_the_file_does_not_matter(self):
        assert cells(table(ROWS)) == cells(csv_text(ROWS).encode()) == ROWS


class TestHostileFiles:
    @pytest.mark.parametrize(
        "content", [b"", b"\n\n", b" , ,\n,,,\n", b"\xef\xbb\xbf", table([]), table([["", " "]])]
    )
    def test_empty(self, content):
        assert refused(content) == "empty"

    def test_too_large_is_told_before_anything_is_read(self):
        with pytest.raises(Unreadable, match="lebih besar dari 20 MB") as raised:
            require_size(300 * 1024 * 1024)
        assert raised.value.code == "too_large"
        assert refused(b"a" * (LARGEST_FILE + 1)) == "too_large"

    def test_a_truncated_workbook(self):
        whole = table([["nama"], *[[f"Orang {n}"] for n in range(500)]])
        assert {refused(whole[: len(whole) * part // 10]) for part in range(1, 10)} == {"damaged"}

    def test_a_damaged_workbook(self):
        whole = bytearray(table([["nama"], *[[f"Orang {n} {n * 7919}"] for n in range(500)]]))
        for place in range(200, len(whole) - 200, 997):
            broken = whole.copy()
            broken[place : place + 40] = b"\xff" * 40
            with suppress(Unreadable):
                assert read(bytes(broken)).lines

    def test_a_truncated_text(self):
        whole = csv_text([["nama", "nip", "kota"], *[["Siti", "198001012005012001", "OKI"]] * 30])
        assert refused(whole[:-20].encode()) == "truncated"
        assert refused("nama;kota\nZoë;Ā".encode()[:-1]) == "truncated"
        assert refused("nama;kota\nZoë;Ā\n".encode("utf-16")[:-1]) == "truncated"

    def test_a_missing_last_line_end_is_no_truncation(self):
        assert len(cells(csv_text(ROWS).strip().encode())) == 3

    @pytest.mark.parametrize(
        "content",
        [
            random.Random(1).randbytes(5000),
            bytes(range(256)) * 20,
            struct.pack("<500d", *map(float, range(500))),
        ],
        ids=["random", "every byte", "numbers"],
    )
    def test_binary(self, content):
        assert refused(content) == "binary"

    @pytest.mark.parametrize(
        "content", [b"%PDF-1.7\n...", b"\x89PNG\r\n\x1a\n....", b"\x1f\x8b\x08...", b"{\\rtf1 x}"]
    )
    def test_another_kind_of_file(self, content):
        assert refused(content) == "not_a_spreadsheet"

    def test_another_kind_of_zip(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            file.writestr("word/document.xml", "<x/>")
        assert refused(buffer.getvalue()) == "not_a_spreadsheet"

    @pytest.mark.parametrize(
        "content", [b"<html><table><tr><td>a</td></tr></table>", b'\n<?xml version="1.0"?><Workbook/>']
    )
    def test_a_web_page_named_xls(self, content):
        assert refused(content) == "web_page"

    def test_a_password(self):
        ole = (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 600
            + "EncryptedPackage".encode("utf-16-le")
            + b"\0" * 600
        )
        assert refused(ole) == "password"

    def test_a_cell_in_the_last_corner_does_not_end_the_process(self):
        def write(book):
            sheet = book.add_worksheet()
            sheet.write("A1", "nama")
            sheet.write("XFD1048576", "x")

        assert refused(workbook(write)) == "too_big_inside"

    @pytest.mark.parametrize("says", [3_000_000_000, 1000], ids=["honest", "lying"])
    def test_a_decompression_bomb(self, says):
        content = bomb(says=says)
        assert len(content) < 4_000_000
        assert zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/sharedStrings.xml").file_size == says
        assert refused(content) in {"too_big_inside", "damaged"}

    def test_ods_that_repeats_a_cell_without_end(self):
        row = (
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
            'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
        )
        assert refused(ods_of(row)) in {"too_big_inside", "too_many_columns", "damaged"}

    def test_too_many_lines(self):
        assert refused(b"a,b\n" * 200_001) == "too_many_lines"

    def test_too_many_columns(self):
        assert refused(b",".join([b"a"] * 201)) == "too_many_columns"

    def test_a_very_long_cell(self):
        assert refused(b"nama,kota\n" + b"x" * 10_001 + b",OKI\n") == "long_cell"

    @given(st.binary(max_size=300))
    @settings(max_examples=300)
    def test_no_bytes_make_any_other_error(self, content):
        try:
            lines = read(content).lines
        except Unreadable:
            return
        assert lines
        assert len({len(line.cells) for line in lines}) == 1
        assert not any("\x00" in cell for line in lines for cell in line.cells)


def test_a_long_cell_merged_over_many_lines_does_not_come_back_a_thousand_times():
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["nama", "kota"])
        sheet.merge_range(1, 0, 22_000, 0, "x" * 32_000)
        for line in range(1, 22_001):
            sheet.write_string(line, 1, "OKI")

    assert refused(workbook(write)) in {"too_big_inside", "long_cell"}


def test_our_own_process_stays_without_limits():
    read(table(ROWS))
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] == resource.RLIM_INFINITY


def ods(rows):
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return ods_of(body)


def ods_of(body):
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items()
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        file.writestr(
            "content.xml",
            f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="A">{body}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


def bomb(*, says):
    """A workbook whose shared strings unpack to 3 GB, and that says of their size what it is told to say."""
    name = "xl/sharedStrings.xml"
    source, target = zipfile.ZipFile(io.BytesIO(table([["nama"], ["Siti"]]))), io.BytesIO()
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    head = pack.compress(start) + pack.flush(zlib.Z_FULL_FLUSH)
    block = pack.compress(b"A" * 10_000_000) + pack.flush(
        zlib.Z_FULL_FLUSH
    )  # whole in itself: it may be repeated
    packed = head + block * 300 + pack.flush()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for entry in source.infolist():
            file.writestr(entry.filename, source.read(entry))
    return with_entry_replaced(target.getvalue(), name.encode(), packed, says=says)


def with_entry_replaced(archive, name, packed, *, says):
    """Put other packed bytes under an entry, with any word about their unpacked size."""
    info = zipfile.ZipFile(io.BytesIO(archive)).getinfo(name.decode())
    data = info.header_offset + 30 + len(name)
    grown = len(packed) - info.compress_size
    head, tail = bytearray(archive[:data]), bytearray(archive[data + info.compress_size :])
    sizes = struct.pack("<II", len(packed), says)
    head[info.header_offset + 18 : info.header_offset + 26] = sizes
    at = -1
    while (at := tail.find(b"PK\x01\x02", at + 1)) >= 0:
        length, offset = (
            struct.unpack("<H", tail[at + 28 : at + 30])[0],
            struct.unpack("<I", tail[at + 42 : at + 46])[0],
        )
        if tail[at + 46 : at + 46 + length] == name:
            tail[at + 20 : at + 28] = sizes
        elif offset > info.header_offset:
            tail[at + 42 : at + 46] = struct.pack("<I", offset + grown)
    end = tail.rfind(b"PK\x05\x06")
    tail[end + 16 : end + 20] = struct.pack("<I", struct.unpack("<I", tail[end + 16 : end + 20])[0] + grown)
    return bytes(head) + packed + bytes(tail)

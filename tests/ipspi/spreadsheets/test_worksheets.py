import io

import pytest
import xlsxwriter
from django.db import IntegrityError, transaction
from django.urls import reverse

from ipspi.spreadsheets import importing, packing
from ipspi.spreadsheets.importing import NotOpen
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.sheets import EVERY, Unreadable
from tests.ipspi.spreadsheets.notes import NOW

pytestmark = pytest.mark.django_db
SHEETS = {
    "Petunjuk": [["Isi lembar di belakang ini"]],
    "Palembang": [
        ["Anggota Palembang"],
        ["No", "Nama", "Surel"],
        ["1", "Ani", "ani@x.id"],
        ["2", "Budi", "budi@x.id"],
    ],
    "OKI": [["No", "Nama", "Surel"], ["1", "Citra", "citra@x.id"]],
    "Pensiun": [["Surel", "Nama"], ["dewi@x.id", "Dewi"]],
}


def book(sheets=SHEETS):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as written:
        for name, rows in sheets.items():
            sheet = written.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.fixture
def upload(writer):
    return importing.receive(
        kind="catatan", key="semua", file_name="a.xlsx", content=book(), by=writer, at=NOW
    )


def choose(upload, sheet, by):
    return importing.choose_sheet(upload=upload, sheet=sheet, by=by, at=NOW)


def names_in(upload):
    table = packing.unpacked(upload.content)
    return [(line.number, line.cells[upload.places["name"]]) for line in table.lines]


def test_the_fullest_is_read_and_another_can_be_chosen(writer, upload):
    assert names_in(upload) == [(3, "Ani"), (4, "Budi")]

    chosen = choose(upload, "Pensiun", writer)

    assert names_in(chosen) == [(2, "Dewi")]
    assert chosen.places == {"email": 0, "name": 1}
    assert packing.unpacked(chosen.content).sheets == ("Pensiun", "Petunjuk", "Palembang", "OKI")


def test_all_with_the_same_headings_are_one_table_counted_on(writer, upload):
    chosen = choose(upload, EVERY, writer)
    table = packing.unpacked(chosen.content)

    assert names_in(chosen) == [(3, "Ani"), (4, "Budi"), (5, "Citra")]
    assert (table.sheet, table.joined, table.passed_over) == (
        "Palembang",
        (("OKI", 5),),
        ("Petunjuk", "Pensiun"),
    )


def test_a_check_of_another_sheet_is_forgotten(writer, upload):
    importing.assign(upload=upload, places={"email": 1}, by=writer, at=NOW)

    chosen = choose(upload, "OKI", writer)

    assert (chosen.status, chosen.checked_at, chosen.counts, chosen.rejected) == ("READ", None, {}, None)


@pytest.mark.parametrize("sheet", ["", "Kosong", "oki", "\0"])
def test_a_sheet_that_is_not_there_changes_nothing(writer, upload, sheet):
    with pytest.raises(Unreadable) as refused:
        choose(upload, sheet, writer)

    assert refused.value.code == "no_such_sheet"
    assert names_in(Upload.objects.get()) == [(3, "Ani"), (4, "Budi")]


def test_the_file_is_kept_only_while_there_is_something_to_choose(writer, upload):
    alone = importing.receive(
        kind="catatan", key="semua", file_name="b.xlsx", by=writer, at=NOW,
        content=book({"OKI": SHEETS["OKI"]}),
    )  # fmt: skip
    assert alone.workbook is None
    assert upload.workbook is not None
    importing.assign(upload=upload, places=upload.places, by=writer, at=NOW)

    applied = importing.apply(upload=upload, by=writer, at=NOW)

    assert Upload.objects.get(pk=applied.pk).workbook is None
    with pytest.raises(NotOpen):
        choose(upload, "OKI", writer)
    with pytest.raises(IntegrityError, match="upload_keeps_workbook_only_while_open"), transaction.atomic():
        Upload.objects.filter(pk=applied.pk).update(workbook=b"x")


def test_the_page_lets_one_choose(client, writer, stranger, upload):
    client.force_login(writer)
    columns = reverse("spreadsheets:columns", args=[upload.pk])
    assert "Semua lembar yang judul kolomnya sama" in client.get(columns).content.decode()

    response = client.post(reverse("spreadsheets:sheet", args=[upload.pk]), {"sheet": EVERY}, follow=True)

    assert "Lembar “OKI” menyusul; barisnya dihitung terus mulai dari 5." in response.content.decode()
    client.force_login(stranger)
    own = importing.receive(
        kind="catatan", key=str(writer.pk), file_name="c.xlsx", content=book(), by=writer, at=NOW
    )
    assert client.post(reverse("spreadsheets:sheet", args=[own.pk]), {"sheet": "OKI"}).status_code == 404

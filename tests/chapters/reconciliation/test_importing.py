import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from chapters.models import ListRow, ListUpload
from chapters.reconciliation import importing
from chapters.reconciliation.importing import ListImporter, key_of
from ipspi.spreadsheets import importing as uploads
from ipspi.spreadsheets.importers import Problem
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.tables import Row
from tests.cast import NOW, make_officer, make_secretary_of_dpp, make_user

pytestmark = pytest.mark.django_db

NAMES = "name;chapter\nSiti;16\nBudi;11\n"


def problems(*rows, key="16:own"):
    written = [Row(number, values) for number, values in enumerate(rows, 2)]
    return list(ListImporter().check(rows=written, key=key, at=NOW))


def upload(content, *, by, key="16:own"):
    received = uploads.receive(
        kind=importing.KIND, key=key, file_name="daftar.csv", content=content.encode(), by=by, at=NOW
    )
    return uploads.assign(upload=received, places=received.places, by=by, at=NOW)


def names(chapter="16"):
    return sorted(ListRow.objects.current().filter(list__chapter=chapter).values_list("name", flat=True))


def test_a_row_without_a_name_is_refused():
    assert problems({"name": "Siti"}, {"name": ""}) == [Problem(3, "name", "Nama kosong.")]


@pytest.mark.parametrize("text", ["16", "DPD Sumatera Selatan", "sumatera selatan", "Sumsel", ""])
def test_a_row_may_name_its_own_chapter_as_people_do(text):
    assert problems({"name": "Siti", "chapter": text}) == []


def test_a_row_of_another_chapter_is_refused():
    assert problems({"name": "Siti", "chapter": "Aceh"}) == [
        Problem(2, "chapter", "Baris ini menyebut daerah lain.")
    ]


@pytest.mark.parametrize("text", ["", "Atlantis", "99"])
def test_in_a_file_of_many_chapters_every_row_names_one(text):
    found = problems({"name": "Siti", "chapter": text}, key="*:own")

    assert found == [Problem(2, "chapter", "Daerah kosong atau tidak dikenal.")]


def test_numbers_that_help_nobody_are_told_and_refuse_nothing():
    found = problems(
        {"name": "Siti", "nik": "1,67E+15", "nip": "1,97E+17"},
        {"name": "Budi", "nip": "-", "birth": "belum ada"},
        {"name": "Ani", "nip": "199013452015032001", "birth": "31-02-1985"},
        {"name": "Dewi", "nip": "198503272010012001", "birth": "Palembang, 27 Maret 1985"},
    )

    assert [(each.line, each.column, each.refuses) for each in found] == [
        (2, "nik", False),
        (2, "nip", False),
        (4, "nip", False),
        (4, "birth", False),
    ]


def test_an_email_that_is_none_is_told_and_refuses_nothing():
    found = problems(
        {"name": "Siti", "email": "siti.contoh.example"},
        {"name": "Budi", "email": "belum ada"},
        {"name": "Ani", "email": "Ani@contoh.example"},
    )

    assert [(each.line, each.column, each.refuses) for each in found] == [(2, "email", False)]


@pytest.mark.parametrize("heading", ["email", "E-mail", "Surel", "Alamat Email", "Email Aktif"])
def test_a_list_may_say_how_people_are_reached_by_email(heading):
    officer = make_officer()
    content = f"Nama;{heading};No HP\nSiti;Siti@Contoh.example;0812\n"
    uploads.apply(upload=upload(content, by=officer), by=officer, at=NOW)

    assert ListRow.objects.get().email == "Siti@Contoh.example"


def test_it_is_told_beforehand_what_becomes_of_the_rows_that_are_there():
    officer = make_officer()
    importer = ListImporter()
    before = importer.destination(user=officer, key="16:own")

    uploads.apply(upload=upload("Nama\nSiti\nBudi\n", by=officer), by=officer, at=NOW)
    after = importer.destination(user=officer, key="16:own")

    assert before.replaces == ""
    assert after.replaces.startswith("Daftar ini sekarang berisi 2 baris. Isi berkas menggantikan semuanya")


@pytest.mark.parametrize("key", ["99:own", "16:", "16", "16:" + "x" * 61, "16:a/b"])
def test_there_is_no_such_list(key):
    assert ListImporter().destination(user=None, key=key) is None


def test_a_list_is_open_to_its_own_officers_only():
    importer = ListImporter()
    who = [make_officer(), make_secretary_of_dpp(), make_officer(chapter="11"), make_user()]

    assert [bool(importer.destination(user=user, key="16:own")) for user in who] == [True, True, False, False]
    assert [bool(importer.destination(user=user, key="*:own")) for user in who] == [False] * 4
    assert importer.destination(user=None, key="*:own")


def test_a_spreadsheet_becomes_the_state_of_the_list():
    officer = make_officer()
    applied = uploads.apply(
        upload=upload("Nama;No HP;Unit Kerja\nSiti;0812;Dinsos\n", by=officer), by=officer, at=NOW
    )

    row = ListRow.objects.get()
    assert (row.name, row.phone, row.workplace, row.line) == ("Siti", "0812", "Dinsos", 2)
    assert applied.counts["added"] == 1
    assert (row.added_by.source, row.added_by.by) == (applied, officer)


def test_undoing_the_spreadsheet_undoes_the_list():
    officer = make_officer()
    applied = uploads.apply(upload=upload("nama\nSiti\n", by=officer), by=officer, at=NOW)
    uploads.undo(upload=applied, by=officer, at=NOW)

    assert names() == []
    assert ListUpload.objects.get().undone_at == NOW


def test_undoing_the_list_undoes_the_spreadsheet():
    officer = make_officer()
    applied = uploads.apply(upload=upload("nama\nSiti\n", by=officer), by=officer, at=NOW)
    importing.take_back(state=ListUpload.objects.get(), by=officer, at=NOW)

    applied.refresh_from_db()
    assert (names(), applied.status) == ([], Upload.Status.UNDONE)


def test_what_blocks_undoing_a_spreadsheet_is_said():
    officer = make_officer()
    first = uploads.apply(upload=upload("nama\nSiti\n", by=officer), by=officer, at=NOW)
    uploads.apply(upload=upload("nama\nBudi\n", by=officer), by=officer, at=NOW)

    with pytest.raises(uploads.CannotUndo, match="Urungkan yang terbaru lebih dahulu"):
        uploads.undo(upload=first, by=officer, at=NOW)
    assert names() == ["Budi"]


def test_a_chapter_takes_back_its_own_part_of_a_file_of_many():
    applied = uploads.apply(upload=upload(NAMES, by=None, key=key_of("*")), by=None, at=NOW)
    officer = make_officer()
    importing.take_back(
        state=ListUpload.objects.get(list__chapter="16"), by=officer, at=NOW + dt.timedelta(hours=1)
    )

    assert (names("16"), names("11")) == ([], ["Budi"])
    applied.refresh_from_db()
    assert applied.status == Upload.Status.APPLIED
    with pytest.raises(PermissionDenied):
        importing.take_back(state=ListUpload.objects.get(list__chapter="11"), by=officer, at=NOW)


def test_a_file_of_many_chapters_leaves_the_others_alone():
    uploads.apply(upload=upload(NAMES, by=None, key=key_of("*")), by=None, at=NOW)
    uploads.apply(upload=upload("name;chapter\nWati;16\n", by=None, key=key_of("*")), by=None, at=NOW)

    assert (names("16"), names("11")) == (["Wati"], ["Budi"])

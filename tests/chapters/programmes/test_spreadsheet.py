"""A whole list of programmes from a spreadsheet: all or nothing, undone, and read from what was exported."""

import pytest
from django.core.exceptions import PermissionDenied

from chapters.models import Office, Programme, Term
from chapters.programmes import exporting, reading, writing
from chapters.programmes.spreadsheet import KIND
from ipspi.spreadsheets import importing
from ipspi.spreadsheets.importing import CannotUndo, RowsRejected
from tests.cast import NOW, TODAY, make_officer
from tests.work import make_programme, make_target, make_term

pytestmark = pytest.mark.django_db

FILE = """PROGRAM KERJA 2023-2028
Bidang;Nama Program;Tujuan;Indikator;Jumlah;Satuan;Bulan Mulai;Bulan Selesai;Anggaran (Rp);Realisasi
Pendidikan;Pelatihan manajemen kasus;Anggota terlatih;Peserta;90;orang;Maret 2024;12-2026;26.000.000;14200000
;;;Modul;3;modul;;;;
Organisasi;Pendataan;;;;;;;Rp 5.000.000,-;-
"""


def send(content, *, term, by):
    upload = importing.receive(
        kind=KIND, key=str(term.pk), file_name="proker.csv", content=content, by=by, at=NOW
    )
    return importing.assign(upload=upload, places=upload.places, by=by, at=NOW)


def written(term):
    return [
        (each.division, each.name, each.budget, each.spent, [str(t) for t in each.targets.all()])
        for each in term.programmes.order_by("pk")
    ]


def test_a_list_is_written_whole_and_undone():
    term, officer = make_term(), make_officer()
    upload = send(FILE.encode(), term=term, by=officer)
    importing.apply(upload=upload, by=officer, at=NOW)

    assert written(term) == [
        ("Pendidikan", "Pelatihan manajemen kasus", 26_000_000, 14_200_000, ["Peserta", "Modul"]),
        ("Organisasi", "Pendataan", 5_000_000, None, []),
    ]
    upload.refresh_from_db()
    importing.undo(upload=upload, by=officer, at=NOW)
    assert not Programme.objects.exists()


def test_an_upload_is_not_undone_once_a_programme_was_changed():
    term, officer = make_term(), make_officer()
    upload = send(FILE.encode(), term=term, by=officer)
    importing.apply(upload=upload, by=officer, at=NOW)
    writing.spend(programme=term.programmes.first(), spent=1, by=officer, at=NOW)

    with pytest.raises(CannotUndo):
        importing.undo(upload=upload, by=officer, at=NOW)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("Pendidikan;X;;;;;Marte 2024;;;", "starts", "Bulan tidak terbaca."),
        ("Pendidikan;X;;;;;2-2024;1-2024;;", "ends", "Bulan selesai sebelum bulan mulai."),
        ("Pendidikan;X;;;;;;1-2024;;", "starts", "Bulan mulai kosong."),
        ("Pendidikan;X;;;;;;;1,5 juta;", "budget", "Bukan bilangan bulat."),
        ("Pendidikan;X;;Peserta;0;orang;;;;", "number", "Jumlah sasaran tidak boleh nol."),
        ("Pendidikan;;;;;;;;5;", "name", "Nama program kosong."),
        ("Pendidikan;Sudah Ada;;;;;;;;", "name", "sudah ada di masa bakti ini"),
    ],
)
def test_what_cannot_be_read_refuses_the_whole_file(line, column, words):
    term, officer = make_term(), make_officer()
    make_programme(term=term, division="pendidikan", name="sudah ada")
    upload = send(f"{FILE}{line}\n".encode(), term=term, by=officer)

    assert [problem[1] for problem in upload.problems] == [column]
    assert words in upload.problems[0][2]
    with pytest.raises(RowsRejected):
        importing.apply(upload=upload, by=officer, at=NOW)
    assert term.programmes.count() == 1


def test_targets_below_a_rejected_programme_go_nowhere_else():
    term, officer = make_term(), make_officer()
    head = FILE.splitlines()[1]
    lines = ["A;Baik;;Peserta;1;orang;;;;", "A;Buruk;;;;;;;x;", ";;;Yatim;1;orang;;;;"]
    upload = send("\n".join([head, *lines]).encode(), term=term, by=officer)
    importing.apply(upload=upload, skip_rejected=True, by=officer, at=NOW)

    assert written(term) == [("A", "Baik", None, None, ["Peserta"])]


def test_what_was_exported_is_read_again():
    officer, term = make_officer(), make_term()
    programme = make_programme(term=term, budget=30_000_000, spent=9_500_000)
    make_target(programme, stated=31)
    make_target(programme, what="Modul", number=3, unit="modul")
    content = exporting.workbook(reading.report_of(term, today=TODAY))
    Term.objects.filter(pk=term.pk).update(ended_on=term.ends_on)
    later = make_term(name="2028–2033", starts_on=term.ends_on, ends_on=term.ends_on.replace(year=2033))

    importing.apply(upload=send(content, term=later, by=officer), by=officer, at=NOW)

    assert written(later) == written(term)
    copy = later.programmes.get()
    assert (copy.starts_on, copy.ends_on) == (programme.starts_on, programme.ends_on)


def test_nobody_else_sends_a_list():
    term = make_term()
    for other in (make_officer(office=Office.TREASURER), make_officer(chapter="11")):
        with pytest.raises(PermissionDenied):
            send(FILE.encode(), term=term, by=other)

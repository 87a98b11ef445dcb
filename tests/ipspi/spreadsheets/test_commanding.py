import json

import pytest
from django.core.management import CommandError, call_command

from ipspi.accounts.models import User
from ipspi.spreadsheets import importing
from ipspi.spreadsheets.commanding import ImportCommand
from ipspi.spreadsheets.models import Upload
from tests.ipspi.spreadsheets.notes import NOW

pytestmark = pytest.mark.django_db


class Command(ImportCommand):
    kind = "catatan"

    def key_of(self, options):
        return "semua"


@pytest.fixture
def run(tmp_path, capsys):
    def run(content, *options):
        path = tmp_path / "berkas.csv"
        path.write_bytes(content)
        try:
            call_command(Command(), str(path), "--json", *options)
            code = 0
        except SystemExit as exit_:
            code = exit_.code
        printed = capsys.readouterr()
        assert printed.err == ""
        facts = json.loads(printed.out)
        assert facts.pop("seconds") >= 0
        return code, facts

    return run


def emails():
    return sorted(User.objects.values_list("email", flat=True))


def test_a_good_file_is_imported(run):
    assert run(b"email,name,hobi\nani@x.id,Ani,catur\nbudi@x.id,,\n") == (
        0,
        {
            "rows": 2, "added": 2, "updated": 0, "unchanged": 0, "gone": 0, "rejected": 0, "errors": [],
            "warnings": [{"column": "name", "message": "Kosong.", "count": 1}], "unknown_columns": ["hobi"],
        },
    )  # fmt: skip
    assert emails() == ["ani@x.id", "budi@x.id"]


def test_a_rejected_row_refuses_the_file(run):
    code, facts = run(b"email,name\nani@x.id,Ani\nbudi,Budi\n")
    assert (code, facts["rows"], facts["added"], facts["rejected"]) == (1, 2, 0, 1)
    assert facts["errors"] == [{"row": 3, "column": "email", "message": "Bukan alamat surel."}]
    assert emails() == []


def test_rejected_rows_may_be_skipped(run):
    code, facts = run(b"email,name\nani@x.id,Ani\nbudi,Budi\n", "--skip-rejected")
    assert (code, facts["added"], facts["rejected"], len(facts["errors"])) == (0, 1, 1, 1)
    assert emails() == ["ani@x.id"]


def test_a_dry_run_says_the_same_and_does_nothing(run):
    wet_and_dry = [run(b"email\nani@x.id\n", *options)[1] for options in (["--dry-run"], [])]
    assert wet_and_dry[0] == wet_and_dry[1]
    assert Upload.objects.count() == 1


def test_a_repeated_heading_is_a_rejected_row(run):
    code, facts = run(b"email,name\nani@x.id,Ani\nemail,name\n")
    assert (code, facts["rows"], facts["rejected"]) == (1, 2, 1)
    assert facts["errors"] == [{"row": 3, "column": "", "message": "Baris ini mengulang judul kolom."}]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b"ani@x.id,Ani\nbudi@x.id,Budi\n", "Tidak ada baris judul kolom"),
        (b"email,Alamat surel\nani@x.id,b@x.id\n", "lebih dari satu kali: A, B"),
        (b"name,secret\nAni,1\n", "belum ditemukan di berkas: Surel"),
        (b"%PDF-1.7", "bukan lembar kerja"),
        (bytes(range(256)) * 9, "bukan tabel"),
        (b'email,name\nani@x.id,"Ani\nbudi@x.id,Budi\n', "baris 2 tidak ditutup"),
        (b"email,name\nani@x.id,Gagal\n", "Tidak jadi"),
    ],
    ids=["empty", "no headings", "twice", "missing", "pdf", "binary", "open quote", "importer"],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(run, content, words):
    code, facts = run(content)
    assert code == 1
    assert [words in error["message"] for error in facts["errors"]] == [True]
    assert emails() == []
    assert not Upload.objects.exists()


def test_a_huge_file_is_refused_before_it_is_read(run, tmp_path):
    path = tmp_path / "besar.csv"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(SystemExit) as exit_:
        call_command(Command(), str(path), "--json")
    assert exit_.value.code == 1


def test_a_missing_file_is_wrong_use(tmp_path):
    with pytest.raises(CommandError) as raised:
        call_command(Command(), str(tmp_path / "tidak-ada.csv"))
    assert raised.value.returncode == 2


def test_people_read_it_without_json(tmp_path, capsys):
    path = tmp_path / "berkas.csv"
    path.write_bytes(b"email\nani\n")
    with pytest.raises(SystemExit):
        call_command(Command(), str(path))
    printed = capsys.readouterr()
    assert "rejected: 1" in printed.out
    assert printed.err == "baris 2: email Bukan alamat surel.\n"


def test_an_import_by_command_can_be_undone(run, writer):
    run(b"email\nani@x.id\n")
    importing.undo(upload=Upload.objects.get(), by=writer, at=NOW)
    assert "ani@x.id" not in emails()

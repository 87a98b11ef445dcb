import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from chapters.models import LedgerEntry, ListRow, ListUpload, MatchingModel
from chapters.reconciliation import running
from tests.cast import BANDA_ACEH
from tests.chapters.reconciliation.scene import keep, line_of, make_members

pytestmark = pytest.mark.django_db

ROWS = """row_id,chapter,name,nip,phone,birth,workplace,regency,status
R1,16,Siti,,,,,,
R2,16,Budi,,,,,,
R3,11,Wati,,,,,,
"""


def run(*command):
    """Return the exit code and the one object on standard output."""
    out, code = io.StringIO(), 0
    try:
        call_command(*map(str, command), "--json", stdout=out, stderr=io.StringIO())
    except (SystemExit, CommandError) as ended:
        code = ended.returncode if isinstance(ended, CommandError) else ended.code
    return code, json.loads(out.getvalue() or "null")


@pytest.fixture
def rosters(tmp_path):
    path = tmp_path / "rosters.csv"
    path.write_text(ROWS)
    return path


def rows():
    return sorted(ListRow.objects.current().values_list("list__chapter", "list__name", "name"))


def numbers(answer):
    return {name: answer[name] for name in ("rows", "added", "updated", "unchanged", "gone", "rejected")}


def test_import_roster_takes_a_file_of_many_chapters(rosters):
    code, answer = run("import_roster", rosters)

    assert code == 0
    assert numbers(answer) == {"rows": 3, "added": 3, "updated": 0, "unchanged": 0, "gone": 0, "rejected": 0}
    assert answer["errors"] == []
    assert answer["seconds"] >= 0
    assert rows() == [("11", "own", "Wati"), ("16", "own", "Budi"), ("16", "own", "Siti")]


def test_import_roster_again_changes_nothing(rosters):
    run("import_roster", rosters)
    code, answer = run("import_roster", rosters)

    assert (code, answer["unchanged"], answer["added"]) == (0, 3, 0)
    assert ListUpload.objects.count() == 2


def test_import_roster_into_a_named_list_of_one_chapter(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("nama;tempat lahir\nSiti;Palembang\n".encode("cp1252"))
    code, answer = run("import_roster", path, "--chapter", "16", "--list", "pensiunan")

    assert (code, answer["unknown_columns"]) == (0, ["tempat lahir"])
    assert rows() == [("16", "pensiunan", "Siti")]


def test_import_roster_refuses_the_whole_file_for_one_bad_row(rosters):
    rosters.write_text(ROWS + "R4,16,,,,,,,\n")
    code, answer = run("import_roster", rosters)

    assert code == 1
    assert answer["errors"] == [{"row": 5, "column": "name", "message": "Nama kosong."}]
    assert rows() == []


def test_import_roster_skips_bad_rows_when_told(rosters):
    rosters.write_text(ROWS + "R4,16,,,,,,,\n")
    code, answer = run("import_roster", rosters, "--skip-rejected")

    assert (code, answer["added"], answer["rejected"]) == (0, 3, 1)


def test_a_dry_run_says_the_same_and_does_nothing(rosters):
    code, answer = run("import_roster", rosters, "--dry-run")

    assert (code, answer["added"]) == (0, 3)
    assert rows() == []


@pytest.mark.parametrize(
    "command",
    [
        ("import_roster", "{missing}"),
        ("import_roster", "{rosters}", "--chapter", "99"),
        ("reconcile", "--chapter", "99"),
    ],
)
def test_wrong_use_ends_with_two(rosters, command):
    words = [word.format(missing=rosters.parent / "none.csv", rosters=rosters) for word in command]

    assert run(*words) == (2, None)


def test_reconcile_answers_for_every_chapter_that_has_anything():
    members = make_members(3)
    make_members(1, home_regency=BANDA_ACEH, reference="A", name="Teuku Umar", phone="", birth_date=None)
    keep(line_of(members[0]))
    code, answer = run("reconcile")

    assert code == 0
    assert [chapter["chapter"] for chapter in answer["chapters"]] == ["11", "16"]
    assert answer["chapters"][1] == {
        "chapter": "16", "rows": 1, "linked": 1, "review": 0, "only_roster": 0, "only_national": 2, "conflicts": 0,
        "duplicates": 0, "moved": 0, "estimate": {"total": 3, "low": 3, "high": 3},
    }  # fmt: skip


def test_reconcile_takes_the_chapters_named():
    make_members(1)
    make_members(1, home_regency=BANDA_ACEH, reference="A")

    assert [
        each["chapter"] for each in run("reconcile", "--chapter", "16", "--chapter", "31")[1]["chapters"]
    ] == ["16", "31"]


def test_reconcile_in_full_learns_a_model_and_gives_the_links_of_that_model(tmp_path):
    members = make_members(4)
    keep(*(line_of(member, n) for n, member in enumerate(members, 2)))
    run("reconcile")
    keep(*(line_of(member, n, phone="") for n, member in enumerate(members, 2)))
    run("reconcile", "--full")
    run("export_links", tmp_path / "full.csv")
    run("reconcile")
    run("export_links", tmp_path / "night.csv")

    assert MatchingModel.objects.count() == 2
    assert (tmp_path / "full.csv").read_bytes() == (tmp_path / "night.csv").read_bytes()


def test_a_failing_chapter_stops_no_other_and_is_told(monkeypatch, caplog):
    make_members(1)
    make_members(1, home_regency=BANDA_ACEH, reference="A")
    reconcile = running.reconcile

    def fails_in_aceh(*, chapter, **how):
        if chapter.pk == "11":
            raise ZeroDivisionError
        return reconcile(chapter=chapter, **how)

    monkeypatch.setattr(running, "reconcile", fails_in_aceh)
    code, answer = run("reconcile")

    assert code == 1
    assert [each["chapter"] for each in answer["chapters"]] == ["16"]
    assert LedgerEntry.objects.count() == 1


def test_export_links_writes_what_other_programs_read(tmp_path):
    keep(line_of(make_members(2)[0]))
    run("reconcile")
    code, answer = run("export_links", tmp_path / "links.csv")

    assert (code, answer["links"]) == (0, 1)
    with (tmp_path / "links.csv").open(newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["row_id"], line["member_id"], line["band"]) == ("R2", "M0", "auto")
    assert len(line["probability"].partition(".")[2]) == 6
    assert [path.name for path in tmp_path.iterdir()] == ["links.csv"]


def test_export_links_into_no_folder_ends_with_one(tmp_path):
    assert run("export_links", tmp_path / "none" / "links.csv")[0] == 1

import csv
import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ipspi.audit.models import Act
from ipspi.encryption import lookup
from ipspi.spreadsheets.models import Upload
from members import answering, history, numbering
from members.importing import ImportStays, MemberImporter
from members.models import Member, MembershipChange, NumberBook, Proposal, Restriction
from tests.cast import NOW, TODAY, make_applicant, make_member, make_nik, make_nip, make_user

pytestmark = pytest.mark.django_db

# a member, and a row that says the same
SAME = {"workplace": "Dinas Sosial Kota Palembang", "employment": "ASN"}
SAID = {"phone": "0812 3456 7890"}
HEADER = "reference,name,nik,nip,email,phone,birth,sex,workplace,regency_code,employment"
COUNTS = ("rows", "added", "updated", "unchanged", "rejected")


def row(**changed: str) -> dict[str, str]:
    return {
        "reference": "M1",
        "name": "Siti Rahmawati",
        "nik": make_nik(),
        "nip": make_nip(),
        "email": "siti@contoh.example",
        "phone": "0812 3456-7890",
        "birth": "1985-03-27",
        "sex": "P",
        "workplace": "Dinas Sosial Kota Palembang",
        "regency_code": "16.71",
        "employment": "ASN",
        **changed,
    }


@pytest.fixture
def run(tmp_path):
    """Import rows (or a text) as a file; return the exit code and the JSON."""

    def imported(rows, *options, name="anggota.csv"):
        path = tmp_path / name
        if isinstance(rows, str):
            path.write_text(rows)
        else:
            with path.open("w", newline="") as file:
                writer = csv.DictWriter(file, fieldnames=list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        out, code = StringIO(), 0
        try:
            call_command("import_members", path, "--json", *options, stdout=out)
        except SystemExit as stopped:
            code = stopped.code
        return code, json.loads(out.getvalue())

    return imported


def counts(told: dict) -> tuple[int, ...]:
    return tuple(told[name] for name in COUNTS)


def test_a_member_is_added_with_everything_the_row_says(run):
    nik, nip = make_nik(), make_nip()

    code, told = run([row(nik=nik, nip=nip)])

    assert (code, counts(told), told["errors"], told["warnings"]) == (0, (1, 1, 0, 0, 0), [], [])
    member = Member.objects.get()
    assert (member.status, member.user, member.number, member.type_id) == ("ACTIVE", None, None, "biasa")
    assert (member.reference, member.name, member.nik, member.nip) == ("M1", "Siti Rahmawati", nik, nip)
    assert bytes(member.nik_lookup) == lookup(nik, purpose="nik")
    assert (member.email, str(member.phone)) == ("siti@contoh.example", "+6281234567890")
    assert (member.birth_date, member.sex, member.employment) == (dt.date(1985, 3, 27), "P", "ASN")
    assert (member.home_regency_id, member.home_province_id) == ("16.71", "16")
    assert (member.workplace, member.warnings) == ("Dinas Sosial Kota Palembang", [])


def test_the_json_has_the_agreed_names(run):
    _code, told = run([row()])

    assert {*COUNTS, "seconds", "errors"} <= told.keys()
    assert isinstance(told["seconds"], float)


def test_only_the_name_must_be_there_and_what_is_missing_is_counted(run):
    code, told = run([{"name": "Yulianti"}, {"name": "Wayan"}])

    assert (code, counts(told)) == (0, (2, 2, 0, 0, 0))
    empty = {each["column"]: each["count"] for each in told["warnings"] if each["message"] == "Kosong."}
    assert empty == dict.fromkeys(
        ["nik", "email", "phone", "birth", "sex", "workplace", "regency_code", "employment"], 2
    )
    assert Member.objects.get(name="Wayan").home_province is None


def test_columns_come_in_any_order_and_unknown_ones_are_told(run):
    code, told = run("golongan,phone,name\nIII/a,0812-1111-2222,Wayan\n")

    assert (code, told["unknown_columns"]) == (0, ["golongan"])
    assert str(Member.objects.get(name="Wayan").phone) == "+6281211112222"


def test_semicolons_and_latin_1_are_read(run, tmp_path):
    path = tmp_path / "excel.csv"
    path.write_bytes("name;regency_code\r\nAndré;1671\r\n".encode("latin-1"))

    call_command("import_members", path, stdout=StringIO())

    assert Member.objects.get().name == "André"
    assert Member.objects.get().home_regency_id == "16.71"


def test_titles_that_nobody_can_doubt_are_taken_out_of_the_name(run):
    names = {
        "Dr. Hj. Siti Aminah, S.Sos., M.Si": ("Dr. Hj.", "Siti Aminah", "S.Sos., M.Si"),
        "BELLA FEBRIYANTI, M.Si": ("", "BELLA FEBRIYANTI", "M.Si"),
        "Nur Ama": ("", "Nur Ama", ""),
        "Ir Haji": ("", "Ir Haji", ""),
        "Sutrisno, Bambang": ("", "Sutrisno, Bambang", ""),
        "Nur'aini": ("", "Nur'aini", ""),
    }

    run([{"name": name} for name in names])

    found = Member.objects.values_list("titles_before", "name", "titles_after")
    assert sorted(found) == sorted(names.values())


def test_what_cannot_be_read_is_a_data_problem_and_left_out(run):
    bad = {"email": "tidak ada", "phone": "12", "birth": "31-02-1985", "sex": "X", "regency_code": "99.99"}

    code, told = run([row(**bad, employment="?", nip="")])

    assert (code, counts(told)) == (0, (1, 1, 0, 0, 0))
    assert sorted(each["column"] for each in told["warnings"]) == sorted([*bad, "employment"])
    member = Member.objects.get()
    assert (
        member.email,
        member.phone,
        member.birth_date,
        member.sex,
        member.home_regency,
        member.employment,
    ) == (
        "",
        "",
        None,
        "",
        None,
        "",
    )


def test_an_address_or_nip_twice_is_a_data_problem_not_a_refusal(run):
    nip = make_nip()

    code, told = run([row(nip=nip), row(reference="M2", nip=nip, email="SITI@contoh.example")])

    assert (code, counts(told)) == (0, (2, 2, 0, 0, 0))
    assert [(each["column"], each["count"]) for each in told["warnings"]] == [("email", 2), ("nip", 2)]


def test_what_disagrees_is_a_warning_for_the_officer(run):
    run([row(nik=make_nik(sex="L"), birth="1985-03-28", regency_code="11.71")])

    warned = ["nik_regency_differs", "nik_birth_date_differs", "nik_sex_differs", "nip_birth_date_differs"]
    assert Member.objects.get().warnings == warned


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"nik": "167101670385000"}, "nik"),
        ({"nik": "9971016703850001"}, "nik"),
        ({"nik": "1671016702310001"}, None),
        ({"nik": "1671013202850001"}, "nik"),
        ({"nip": "198513272010012001"}, "nip"),
        ({"nip": "1.98503E+17"}, "nip"),
        ({"name": ""}, "name"),
        ({"name": " , S.Sos"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"reference": "x" * 61}, "reference"),
        ({"nik": "٣" * 16}, "nik"),
    ],
)
def test_what_is_impossible_rejects_the_row_and_the_file(run, changed, column):
    code, told = run([row(**changed), row(reference="M2")])

    if column is None:
        assert code == 0
        return
    assert (code, counts(told)) == (1, (2, 0, 0, 0, 1))
    assert [(error["row"], error["column"]) for error in told["errors"]] == [(2, column)]
    assert not Member.objects.exists()


def test_an_error_names_row_column_and_fault_but_not_the_number(run):
    _code, told = run([row(), row(reference="M2", nik="167101670385999")])

    assert told["errors"] == [
        {"row": 3, "column": "nik", "message": "NIK terdiri atas 16 angka; yang ditulis 15 angka."}
    ]


def test_rejected_rows_may_be_skipped(run):
    code, told = run([row(nik="1"), row(reference="M2")], "--skip-rejected")

    assert (code, counts(told)) == (0, (2, 1, 0, 0, 1))
    assert Member.objects.get().reference == "M2"


@pytest.mark.parametrize("column", ["nik", "reference", "number"])
def test_a_nik_reference_or_number_twice_rejects_the_second_row(run, column):
    first = row(number="P/1")
    second = {**row(reference="M2", number="P/2"), column: first[column]}

    code, told = run([first, second])

    assert (code, counts(told)) == (1, (2, 0, 0, 0, 1))
    assert told["errors"] == [{"row": 3, "column": column, "message": "Sudah ada di baris 2."}]


def test_a_dry_run_counts_and_writes_nothing(run):
    code, told = run([row(number="P/1")], "--dry-run")

    assert (code, counts(told)) == (0, (1, 1, 0, 0, 0))
    assert not Member.objects.exists()
    assert not NumberBook.objects.exists()


@pytest.mark.parametrize(
    "content",
    ["", "\n\n", "nama,\x00\x01", "PK\x03\x04 half", "name\n", "a,b,c\n1,2,3\n", "name,name\nA,B\n"],
)
def test_a_file_that_is_no_list_of_members_is_refused_with_words(run, content):
    code, told = run(content)

    assert (code, counts(told)) == (1, (0, 0, 0, 0, 0))
    assert [bool(error["message"]) for error in told["errors"]] == [True]
    assert not Member.objects.exists()


def test_wrong_use_is_told_apart_from_a_refused_file():
    with pytest.raises(CommandError) as stopped:
        call_command("import_members", "no-such-file.csv")

    assert stopped.value.returncode == 2


class TestASecondImport:
    def test_changes_nothing_where_the_rows_say_the_same(self, run):
        rows = [row(number="P/1"), {**row(reference="", nik="", number=""), "name": "Wayan"}]
        run(rows)
        before = list(Member.objects.order_by("name").values_list("pk", "changed_at"))

        code, told = run(rows)

        assert (code, counts(told)) == (0, (2, 0, 0, 2, 0))
        assert list(Member.objects.order_by("name").values_list("pk", "changed_at")) == before

    def test_updates_by_reference(self, run):
        run([row()])
        nik = make_nik()

        _code, told = run([row(nik=nik, name="Siti R.", phone="081111111111", regency_code="1171", nip="")])

        assert counts(told) == (1, 0, 1, 0, 0)
        member = Member.objects.get()
        assert (member.name, str(member.phone), member.home_province_id) == (
            "Siti R.",
            "+6281111111111",
            "11",
        )
        assert (member.nik, bytes(member.nik_lookup)) == (nik, lookup(nik, purpose="nik"))
        assert member.warnings == ["nik_regency_differs"]

    def test_knows_a_member_by_nik_and_learns_the_reference(self, run):
        nik = make_nik()
        run([row(nik=nik, reference="")])

        _code, told = run([row(nik=nik, reference="M7")])

        assert counts(told) == (1, 0, 1, 0, 0)
        assert Member.objects.get().reference == "M7"

    def test_takes_nothing_away(self, run):
        run([row(number="P/1")])
        before = Member.objects.values().get()

        _code, told = run([{"reference": "M1", "name": "Siti Rahmawati"}])

        assert counts(told) == (1, 0, 0, 1, 0)
        assert {**Member.objects.values().get()} == before

    def test_knows_a_row_without_reference_and_nik_by_all_it_says(self, run):
        same = {"name": "Wayan", "phone": "081234567890"}
        run([same])

        _code, told = run([same, same, {**same, "phone": "081234567891"}])

        assert counts(told) == (3, 1, 0, 2, 0)

    def test_leaves_members_with_an_account_alone(self, run):
        nik = make_nik()
        make_member(nik=nik, user=make_user(), name="Nama sendiri")
        make_applicant(nik=(applied := make_nik()), name="Pelamar")

        code, told = run([row(nik=nik, name="Lain"), row(reference="M2", nik=applied)])

        assert (code, counts(told)) == (0, (2, 0, 0, 2, 0))
        assert sorted(Member.objects.values_list("name", flat=True)) == ["Nama sendiri", "Pelamar"]

    def test_proposes_to_members_with_an_account_what_differs_and_says_how_much(self, run):
        nik = make_nik()
        member = make_member(
            nik=nik, user=make_user(), home_regency="16.71", employment="NON_ASN", email="a@b.example"
        )
        changed = {"name": "SITI  rahmawati", "phone": "0813 0000 1111", "workplace": "LKS Melati", "sex": ""}
        line = row(
            nik=nik, nip="", regency_code="11.71", employment="P3K", email="lain@contoh.example", **changed
        )
        before = {**Member.objects.values().get()}

        _code, told = run([line])

        assert (counts(told), told["proposed"]) == ((1, 0, 0, 1, 0), 3)
        asked = {each.field: each.value for each in Proposal.objects.filter(member=member)}
        assert asked == {"phone": "+6281300001111", "workplace": "LKS Melati", "employment": "PPPK"}
        assert {**Member.objects.values().get()} == before
        (upload,) = {each.upload for each in Proposal.objects.all()}
        assert upload.counts["proposed"] == 3
        assert "LKS Melati" not in json.dumps([*Act.objects.values_list("details", flat=True)])

        assert run([line])[1]["proposed"] == 0, "it waits already"
        answering.refuse(proposal=Proposal.objects.get(field="workplace"), by=member.user, at=NOW)
        assert run([line])[1]["proposed"] == 0, "the member has said no"
        assert run([{**line, "workplace": "LKS Anggrek"}])[1]["proposed"] == 1

    def test_proposes_nothing_in_a_dry_run_and_nothing_to_whom_cannot_be_asked(self, run):
        merged, restricted, ended = (make_nik() for _each in range(3))
        make_member(nik=restricted, user=make_user())
        Restriction.objects.create(member=Member.objects.get(), since=NOW)
        make_member(nik=merged, status="MERGED", reference="M9")
        make_member(nik=ended, status="RESIGNED", user=make_user(), reference="M8")
        lines = [
            row(nik=restricted, reference="M1", workplace="Lain"),
            row(nik="", reference="M9", workplace="Lain"),
            row(nik="", reference="M8", workplace="Lain"),
        ]

        assert run(lines)[1]["proposed"] == 0
        make_member(nik=(claimed := make_nik()), user=make_user())
        assert run([row(nik=claimed, reference="M5", workplace="Lain")], "--dry-run")[1]["proposed"] > 0
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize(("slip", "proposed"), [(True, 1), (False, 0)])
    def test_proposes_another_nik_or_nip_only_where_a_slip_parts_it(self, run, slip, proposed):
        nik = make_nik()
        other = nik[:-1] + str((int(nik[-1]) + 1) % 9 + 1) if slip else make_nik(birth=dt.date(1971, 12, 9))
        make_member(nik=nik, user=make_user(), reference="M1", **SAME)

        told = run([row(nik=other, nip="", **SAID)])[1]

        assert told["proposed"] == proposed
        assert [each.value for each in Proposal.objects.all()] == [other] * proposed

    def test_proposes_to_many_in_few_queries(self, run, django_assert_max_num_queries):
        niks = [make_nik() for _number in range(60)]
        for nik in niks:
            make_member(nik=nik, user=make_user())
        rows = [row(reference=f"M{number}", nik=nik, workplace="Lain") for number, nik in enumerate(niks)]

        with django_assert_max_num_queries(45):
            told = run(rows)[1]

        assert told["proposed"] >= 60

    @pytest.mark.parametrize(
        ("changed", "column"),
        [
            ({"reference": "M2", "number": ""}, "nik"),
            ({"reference": "M3"}, "nik"),
            ({"number": "P/2"}, "number"),
            ({"reference": "M9", "nik": "", "number": "P/1"}, "number"),
        ],
        ids=["of two members", "under another reference", "renumbered", "number of another"],
    )
    def test_gives_nobody_the_identity_of_another(self, run, changed, column):
        first = row(number="P/1")
        run([first, row(reference="M2", nik=make_nik())])

        code, told = run([{**first, **changed}])

        assert (code, [error["column"] for error in told["errors"]]) == (1, [column])

    def test_never_gives_a_void_number(self, run):
        NumberBook.objects.create(number="P/1", void_reason="Salah cetak")

        code, _told = run([row(number="P/1")])

        assert code == 1


class TestNumbers:
    def test_that_members_have_are_kept_and_never_allocated(self, run):
        run([row(number="16.2026.000001", type="Anggota Kehormatan", category="TKS", joined="2019-04-08")])

        member = Member.objects.get()
        assert (member.number, member.type_id, member.category, member.joined_on) == (
            "16.2026.000001",
            "kehormatan",
            "TKS",
            dt.date(2019, 4, 8),
        )
        assert NumberBook.objects.get().member == member
        assert numbering.allocate(to=make_applicant(), on=TODAY) == "16.2026.000002"

    def test_may_come_later(self, run):
        nik = make_nik()
        run([row(nik=nik)])
        _code, told = run([row(nik=nik, number="P/1")])

        assert counts(told) == (1, 0, 1, 0, 0)
        assert NumberBook.objects.get().number == Member.objects.get().number == "P/1"


def test_the_import_is_recorded_without_a_personal_value(run):
    run([row()])

    act = Act.objects.get()
    assert act.did == "apply_upload"
    assert act.details["added"] == 1
    assert "Siti" not in json.dumps(act.details)


def test_many_rows_are_few_queries(run, django_assert_max_num_queries):
    rows = [row(reference=f"M{number}", number=f"P/{number}") for number in range(60)]
    with django_assert_max_num_queries(40):
        run(rows)
    for each in rows:
        each["workplace"] = "Pindah"
    with django_assert_max_num_queries(40):
        _code, told = run(rows)

    assert counts(told) == (60, 0, 60, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_add_every_member_once(tmp_path):
    path = tmp_path / "anggota.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=HEADER.split(","))
        writer.writeheader()
        writer.writerows(row(reference=f"M{number}") for number in range(30))

    def imported(_number: int) -> dict:
        out = StringIO()
        try:
            call_command("import_members", path, "--json", stdout=out)
        finally:
            connection.close()
        return json.loads(out.getvalue())

    with ThreadPoolExecutor(max_workers=3) as threads:
        told = list(threads.map(imported, range(3)))

    assert sorted((each["added"], each["unchanged"]) for each in told) == [(0, 30), (0, 30), (30, 0)]
    assert Member.objects.count() == 30


def test_a_national_import_is_not_undone_and_says_what_to_do_instead():
    with pytest.raises(ImportStays, match="Impor berkas yang sudah diperbaiki"):
        MemberImporter().undo(upload=Upload(), by=None, at=NOW)


def test_an_import_is_recorded_in_the_history(run):
    first, second = row(reference="M1"), row(reference="M2")
    run([first, second])

    run([{**first, "regency_code": "11.71"}, {**second, "workplace": "Dinas lain"}])

    rows = MembershipChange.objects.order_by("pk").values_list("member__reference", "kind", "province")
    assert list(rows) == [("M1", "IMPORTED", "16"), ("M2", "IMPORTED", "16"), ("M1", "IMPORTED", "11")]
    assert list(history.forgotten()) == []


def test_a_row_of_a_record_that_was_merged_is_left_out_and_contradicts_nobody(run):
    nik = make_nik()
    run([row(nik=make_nik()), row(reference="M2", nik=nik)])
    keep, merged = Member.objects.order_by("reference")
    Member.objects.filter(pk=merged.pk).update(status=Member.Status.MERGED, merged_into=keep)
    Member.objects.filter(pk=keep.pk).update(nik=nik, nik_lookup=merged.nik_lookup)

    code, told = run([row(reference="M2", nik=nik, workplace="Baru")])

    assert (code, told["updated"], told["rejected"]) == (0, 0, 0)
    assert Member.objects.get(reference="M2").status == Member.Status.MERGED

"""A roster as a file: whose it is, what is in it, who sees that it was taken out, and when it is gone."""

import csv
import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from chapters.models import Chapter, ExportPart, Office, RosterExport, Seat
from chapters.narrowing import Asked
from chapters.rostering import exporting, forgetting, selecting
from ipspi.audit.models import Act
from ipspi.jobs import running
from ipspi.jobs.models import Job
from members.models import DataAccess, Restriction
from members.privacy import NumberInWords, ReasonWanted
from tests.cast import BANDA_ACEH, NOW, make_member, make_nip, make_officer

pytestmark = pytest.mark.django_db
LEADS = [Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY, Office.REGISTRAR]


@pytest.fixture
def chapter():
    return Chapter.objects.get(pk="16")


@pytest.fixture
def officer():
    return make_officer(chapter="16", office=Office.SECRETARY)


def ask(chapter, by, **facts):
    usual = {
        "form": "CSV", "shown": ["number", "chat", "workplace"], "of_chosen": False, "asked": Asked(), "at": NOW,
        "reason": "EVENT", "words": "",
    }  # fmt: skip
    job = exporting.ask(chapter=chapter, by=by, **{**usual, **facts})
    return RosterExport.objects.get(pk=job.arguments["export"]), job


def run(job):
    running.run(job_id=str(job.pk))
    job.refresh_from_db()
    return job.status


def made(chapter, by, **facts):
    export, job = ask(chapter, by, **facts)
    assert run(job) == Job.Status.DONE
    export.refresh_from_db()
    return export


def rows(export, by):
    content = b"".join(exporting.download(export=export, by=by, at=timezone.now()))
    if export.form == "CSV":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("form", ["CSV", "XLSX"])
def test_a_file_holds_what_was_asked_for_and_no_formula(chapter, officer, form):
    make_member(name="Siti", workplace="=HYPERLINK(1)", number="16.1", nip=make_nip())
    make_member(name="Budi", workplace="\t+62", number="16.2", phone="")
    make_member(name="Orang Aceh", home_regency=BANDA_ACEH)

    export = made(chapter, officer, form=form, asked=Asked(text="siti"))
    both = made(chapter, officer, form=form)

    safe = "'" if form == "CSV" else ""
    heading = ["Nama", "Nomor anggota", "Telepon/WhatsApp", "Tempat bekerja"]
    assert rows(export, officer) == [heading, ["Siti", "16.1", "0812-3456-7890", f"{safe}=HYPERLINK(1)"]]
    assert [row[0] for row in rows(both, officer)] == ["Nama", "Budi", "Siti"]
    assert (export.rows, export.left_out, export.asked) == (1, 0, None)


def test_a_file_of_many_pieces_is_whole_and_encrypted_at_rest(chapter, officer, monkeypatch):
    monkeypatch.setattr(exporting, "PIECE", 64)
    for number in range(9):
        make_member(name=f"Siti {number}", nik=None)

    export = made(chapter, officer)

    assert [row[0] for row in rows(export, officer)] == ["Nama", *(f"Siti {number}" for number in range(9))]
    assert export.parts.count() > 2
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM chapters_exportpart WHERE position('Siti'::bytea in content) > 0"
        )
        assert cursor.fetchone() == (0,)
    with pytest.raises(IntegrityError, match="export_part_once"), transaction.atomic():
        ExportPart.objects.create(export=export, number=0, content=b"x")


def test_of_those_chosen_only_they_are_taken_out(chapter, officer):
    one = make_member(name="Satu")
    make_member(name="Dua")
    with pytest.raises(exporting.NotChosen):
        ask(chapter, officer, of_chosen=True)
    selecting.choose(chapter=chapter, shown={one.pk}, ticked={one.pk}, by=officer, at=NOW)

    assert [row[0] for row in rows(made(chapter, officer, of_chosen=True), officer)] == ["Nama", "Satu"]


def test_everybody_in_a_file_sees_it_and_the_log_counts_without_values(chapter, officer):
    member, hidden = make_member(name="Siti"), make_member(name="Dibatasi")
    Restriction.objects.create(member=hidden, since=NOW)

    export = made(chapter, officer, reason="OTHER", words="Undangan rapat kerja", asked=Asked(work="non"))

    (seen,) = DataAccess.objects.all()
    assert (seen.member, seen.what, seen.words) == (member, "EXPORT", "Undangan rapat kerja")
    assert (seen.office, seen.chapter) == ("Sekretaris", "DPD Sumatera Selatan")
    act = Act.objects.get(did="export_members")
    assert act.details == {"rows": 1, "columns": ["number", "chat", "workplace"], "reason": "OTHER"}
    assert (export.rows, export.left_out) == (1, 1)


def test_a_reason_is_wanted_and_holds_no_number(chapter, officer):
    with pytest.raises(ReasonWanted):
        ask(chapter, officer, reason="OTHER", words=" ")
    with pytest.raises(NumberInWords):
        ask(chapter, officer, words="NIK 1671064203850001")
    export, _job = ask(chapter, officer)
    with (
        pytest.raises(IntegrityError, match="roster_export_for_another_reason_says_which"),
        transaction.atomic(),
    ):
        RosterExport.objects.filter(pk=export.pk).update(reason="OTHER")
    with pytest.raises(IntegrityError, match="roster_export_made_has_rows_and_an_end"), transaction.atomic():
        RosterExport.objects.filter(pk=export.pk).update(made_at=NOW)


@pytest.mark.parametrize("office", Office.values)
def test_lead_offices_take_data_out_and_no_other(chapter, office):
    by = make_officer(chapter="16", office=office)
    make_member()

    if office in LEADS:
        assert made(chapter, by).rows == 1
    else:
        with pytest.raises(PermissionDenied):
            ask(chapter, by)


def test_who_may_no_longer_gets_no_file(chapter, officer):
    make_member()
    waiting, job = ask(chapter, officer)
    there = made(chapter, officer)
    Seat.objects.update(ends_at=timezone.now())

    assert run(job) == Job.Status.FAILED
    assert waiting.parts.count() == 0
    with pytest.raises(PermissionDenied):
        exporting.download(export=there, by=officer, at=timezone.now())


def test_only_who_asked_downloads_three_times_within_a_day(chapter, officer):
    make_member()
    export = made(chapter, officer)
    with pytest.raises(exporting.Gone):
        exporting.download(export=export, by=make_officer(chapter="16"), at=timezone.now())

    for _time in range(exporting.MOST_DOWNLOADS):
        assert len(rows(export, officer)) == 2
    with pytest.raises(exporting.Gone):
        exporting.download(export=export, by=officer, at=timezone.now())
    late = made(chapter, officer)
    with pytest.raises(exporting.Gone):
        exporting.download(export=late, by=officer, at=timezone.now() + exporting.LASTS)
    assert Act.objects.filter(did="download_export").count() == exporting.MOST_DOWNLOADS


def test_a_file_dies_and_that_there_was_one_is_kept_for_a_while(chapter, officer):
    make_member()
    made(chapter, officer)
    used_up = made(chapter, officer)
    for _time in range(exporting.MOST_DOWNLOADS):
        rows(used_up, officer)
    ask(chapter, officer, at=timezone.now())  # nobody makes it
    now = timezone.now()

    assert forgetting.run(at=now)["exports"] == 0
    assert forgetting.run(at=now + dt.timedelta(hours=1))["exports"] == 1
    assert forgetting.run(at=now + dt.timedelta(hours=25))["exports"] == 2
    assert not ExportPart.objects.exists()
    assert RosterExport.objects.count() == 3
    forgetting.run(at=now + exporting.KEPT)
    assert not RosterExport.objects.exists()


def test_a_stopped_export_leaves_nothing(chapter, officer, monkeypatch):
    monkeypatch.setattr(exporting, "STEP", 1)
    for number in range(3):
        make_member(name=f"Siti {number}")
    export, job = ask(chapter, officer)
    advance = running.RunningJob.advance

    def stopped(self, *, done, **facts):
        if done == 2:
            running.cancel(job=job, by=officer, at=NOW)
        advance(self, done=done, **facts)

    monkeypatch.setattr(running.RunningJob, "advance", stopped)

    assert run(job) == Job.Status.CANCELLED
    assert (export.parts.count(), DataAccess.objects.count()) == (0, 0)

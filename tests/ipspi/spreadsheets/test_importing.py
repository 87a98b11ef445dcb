import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from ipspi.accounts.models import User
from ipspi.audit.models import Act
from ipspi.jobs import running
from ipspi.jobs.models import Job
from ipspi.spreadsheets import importing
from ipspi.spreadsheets.checking import BadPlaces
from ipspi.spreadsheets.importing import CannotUndo, NothingToApply, NotOpen, RowsRejected
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.sheets import Unreadable
from tests.cast import make_user
from tests.ipspi.spreadsheets.notes import NOW, Refused

pytestmark = pytest.mark.django_db
GOOD = b"Surel;Nama lengkap;Hobi\nani@x.id;Ani;catur\nbudi@x.id;;\n"
ONE_BAD = b"Surel;Nama lengkap\nani@x.id;Ani\nbudi;Budi\nani@x.id;Ani\n"


def receive(by, content=GOOD, *, key="semua", name="C:\\Data\\anggota.csv"):
    return importing.receive(kind="catatan", key=key, file_name=name, content=content, by=by, at=NOW)


def assigned(by, content=GOOD):
    upload = receive(by, content)
    return importing.assign(upload=upload, places=upload.places, by=by, at=NOW)


def notes():
    return sorted(User.objects.filter(email__endswith="@x.id").values_list("email", flat=True))


class TestReceiving:
    def test_the_columns_are_guessed_and_nothing_is_written(self, writer):
        upload = receive(writer)
        assert (upload.status, upload.places, upload.lines) == ("READ", {"email": 0, "name": 1}, 2)
        assert (upload.file_name, upload.chapter, upload.by) == ("anggota.csv", "16", writer)
        assert notes() == []

    def test_without_headings_the_cells_tell(self, writer):
        assert receive(writer, b"Ani;ani@x.id\nBudi;budi@x.id\n").places == {"email": 1}

    def test_the_content_is_encrypted(self, writer):
        upload = receive(writer)
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM spreadsheets_upload WHERE id = %s", [upload.pk])
            assert b"ani@x.id" not in bytes(cursor.fetchone()[0])
        assert b"ani@x.id" not in bytes(Upload.objects.get(pk=upload.pk).content)  # packed, too

    @pytest.mark.parametrize(("kind", "key"), [("lain", "semua"), ("catatan", "tidak-ada"), ("catatan", "0")])
    def test_only_to_a_destination_that_one_may_write_to(self, writer, kind, key):
        with pytest.raises(PermissionDenied):
            importing.receive(kind=kind, key=key, file_name="a.csv", content=GOOD, by=writer, at=NOW)

    def test_a_file_that_cannot_be_read_leaves_nothing(self, writer):
        with pytest.raises(Unreadable):
            receive(writer, b"%PDF-1.7")
        assert not Upload.objects.exists()

    def test_the_log_has_counts_only(self, writer):
        upload = receive(writer)
        act = Act.objects.get(did="receive_upload")
        assert (act.on_id, act.chapter, act.details) == (str(upload.pk), "16", {"lines": 2})


class TestAssigning:
    def test_the_rows_are_checked(self, writer):
        upload = assigned(writer, ONE_BAD)
        assert (upload.status, upload.checked_at) == ("MAPPED", NOW)
        assert upload.counts == {"rows": 3, "rejected": 2, "warned": 0}
        assert upload.problems == [
            [3, "email", "Bukan alamat surel.", True],
            [4, "email", "Sudah ada di baris lain.", True],
        ]

    @pytest.mark.parametrize("places", [{}, {"name": 0}, {"email": 0, "name": 0}, {"email": 99}, {"lain": 0}])
    def test_bad_places_are_refused(self, writer, places):
        with pytest.raises(BadPlaces):
            importing.assign(upload=receive(writer), places=places, by=writer, at=NOW)

    def test_places_may_be_assigned_again(self, writer):
        upload = assigned(writer)
        assert importing.assign(upload=upload, places={"email": 0}, by=writer, at=NOW).counts["warned"] == 2

    def test_many_rows_are_checked_by_a_job(self, writer, monkeypatch):
        monkeypatch.setattr(importing, "FEW_ROWS", 1)
        upload = assigned(writer)
        assert (upload.checked_at, upload.is_busy) == (None, True)
        running.run(job_id=str(upload.job_id))
        upload = Upload.objects.get(pk=upload.pk)
        assert upload.counts == {"rows": 2, "rejected": 0, "warned": 1}
        assert (upload.is_busy, upload.job.status) == (False, Job.Status.DONE)

    def test_while_a_job_has_it_nobody_else_does(self, writer, monkeypatch):
        monkeypatch.setattr(importing, "FEW_ROWS", 1)
        upload = assigned(writer)
        for verb in (importing.apply, importing.start_applying):
            with pytest.raises(NotOpen, match="sedang dikerjakan"):
                verb(upload=upload, by=writer, at=NOW)


class TestApplying:
    def test_all_rows_are_written_and_the_content_is_gone(self, writer):
        upload = importing.apply(upload=assigned(writer), by=writer, at=NOW)
        assert notes() == ["ani@x.id", "budi@x.id"]
        assert (upload.status, upload.applied_at, upload.content) == ("APPLIED", NOW, None)
        assert upload.counts == {
            "rows": 2, "rejected": 0, "warned": 1, "added": 2, "updated": 0, "unchanged": 0, "gone": 0,
        }  # fmt: skip

    def test_rejected_rows_refuse_the_whole(self, writer):
        upload = assigned(writer, ONE_BAD)
        with pytest.raises(RowsRejected, match="2 baris"):
            importing.apply(upload=upload, by=writer, at=NOW)
        assert notes() == []
        assert Upload.objects.get(pk=upload.pk).status == "MAPPED"

    def test_rejected_rows_may_be_left_out(self, writer):
        importing.apply(upload=assigned(writer, ONE_BAD), skip_rejected=True, by=writer, at=NOW)
        assert notes() == ["ani@x.id"]

    def test_when_every_row_is_rejected_nothing_can_be_applied(self, writer):
        with pytest.raises(NothingToApply):
            importing.apply(upload=assigned(writer, b"surel\nani\n"), skip_rejected=True, by=writer, at=NOW)

    def test_what_the_importer_refuses_leaves_nothing(self, writer):
        upload = assigned(writer, b"surel;nama\nani@x.id;Ani\nbudi@x.id;Gagal\n")
        with pytest.raises(Refused):
            importing.apply(upload=upload, by=writer, at=NOW)
        assert notes() == []
        assert Upload.objects.get(pk=upload.pk).is_open

    def test_columns_come_first(self, writer):
        with pytest.raises(NotOpen, match="kolom"):
            importing.apply(upload=receive(writer), by=writer, at=NOW)

    def test_once_is_enough(self, writer):
        upload = importing.apply(upload=assigned(writer), by=writer, at=NOW)
        with pytest.raises(NotOpen):
            importing.apply(upload=upload, by=writer, at=NOW)
        with pytest.raises(NotOpen):
            importing.assign(upload=upload, places={"email": 0}, by=writer, at=NOW)

    def test_many_rows_are_written_by_a_job(self, writer, monkeypatch):
        upload = assigned(writer)
        monkeypatch.setattr(importing, "FEW_ROWS", 1)
        upload = importing.start_applying(upload=upload, by=writer, at=NOW)
        assert notes() == []
        running.run(job_id=str(upload.job_id))
        assert notes() == ["ani@x.id", "budi@x.id"]
        assert Job.objects.get(pk=upload.job_id).result["added"] == 2

    def test_a_job_that_begins_again_does_nothing_twice(self, writer, monkeypatch):
        upload = assigned(writer)
        monkeypatch.setattr(importing, "FEW_ROWS", 1)
        upload = importing.start_applying(upload=upload, by=writer, at=NOW)
        running.run(job_id=str(upload.job_id))
        Job.objects.update(status=Job.Status.WAITING, finished_at=None)
        running.run(job_id=str(upload.job_id))
        assert Job.objects.get(pk=upload.job_id).status == Job.Status.DONE
        assert notes() == ["ani@x.id", "budi@x.id"]

    def test_a_job_that_failed_lets_the_upload_go(self, writer, monkeypatch):
        upload = assigned(writer, ONE_BAD)
        monkeypatch.setattr(importing, "FEW_ROWS", 1)
        upload = importing.start_applying(upload=upload, by=writer, at=NOW)
        running.run(job_id=str(upload.job_id))
        upload = Upload.objects.get(pk=upload.pk)
        assert (upload.job.status, upload.is_busy) == (Job.Status.FAILED, False)
        assert "2 baris tidak dapat diterima" in upload.job.error
        importing.apply(upload=upload, skip_rejected=True, by=writer, at=NOW)
        assert notes() == ["ani@x.id"]


class TestUndoing:
    def test_everything_is_taken_back(self, writer):
        upload = importing.apply(upload=assigned(writer), by=writer, at=NOW)
        upload = importing.undo(upload=upload, by=writer, at=NOW)
        assert notes() == []
        assert (upload.status, upload.closed_at) == ("UNDONE", NOW)

    def test_what_stands_in_the_way_is_told(self, writer):
        upload = importing.apply(upload=assigned(writer), by=writer, at=NOW)
        User.objects.filter(email="ani@x.id").update(is_staff=True)
        with pytest.raises(CannotUndo, match="1 orang sudah bertugas"):
            importing.undo(upload=upload, by=writer, at=NOW)
        assert notes() == ["ani@x.id", "budi@x.id"]

    def test_only_what_is_applied(self, writer):
        upload = assigned(writer)
        with pytest.raises(CannotUndo):
            importing.undo(upload=upload, by=writer, at=NOW)
        upload = importing.undo(upload=importing.apply(upload=upload, by=writer, at=NOW), by=writer, at=NOW)
        with pytest.raises(CannotUndo):
            importing.undo(upload=upload, by=writer, at=NOW)


class TestCancelling:
    def test_the_content_is_gone_and_nothing_was_written(self, writer):
        upload = importing.cancel(upload=assigned(writer), by=writer, at=NOW)
        assert (upload.status, upload.content, upload.problems) == ("CANCELLED", None, [])
        assert notes() == []

    def test_a_job_that_waits_is_cancelled_with_it(self, writer, monkeypatch):
        monkeypatch.setattr(importing, "FEW_ROWS", 1)
        upload = importing.cancel(upload=assigned(writer), by=writer, at=NOW)
        running.run(job_id=str(upload.job_id))
        assert Upload.objects.get(pk=upload.pk).status == "CANCELLED"

    def test_not_what_is_applied(self, writer):
        upload = importing.apply(upload=assigned(writer), by=writer, at=NOW)
        with pytest.raises(NotOpen):
            importing.cancel(upload=upload, by=writer, at=NOW)

    def test_uploads_that_nobody_applied_are_cancelled_in_the_end(self, writer):
        old, new, applied = (
            receive(writer),
            receive(writer),
            importing.apply(upload=assigned(writer), by=writer, at=NOW),
        )
        Upload.objects.exclude(pk=new.pk).update(created_at=NOW - dt.timedelta(days=8))
        assert importing.cancel_abandoned(before=NOW - dt.timedelta(days=7), at=NOW) == 1
        by_pk = dict(Upload.objects.values_list("pk", "status"))
        assert [by_pk[each.pk] for each in (old, new, applied)] == ["CANCELLED", "READ", "APPLIED"]


@pytest.mark.parametrize("verb", ["assign", "check", "apply", "start_applying", "undo", "cancel"])
def test_nobody_else_does_anything(writer, stranger, verb):
    upload = receive(writer, key=str(writer.pk))
    known = {"places": upload.places} if verb == "assign" else {}
    with pytest.raises(PermissionDenied):
        getattr(importing, verb)(upload=upload, by=stranger, at=NOW, **known)
    assert Upload.objects.get(pk=upload.pk).status == "READ"


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_once_apply_once():
    writer = make_user("berdua@contoh.example")
    upload, outcomes, gate = assigned(writer), [], threading.Barrier(2)

    def apply():
        gate.wait()
        try:
            importing.apply(upload=upload, by=writer, at=NOW)
            outcomes.append("applied")
        except NotOpen:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=apply) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["applied", "too late"]
    assert notes() == ["ani@x.id", "budi@x.id"]


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("upload_keeps_content_only_while_open", {"content": None}),
        ("upload_applied_has_its_time", {"applied_at": NOW}),
        ("upload_closed_has_its_time", {"closed_at": NOW}),
    ],
)
def test_the_database_refuses(writer, constraint, changes):
    upload = receive(writer)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(**changes)

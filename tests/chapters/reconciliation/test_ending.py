"""A list whose purpose has ended says nothing of anybody any more."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chapters.inviting import links
from chapters.models import (
    Decision,
    Invitation,
    Link,
    ListEntry,
    ListMemory,
    ListRow,
    ListUpload,
    MemberList,
    Office,
    OptOut,
)
from chapters.reconciliation import counting, deciding, ending, giving, importing
from ipspi.audit.models import Act
from ipspi.jobs import running as jobs
from ipspi.jobs.models import Job
from ipspi.outbox.models import Mail
from ipspi.spreadsheets import importing as spreadsheets
from ipspi.spreadsheets.models import Upload
from tests.cast import NOW, TODAY, make_officer
from tests.chapters.inviting.scene import invite
from tests.chapters.reconciliation.scene import doubtful, link_of, reconcile
from tests.ledgers import make_list, make_row
from tests.pairs import everything

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FILE = """ID;Nama;Email;HP
G2;Dewi Lestari;dewi.rahasia@contoh.example;0813 7777 1111
G3;Zulkifli Rahasia;zul.rahasia@contoh.example;0812 9000 1111
G4;Ucok Rahasia;ucok.rahasia@contoh.example;
G5;Siti Rahmawati;;
;;tanpa.rahasia@contoh.example;
"""


def filled(officer, **facts):
    """A list of graduates with everything that can hang on one: a file, links, decisions, invitations, an answer."""
    kept = make_list(**facts)
    upload = spreadsheets.receive(
        kind=importing.KIND, key=importing.key_of("16", kept.name), file_name="lulusan rahasia.csv",
        content=FILE.encode(), by=officer, at=NOW,
    )  # fmt: skip
    upload = spreadsheets.assign(upload=upload, places=upload.places, by=officer, at=NOW)
    spreadsheets.apply(upload=upload, skip_rejected=True, by=officer, at=NOW)
    reconcile()
    deciding.decide(link=link_of("G2", "M4"), answer="NOT_SAME", by=officer, at=NOW)
    messages = invite(officer, "G3", "G4", only=kept)
    links.refuse(invitation=messages[1].invitation, at=NOW)
    spreadsheets.receive(
        kind=importing.KIND, key=importing.key_of("16", kept.name), file_name="lulusan rahasia 2.csv",
        content=FILE.encode(), by=officer, at=NOW,
    )  # fmt: skip
    return kept


def of_list(kept):
    return [
        ListRow.objects.filter(list=kept).count(),
        Link.objects.filter(row__list=kept).count(),
        Decision.objects.filter(list=kept).count(),
        Invitation.objects.filter(list=kept).count(),
        ListUpload.objects.filter(list=kept).count(),
        ListMemory.objects.filter(list=kept).count(),
    ]


def test_all_that_a_list_says_of_people_is_deleted_and_its_figures_stay():
    officer = make_officer()
    doubtful()
    kept = filled(officer)
    assert all(of_list(kept))
    before = counting.state_of(kept)

    ending.delete(kept=kept, by=officer, at=NOW)

    assert of_list(kept) == [0] * 6
    kept = MemberList.objects.get(pk=kept.pk)
    assert (kept.deleted_at, kept.name, kept.kind) == (NOW, "Lulusan 2025", "GRADUATES")
    assert (kept.about, kept.given_by) == ("Kesejahteraan Sosial, Universitas Contoh", "")
    entry = ListEntry.objects.get(list=kept)
    assert (entry.rows, entry.registered + entry.review + entry.not_registered) == (4, 4)
    assert counting.state_of(kept).figures.rows == before.figures.rows
    assert OptOut.objects.exists()


def test_no_table_keeps_a_word_of_it():
    officer = make_officer()
    doubtful()
    kept = filled(officer)
    assert "rahasia" in str(everything()).lower()

    ending.delete(kept=kept, by=officer, at=NOW)

    left = {
        table: rows
        for table, rows in everything().items()
        if "rahasia" in str(rows).lower() and table != "chapters.OptOut"
    }
    assert left == {}
    assert not Mail.objects.filter(kind=links.KIND).exists()
    assert "rahasia" not in str(list(Act.objects.values())).lower()


def test_its_uploads_are_given_up_and_forget_their_files():
    officer = make_officer()
    doubtful()
    ending.delete(kept=filled(officer), by=officer, at=NOW)

    uploads = Upload.objects.order_by("created_at", "status")
    assert sorted(each.status for each in uploads) == ["APPLIED", "CANCELLED"]
    for each in uploads:
        assert (each.content, each.workbook, each.rejected, each.file_name) == (None, None, None, "-")
        assert importing.ListImporter().destination(user=officer, key=each.key) is None


def said(links):
    """What links say, whichever run has found them."""
    return sorted(
        ({name: value for name, value in link.items() if name not in ("id", "run_id")} for link in links),
        key=str,
    )


def test_nothing_else_is_touched():
    officer = make_officer()
    doubtful()
    make_row(chapter="11", name="Cut Nyak")
    reconcile()
    before, entries = everything(), ListEntry.objects.count()
    kept = filled(officer)
    ending.delete(kept=kept, by=officer, at=NOW)

    after = everything()
    for table in (
        "chapters.ListRow", "chapters.Decision", "chapters.Invitation", "chapters.ListUpload", "chapters.LivingFigures",
        "members.Member", "accounts.User",
    ):  # fmt: skip
        assert after[table] == before[table], table
    assert said(after["chapters.Link"]) == said(before["chapters.Link"])
    assert (
        after["chapters.LedgerEntry"][: len(before["chapters.LedgerEntry"])]
        == (before["chapters.LedgerEntry"])
    )
    assert ListEntry.objects.count() == entries + 1


def test_a_reconciliation_afterwards_counts_what_is_left():
    officer = make_officer()
    doubtful()
    before = reconcile()
    ending.delete(kept=filled(officer), by=officer, at=NOW)
    entry = reconcile()

    assert (entry.rows, entry.linked, entry.review) == (before.rows, before.linked, before.review)
    assert ListEntry.objects.count() == 1


def test_twice_is_as_once():
    officer, kept = make_officer(), make_list()
    ending.delete(kept=kept, by=officer, at=NOW)
    ending.delete(kept=MemberList.objects.get(pk=kept.pk), by=officer, at=NOW + DAY)

    assert MemberList.objects.get().deleted_at == NOW
    assert Act.objects.filter(did="delete_list").count() == 1


def test_the_chapters_own_list_has_no_end():
    row = make_row()
    with pytest.raises(ending.NeverEnds):
        ending.delete(kept=row.list, by=make_officer(), at=NOW)

    assert ListRow.objects.count() == 1


def test_nobody_else_deletes_a_list():
    kept = make_list()
    for officer in (make_officer(chapter="11"), make_officer(office=Office.TREASURER)):
        with pytest.raises(PermissionDenied):
            ending.delete(kept=kept, by=officer, at=NOW)


# ------------------------------------------------------------------ by the clock
def test_a_list_is_deleted_on_its_day_by_the_chapters_calendar():
    papua = make_list(chapter="91", ends_on=TODAY + DAY)
    sumsel = make_list(chapter="16", ends_on=TODAY + DAY)
    late = dt.datetime.combine(TODAY, dt.time(15, 30), tzinfo=dt.UTC)  # 00.30 in Papua, 22.30 in Jakarta

    assert ending.run(at=late - dt.timedelta(hours=1)) == 0
    assert ending.run(at=late) == 1
    assert Job.objects.get().arguments == {"list": papua.pk}
    assert ending.run(at=late + dt.timedelta(hours=2)) == 2
    assert set(Job.objects.values_list("arguments__list", flat=True)) == {papua.pk, sumsel.pk}


def test_the_work_deletes_the_list_once_and_counts_in_the_log():
    officer = make_officer()
    doubtful()
    kept = filled(officer)
    MemberList.objects.filter(pk=kept.pk).update(ends_on=timezone.localdate())
    ending.run(at=timezone.now())
    job = Job.objects.get(kind=ending.KIND)
    jobs.run(job_id=str(job.pk))

    job.refresh_from_db()
    assert job.status == Job.Status.DONE
    assert of_list(kept) == [0] * 6
    act = Act.objects.get(did="delete_list")
    assert (act.actor_id, act.details["rows"], act.details["invitations"]) == (None, 4, 2)
    Job.objects.update(status=Job.Status.WAITING, finished_at=None)
    jobs.run(job_id=str(job.pk))
    assert Act.objects.filter(did="delete_list").count() == 1


def test_a_list_whose_end_was_put_off_meanwhile_stays():
    officer, kept = make_officer(), make_list(ends_on=timezone.localdate())
    make_row(kept=kept)
    ending.run(at=timezone.now())
    giving.extend(kept=kept, ends_on=timezone.localdate() + 30 * DAY, by=officer, at=timezone.now())
    jobs.run(job_id=str(Job.objects.get().pk))

    assert MemberList.objects.get().deleted_at is None
    assert ListRow.objects.count() == 1


def test_an_end_that_is_put_off_at_the_last_moment_holds():
    officer = make_officer()
    doubtful()
    kept = filled(officer, ends_on=TODAY + DAY)
    giving.extend(kept=kept, ends_on=TODAY + 30 * DAY, by=officer, at=NOW)
    with pytest.raises(ending.PutOff):
        ending.delete(kept=kept, by=None, at=NOW + 2 * DAY)

    assert all(of_list(kept))
    assert Upload.objects.filter(status="READ").count() == 1  # nor are its files given up


def test_work_that_failed_half_way_leaves_all_and_is_done_by_the_next_nights(monkeypatch):
    kept = make_list(ends_on=timezone.localdate() - DAY)
    make_row(kept=kept)
    ending.run(at=timezone.now() - DAY)
    with monkeypatch.context() as patch:
        patch.setattr(ending.audit, "record", None)
        jobs.run(job_id=str(Job.objects.get().pk))
    assert Job.objects.get().status == Job.Status.FAILED
    assert ListRow.objects.count() == 1

    ending.run(at=timezone.now())
    jobs.run(job_id=str(Job.objects.get(status=Job.Status.WAITING).pk))
    assert ListRow.objects.count() == 0


def test_officers_are_told_fourteen_and_three_days_before_once_each():
    officer = make_officer()
    make_officer(office=Office.TREASURER)
    make_officer(chapter="11")
    kept = make_list(ends_on=TODAY + 20 * DAY)
    told = []
    for day in range(20):
        ending.run(at=NOW + day * DAY)
        ending.run(at=NOW + day * DAY)
        told.append(Mail.objects.count())

    assert told == [0] * 6 + [1] * 11 + [2] * 3
    mail = Mail.objects.first()
    assert (mail.to, mail.kind) == (officer.email, "chapters.list_ends")
    assert f"/daerah/16/daftar/{kept.pk}/perpanjang/" in mail.text
    assert "Tujuannya: Mengundang lulusan yang belum terdaftar. Bila" in mail.text


def test_who_put_the_end_off_is_told_again_before_the_new_end():
    officer = make_officer()
    kept = make_list(ends_on=TODAY + 3 * DAY)
    ending.run(at=NOW)
    giving.extend(kept=kept, ends_on=TODAY + 60 * DAY, by=officer, at=NOW)
    ending.run(at=NOW)
    assert Mail.objects.count() == 1
    ending.run(at=NOW + 50 * DAY)

    assert Mail.objects.count() == 2


def test_a_deleted_list_is_told_of_no_more():
    make_officer()
    make_list(ends_on=TODAY + DAY, deleted_at=NOW)

    assert ending.run(at=NOW) == 0
    assert ending.run(at=NOW + 9 * DAY) == 0
    assert not Mail.objects.exists()

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chapters.models import Chapter, ListRow, ListUpload, MemberList, Office
from chapters.reconciliation import lists
from chapters.reconciliation.lines import Line
from chapters.reconciliation.lists import CannotUndo, NothingToApply
from ipspi.audit.models import Act
from tests.cast import NOW, make_nik, make_officer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chapter():
    return Chapter.objects.get(pk="16")


def apply(chapter, *written, by=None, name="own"):
    return lists.apply(chapter=chapter, name=name, to=written, file_name="daftar.csv", by=by, at=NOW)


def names(chapter):
    rows = ListRow.objects.current().filter(list__chapter=chapter)
    return list(rows.order_by("name").values_list("name", flat=True))


def counts(change):
    return change.added, change.updated, change.unchanged, change.gone


SITI, BUDI, WATI = (
    Line(2, row_id="1", name="Siti"),
    Line(3, row_id="2", name="Budi"),
    Line(4, row_id="3", name="Wati"),
)


def test_an_upload_is_the_new_state_of_its_list(chapter):
    apply(chapter, SITI, BUDI)
    change = apply(chapter, BUDI, WATI)

    assert counts(change) == (1, 0, 1, 1)
    assert names(chapter) == ["Budi", "Wati"]


def test_the_same_lines_change_nothing_and_are_no_upload(chapter):
    apply(chapter, SITI, BUDI)
    change = apply(chapter, BUDI, SITI)

    assert counts(change) == (0, 0, 2, 0)
    assert change.upload is None
    assert ListUpload.objects.count() == 1


def test_a_changed_line_is_a_new_row_with_the_old_ones_key(chapter):
    apply(chapter, SITI)
    change = apply(chapter, Line(2, row_id="1", name="Siti Aminah"))

    assert counts(change) == (0, 1, 0, 0)
    assert list(ListRow.objects.order_by("pk").values_list("key", "name", "gone_by")) == [
        ("1", "Siti", change.upload.pk),
        ("1", "Siti Aminah", None),
    ]


def test_lists_of_one_chapter_do_not_touch_each_other(chapter):
    apply(chapter, SITI)
    apply(chapter, BUDI, name="pensiunan")

    assert names(chapter) == ["Budi", "Siti"]


def test_a_row_keeps_every_word_and_encrypts_the_nik(chapter):
    nik = make_nik()
    apply(
        chapter,
        Line(7, name="Siti", nik=nik, nip="1,97E+17", phone="0812/0813", birth="14/02/93", status="PNS"),
    )

    row = ListRow.objects.get()
    assert (row.line, row.nip, row.phone, row.birth, row.status) == (
        7,
        "1,97E+17",
        "0812/0813",
        "14/02/93",
        "PNS",
    )
    assert row.nik == nik
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik FROM chapters_listrow")
        assert nik.encode() not in bytes(cursor.fetchone()[0])


def test_an_empty_file_empties_no_list(chapter):
    apply(chapter, SITI)

    with pytest.raises(NothingToApply, match="tidak berisi satu pun nama"):
        apply(chapter)
    assert names(chapter) == ["Siti"]


def test_what_would_change_is_told_without_changing_it(chapter):
    apply(chapter, SITI, BUDI)

    assert counts(lists.change(chapter=chapter, to=[BUDI, WATI])) == (1, 0, 1, 1)
    assert names(chapter) == ["Budi", "Siti"]


def test_applying_is_recorded_in_counts(chapter):
    officer = make_officer()
    change = apply(chapter, SITI, BUDI, by=officer)

    act = Act.objects.get(did="apply_list")
    assert (act.actor_id, act.chapter, act.on_id) == (officer.pk, "16", str(change.upload.pk))
    assert act.details == {"added": 2, "updated": 0, "gone": 0}


@pytest.mark.parametrize("who", ["an outsider", "the chair of another DPD", "the treasurer"])
def test_nobody_else_changes_a_list(chapter, who):
    by = {
        "an outsider": make_user,
        "the chair of another DPD": lambda: make_officer(chapter="11"),
        "the treasurer": lambda: make_officer(office=Office.TREASURER),
    }[who]()
    upload = apply(chapter, SITI).upload

    with pytest.raises(PermissionDenied):
        apply(chapter, BUDI, by=by)
    with pytest.raises(PermissionDenied):
        lists.undo(upload=upload, by=by, at=NOW)
    assert names(chapter) == ["Siti"]


def test_undoing_gives_the_list_its_former_state_back(chapter):
    apply(chapter, SITI, BUDI)
    upload = apply(chapter, Line(2, row_id="1", name="Siti Aminah"), WATI).upload
    lists.undo(upload=upload, by=None, at=NOW)

    upload.refresh_from_db()
    assert names(chapter) == ["Budi", "Siti"]
    assert upload.undone_at == NOW
    assert ListRow.objects.count() == 2


def test_after_undoing_the_upload_before_can_be_undone_too(chapter):
    first, second = apply(chapter, SITI).upload, apply(chapter, BUDI).upload
    lists.undo(upload=second, by=None, at=NOW)
    lists.undo(upload=first, by=None, at=NOW)

    assert names(chapter) == []


def test_only_the_latest_upload_of_a_list_can_be_undone(chapter):
    first = apply(chapter, SITI).upload
    apply(chapter, BUDI)

    with pytest.raises(CannotUndo, match="Urungkan yang terbaru lebih dahulu"):
        lists.undo(upload=first, by=None, at=NOW)
    assert names(chapter) == ["Budi"]


def test_an_upload_is_undone_once(chapter):
    upload = apply(chapter, SITI).upload
    lists.undo(upload=upload, by=None, at=NOW)

    with pytest.raises(CannotUndo, match="sudah diurungkan"):
        lists.undo(upload=upload, by=None, at=NOW)


def test_the_state_of_the_lists_changes_with_every_upload_and_undoing(chapter):
    before = lists.state_of(chapter)
    upload = apply(chapter, SITI).upload
    with_it = lists.state_of(chapter)
    lists.undo(upload=upload, by=None, at=NOW)

    assert with_it != before
    assert lists.state_of(chapter) == before


def test_a_thousand_lines_need_no_more_queries_than_ten(chapter):
    def queries(count, name):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            apply(chapter, *(Line(n, name=f"Orang {n}") for n in range(count)), name=name)
        return len(seen)

    assert queries(1_000, "b") == queries(10, "a")


def test_a_key_stands_once_among_the_current_rows_of_a_list(chapter):
    apply(chapter, SITI)
    row = ListRow.objects.get()
    row.pk = None

    with pytest.raises(IntegrityError, match="list_row_key_once_in_a_list"), transaction.atomic():
        row.save()


def test_a_row_has_a_name(chapter):
    apply(chapter, SITI)

    with pytest.raises(IntegrityError, match="list_row_has_a_name"), transaction.atomic():
        ListRow.objects.update(name="")


def test_a_name_of_a_list_is_given_once_in_a_chapter(chapter):
    MemberList.objects.create(chapter=chapter, name="own")

    with pytest.raises(IntegrityError, match="list_name_once_per_chapter"), transaction.atomic():
        MemberList.objects.create(chapter=chapter, name="own")


def test_the_time_of_an_upload_is_told(chapter):
    at = NOW + dt.timedelta(days=1)
    lists.apply(chapter=chapter, to=[SITI], file_name="x" * 300 + ".csv", by=None, at=at)

    upload = ListUpload.objects.get()
    assert (upload.applied_at, len(upload.file_name)) == (at, 200)

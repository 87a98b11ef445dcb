"""A list that somebody gave: for what, and until when."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from chapters import privacy
from chapters.models import Chapter, ListRow, MemberList, Office
from chapters.reconciliation import giving, importing, lists
from chapters.reconciliation.giving import BadEnd, NameTaken
from chapters.reconciliation.lines import Line
from ipspi.audit.models import Act
from ipspi.spreadsheets import importing as spreadsheets
from tests.cast import NOW, TODAY, make_member, make_officer
from tests.chapters.reconciliation.scene import keep
from tests.ledgers import make_link, make_list, make_row

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def give(by, **said):
    usual = {
        "chapter": Chapter.objects.get(pk="16"),
        "kind": "GRADUATES",
        "name": "Lulusan 2025",
        "about": "Kesejahteraan Sosial, Universitas Contoh",
        "given_by": "Bagian Akademik",
        "purpose": "Mengundang lulusan yang belum terdaftar",
        "ends_on": TODAY + 90 * DAY,
    }
    return giving.give(by=by, at=NOW, **{**usual, **said})


def test_a_list_says_what_it_is_of_who_gave_it_why_and_until_when():
    officer = make_officer()
    kept = give(officer)

    assert (kept.kind, kept.about, kept.given_by) == (
        "GRADUATES", "Kesejahteraan Sosial, Universitas Contoh", "Bagian Akademik",
    )  # fmt: skip
    assert (kept.purpose, kept.ends_on) == ("Mengundang lulusan yang belum terdaftar", TODAY + 90 * DAY)
    act = Act.objects.get(did="give_list")
    assert (act.actor_id, act.chapter) == (officer.pk, "16")


def test_its_file_comes_in_as_that_of_any_list():
    officer = make_officer()
    kept = give(officer)
    upload = spreadsheets.receive(
        kind=importing.KIND, key=importing.key_of("16", kept.name), file_name="lulusan.csv",
        content=b"Nama;HP\nWati Sihombing;0812\n", by=officer, at=NOW,
    )  # fmt: skip
    upload = spreadsheets.assign(upload=upload, places=upload.places, by=officer, at=NOW)
    spreadsheets.apply(upload=upload, by=officer, at=NOW)

    assert ListRow.objects.get().list == kept
    assert MemberList.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_list_ends_after_today_and_within_a_year(days):
    with pytest.raises(BadEnd):
        give(make_officer(), ends_on=TODAY + days * DAY)


@pytest.mark.parametrize("days", [1, 366])
def test_a_list_may_be_kept_for_a_day_or_a_year(days):
    assert give(make_officer(), ends_on=TODAY + days * DAY).ends_on == TODAY + days * DAY


def test_a_name_is_given_once_and_never_that_of_the_chapters_own_list():
    officer = make_officer()
    give(officer)
    make_list(name="Lulusan 2020", deleted_at=NOW)
    for name in ("Lulusan 2025", "Lulusan 2020", "own"):
        with pytest.raises(NameTaken):
            give(officer, name=name)


def test_nobody_else_gives_a_list():
    for officer in (make_officer(chapter="11"), make_officer(office=Office.TREASURER)):
        with pytest.raises(PermissionDenied):
            give(officer)
        with pytest.raises(PermissionDenied):
            giving.extend(kept=make_list(name=f"{officer.pk}"), ends_on=TODAY + DAY, by=officer, at=NOW)


def test_the_end_is_put_off_again_and_again_by_a_year_at_most():
    officer, kept = make_officer(), make_list()
    for later in (NOW, NOW + 300 * DAY, NOW + 600 * DAY):
        kept = giving.extend(kept=kept, ends_on=later.date() + 366 * DAY, by=officer, at=later)
    with pytest.raises(BadEnd):
        giving.extend(kept=kept, ends_on=TODAY + 700 * DAY, by=officer, at=NOW)

    kept.refresh_from_db()
    assert kept.ends_on == TODAY + 966 * DAY


def test_what_was_deleted_is_neither_extended_nor_filled_again():
    officer, kept = make_officer(), make_list(deleted_at=NOW)
    with pytest.raises(lists.Ended):
        giving.extend(kept=kept, ends_on=TODAY + DAY, by=officer, at=NOW)
    with pytest.raises(lists.Ended):
        keep(Line(2, name="Wati"), name=kept.name)

    key = importing.key_of("16", kept.name)
    assert importing.ListImporter().destination(user=officer, key=key) is None
    assert importing.ListImporter().destination(user=None, key=key) is None


def test_who_is_on_a_list_finds_in_their_data_who_gave_it_and_why():
    member = make_member()
    make_link(member, row=make_row(kept=make_list(), name=member.name))
    make_link(member)

    told = {row["daftar"]: row for row in privacy.rows_about(member)}
    assert told["Lulusan 2025"]["tujuan"] == "Mengundang lulusan yang belum terdaftar"
    assert told["Lulusan 2025"]["diserahkan oleh"] == "Bagian Akademik"
    assert "tujuan" not in told["own"]


def test_lists_of_members_stay_as_they_are():
    row = make_row()

    assert (row.list.kind, row.list.is_of_members, row.list.ends_on) == ("MEMBERS", True, None)

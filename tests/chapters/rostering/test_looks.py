"""Saved views and columns: the officer's own, under names that are theirs once, and taken back when deleted."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from chapters.models import Chapter, ChosenColumns, Office, SavedView
from chapters.rostering import columns, forgetting, looks
from tests.cast import NOW, make_officer

pytestmark = pytest.mark.django_db
ASKED = {"work": "pns", "q": "siti"}


@pytest.fixture
def chapter():
    return Chapter.objects.get(pk="16")


@pytest.fixture
def treasurer(chapter):
    return make_officer(chapter=chapter, office=Office.TREASURER)


def save(chapter, by, name="PNS", **facts):
    return looks.save(
        chapter=chapter, name=name, by=by, **{"filters": ASKED, "shown": ["email", "number"], **facts}
    )


def test_a_view_keeps_filters_and_columns_and_no_search(chapter, treasurer):
    view = save(chapter, treasurer)

    assert view.filters == {"work": "pns"}
    assert view.columns == ["number", "email"]
    assert looks.columns_of(treasurer, chapter=chapter, view=view) == columns.named(["number", "email"])


def test_a_name_is_taken_once_whatever_its_case_and_by_each_officer(chapter, treasurer):
    view = save(chapter, treasurer)
    with pytest.raises(looks.NameTaken):
        save(chapter, treasurer, name="pns")
    save(chapter, make_officer(chapter="16"))
    other = save(chapter, treasurer, name="Lain")
    with pytest.raises(looks.NameTaken):
        looks.rename(view=other, name="Pns")
    looks.rename(view=view, name="pns")
    with pytest.raises(looks.NumberInName):
        looks.rename(view=view, name="1671064203850001")
    with pytest.raises(IntegrityError, match="saved_view_name_once"), transaction.atomic():
        SavedView.objects.create(user=treasurer, chapter=chapter, name="PNS")


def test_a_deleted_view_can_be_taken_back_for_a_week(chapter, treasurer):
    view = save(chapter, treasurer)
    looks.delete(view=view, at=NOW)

    assert not looks.views_of(treasurer, chapter=chapter).exists()
    again = save(chapter, treasurer)
    with pytest.raises(looks.NameTaken):
        looks.restore(view=view)
    looks.delete(view=again, at=NOW)
    looks.restore(view=view)
    assert list(looks.views_of(treasurer, chapter=chapter)) == [view]

    assert forgetting.run(at=NOW + dt.timedelta(days=6))["views"] == 0
    assert forgetting.run(at=NOW + dt.timedelta(days=7))["views"] == 1
    assert list(SavedView.objects.all()) == [view]


def test_one_view_opens_first(chapter, treasurer):
    one, other = save(chapter, treasurer, name="Satu"), save(chapter, treasurer, name="Dua")
    looks.make_default(view=one, default=True)
    looks.make_default(view=other, default=True)

    assert list(SavedView.objects.filter(default=True)) == [other]
    with pytest.raises(IntegrityError, match="saved_view_one_default"), transaction.atomic():
        SavedView.objects.filter(pk=one.pk).update(default=True)
    looks.make_default(view=other, default=False)
    assert not SavedView.objects.filter(default=True).exists()


def test_columns_are_remembered_with_the_view_else_for_the_officer(chapter, treasurer):
    view = save(chapter, treasurer)
    looks.keep_columns(chapter=chapter, view=view, shown=["dues"], by=treasurer)
    looks.keep_columns(chapter=chapter, view=None, shown=["sector", "nik", "nonsense"], by=treasurer)
    looks.keep_columns(chapter=chapter, view=None, shown=["sector"], by=treasurer)

    assert [column.key for column in looks.columns_of(treasurer, chapter=chapter, view=view)] == ["dues"]
    assert [column.key for column in looks.columns_of(treasurer, chapter=chapter, view=None)] == ["sector"]
    other = make_officer(chapter="16")
    assert looks.columns_of(other, chapter=chapter, view=None) == columns.usual(chapter)
    with pytest.raises(IntegrityError, match="chosen_columns_once"), transaction.atomic():
        ChosenColumns.objects.create(user=treasurer, chapter=chapter)


def test_no_column_is_a_number_of_the_state():
    assert not {"nik", "nip", "nik_lookup"} & columns.COLUMNS.keys()


def test_there_are_so_many_views_and_only_of_ones_own_chapter(chapter, treasurer, monkeypatch):
    monkeypatch.setattr(looks, "MOST", 1)
    save(chapter, treasurer)
    with pytest.raises(looks.TooMany):
        save(chapter, treasurer, name="Dua")
    with pytest.raises(PermissionDenied):
        save(Chapter.objects.get(pk="11"), treasurer)

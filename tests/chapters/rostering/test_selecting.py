"""Choosing people in a roster: kept over pages, in the roster only, and taken back when dropped."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from chapters import rosters
from chapters.models import Chapter, Chosen
from chapters.rostering import forgetting, selecting
from members.models import Member
from tests.cast import BANDA_ACEH, NOW, make_member, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def chapter():
    return Chapter.objects.get(pk="16")


@pytest.fixture
def officer():
    return make_officer(chapter="16")


def names(officer, chapter):
    return sorted(selecting.chosen(officer, chapter=chapter).values_list("name", flat=True))


def test_what_is_chosen_on_one_page_stays_on_the_next(chapter, officer):
    a, b, c, d = (make_member(name=name).pk for name in "ABCD")
    selecting.choose(chapter=chapter, shown={a, b}, ticked={a, b}, by=officer, at=NOW)
    selecting.choose(chapter=chapter, shown={c, d}, ticked={d}, by=officer, at=NOW)
    assert names(officer, chapter) == ["A", "B", "D"]

    selecting.choose(chapter=chapter, shown={a, b}, ticked={a, c}, by=officer, at=NOW)  # c was not shown
    assert names(officer, chapter) == ["A", "D"]
    assert names(make_officer(chapter="16", office="SEKRETARIS"), chapter) == []


def test_nobody_of_another_chapter_is_chosen_or_stays_chosen(chapter, officer):
    own, stranger = make_member(name="Sini"), make_member(name="Sana", home_regency=BANDA_ACEH)
    both = {own.pk, stranger.pk}
    selecting.choose(chapter=chapter, shown=both, ticked=both, by=officer, at=NOW)
    assert names(officer, chapter) == ["Sini"]

    Member.objects.filter(pk=own.pk).update(home_province="11")
    assert names(officer, chapter) == []
    assert selecting.numbers(officer, chapter=chapter) == (0, 0)
    with pytest.raises(PermissionDenied):
        selecting.choose(chapter=Chapter.objects.get(pk="11"), shown=both, ticked=both, by=officer, at=NOW)


def test_everybody_who_was_found_is_chosen_at_once_up_to_a_number(chapter, officer, monkeypatch):
    for name in ("Siti A", "Siti B", "Budi"):
        make_member(name=name)
    found = rosters.roster_of(chapter).filter(name__startswith="Siti")

    assert selecting.choose_all(chapter=chapter, found=found, by=officer, at=NOW) == 2
    assert selecting.choose_all(chapter=chapter, found=found, by=officer, at=NOW) == 2
    assert names(officer, chapter) == ["Siti A", "Siti B"]
    monkeypatch.setattr(selecting, "MOST", 1)
    with pytest.raises(selecting.TooMany):
        selecting.choose_all(chapter=chapter, found=found, by=officer, at=NOW)


def test_a_choice_that_was_dropped_can_be_taken_back_until_another_is_made(chapter, officer):
    a, b = (make_member(name=name).pk for name in "AB")
    selecting.choose(chapter=chapter, shown={a, b}, ticked={a, b}, by=officer, at=NOW)
    selecting.drop_all(chapter=chapter, by=officer, at=NOW)
    assert selecting.numbers(officer, chapter=chapter) == (0, 2)
    selecting.take_back(chapter=chapter, by=officer)
    assert names(officer, chapter) == ["A", "B"]

    selecting.drop_all(chapter=chapter, by=officer, at=NOW)
    selecting.choose(chapter=chapter, shown={a}, ticked={a}, by=officer, at=NOW)
    assert selecting.numbers(officer, chapter=chapter) == (1, 0)


def test_a_choice_is_forgotten_after_a_week(chapter, officer):
    member = make_member()
    selecting.choose(chapter=chapter, shown={member.pk}, ticked={member.pk}, by=officer, at=NOW)
    with pytest.raises(IntegrityError, match="chosen_once"), transaction.atomic():
        Chosen.objects.create(user=officer, chapter=chapter, member=member, at=NOW)

    assert forgetting.run(at=NOW + dt.timedelta(days=6))["choices"] == 0
    assert forgetting.run(at=NOW + dt.timedelta(days=7))["choices"] == 1
